"""A file that is black, frozen or silent is not delivered, unless its source is so too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media import Media
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.verify.content import verify_content
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
    await verify(path, Expectation(facts=(await probe(path)).facts), sightings=found)
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
        await verify_content(await seen(wrong), clip, Limits())


@pytest.mark.parametrize("filters", [BLACK, FROZEN, SILENT], ids=["black", "frozen", "silent"])
async def test_what_the_source_is_may_be_delivered(filters: tuple[str, str], media: Media) -> None:
    path = media.clip(options=filters)
    await verify_content(await seen(path), await described(path), Limits())


async def test_an_edit_may_make_it_black(media: Media) -> None:
    darker = VideoFilter((Filter("lutyuv", (("y", "16"),)),))
    clip = (await described(media.clip())).then(darker, done="made it black")
    await verify_content(await seen(media.clip(options=BLACK)), clip, Limits())
