"""Pictures drawn anew: rendered with real engines, decoded again and looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.media import Media, frames, number, samples
from tests.tools.engine.drawing_engines import capabilities
from tests.tools.services.servers.replicate import replicate_server
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.compile.preview import Preview
from tools.engine.ffmpeg import Tick
from tools.engine.frames import pieces as pieces_file
from tools.engine.frames.progress import Progress
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import ToolFailed
from tools.export_format import Export
from tools.facts import Facts, Source, VideoFacts
from tools.operations import Cut, Mute, Operation, Redraw, Span, VideoFilter
from tools.operations import Filter as Stage
from tools.services.needs import needs

Rendering = Callable[..., Awaitable[Rendered]]
UPSCALE = Redraw(work="upscaling", factor=2)
SMALL = {"width": 96, "height": 54, "fps": 10}


async def drawn(path: Path, folder: Path, *operations: Operation, **how: Any) -> Rendered:
    """A clip with operations, rendered; ``url`` is where Replicate is."""
    clip = Clip.of(await probe(path)).then(*operations, done="drawn")
    engines = how.pop("engines", None) or capabilities(folder, how.pop("url", None))
    cache = how.pop("cache", Cache(folder / "cache"))
    stem = how.pop("stem", "made")
    return await render(clip, folder / "out", stem=stem, cache=cache, capabilities=engines, **how)


async def test_every_frame_comes_back_larger_with_its_sound(media: Media, tmp_path: Path) -> None:
    path = media.clip(1.2, **SMALL)
    made = await drawn(path, tmp_path, UPSCALE)

    before, after = frames(path), frames(made.path)
    assert after[0].shape == (108, 192, 3)
    assert [number(image) for image in after] == list(range(12))
    small = after[5][::2, ::2].astype(int)
    assert np.abs(small[20:] - before[5][20:]).mean() < 10  # the same picture, as bright
    assert abs(float(small.mean() - before[5].mean())) < 2
    assert np.abs(samples(made.path)).max() > 0.1
    assert made.notes == ()


async def test_a_cut_goes_first_and_spans_hold(media: Media, tmp_path: Path) -> None:
    path = media.clip(2.0, **SMALL)
    style = Redraw(work="styles", style="sketch", strength=1.0, spans=(Span(1.0, 1.5),))
    made = await drawn(path, tmp_path, style, Cut((Span(0.8, 1.6),)))

    before, after = frames(path), frames(made.path)
    assert len(after) == 8
    changed = [
        float(np.abs(a.astype(int) - b).mean()) for a, b in zip(after, before[8:], strict=False)
    ]
    assert max(changed[:2]) < 6
    assert min(changed[2:7]) > 15
    assert changed[7] < 6


@pytest.mark.parametrize("name", ["odd", "rotated", "variable_rate", "gif", "transparent"])
async def test_takes_what_people_send(media: Media, tmp_path: Path, name: str) -> None:
    path = getattr(media, name)()
    few = Cut((Span(0.0, 0.3),))
    made = await drawn(path, tmp_path, few, Redraw(work="styles", style="cyberpunk", strength=1.0))

    shown, source = made.facts.video, (await probe(path)).facts.video
    assert shown is not None
    assert source is not None
    assert (abs(shown.width - source.width) <= 1, shown.alpha) == (True, source.alpha)
    assert len(frames(made.path)) >= 3


async def test_what_was_drawn_is_not_drawn_again(
    media: Media, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces_file, "_MOST", 4)  # short pieces for a short clip
    path, cache = media.clip(1.2, **SMALL), Cache(tmp_path / "cache")
    first = await drawn(path, tmp_path, UPSCALE, cache=cache)
    kept = sorted((tmp_path / "cache").glob("*.mkv"))
    assert len(kept) == 3

    kept[1].unlink()  # as when the program was killed before it was drawn
    ticks: list[Tick] = []
    blur = VideoFilter((Stage("negate"),))
    again = await drawn(
        path, tmp_path, UPSCALE, blur, cache=cache, stem="again", on_progress=ticks.append
    )

    assert ticks[0].fraction == pytest.approx(0.9 * 8 / 12)
    inverted = 255 - frames(again.path)[6].astype(int)
    assert np.abs(inverted - frames(first.path)[6]).mean() < 6
    assert len(sorted((tmp_path / "cache").glob("*.mkv"))) == 3


async def test_one_drawing_after_another_and_a_file_of_a_size(media: Media, tmp_path: Path) -> None:
    """Several runs of the encoder find what is drawn; the second drawing takes the first."""
    path = media.clip(0.6, **SMALL)
    style = Redraw(work="styles", style="oil_painting", spans=(Span(0.0, 0.3),))
    clip = Clip.of(await probe(path)).then(style, UPSCALE, Mute(), done="")
    small = replace(clip, export=Export(max_bytes=9_000))
    made = await render(
        small, tmp_path / "out", stem="made", cache=Cache(tmp_path / "cache"),
        capabilities=capabilities(tmp_path),
    )  # fmt: skip

    assert made.path.stat().st_size <= 9_000
    assert len(list((tmp_path / "cache").glob("*.mkv"))) == 2


def test_time_left_is_told_while_a_picture_takes_long() -> None:
    ticks: list[Tick] = []
    progress = Progress(ticks.append, 10, 2.0)
    progress.begin(4)
    progress.drawn(1)
    assert [tick.fraction for tick in ticks] == [0.4, 0.5]
    assert [tick.eta for tick in ticks] == pytest.approx([12.0, 10.0], abs=0.1)


async def test_lanczos_is_named_as_what_it_is(media: Media, tmp_path: Path) -> None:
    lanczos = Redraw(work="upscaling", factor=4, engine="Lanczos")
    made = await drawn(media.clip(0.4, **SMALL), tmp_path, lanczos)

    assert frames(made.path)[0].shape == (216, 384, 3)
    assert "interpolation" in made.notes[0]
    assert "no detail was added" in made.notes[0]


async def test_faces_without_a_model_are_said_not_to_be_restored(
    media: Media, tmp_path: Path
) -> None:
    made = await drawn(media.clip(0.4, **SMALL), tmp_path, Redraw(work="faces"))
    assert made.notes == ("I found no face in that part, so nothing was changed there.",)


async def test_a_preview_draws_a_few(media: Media, tmp_path: Path) -> None:
    made = await drawn(media.clip(2.0, **SMALL), tmp_path, UPSCALE, preview=Preview())
    assert made.path.suffix == ".jpg"
    assert sum(1 for _ in (tmp_path / "cache").glob("*-0-4.mkv")) == 1


async def test_what_the_child_does_wrong_is_told_as_such(media: Media, tmp_path: Path) -> None:
    engines = capabilities(tmp_path)
    (tmp_path / "net" / "net.bin").write_bytes(b"x")
    with pytest.raises(ToolFailed, match="ncnn cannot read") as caught:
        await drawn(
            media.clip(0.4, **SMALL), tmp_path, Redraw(work="upscaling", factor=2,
            engine="Real-ESRGAN"), engines=engines,
        )  # fmt: skip
    assert "Broken pipe" not in str(caught.value)

    made = await drawn(media.clip(0.4, **SMALL), tmp_path, UPSCALE, engines=engines)
    assert "so Lanczos was used instead" in made.notes[0]


async def test_replicate_draws_picture_by_picture_and_is_paid_once(
    media: Media, tmp_path: Path
) -> None:
    path = media.clip(0.6, **SMALL)
    async with replicate_server() as (server, account):
        made = await drawn(path, tmp_path, UPSCALE, url=server.url)
        assert [job.model for job in account.predictions.values()] == [
            "nightmareai/real-esrgan"
        ] * 6
        await drawn(path, tmp_path, UPSCALE, url=server.url, stem="again")
        await drawn(
            path, tmp_path, UPSCALE, url=server.url, stem="anew", cache=Cache(tmp_path / "b")
        )
        assert len(account.predictions) == 6

    assert [number(image) for image in frames(made.path)] == list(range(6))
    assert frames(made.path)[0].shape == (108, 192, 3)
    assert np.abs(samples(made.path)).max() > 0.1


async def test_replicate_takes_the_background_away(media: Media, tmp_path: Path) -> None:
    path = media.clip(0.3, **SMALL)
    async with replicate_server() as (server, _):
        clear = await drawn(path, tmp_path, Redraw(work="background"), url=server.url)
        white = Redraw(work="background", behind="#ffffff")
        solid = await drawn(path, tmp_path, white, url=server.url, stem="white")

    assert clear.path.suffix == ".webm"
    assert clear.facts.video is not None
    assert clear.facts.video.alpha
    left, right = frames(solid.path)[0][30:, 10:40], frames(solid.path)[0][30:, 56:86]
    assert left.min() > 240
    assert right.mean() < 220


async def test_replicate_restyles_a_whole_clip(media: Media, tmp_path: Path) -> None:
    path = media.clip(0.6, **SMALL)
    words = Redraw(work="styles", style="stained glass", strength=0.6, spans=(Span(0.2, 0.4),))
    async with replicate_server() as (server, account):
        made = await drawn(path, tmp_path, words, url=server.url)
        (job,) = account.predictions.values()

    assert {key: value for key, value in job.input.items() if key != "video"} == {
        "prompt": "stained glass", "strength": 0.6, "guidance_scale": 7.5,
    }  # fmt: skip
    assert [number(image) for image in frames(made.path)] == list(range(6))


async def test_where_replicate_fails_the_next_one_draws(media: Media, tmp_path: Path) -> None:
    path = media.clip(0.4, **SMALL)
    async with replicate_server() as (server, account):
        account.refusals["models"] = [(402, {"detail": "no credit"})] * 20
        made = await drawn(path, tmp_path, UPSCALE, url=server.url)
        assert "credit" in made.notes[0]
        assert "so Real-ESRGAN was used instead" in made.notes[0]

        mine = Redraw(work="upscaling", factor=2, engine="Replicate")
        with pytest.raises(ToolFailed, match="credit"):
            await drawn(path, tmp_path, mine, url=server.url)


async def test_where_nobody_can_it_says_what_it_takes(media: Media, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="REPLICATE_API_TOKEN"):
        await drawn(media.clip(0.4, **SMALL), tmp_path, Redraw(work="colour"))


SOURCE = Source(
    id="0" * 64,
    path=Path("clip.mp4"),
    name="clip.mp4",
    demuxer="mov",
    facts=Facts(
        duration=10.0, video=VideoFacts(width=320, height=180, fps=Fraction(25)), audio=None
    ),
    video_index=0,
)


def test_a_cut_is_done_before_anything_is_drawn() -> None:
    clip = Clip.of(SOURCE).then(UPSCALE, Cut((Span(2.0, 4.0),)), done="")
    assert optimize(clip).picture == (Cut((Span(2.0, 4.0),)), UPSCALE)


def test_what_will_be_drawn_is_counted_and_timed() -> None:
    clip = Clip.of(SOURCE).then(UPSCALE, Cut((Span(2.0, 4.0),)), done="")
    (need,) = needs(clip)
    assert need.capability == "upscaling"
    assert need.units == {"predictions": 50.0, "images": 50.0, "seconds": 2.0}
    assert need.seconds == pytest.approx(35.0)
    assert needs(clip.then(Cut((Span(0.0, 1.0),)), done=""))[0].key != need.key
