"""Test clips, made by ffmpeg when a test asks for them.

Pictures carry their frame number as a row of bright and dark blocks along the top, so that a
test can tell which frame of the source it sees after cuts, filters and another encode. The sound
beeps at the start of each second, so that a test can tell where it is in time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from tests.broken_media import BrokenMedia, ffmpeg
from tests.decoded import BITS, beep_times, frames, number, samples

__all__ = ["Media", "beep_times", "ffmpeg", "frames", "number", "numbers", "samples"]


def numbers(width: int, height: int) -> str:
    """A ``geq`` expression for luma: the frame number in ``BITS`` blocks, lowest bit first."""
    block, band = width / BITS, height / 6
    bit = f"mod(floor(N/pow(2,floor(X/{block:.4f}))),2)"
    return f"if(lt(Y,{band:.1f}),16+219*{bit},lum(X,Y))"


def numbered(source: str, width: int, height: int) -> str:
    """A source of pictures with their numbers on top: the slow expression sees no other rows."""
    band = math.ceil(height / 12) * 2
    drawn = f"geq=lum='{numbers(width, height)}':cb=cb(X\\,Y):cr=cr(X\\,Y)"
    return (
        f"{source},format=yuv444p,split[whole][rows];[rows]crop={width}:{band}:0:0,{drawn}[top];"
        "[whole][top]overlay=format=yuv444"
    )


def beeps(rate: int = 48_000) -> str:
    """Source of sound: 0.1 s of 1 kHz at each whole second, faint 220 Hz otherwise."""
    return (
        "aevalsrc=exprs='if(lt(mod(t,1),0.1),0.5*sin(2*PI*1000*t),0.05*sin(2*PI*220*t))'"
        f":sample_rate={rate}"
    )


class Media(BrokenMedia):
    """A folder of test clips. Each method gives the path of one, making it the first time."""

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
        source = ["-f", "lavfi", "-i", numbered(picture, width, height)]
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


def _quick(suffix: str) -> tuple[str, ...]:
    """Fast encoders for a format."""
    if suffix == "webm":
        return ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
    if suffix == "mpg":
        return ("-c:v", "mpeg2video", "-c:a", "mp2")
    if suffix == "wmv":
        return ("-c:v", "wmv2", "-c:a", "wmav2")
    return ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def _safe(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text)
