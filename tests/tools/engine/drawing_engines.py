"""Engines for tests of drawing: the real ones, a network of one layer, and Replicate here."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from tests.tools.services.engines_here import QUICK
from tests.tools.services.servers.replicate import STYLE_MODEL, TOKEN
from tools.services.pending import Pending
from tools.services.pictures.engines import picture_engines
from tools.services.pictures.predictions import Replicate
from tools.services.pictures.weights import Weights
from tools.services.policy import Policy
from tools.services.rates import Rates
from tools.services.registry import Capabilities
from tools.services.results import Results

_PARAM = """7767517
3 3
Input in 0 1 data
Convolution blur 1 1 data soft 0=3 1=3 4=1 5=0 6=81
Interp larger 1 1 soft output 0=1 1={factor} 2={factor}
"""


class OneLayer(Weights):
    """A network that blurs a little and makes larger: ncnn as it is, and nothing to fetch."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        kernel = np.zeros((3, 3, 3, 3), "<f4")
        for channel in range(3):
            kernel[channel, channel] = [[0, 0.1, 0], [0.1, 0.6, 0.1], [0, 0.1, 0]]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "net.bin").write_bytes(struct.pack("<I", 0) + kernel.tobytes())

    def of(self, factor: int) -> tuple[Path, Path]:
        """The network for a factor."""
        path = self.folder / f"net-{factor}.param"
        path.write_text(_PARAM.format(factor=f"{factor:.1f}"))
        return path, self.folder / "net.bin"

    async def fetch(self, tell: Callable[[float], None]) -> None:
        """It is there."""


def capabilities(
    folder: Path,
    url: str | None = None,
    *,
    rates: Mapping[str, int] | None = None,
    style_model: str = STYLE_MODEL,
) -> Capabilities:
    """Engines that keep their things in a folder; Replicate only where it is at an address."""
    pending = Pending(folder / "pending")
    replicate = Replicate(
        token=TOKEN if url else None,
        url=url or "http://127.0.0.1:9",
        poll_seconds=0.01,
        give_up_seconds=5.0,
        pending=pending,
    )
    policy = Policy(
        Results(folder / "results"), rates=Rates(rates or {"Replicate": 10_000}), patience=QUICK
    )
    engines = picture_engines(
        replicate, OneLayer(folder / "net"), style_model=style_model if url else ""
    )
    return Capabilities(policy=policy, pending=pending, engines=engines)
