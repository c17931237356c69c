"""Hardware: encoders of the graphics processor, where one frame of a trial comes out of them.

That an ffmpeg lists an encoder says only that it was built with it: the driver, the device or the
right to use it may be missing. So each kind is tried, with the settings it will get, before it is
relied on. What a trial found holds for that ffmpeg with those drivers, and is written down.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from tools import process
from tools.clip import Clip
from tools.engine.compile.graph import Stream
from tools.errors import LimitExceeded, ToolFailed
from tools.export_format import Export

Kind = Literal["nvenc", "qsv", "vaapi", "videotoolbox"]
Setting = Literal["auto", "off", "nvenc", "qsv", "vaapi", "videotoolbox"]
Options = dict[str, str | int | None]

KINDS: tuple[Kind, ...] = get_args(Kind)

_CODECS = ("h264", "hevc", "av1")
# Settings for the usual quality and for a bit rate. Not measured against the software encoders'
# on every device there is: each is what its maker recommends for recordings.
_GOOD: Mapping[Kind, Options] = MappingProxyType(
    {
        "nvenc": {"preset": "p5", "tune": "hq", "rc": "vbr", "cq": 23, "b:v": 0},
        "qsv": {"preset": "medium", "global_quality": 23},
        "vaapi": {"rc_mode": "CQP", "qp": 23},
        "videotoolbox": {"q:v": 60},
    }
)
_RATED: Mapping[Kind, Options] = MappingProxyType(
    {
        "nvenc": {"preset": "p5", "tune": "hq", "rc": "vbr"},
        "qsv": {"preset": "medium"},
        "vaapi": {"rc_mode": "VBR"},
        "videotoolbox": {},
    }
)
# Encoders refuse pictures that are smaller, and the processor is as quick with them.
_LEAST_SIDE = 192
_TRIAL_SECONDS = 15.0
_TRIAL = "color=black:s=640x360:r=25"
# Devices that show themselves below /dev where a kind may work; the last one has none.
_DEVICES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "nvenc": ("nvidiactl", "dxg"),
        "qsv": ("dri/renderD*",),
        "vaapi": ("dri/renderD*",),
        "videotoolbox": (),
    }
)
_DRIVERS = (
    "/proc/driver/nvidia/version", "/sys/module/i915/srcversion", "/sys/module/xe/srcversion",
    "/sys/module/amdgpu/srcversion",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What encodes.

    Attributes:
        kind: Family of encoders; None is the processor itself.
        codecs: What they encode.
        device: The device that frames are sent to, where that has to be named.
        reason: Why it is so, in words.
        refused: Whether another kind was asked for, and does not work.
    """

    kind: Kind | None = None
    codecs: tuple[str, ...] = ()
    device: str = ""
    reason: str = ""
    refused: bool = False

    def encodes(self, clip: Clip) -> bool:
        """Whether a picture is for it. Small ones are not, nor files that must be of a size."""
        video = clip.output.video
        return (
            video is not None
            and not clip.copies_picture
            and video.codec in self.codecs
            and not video.alpha
            and clip.encoding.max_bytes is None
            and min(video.width, video.height) >= _LEAST_SIDE
        )

    def options(self, codec: str, export: Export) -> Options:
        """Encoder settings for a picture."""
        if self.kind is None:
            raise ValueError("the processor has settings of its own")
        return _options(self.kind, codec, export)

    @property
    def run_options(self) -> tuple[str, ...]:
        """What stands before all inputs."""
        return ("-vaapi_device", self.device) if self.kind == "vaapi" else ()

    def fed(self, stream: Stream) -> Stream:
        """The pictures as the encoder takes them: one reads them only from its own memory."""
        if self.kind != "vaapi":
            return stream
        return stream.filter("format", pix_fmts="nv12").filter("hwupload")


def _options(kind: Kind, codec: str, export: Export) -> Options:
    options: Options = {"c:v": f"{codec}_{kind}"}
    kbps = export.video_kbps
    if kbps is not None:
        options |= _RATED[kind] | {"b:v": f"{kbps}k", "maxrate": f"{kbps * 6 // 5}k"}
        options["bufsize"] = f"{kbps * 2}k"
    else:
        options |= _GOOD[kind]
    if codec == "hevc":
        options["tag:v"] = "hvc1"
    return options


async def find_hardware(
    binary: Path, setting: Setting, *, notes: Path | None = None, devices: Path = Path("/dev")
) -> Hardware:
    """What encodes with an ffmpeg on this machine.

    Args:
        binary: The ffmpeg.
        setting: ``auto`` takes the first kind that works, ``off`` none, another name that kind.
        notes: Where to write down what was found; None tries anew each time.
        devices: Where devices are found.
    """
    if setting == "off":
        return Hardware(reason="switched off by VFXB_HARDWARE")
    kinds = KINDS if setting == "auto" else (setting,)
    present = {kind: device for kind in kinds if (device := _device(kind, devices))}
    if not present:
        reason = f"no device for {', '.join(kinds)} in {devices}"
        return Hardware(reason=reason, refused=setting != "auto")
    key = await asyncio.to_thread(_key, binary, setting, present)
    if notes is not None and (known := await asyncio.to_thread(_noted, notes, key)):
        return known
    found = await _tried(binary, present)
    if setting != "auto" and found.kind is None:
        found = replace(found, refused=True)
    if notes is not None:
        await asyncio.to_thread(_note, notes, key, found)
    return found


