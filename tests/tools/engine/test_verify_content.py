"""A file that is black, frozen or silent is not delivered, unless its source is so too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.media import Media
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.verify.content import sighted, verify_content
from tools.engine.verify.file import Expectation, verify
from tools.engine.verify.sightings import Sightings
from tools.errors import ToolFailed
from tools.operations import Cut, Filter, Span, VideoFilter

BLACK = ("-vf", "drawbox=color=black:t=fill")
FROZEN = ("-vf", "loop=loop=-1:size=1,trim=duration=2")
SILENT = ("-af", "volume=0")


async def seen(path: Path) -> Sightings:
    """What is seen of a file when it is verified."""
    found = Sightings()
    # A share of the rendering time is spent on looking: all looks fit into that of a long one.
    expected = Expectation(facts=(await probe(path)).facts, seconds=1_000.0)
    await verify(path, expected, sightings=found)
    return found


async def described(path: Path) -> Clip:
    return Clip.of(await probe(path)).then(Cut((Span(0.0, 1.8),)), done="trimmed it")


@pytest.mark.parametrize(
    ("filters", "said"), [(BLACK, "black"), (FROZEN, "frozen"), (SILENT, "silent")]
)
async def test_what_went_wrong_is_said(filters: tuple[str, str], said: str, media: Media) -> None:
    wrong = media.clip(options=filters)
    clip = await described(media.clip())
    with pytest.raises(ToolFailed, match=said):
        await verify_content(wrong, await seen(wrong), clip, Limits())


@pytest.mark.parametrize("filters", [BLACK, FROZEN, SILENT], ids=["black", "frozen", "silent"])
async def test_what_the_source_is_may_be_delivered(filters: tuple[str, str], media: Media) -> None:
    path = media.clip(options=filters)
    await verify_content(path, await seen(path), await described(path), Limits())


async def test_an_edit_may_make_it_black(media: Media) -> None:
    darker = VideoFilter((Filter("lutyuv", (("y", "16"),)),))
    clip = (await described(media.clip())).then(darker, done="made it black")
    black = media.clip(options=BLACK)
    await verify_content(black, await seen(black), clip, Limits())


@pytest.mark.parametrize("moments", [(0.0, 0.04), (0.0, 0.4)])
async def test_few_looks_at_a_beginning_are_no_proof(
    moments: tuple[float, ...], media: Media
) -> None:
    still_at_first = ("-vf", "tpad=start=12:start_mode=add:color=black")
    path = media.clip(options=still_at_first)
    little = sighted(path, None, moments, Limits())
    assert all(little.black)
    assert little.moving == [False]
    clip = await described(media.clip())
    await verify_content(path, replace(little, peaks=[]), clip, Limits())


async def test_sound_that_begins_late_is_heard(media: Media) -> None:
    """One key frame at the beginning: every seek ends there."""
    path = media.clip(options=("-af", "volume=0:enable='lt(t,1)'", "-g", "250"))
    beginning = sighted(path, None, (0.0,), Limits())
    assert max(beginning.peaks) < 1e-4
    await verify_content(path, beginning, await described(media.clip()), Limits())
