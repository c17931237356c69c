"""Colours as a filter graph: one colour taken out, and tables of colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools.color_tables import read_table
from tools.engine.compile.arrangement import replaced, when
from tools.engine.compile.graph import Stream
from tools.engine.text_files import content_of
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts
from tools.operations import ColorTable, Key, Operation, ToneMap


def _key(stream: Stream, key: Key, before: Facts, _after: Facts, _sheet: Sheet) -> Stream:
    switch = {"enable": when(key.spans, before)} if key.spans else {}
    if key.behind is None:
        return _without(stream, key, **switch)
    copies = stream.filter_multi_output("split", 2)
    color = f"0x{key.behind[1:]}"
    canvas = copies[0].filter("drawbox", w="iw", h="ih", color=color, t="fill", **switch)
    return canvas.overlay(_without(copies[1], key), format="auto")


def _without(stream: Stream, key: Key, **switch: str) -> Stream:
    """The picture with its colour made transparent, and its shine taken from the edges."""
    stream = stream.filter("format", pix_fmts="yuva444p")
    stream = stream.filter(
        "chromakey",
        color=f"0x{key.color[1:]}",
        similarity=round(max(0.01, key.similarity), 4),
        blend=round(key.blend, 4),
        **switch,
    )
    shine = _shine(key.color)
    if shine is None:
        return stream
    return stream.filter("despill", type=shine, mix=0.5, expand=0.1, **switch)


def _shine(color: str) -> str | None:
    """Which light a screen of this colour throws on what stands before it."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    if green > 1.3 * max(red, blue):
        return "green"
    return "blue" if blue > 1.3 * max(red, green) else None


def _table(stream: Stream, table: ColorTable, before: Facts, _after: Facts, sheet: Sheet) -> Stream:
    grid = read_table(content_of(table.file), table.file.demuxer, table.file.name)
    name = sheet.store(grid.blended(table.amount).cube, "cube")
    options = {"file": name, "interp": "tetrahedral"}
    if not table.spans:
        return stream.filter("lut3d", **options)
    # Converting to RGB and back leaves a trace, so other frames do not go through it.
    copies = stream.filter_multi_output("split", 2)
    return replaced(copies[0], copies[1].filter("lut3d", **options), table.spans, before)


def _tone_map(
    stream: Stream, _map: ToneMap, _before: Facts, _after: Facts, _sheet: Sheet
) -> Stream:
    return stream  # done in reading


COMPILERS: Mapping[type[Operation], Callable[..., Stream]] = MappingProxyType(
    {Key: _key, ColorTable: _table, ToneMap: _tone_map}
)
"""What makes each operation of ``colour``: (stream, operation, facts before, facts after)."""
