"""What looks found, as a filter graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools.engine.compile_graph import Stream
from tools.engine.titles import Sheet
from tools.facts import Facts
from tools.operations import Operation, Steady


def _steady(stream: Stream, steady: Steady, _before: Facts, _after: Facts, sheet: Sheet) -> Stream:
    return stream.filter(
        "vidstabtransform",
        input=sheet.store(steady.motion, "trf"),
        smoothing=steady.smoothing,
        optzoom=1,
        crop="black",
        interpol="bicubic",
    )


COMPILERS: Mapping[type[Operation], Callable[..., Stream]] = MappingProxyType({Steady: _steady})
"""What makes each operation of ``looked``: (stream, operation, facts before, facts after)."""
