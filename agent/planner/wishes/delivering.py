"""Delivering: "in 1080p, 60 fps, mp4, under 8 MB": what a file is to be, in one breath.

Each of these is for a tool of its own; the size comes last, since the others change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agent.planner.choosing.index import Index, tokens
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Item, Items
from agent.planner.wishes.split import Wish

_SIDES = frozenset({"<lines>", "<size>"})
_BESIDE = frozenset(
    {"convert", "export", "save", "deliver", "render", "format", "file", "resolution", "quality",
     "under", "below", "max", "ready", "compress", "fit", "size", "keep", "long", "bitrate",
     "codec", "length", "framerate", "trim", "cut", "clip"}
)  # fmt: skip
_CUTTING = frozenset({"trim", "cut", "clip", "keep"})
_ORDER = ("part", "length", "platform", "picture", "rate", "format", "bitrate", "size")
_VERBS = {
    "platform": ("ready", "for"), "format": ("convert", "to"), "size": ("compress", "under"),
    "bitrate": ("bitrate",), "length": ("keep",),
}  # fmt: skip
_VALUES = {
    "<span>": "part", "<fps>": "rate", "<mb>": "size", "<kbps>": "bitrate", "<length>": "length",
    **dict.fromkeys(_SIDES, "picture"),
}  # fmt: skip
# One of these has to be there: a size and a rate alone have been understood before.
_TELLING = frozenset({"format", "size", "bitrate", "length", "part"})
# These have a tool of their own, which takes rate and size of the picture as well.
_MOVING = frozenset({"gif", "webp"})


def delivered(wishes: Iterable[Wish], index: Index) -> list[Wish]:
    """The wishes, with one for each thing that a file is to be where several are said at once."""
    row: list[Wish] = []
    for wish in wishes:
        if row and _is_coded(wish, index) and "format" in _found(row[-1], index):
            row[-1] = _coded(row[-1], wish, index)
        else:
            row.append(wish)
    row = [_lasting(wish) if len(row) > 1 else wish for wish in row]
    return [each for wish in row for each in (_apart(wish, index) or [wish])]


def _lasting(wish: Wish) -> Wish:
    """“1:1 / 30 fps / 10 s”: a length in a list of what the result is to be."""
    said = [item for item in wish.items if item.word not in FILLERS | {"long"}]
    alone = [item.word for item in said] == ["<length>"]
    return replace(wish, pieces=((said[0].saying("keep"), said[0]),)) if alone else wish


def _coded(format_: Wish, codecs: Wish, index: Index) -> Wish:
    """Both in one wish; "h264, aac" that name no file are for the one that holds most."""
    both = replace(format_, pieces=(*format_.pieces, *codecs.pieces))
    items = both.items
    if {item.word for item in items} & (_choices(index, "convert_format", "format") | _MOVING):
        return both
    verb, *rest = both.pieces
    return replace(both, pieces=((*verb, items[0].saying("mp4")), *rest))


def _is_coded(wish: Wish, index: Index) -> bool:
    """“mp4, h264, aac”: whether a wish only goes on with the codecs of a format."""
    names = [item.word for item in wish.items if not item.is_value and item.word not in FILLERS]
    files, every = _choices(index, "convert_format", "format"), _choices(index, "convert_format")
    return bool(names) and set(names) <= every - files


def demands(wish: Wish, index: Index) -> list[Wish]:
    """What a file is to be, said in a wish that is not done otherwise: "email it under 8 MB"."""
    found = _found(wish, index)
    for kind in ("platform", "length", "part"):
        found.pop(kind, None)
    return [Wish((_said(kind, found[kind]),)) for kind in _ORDER if kind in found]


def _apart(wish: Wish, index: Index) -> list[Wish]:
    found = _found(wish, index)
    taken = {item for items in found.values() for item in items}
    sound = {"audio"} if "bitrate" in found else set()
    others = {token for token in tokens(wish.items) if not token.startswith("<")} - _BESIDE - sound
    values = [item for item in wish.items if item.is_value and item not in taken]
    if others - {item.word for item in taken} or values or len(found) < 2:
        return []
    if {"part", "length"} <= found.keys():  # "the middle part, 5 seconds"
        return []
    if _MOVING & {item.word for item in taken}:
        return _small_animation(wish, found)
    if "size" in found:  # "under 8 MB for discord" says why
        found.pop("platform", None)
    if len(found) < 2 or not _TELLING & found.keys():
        return []
    return [
        replace(wish, pieces=(_said(kind, found[kind]),), together=wish.together or number > 0)
        for number, kind in enumerate(kind for kind in _ORDER if kind in found)
    ]


def _small_animation(wish: Wish, found: dict[str, Items]) -> list[Wish]:
    """“a gif under 2 MB”: the animation, and how small it is to be."""
    if "size" not in found:
        return []
    gone = set(found["size"])
    pieces = tuple(tuple(item for item in piece if item not in gone) for piece in wish.pieces)
    size = Wish((_said("size", found["size"]),), together=True, aside=True)
    return [replace(wish, pieces=tuple(filter(None, pieces))), size]


def _found(wish: Wish, index: Index) -> dict[str, Items]:
    """What is said of each kind: one value, but a format may come with its codecs."""
    found: dict[str, Items] = {}
    for item in wish.items:
        kind = _kind(item, index)
        if kind == "format":
            found[kind] = (*found.get(kind, ()), item)
        elif kind == "part" and "part" not in found:
            verb = next((i for i in wish.items if i.word in _CUTTING), item.saying("keep"))
            found[kind] = (verb, item)
        elif kind == "bitrate":
            found[kind] = (*(i.saying("audio") for i in wish.items if i.word == "audio"), item)
        elif kind:
            found[kind] = (item,)
    return found


def _kind(item: Item, index: Index) -> str:
    if item.word in _VALUES:
        return _VALUES[item.word]
    if item.word in _choices(index, "convert_format") | _MOVING:
        return "format"
    return "platform" if item.word in _choices(index, "for_platform") else ""


def _said(kind: str, items: Items) -> Items:
    """The thing with the verb that it needs to be understood alone."""
    return (*map(items[0].saying, _VERBS.get(kind, ())), *items)


def _choices(index: Index, tool: str, *names: str) -> frozenset[str]:
    entry = index.entries.get(tool)
    slots = [slot for slot in entry.slots if slot.name != "fill"] if entry else []
    return frozenset(c for slot in slots if not names or slot.name in names for c in slot.choices)
