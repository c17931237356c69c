"""A tool that the planner has never heard of is understood from its docstring alone."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pytest
from pydantic import BeforeValidator

from agent.planner.builtin import BuiltinPlanner
from agent.toolbox import all_tools
from tests.agent.planner.talk import Talk, edits
from tools.clip import Clip
from tools.operations import Filter, VideoFilter
from tools.spec import ToolSpec
from tools.values import Color, Position, Seconds

NOISE = VideoFilter((Filter("noise"),))


def add_snowfall(
    clip: Clip,
    density: Literal["sparse", "dense", "blizzard"] = "sparse",
    color: Color = "#ffffff",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Let snow fall over the picture.

    Args:
        clip: The clip.
        density: How much snow falls.
        color: Colour of the flakes.
        start: When it starts to snow.
        end: When it stops.

    Examples:
        let it snow
        add falling snow from 2 to 5 seconds
        a blizzard over the whole clip
        dense snowflakes please
        snowfall in light blue
    """
    return clip.then(NOISE, done=f"let it snow ({density})")


def _kelvins(value: object) -> str:
    text = str(value).lower().replace(" ", "")
    if not re.fullmatch(r"\d+kelvin", text):
        raise ValueError("write it as 5600 kelvin")
    return text


def stamp_ticket(
    clip: Clip,
    text: str,
    copies: int,
    corner: Position = "top-right",
    lamp: Annotated[str, BeforeValidator(_kelvins)] = "3200kelvin",
    festive: bool = False,
) -> Clip:
    """Stamp an entry ticket with words on it onto the picture.

    Args:
        clip: The clip.
        text: What stands on the ticket.
        copies: How many tickets.
        corner: Where it goes.
        lamp: Colour of the lamp that lights it.
        festive: Whether it glitters.

    Examples:
        stamp 2 tickets "ADMIT ONE" in the corner
        put an entry ticket saying "Row 5" at the top left, 1 copy
        a festive ticket with "VIP", three copies
        stamp a ticket "Balcony" 4 times
        ticket "Stalls", 2 copies, at the bottom
    """
    return clip.then(NOISE, done=f"stamped {copies} tickets “{text}”")


def count_cats(clip: Clip) -> str:
    """Count the cats in the clip.

    Args:
        clip: The clip.

    Examples:
        how many cats are in it?
        count the cats
        is there a cat in this video?
        number of kittens
        find cats
    """
    return "There are no cats in it."


TOOLS = {
    **all_tools(),
    **{tool.__name__: ToolSpec.of(tool) for tool in (add_snowfall, stamp_ticket, count_cats)},
}
PLANNER = BuiltinPlanner()


@pytest.mark.parametrize(
    ("message", "calls"),
    [
        ("make it snow", [("add_snowfall", {})]),
        ("could you add some snow?", [("add_snowfall", {})]),
        ("a blizard from 0:03 to 0:06", [
            ("add_snowfall", {"density": "blizzard", "start": 3.0, "end": 6.0})
        ]),
        ("dense snow in red for the last 4 seconds", [
            ("add_snowfall", {"density": "dense", "color": "red", "start": 16.0})
        ]),
        ("trim to 10 s, let it snow and mute it", [
            ("trim_video", {"end": 10.0}),
            ("add_snowfall", {}),
            ("mute_audio", {}),
        ]),
        ('stamp three tickets "ADMIT ONE" at the bottom left', [
            ("stamp_ticket", {"text": "ADMIT ONE", "copies": 3, "corner": "bottom-left"})
        ]),
        ('a festive ticket "VIP", 2 copies, lit at 5600 kelvin', [
            ("stamp_ticket", {"text": "VIP", "copies": 2, "lamp": "5600kelvin", "festive": True})
        ]),
        ("how many cats are there?", [("count_cats", {})]),
    ],
)  # fmt: skip
async def test_new_tool_is_understood(
    message: str, calls: list[tuple[str, dict[str, Any]]]
) -> None:
    plan = await Talk(tools=TOOLS, planner=PLANNER).plan(message)

    assert edits(plan) == calls


async def test_missing_argument_of_a_new_tool_is_asked_for() -> None:
    plan = await Talk(tools=TOOLS, planner=PLANNER).plan('stamp the ticket "VIP"')

    assert "how many tickets" in plan.calls[0].args["question"]


async def test_new_tool_takes_over_what_was_declined_before() -> None:
    def transcribe(clip: Clip) -> str:
        """Write down what is said in the clip.

        Args:
            clip: The clip.

        Examples:
            transcribe it
            what is being said?
            write down what they say
            make a transcript
            speech to text
        """
        return "Hello."

    tools = {**all_tools(), "transcribe": ToolSpec.of(transcribe)}

    plan = await Talk(tools=tools, planner=BuiltinPlanner()).plan("transcribe this video please")

    assert edits(plan) == [("transcribe", {})]
