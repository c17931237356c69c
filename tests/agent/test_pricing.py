"""What a clip will cost: only those are counted who can do it."""

from __future__ import annotations

from pathlib import Path

from agent.pricing import bill_for
from tests.media import Media
from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.operations import Present, Presentation, Redraw, Utterance
from tools.services.pending import Pending
from tools.services.pictures.engines import nobodys, picture_engines
from tools.services.pictures.weights import Weights
from tools.services.policy import Policy
from tools.services.presenting.heygen import HeyGen
from tools.services.presenting.waveform import Waveform
from tools.services.registry import Capabilities
from tools.services.results import Results


async def _silence(_script: Utterance, _tell: object) -> Path:
    raise AssertionError("nobody speaks for a quote")


def capabilities(folder: Path) -> Capabilities:
    """A key of HeyGen's, and what is built in."""
    pending = Pending(folder / "pending")
    weights = Weights(folder / "weights")
    return Capabilities(
        policy=Policy(Results(folder / "results")),
        pending=pending,
        engines={
            "presenting": (HeyGen("key", pending), Waveform(_silence, Limits())),
            **picture_engines(nobodys(folder / "pending"), weights),
        },
    )


async def test_who_shows_no_pictures_is_not_counted_for_one(media: Media, tmp_path: Path) -> None:
    clip = Clip.of(await probe(media.clip(1.0)))
    script = Utterance(text="Hello everybody.", voice="casual_male")
    for shown, usd in ((None, True), (clip.source, False)):
        presentation = Presentation(script=script, width=640, height=360, picture=shown)
        told = clip.then(Present(presentation=presentation, place="corner", seconds=2.0), done="")
        bill = await bill_for(told, capabilities(tmp_path))
        assert bool(bill.usd) is usd


async def test_nothing_is_fetched_for_an_engine_that_cannot_do_it(
    media: Media, tmp_path: Path
) -> None:
    clip = Clip.of(await probe(media.clip(1.0, width=96, height=54)))
    for factor, fetched in ((2, True), (3, False)):
        larger = clip.then(Redraw(work="upscaling", factor=factor), done="")
        bill = await bill_for(larger, capabilities(tmp_path))
        assert bool(bill.fetched) is fetched
