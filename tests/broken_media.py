"""Test clips that are damaged, cut short or no clips at all."""

from __future__ import annotations

import random
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from filelock import FileLock

from tools.engine.ffmpeg import bundled


def ffmpeg(*args: str | Path) -> None:
    """Run the bundled ffmpeg; what it says is part of the failure."""
    command = [bundled(), "-nostdin", "-hide_banner", "-v", "error", "-y"]
    done = subprocess.run(
        [*command, *map(str, args)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{args}: {done.stderr}"


class BrokenMedia(ABC):
    """A folder of test clips, with the broken ones among them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locks = folder / "locks"
        self._locks.mkdir(parents=True, exist_ok=True)

    @abstractmethod
    def clip(
        self,
        seconds: float = ...,
        *,
        width: int = ...,
        height: int = ...,
        fps: Fraction | int = ...,
        channels: int = ...,
        suffix: str = ...,
        options: Sequence[str] = ...,
    ) -> Path:
        """A clip that is whole."""

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
        return self.once(target, lambda: ffmpeg("-i", self.clip(), "-t", "0", "-c", "copy", target))

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

    def once(self, target: Path, make: Callable[[], object]) -> Path:
        """A file of this folder, made the first time that it is asked for.

        Test processes share the folder; the others wait for the one that makes the file.
        """
        with FileLock(self._locks / target.name):
            if not target.exists():
                make()
        return target

    def _bytes(self, name: str, content: Callable[[], bytes]) -> Path:
        target = self.folder / name
        return self.once(target, lambda: target.write_bytes(content()))


def _part(path: Path, fraction: float) -> bytes:
    data = path.read_bytes()
    return data[: int(len(data) * fraction)]
