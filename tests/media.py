"""Test clips, made by ffmpeg when a test asks for them, and the ways to look at results.

Pictures carry their frame number as a row of bright and dark blocks along the top, so that a
test can tell which frame of the source it sees after cuts, filters and another encode. The sound
beeps at the start of each second, so that a test can tell where it is in time.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BITS = 12


def ffmpeg(*args: str | Path) -> None:
    """Run the bundled ffmpeg; what it says is part of the failure."""
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-v", "error", "-y"]
    done = subprocess.run(
        [*command, *map(str, args)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{args}: {done.stderr}"


def numbers(width: int, height: int) -> str:
    """A ``geq`` expression for luma: the frame number in ``_BITS`` blocks, lowest bit first."""
    block, band = width / _BITS, height / 6
    bit = f"mod(floor(N/pow(2,floor(X/{block:.4f}))),2)"
    return f"if(lt(Y,{band:.1f}),16+219*{bit},lum(X,Y))"


def beeps(rate: int = 48_000) -> str:
    """Source of sound: 0.1 s of 1 kHz at each whole second, faint 220 Hz otherwise."""
    return (
        "aevalsrc=exprs='if(lt(mod(t,1),0.1),0.5*sin(2*PI*1000*t),0.05*sin(2*PI*220*t))'"
        f":sample_rate={rate}"
    )


class Media:
    """A folder of test clips. Each method gives the path of one, making it the first time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clip(
        self,
        seconds: float = 2.0,
        *,
        width: int = 320,
        height: int = 180,
        fps: Fraction | int = 25,
        channels: int = 2,
        suffix: str = "mp4",
        options: Sequence[str] = (),
    ) -> Path:
        """A clip with numbered frames over moving colours and, unless ``channels`` is 0, beeps.

        Args:
            seconds: Length.
            width: Of the picture.
            height: Of the picture.
            fps: Frames per second.
            channels: 0 for no sound, 1, 2, or 6 for 5.1.
            suffix: File format.
            options: Further output options.
        """
        key = "_".join(map(str, (seconds, width, height, fps, channels, *options)))
        target = self.folder / f"clip-{_safe(key)}.{suffix}"
        picture = f"testsrc2=s={width}x{height}:r={fps}:d={seconds}"
        source = ["-f", "lavfi", "-i", f"{picture},geq=lum='{numbers(width, height)}':cb=cb(X\\,Y)"
                  ":cr=cr(X\\,Y)"]  # fmt: skip
        if channels:
            layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
            pan = "|".join(f"c{number}=c0" for number in range(channels))
            source += ["-f", "lavfi", "-i", f"{beeps()},pan={layout}|{pan},atrim=0:{seconds}"]
        return self.once(target, lambda: ffmpeg(*source, *_quick(suffix), *options, target))

    def silent(self) -> Path:
        """A clip without sound."""
        return self.clip(channels=0)

    def surround(self) -> Path:
        """A clip with 5.1 sound."""
        return self.clip(channels=6)

    def odd(self) -> Path:
        """A clip of odd width and height."""
        return self.clip(options=("-vf", "scale=319:179", "-pix_fmt", "yuv444p"))

    def rotated(self, degrees: int = 90) -> Path:
        """A clip whose header says that it is shown turned."""
        target = self.folder / f"rotated-{degrees}.mp4"
        plain = self.clip()
        turn = ("-display_rotation", str(degrees))
        return self.once(target, lambda: ffmpeg(*turn, "-i", plain, "-c", "copy", target))

    def anamorphic(self) -> Path:
        """A clip with pixels 4/3 as wide as high: stored 240x180, shown 320x180."""
        return self.clip(width=240, options=("-vf", "setsar=4/3"))

    def variable_rate(self) -> Path:
        """A clip whose frames come at uneven times: all for a second, then each third."""
        target = self.folder / "variable.mp4"
        keep = "select='lt(t,1)+not(mod(n,3))'"
        return self.once(
            target,
            lambda: ffmpeg("-i", self.clip(), "-vf", keep, "-fps_mode", "vfr", *_quick("mp4"),
                           target),
        )  # fmt: skip

    def gappy(self) -> Path:
        """A clip with an even rate, in which two pictures are missing."""
        target = self.folder / "gappy.mp4"
        keep = ("-vf", "select='not(eq(n,11)+eq(n,30))'", "-fps_mode", "vfr")
        return self.once(target, lambda: ffmpeg("-i", self.clip(), *keep, *_quick("mp4"), target))

    def hdr(self) -> Path:
        """A clip in HDR (PQ), ten bits deep."""
        target = self.folder / "hdr.mp4"
        picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", "-pix_fmt", "yuv420p10le")
        tags = "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
        encode = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", tags)
        return self.once(target, lambda: ffmpeg(*picture, *encode, target))

    def late_sound(self, seconds: float = 0.3) -> Path:
        """A clip whose sound starts later than its picture."""
        target = self.folder / f"late-{seconds}.mkv"
        plain = self.clip()
        return self.once(
            target,
            lambda: ffmpeg("-i", plain, "-itsoffset", str(seconds), "-i", plain,
                           "-map", "0:v", "-map", "1:a", "-c", "copy", target),
        )  # fmt: skip

    def sound(self, suffix: str = "mp3", seconds: float = 2.0) -> Path:
        """Sound without a picture."""
        target = self.folder / f"sound-{seconds}.{suffix}"
        return self.once(
            target, lambda: ffmpeg("-f", "lavfi", "-i", beeps(44_100), "-t", str(seconds), target)
        )

    def dying_sound(self) -> Path:
        """A clip of 6 s whose sound is digital silence after 2 s."""
        return self.clip(6.0, options=("-af", "volume=0:enable='gte(t,2)'"))

    def cover(self) -> Path:
        """Sound with a cover picture attached."""
        target = self.folder / "cover.mp3"
        join = ("-i", self.sound(), "-i", self.still(), "-map", "0", "-map", "1", "-c", "copy",
                "-disposition:v", "attached_pic", target)  # fmt: skip
        return self.once(target, lambda: ffmpeg(*join))

    def still(self) -> Path:
        """A picture that does not move."""
        target = self.folder / "still.png"
        picture = ("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1")
        return self.once(target, lambda: ffmpeg(*picture, target))

    def many_streams(self) -> Path:
        """A file with twelve streams."""
        target = self.folder / "many.mkv"
        copies = [word for _ in range(12) for word in ("-map", "0:a")]
        return self.once(target, lambda: ffmpeg("-i", self.sound(), *copies, "-c", "copy", target))

    def transparent(self) -> Path:
        """A WebM with a transparent left half."""
        target = self.folder / "transparent.webm"
        alpha = "format=yuva420p,geq=lum=lum(X\\,Y):cb=cb(X\\,Y):cr=cr(X\\,Y):a='255*gt(X,W/2)'"
        picture = ("-f", "lavfi", "-i", f"testsrc2=s=160x90:r=10:d=1,{alpha}")
        encode = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")
        return self.once(target, lambda: ffmpeg(*picture, *encode, target))

    def gif(self) -> Path:
        """An animated picture of odd size."""
        target = self.folder / "animated.gif"
        picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=2,scale=161:91")
        return self.once(target, lambda: ffmpeg(*picture, target))

    def no_duration(self) -> Path:
        """A WebM whose header does not know its length, as browsers record it."""
        target = self.folder / "live.webm"
        encode = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
        return self.once(target, lambda: ffmpeg("-i", self.clip(), *encode, "-live", "1", target))

    def headless(self) -> Path:
        """An mp4 that ends before its index: a broken upload."""
        return self._bytes("headless.mp4", lambda: _part(self.clip(), 0.7))

    def cut_short(self) -> Path:
        """An mp4 with its index in front, and a third of its content missing."""
        whole = self.clip(options=("-movflags", "+faststart"))
        return self._bytes("cut-short.mp4", lambda: _part(whole, 0.66))

    def unknown_picture(self) -> Path:
        """A clip of which only the sound can be decoded."""
        return self._damaged("unknown-picture.mp4", self.clip(), kind="video", start=0.0, end=9.0)

    def bruised_end(self) -> Path:
        """A clip whose last pictures are garbage."""
        return self._damaged("bruised.mp4", self.clip(), kind="video", start=1.8, end=9.0)

    def damaged_sound(self) -> Path:
        """A clip of 3 s whose sound is garbage between 1 s and 2 s."""
        return self._damaged("damaged.mp4", self.clip(3.0), kind="audio", start=1.0, end=2.0)

    def nothing(self) -> Path:
        """An mp4 with a header and no frame."""
        target = self.folder / "nothing.mp4"
        return self.once(
            target, lambda: ffmpeg("-i", self.clip(), "-t", "0", "-c", "copy", target)
        )

    def empty(self) -> Path:
        """A file of no bytes."""
        return self._bytes("empty.mp4", lambda: b"")

    def noise(self) -> Path:
        """Random bytes."""
        return self._bytes("noise.mp4", lambda: random.Random(7).randbytes(50_000))  # noqa: S311

    def text(self, content: str, name: str) -> Path:
        """A text file under any name."""
        return self._bytes(name, content.encode)

    def _damaged(self, name: str, whole: Path, *, kind: str, start: float, end: float) -> Path:
        """A copy with random bytes in the packets of one stream between two times."""

        def damage() -> bytes:
            import av

            data = bytearray(whole.read_bytes())
            with av.open(str(whole)) as container:
                for packet in container.demux(**{kind: 0}):
                    if packet.size and packet.pos and start <= packet.pts * packet.time_base < end:
                        noise = random.Random(packet.pos).randbytes(packet.size)  # noqa: S311
                        data[packet.pos : packet.pos + packet.size] = noise
            return bytes(data)

        return self._bytes(name, damage)

    def _bytes(self, name: str, content: Callable[[], bytes]) -> Path:
        target = self.folder / name
        return self.once(target, lambda: target.write_bytes(content()))

    def once(self, target: Path, make: Callable[[], object]) -> Path:
        """A file of this folder, made the first time that it is asked for."""
        if not target.exists():
            make()
        return target


