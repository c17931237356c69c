"""Delivering: "in 1080p, 60 fps, mp4, under 8 MB": what a file is to be, in one breath.

Each of these is for a tool of its own; the size comes last, since the others change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agent.planner.choosing.index import Index, tokens
from agent.planner.reading.items import Item
from agent.planner.wishes.split import Wish

_SIDES = frozenset({"<lines>", "<size>"})
_BESIDE = frozenset(
    {"convert", "export", "save", "deliver", "render", "format", "file", "resolution", "quality",
     "under", "below", "max", "ready", "compress", "fit", "size", "keep", "long"}
)  # fmt: skip
_ORDER = ("platform", "picture", "rate", "format", "size")
_VERBS = {
    "platform": ("ready", "for"), "format": ("convert", "to"), "size": ("compress", "under"),
}  # fmt: skip
# These have a tool of their own, which takes rate and size as well.
_MOVING = frozenset({"gif", "webp"})


def delivered(wishes: Iterable[Wish], index: Index) -> list[Wish]:
    """The wishes, with one for each thing that a file is to be where several are said at once."""
    return [each for wish in wishes for each in (_apart(wish, index) or [wish])]


def _apart(wish: Wish, index: Index) -> list[Wish]:
    found = {kind: item for item in wish.items if (kind := _kind(item, index))}
    others = {token for token in tokens(wish.items) if not token.startswith("<")} - _BESIDE
    others -= {item.word for item in found.values()}
    if others or _MOVING & {item.word for item in wish.items}:
        return []
    if "size" in found:  # "under 8 MB for discord" says why
        found.pop("platform", None)
    values = [item for item in wish.items if item.is_value and item not in found.values()]
    if len(found) < 2 or values or not {"format", "size"} & found.keys():
        return []
    return [
        replace(wish, pieces=(_said(kind, found[kind]),), together=wish.together or number > 0)
        for number, kind in enumerate(kind for kind in _ORDER if kind in found)
    ]


def _kind(item: Item, index: Index) -> str:
    if item.word in _SIDES:
        return "picture"
    if item.word in _choices(index, "convert_format"):
        return "format"
    if item.word in _choices(index, "for_platform"):
        return "platform"
    return {"<fps>": "rate", "<mb>": "size"}.get(item.word, "")


def _said(kind: str, item: Item) -> tuple[Item, ...]:
    """The thing with the verb that it needs to be understood alone."""
    return (*map(item.saying, _VERBS.get(kind, ())), item)


def _choices(index: Index, tool: str) -> tuple[str, ...]:
    entry = index.entries.get(tool)
    return next((slot.choices for slot in entry.slots if slot.choices), ()) if entry else ()
