"""A tool that the planner has never heard of is understood from its docstring alone."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import pytest
from pydantic import BeforeValidator

from agent.families import all_tools
from agent.planner.builtin import BuiltinPlanner
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


def add_fireworks(
    clip: Clip,
    rockets: int,
    at: list[Seconds] | None = None,
    palette: Literal["golden", "icy", "tropical"] = "golden",
    height: float = 0.5,
    motto: str = "",
    booming: bool = False,
) -> Clip:
    """Let fireworks go off over the picture.

    Args:
        clip: The clip.
        rockets: How many rockets.
        at: When they go off; evenly over the clip when left out.
        palette: Their colours.
        height: How high they fly, 0 to 1.
        motto: Words that they write into the sky.
        booming: Whether they are heard.

    Examples:
        fireworks with 5 rockets
        let 3 rockets go off at 0:02 and 0:05
        10 icy rockets, please
        fireworks saying "Happy 2030", 4 rockets
        a booming firework of 6 rockets
    """
    return clip.then(NOISE, done=f"let {rockets} rockets go off")


def hang_bunting(
    clip: Clip, names: list[str], spacing: float = 1.0, every: Seconds | None = None
) -> Clip:
    """Hang bunting with names on its pennants over the picture.

    Args:
        clip: The clip.
        names: What stands on the pennants.
        spacing: How far apart they hang.
        every: How often they flutter.

    Examples:
        hang bunting with "Ann" and "Ben"
        bunting for "Mum" with spacing 2
        pennants "A", "B" and "C", fluttering every 2 seconds
        a bunting that says "Welcome"
        decorate it with a bunting of "Team"
    """
    return clip.then(NOISE, done=f"hung bunting with {len(names)} names")


def fit_theatre(clip: Clip, theatre: Literal["globe", "odeon", "drive_in"]) -> Clip:
    """Prepare the clip for a theatre: its size, its loudness and its file.

    Args:
        clip: The clip.
        theatre: Which one.

    Examples:
        make it ready for the globe theatre
        prepare it for the odeon
        for the drive-in
        export for the odeon theatre
        optimise it for the drive in
    """
    return clip.then(NOISE, done=f"prepared it for the {theatre}")


MADE_UP = (add_snowfall, stamp_ticket, count_cats, add_fireworks, hang_bunting, fit_theatre)
TOOLS = {**all_tools(), **{tool.__name__: ToolSpec.of(tool) for tool in MADE_UP}}
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
        ("fireworks with 7 rockets at 0:03, 0:06 and 0:09", [
            ("add_fireworks", {"rockets": 7, "at": [3.0, 6.0, 9.0]})
        ]),
        ("let twelve icy rockets go off", [("add_fireworks", {"rockets": 12, "palette": "icy"})]),
        ('booming fireworks, 4 rockets, height 0.8, motto "Hurray"', [
            ("add_fireworks", {"rockets": 4, "height": 0.8, "motto": "Hurray", "booming": True})
        ]),
        ("add fireworks, rockets: 3, at 5, 10 and 15", [
            ("add_fireworks", {"rockets": 3, "at": [5.0, 10.0, 15.0]})
        ]),
        ('hang bunting with "Ann", "Ben" and "Cleo"', [
            ("hang_bunting", {"names": ["Ann", "Ben", "Cleo"]})
        ]),
        ('bunting "Max", spacing 2.5, fluttering every 3 seconds', [
            ("hang_bunting", {"names": ["Max"], "spacing": 2.5, "every": 3.0})
        ]),
        ("get it ready for the odeon", [("fit_theatre", {"theatre": "odeon"})]),
        ("trim to 8 s and export it for the drive-in", [
            ("trim_video", {"end": 8.0}),
            ("fit_theatre", {"theatre": "drive_in"}),
        ]),
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