def _quick(suffix: str) -> tuple[str, ...]:
    """Fast encoders for a format."""
    if suffix == "webm":
        return ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
    if suffix == "mpg":
        return ("-c:v", "mpeg2video", "-c:a", "mp2")
    if suffix == "wmv":
        return ("-c:v", "wmv2", "-c:a", "wmav2")
    return ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def _part(path: Path, fraction: float) -> bytes:
    data = path.read_bytes()
    return data[: int(len(data) * fraction)]


def _safe(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text)


def frames(path: Path) -> list[NDArray[np.uint8]]:
    """All pictures of a file, as (height, width, 3) RGB, as they are shown."""
    import av

    with av.open(path) as container:
        pictures = []
        for frame in container.decode(video=0):
            image = frame.to_ndarray(format="rgb24")
            turns = round(frame.rotation / 90)
            pictures.append(turned(image, turns))
        return pictures


def turned(image: NDArray[np.uint8], turns: int) -> NDArray[np.uint8]:
    """An image turned counter-clockwise by quarter turns."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(image, turns))


def number(image: NDArray[np.uint8]) -> int:
    """The frame number that a picture carries along its top; the width must be the whole one."""
    height, width = image.shape[:2]
    row = image[height // 12].mean(axis=1)
    block = width / _BITS
    return sum(int(row[int((bit + 0.5) * block)] > 127) << bit for bit in range(_BITS))


def samples(path: Path, rate: int = 48_000) -> NDArray[np.float32]:
    """All sound of a file as (channels, samples), silence where it starts late."""
    import av
    import numpy as np

    with av.open(path) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", rate=rate)
        start = None
        parts = []
        for frame in container.decode(stream):
            start = frame.time if start is None else start
            parts += [piece.to_ndarray() for piece in resampler.resample(frame)]
        parts += [piece.to_ndarray() for piece in resampler.resample(None)]
    lead = np.zeros((parts[0].shape[0], max(0, round((start or 0.0) * rate))), np.float32)
    return np.concatenate([lead, *parts], axis=1)


def beep_times(sound: NDArray[np.float32], rate: int = 48_000) -> list[float]:
    """Where the loud beeps of a sound start, in seconds."""
    import numpy as np

    hop = rate // 200
    mono = np.abs(sound).max(axis=0)
    level = mono[: len(mono) // hop * hop].reshape(-1, hop).max(axis=1)
    loud = level > 0.6 * level.max()
    starts = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]])) / 200
    gaps = np.diff(starts, prepend=-1)
    return [float(start) for start in starts[gaps > 0.05]]
