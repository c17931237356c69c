"""The contract of all engines that let a presenter speak."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from tests.media import Media, frames, samples
from tests.tools.services.servers.heygen import heygen_server
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.probe.still import probe_still
from tools.operations import Presentation, Utterance
from tools.services.pending import Pending
from tools.services.presenting.heygen import HeyGen
from tools.services.presenting.protocol import Presenting, Tell
from tools.services.presenting.waveform import Waveform
from tools.services.speech.espeak import Espeak

KEY = "hg_0123456789abcdef0123456789abcdef"
HELLO = Utterance(text="Hello everybody.", voice="professional_female")
Start = Callable[[Path, Media], AbstractAsyncContextManager[Presenting]]


def nobody(_words: str) -> None:
    """Nobody listens."""


def waveform(folder: Path) -> Waveform:
    """The built-in engine, with the built-in voice."""

    async def say(script: Utterance, _tell: Tell) -> Path:
        target = folder / "voice.wav"
        target.unlink(missing_ok=True)
        await Espeak().speak(script, target)
        return target

    return Waveform(say, Limits())


@asynccontextmanager
async def built_in(folder: Path, media: Media) -> AsyncIterator[Presenting]:
    yield waveform(folder)


@asynccontextmanager
async def heygen(folder: Path, media: Media) -> AsyncIterator[Presenting]:
    async with heygen_server(media.clip()) as (server, _):
        yield HeyGen(KEY, Pending(folder / "pending"), server.url, every=0.01)


ENGINES: dict[str, Start] = {"waveform": built_in, "HeyGen": heygen}


@pytest.fixture(params=ENGINES, ids=list(ENGINES))
async def engine(
    request: pytest.FixtureRequest, tmp_path: Path, media: Media
) -> AsyncIterator[Presenting]:
    async with ENGINES[request.param](tmp_path, media) as started:
        yield started


async def test_tells_about_itself(engine: Presenting) -> None:
    assert engine.name
    assert engine.product
    assert await engine.ready() is None


async def test_makes_a_film_with_picture_and_sound(engine: Presenting, tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    wanted = Presentation(script=HELLO, width=320, height=180)
    await engine.present(wanted, "key", target, nobody)
    facts = (await probe(target)).facts
    assert facts.video is not None
    assert facts.audio is not None
    assert facts.duration > 0.5
    assert abs(samples(target)).max() > 0.05


async def test_the_waveform_moves_with_the_voice(tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    wanted = Presentation(script=HELLO, width=320, height=180)
    await waveform(tmp_path).present(wanted, "key", target, nobody)
    white = [(picture > 200).mean() for picture in frames(target)]
    assert white[0] < 0.001  # nothing is said yet
    assert max(white) > 0.01
    assert len({round(share, 4) for share in white}) > 5


async def test_a_picture_stands_behind_it(tmp_path: Path, media: Media) -> None:
    picture = await probe_still(media.still(), name="me.png", limits=Limits(), id="1" * 64)
    target = tmp_path / "film.mp4"
    wanted = Presentation(script=HELLO, picture=picture, width=90, height=160)
    await waveform(tmp_path).present(wanted, "key", target, nobody)
    facts = (await probe(target)).facts
    assert facts.video is not None
    assert (facts.video.width, facts.video.height) == (90, 160)
    first = next(iter(frames(target)))
    assert abs(float(first[10:60, 10:80].mean()) - 76) < 15  # red, as luma
