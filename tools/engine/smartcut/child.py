"""The child of ``work.py``: cuts a file as its order says, and tells how it went.

It reads one order as JSON and writes lines of JSON: how far it is, and at last what it made, or
why it made nothing. It runs alone, so that what a hostile file does to a decoder ends here.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

from tools.engine.limits import Limits
from tools.engine.smartcut.encode import Encoder
from tools.engine.smartcut.plan import Copied, Encoded, Part, copied_share, plan
from tools.engine.smartcut.read import Original, Stored, StoredGroups, UnfitError
from tools.engine.smartcut.sound import CopiedSound
from tools.engine.smartcut.write import Joint, Writer
from tools.errors import VfxbError

if TYPE_CHECKING:
    from av.video.stream import VideoStream

# Seconds between two lines about progress.
_TELL = 0.25
# Encoding a picture takes about so many times what copying one does.
_COSTS = 25
# Apple's players take HEVC only where its parameter sets lie in the header.
_STRICT = frozenset({"mp4", "mov"})


class Progress:
    """Tells how far the work is."""

    def __init__(self, parts: list[Part]) -> None:
        encoded = sum(part.count for part in parts if isinstance(part, Encoded))
        self._all = encoded * _COSTS + sum(part.count for part in parts)
        self._done = 0
        self._told = time.monotonic()

    def encoded(self) -> None:
        """A picture was encoded."""
        self._add(_COSTS)

    def written(self) -> None:
        """A picture was written."""
        self._add(1)

    def _add(self, cost: int) -> None:
        self._done += cost
        if (now := time.monotonic()) - self._told >= _TELL:
            self._told = now
            tell(fraction=self._done / self._all)


def cut(order: dict[str, Any]) -> tuple[int, int]:
    """Carry out an order; gives how many pictures were copied and how many encoded.

    Raises:
        UnfitError: The source cannot be cut by copying.
        VfxbError: It cannot be read.
    """
    original = Original(
        Path(order["source"]), order["demuxer"], Fraction(order["start"]), Limits(**order["limits"])
    )
    fps, target = Fraction(order["fps"]), Path(order["target"])
    with ExitStack() as stack:
        container = original.open(stack)
        stream: VideoStream = container.streams[order["picture"]]
        source = Stored(container, stream, fps, original.start)
        _refuse_fields(stream)
        groups = StoredGroups(source)
        parts = plan([(first, count) for first, count in order["pieces"]], groups)
        if copied_share(parts) < order["least"]:
            raise UnfitError("too little of it lies in whole groups of pictures")
        sound = None
        if order["sound"] is not None:
            first, count = order["pieces"][0]
            sound = CopiedSound(original, order["sound"], first / fps, count / fps, stack)
        broken = [part for part in parts if isinstance(part, Encoded)]
        reorder = max(groups.reorder, stream.codec_context.reorder_depth)
        progress, waiting, encoder = Progress(parts), [], None
        spool = target.with_suffix(".pictures")
        if broken:
            if source.coding.codec == "hevc" and order["container"] in _STRICT:
                raise UnfitError("HEVC in this container keeps its parameters in the header alone")
            encoder = Encoder(source, fps, reorder)
            with spool.open("wb") as file:
                for picture in encoder.run(broken, file):
                    waiting.append(picture)
                    progress.encoded()
        joint = Joint(source, parts, encoder, waiting, spool)
        Writer(fps, reorder, progress.written).write(target, order["container"], joint, sound)
    copied = sum(part.count for part in parts if isinstance(part, Copied))
    return copied, sum(part.count for part in broken)


def _refuse_fields(stream: VideoStream) -> None:
    fields = stream.codec_context.field_order
    if fields > 1:
        raise UnfitError("its pictures are stored as two fields each")


def tell(**said: Any) -> None:
    """Write a line for the parent."""
    sys.stdout.write(f"{json.dumps(said)}\n")
    sys.stdout.flush()


def main() -> None:
    """Read the order, carry it out, tell the outcome."""
    import av

    av.logging.set_level(None)
    order = json.loads(sys.stdin.read())
    try:
        copied, encoded = cut(order)
    except UnfitError as error:
        tell(unfit=str(error), sound=error.sound)
    except (VfxbError, av.error.FFmpegError, ValueError, OSError) as error:
        tell(unfit=f"it cannot be read in parts ({type(error).__name__})", sound=False)
        sys.stderr.write(f"{error}\n")
    else:
        tell(copied=copied, encoded=encoded)


if __name__ == "__main__":
    main()
