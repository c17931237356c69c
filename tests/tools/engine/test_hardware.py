"""Encoders of a graphics processor: tried before they are used, and replaced when they fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.media import Media
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.ffmpeg import bundled
from tools.engine.hardware import Hardware, find_hardware, trial
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.export_format import Export

NVENC = Hardware(kind="nvenc", codecs=("h264", "hevc"), device="/dev/nvidiactl")
VAAPI = Hardware(kind="vaapi", codecs=("h264",), device="/dev/dri/renderD128")


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """A /dev with the devices of all kinds."""
    folder = tmp_path / "dev"
    (folder / "dri").mkdir(parents=True)
    (folder / "nvidiactl").touch()
    (folder / "dri" / "renderD128").touch()
    return folder


class Build:
    """An ffmpeg that has some encoders, of which some work; it writes down its trials."""

    def __init__(self, folder: Path, *, has: str, works: str) -> None:
        self.path = folder / "ffmpeg"
        self._log = folder / "trials"
        listed = "\n".join(f"echo ' V....D {name} An encoder'" for name in has.split())
        cases = "\n".join(f'*" {name} "*) exit 0;;' for name in works.split())
        self.path.write_text(
            f'#!/bin/sh\ncase " $* " in *" -encoders "*)\n{listed}\nexit 0;; esac\n'
            f'echo "$*" >> "{self._log}"\n'
            f'case " $* " in\n{cases}\nesac\n'
            'echo "[h264 @ 0x55] Cannot load libcuda.so.1" >&2\nexit 1\n'
        )
        self.path.chmod(0o700)

    @property
    def trials(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []


async def test_the_first_kind_that_works_is_taken(tmp_path: Path, devices: Path) -> None:
    has = "h264_nvenc hevc_nvenc h264_qsv h264_vaapi hevc_vaapi"
    build = Build(tmp_path, has=has, works="h264_vaapi")
    found = await find_hardware(build.path, "auto", devices=devices)
    assert (found.kind, found.codecs) == ("vaapi", ("h264",))
    assert found.device == str(devices / "dri" / "renderD128")
    # A kind without H.264 is not asked for more; one with it is.
    assert [line.split("-c:v ")[1].split()[0] for line in build.trials] == [
        "h264_nvenc", "h264_qsv", "h264_vaapi", "hevc_vaapi",
    ]  # fmt: skip


async def test_where_none_works_the_processor_encodes(tmp_path: Path, devices: Path) -> None:
    build = Build(tmp_path, has="h264_nvenc", works="nothing")
    found = await find_hardware(build.path, "auto", devices=devices)
    assert found.kind is None
    assert not found.refused
    assert "h264_nvenc: Cannot load libcuda.so.1" in found.reason
    asked = await find_hardware(build.path, "nvenc", devices=devices)
    assert asked.refused


async def test_without_a_device_nothing_is_tried(tmp_path: Path) -> None:
    build = Build(tmp_path, has="h264_nvenc", works="h264_nvenc")
    found = await find_hardware(build.path, "auto", devices=tmp_path)
    assert found.kind is None
    assert not build.trials


async def test_switched_off(tmp_path: Path, devices: Path) -> None:
    build = Build(tmp_path, has="h264_nvenc", works="h264_nvenc")
    found = await find_hardware(build.path, "off", devices=devices)
    assert (found.kind, build.trials) == (None, [])


async def test_a_finding_holds_for_its_ffmpeg(tmp_path: Path, devices: Path) -> None:
    notes = tmp_path / "cache" / "trial.json"
    build = Build(tmp_path, has="h264_nvenc", works="h264_nvenc")
    found = await find_hardware(build.path, "auto", notes=notes, devices=devices)
    again = await find_hardware(build.path, "auto", notes=notes, devices=devices)
    assert found == again
    assert len(build.trials) == 1
    build.path.write_text(build.path.read_text() + "\n# another build\n")
    await find_hardware(build.path, "auto", notes=notes, devices=devices)
    assert len(build.trials) == 2
    notes.write_text(json.dumps({"key": 7}))
    assert (await find_hardware(build.path, "auto", notes=notes, devices=devices)) == found


def test_the_trial_has_the_settings_of_the_render() -> None:
    assert trial(Path("ffmpeg"), VAAPI, "h264")[5:] == (
        "-vaapi_device", "/dev/dri/renderD128", "-f", "lavfi", "-i", "color=black:s=640x360:r=25",
        "-frames:v", "1", "-vf", "format=nv12,hwupload", "-c:v", "h264_vaapi", "-rc_mode", "CQP",
        "-qp", "23", "-f", "null", "-",
    )  # fmt: skip


async def large(media: Media) -> Clip:
    clip = Clip.of(await probe(media.clip(0.4, width=640, height=360)))
    edited = SPECS["apply_filter"].call(clip, {"filter_type": "blackwhite"})
    assert isinstance(edited, Clip)
    return edited


async def test_arguments_with_nvenc(media: Media) -> None:
    clip = await large(media)
    args = compile_clip(clip, hardware=NVENC).args
    at = args.index("-map", args.index("-map") + 1) + 2
    assert " ".join(args[at:-1]) == (
        "-f mp4 -b:v 0 -c:a copy -c:v h264_nvenc -cq 23 -fflags +bitexact -map_chapters -1 "
        "-map_metadata -1 -movflags +faststart -preset p5 -rc vbr -tune hq"
    )
    rated = replace(clip, export=Export(video_kbps=800, video_codec="hevc"))
    args = compile_clip(rated, hardware=NVENC).args
    at = args.index("-map", args.index("-map") + 1) + 2
    assert " ".join(args[at:-1]) == (
        "-f mp4 -b:v 800k -bufsize 1600k -c:a copy -c:v hevc_nvenc -fflags +bitexact "
        "-map_chapters -1 -map_metadata -1 -maxrate 960k -movflags +faststart -preset p5 -rc vbr "
        "-tag:v hvc1 -tune hq"
    )


async def test_arguments_with_vaapi(media: Media) -> None:
    command = compile_clip(await large(media), hardware=VAAPI)
    assert command.args[:2] == ("-vaapi_device", "/dev/dri/renderD128")
    assert "format=pix_fmts=nv12[" in command.args[command.args.index("-filter_complex") + 1]
    assert "hwupload" in command.args[command.args.index("-filter_complex") + 1]
    assert command.unbounded
    assert "by vaapi" in command.reasons[0]


async def test_what_is_not_for_it(media: Media) -> None:
    clip = await large(media)
    for other in (
        replace(clip, export=Export(max_bytes=500_000)),
        replace(clip, export=Export(container="webm")),
        Clip.of(clip.source),
        Clip.of(await probe(media.clip())).then(*clip.operations, done=""),
    ):
        assert not NVENC.encodes(other)
    assert "libx264" in compile_clip(clip, hardware=NVENC, preview=True).args


async def test_a_failing_encoder_is_replaced(media: Media, tmp_path: Path) -> None:
    """The bundled ffmpeg has NVENC, and this machine most likely not."""
    broken = Hardware(kind="nvenc", codecs=("h264",))
    script = tmp_path / "ffmpeg"
    script.write_text(
        '#!/bin/sh\ncase " $* " in *_nvenc*) echo "[error] no session" >&2; exit 1;; esac\n'
        f'exec "{bundled()}" "$@"\n'
    )
    script.chmod(0o700)
    done = await render(
        await large(media), tmp_path / "out", stem="v1", binary=script, hardware=broken
    )
    assert done.facts.video
    assert done.facts.video.codec == "h264"
    assert "by nvenc" not in " ".join(done.reasons)
