"""The child of ``stream``: reads raw pictures, draws each anew, writes them.

It reads one order as JSON from its input, then pictures from one pipe, and writes them to another;
after each it tells how many are done. It holds one picture at a time. It runs alone, so that what
a network takes in memory, or a library does wrong, ends here.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

import numpy as np

Draw = Callable[[Any], Any]


def drawer(order: dict[str, Any]) -> Draw:
    """What draws the pictures of an order."""
    if order["kind"] == "ncnn":
        from tools.engine.frames.upscaler import Upscaler

        upscaler = Upscaler(Path(order["model"]), Path(order["weights"]), order["factor"])
        if not upscaler.on_gpu:  # drivers reserve far more addresses than they use
            _bound(order["memory"])
        return upscaler
    from tools.engine.frames.painter import Painter

    _bound(order["memory"])
    return Painter(order["style"], order["strength"])


def work(order: dict[str, Any], source: BinaryIO, target: BinaryIO) -> None:
    """Draw as many pictures as the order says; those outside its spans pass as they are."""
    shape = (order["height"], order["width"], order["channels"])
    size = shape[0] * shape[1] * shape[2]
    draw = drawer(order)
    for number in range(order["first"], order["first"] + order["count"]):
        pixels = source.read(size)
        if len(pixels) < size:
            raise EOFError(f"picture {number} did not come")
        if any(start <= number < end for start, end in order["spans"]):
            pixels = draw(np.frombuffer(pixels, np.uint8).reshape(shape)).tobytes()
        target.write(pixels)
        sys.stdout.write(f"{number + 1 - order['first']}\n")
        sys.stdout.flush()


def _bound(memory: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main() -> None:
    """Read the order and carry it out."""
    order = json.loads(sys.stdin.read())
    with Path(order["source"]).open("rb") as source, Path(order["target"]).open("wb") as target:
        work(order, source, target)


if __name__ == "__main__":
    main()