async def _tried(binary: Path, present: Mapping[Kind, str]) -> Hardware:
    built = await _encoders(binary)
    problems = []
    for kind, device in present.items():
        works, problem = await _works(binary, kind, device, built)
        if works:
            reason = f"a trial frame came out of {', '.join(f'{c}_{kind}' for c in works)}"
            return Hardware(kind=kind, codecs=works, device=device, reason=reason)
        problems.append(problem or f"this ffmpeg has no {kind}")
    return Hardware(reason="; ".join(problems))


def _device(kind: Kind, devices: Path) -> str:
    """The first device for a kind; empty when there is none."""
    if kind == "videotoolbox":
        return kind if sys.platform == "darwin" else ""
    found = (path for pattern in _DEVICES[kind] for path in sorted(devices.glob(pattern)))
    return str(next(found, ""))


async def _works(
    binary: Path, kind: Kind, device: str, built: frozenset[str]
) -> tuple[tuple[str, ...], str]:
    """Codecs of a kind that can be used, and why the first one that cannot be cannot."""
    works, problem = [], ""
    for codec in _CODECS:
        if f"{codec}_{kind}" not in built:
            continue
        failed = await _fails(trial(binary, Hardware(kind=kind, device=device), codec))
        if not failed:
            works.append(codec)
        problem = problem or (failed and f"{codec}_{kind}: {failed}")
        if failed and not works:  # what has no H.264 has no driver
            break
    return tuple(works), problem


def trial(binary: Path, hardware: Hardware, codec: str) -> tuple[str, ...]:
    """The command that encodes one frame."""
    options = [
        word
        for name, value in hardware.options(codec, Export()).items()
        for word in (f"-{name}", str(value))
    ]
    upload = ("-vf", "format=nv12,hwupload") if hardware.kind == "vaapi" else ()
    return (
        str(binary), "-nostdin", "-hide_banner", "-loglevel", "error", *hardware.run_options,
        "-f", "lavfi", "-i", _TRIAL, "-frames:v", "1", *upload, *options, "-f", "null", "-",
    )  # fmt: skip


async def _fails(command: tuple[str, ...]) -> str:
    """Why a trial fails, in a line; empty when it does not."""
    try:
        # No bound on memory: drivers reserve far more addresses than they use.
        done = await process.run(command, bounds=process.Bounds(seconds=_TRIAL_SECONDS))
    except (ToolFailed, LimitExceeded) as error:
        return str(error)
    if not done.code:
        return ""
    lines = [line.partition("] ")[2] or line for line in done.log.splitlines() if line.strip()]
    return (lines or [f"it ends with {done.code}"])[0][:160]


async def _encoders(binary: Path) -> frozenset[str]:
    lines: list[str] = []
    bounds = process.Bounds(seconds=_TRIAL_SECONDS)
    with contextlib.suppress(ToolFailed, LimitExceeded):  # said where it is used
        await process.run((binary, "-hide_banner", "-encoders"), bounds=bounds,
                          on_line=lines.append)  # fmt: skip
    return frozenset(words[1] for words in map(str.split, lines) if len(words) > 1)


def _key(binary: Path, setting: Setting, present: Mapping[Kind, str]) -> str:
    """What a finding holds for."""
    stamp = ""
    with contextlib.suppress(OSError):
        stat = binary.stat()
        stamp = f"{stat.st_mtime_ns} {stat.st_size}"
    return "|".join((setting, str(binary), stamp, *present.values(), *_drivers()))


def _drivers() -> Iterator[str]:
    yield platform.release()
    for name in _DRIVERS:
        with contextlib.suppress(OSError):
            yield Path(name).read_text("utf-8", "replace").strip().partition("\n")[0]


def _noted(notes: Path, key: str) -> Hardware | None:
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(notes.read_text("utf-8"))
        if known["key"] == key:
            found = dict(known["found"])
            return Hardware(**found | {"codecs": tuple(found["codecs"])})
    return None


def _note(notes: Path, key: str, found: Hardware) -> None:
    # Not to be able to write costs the next start a trial, and nothing else.
    with contextlib.suppress(OSError):
        notes.parent.mkdir(parents=True, exist_ok=True)
        part = notes.with_suffix(".part")
        part.write_text(json.dumps({"key": key, "found": asdict(found)}), "utf-8")
        part.replace(notes)
