"""Frames: whether a stretch of time is to be kept or removed.

"cut the first 3 seconds" removes them, "cut to the first 3 seconds" keeps them, "trim to 8
seconds" keeps 8, "trim 2 seconds off the end" removes 2. Verb, preposition and kind of stretch
decide together; the verb is then replaced by ``keep`` or ``remove``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Item, Items
from agent.planner.reading.moments import Moment, Stretch, last
from agent.planner.wishes.split import Wish

_CUTTING = frozenset({"cut", "trim", "clip", "crop", "shorten", "chop", "slice"})
_KEEPING = frozenset({"keep", "take", "grab", "extract", "use", "leave", "save", "create", "make",
                      "get", "give", "isolate", "select", "want", "show", "pull", "produce", "need",
                      "have", "deliver", "export", "render", "start", "begin", "end", "stop",
                      "play"})  # fmt: skip
_REMOVING = frozenset({"remove", "without", "except"})
_FITTING = frozenset({"fit", "squeeze", "condense", "stretch"})
_PLACING = frozenset(
    {"add", "put", "move", "place", "bring", "attach", "append", "insert", "paste"}
)
_TIMES = frozenset({"<span>", "<length>", "<moment>", "<for>"})
# Words that change nothing about a frame.
_NEUTRAL = FILLERS | frozenset(
    {"keep", "remove", "cut", "trim", "clip", "crop", "shorten", "everything", "seconds", "second",
     "content", "portion", "section", "bit", "segment", "middle", "beginning", "chunk", "rest",
     "only", "clips", "scene", "scenes", "<file>", "length", "<less>", "down", "long",
     "max", "position", "main", "intro", "outro", "time", "total", "extract", "take", "grab",
     "leave", "save", "off", "out", "chop", "slice", "start", "end", "begin", "stop", "pull",
     "without", "except", "select", "starting", "ending", "range", "of", "from", "play", "export",
     "<num>", "stretch", "piece", "parts", "pieces", "between", "mark", "instead"}
)  # fmt: skip


def framed(wish: Wish) -> Wish:
    """The wish with ``keep`` or ``remove`` for its verb, where it is about a stretch of time."""
    items = wish.items
    if {"length", "<less>"} <= {item.word for item in items}:
        return _shortened(wish)
    if not any(item.word in _TIMES for item in items) or _compares(items):
        return _timeless(wish)
    plain = all(item.word in _NEUTRAL or item.word in _TIMES for item in items)
    words = [item.word for item in items]
    if {"speed", "<length>", "long"} <= set(words):
        return _bare(wish)
    if (told := _counting(wish, words)) or plain and (told := _except(wish, words)):
        return told
    if other := _other_verb(items):
        return _saying(wish, other)
    verb = next((word for word in words if word in _CUTTING), "")
    if verb:
        if not plain and verb not in {"cut", "trim", "shorten"} or _is_sound(words):
            return wish
        return _saying(_bare(wish) if plain else wish, _cutting(verb, items))
    if "remove" in words or "without" in words:
        return _removing(wish, words, plain=plain)
    long = any(item.word in _TIMES - {"<moment>"} for item in items)
    if plain and long and (_KEEPING & set(words) or _is_bare(items)):
        return _saying(_bare(wish), "keep")
    return wish


def _other_verb(items: Items) -> str:
    """Where a stretch of time is not kept or removed, what is done with it; else empty."""
    if _parts(items):
        return "split"
    if _moves(items):
        return "move"
    fits = any(item.word in _FITTING for item in items)
    return "speed" if fits and any(item.word == "<length>" for item in items) else ""


def _compares(items: Items) -> bool:
    """“pauses longer than 2 s”: whether all times only tell which parts are meant."""
    times = [at for at, item in enumerate(items) if item.word in _TIMES]
    return all(at and items[at - 1].word == "than" for at in times)


def _except(wish: Wish, words: list[str]) -> Wish | None:
    """“everything except the last 5 s”; None for other wishes."""
    if not {"everything", "except"} <= set(words):
        return None
    return _saying(wish, "keep" if (_CUTTING | {"remove"}) & set(words) else "remove")


_PULLING = frozenset(
    {"extract", "grab", "dump", "pull", "get", "save", "export", "take", "give", "send", "need",
     "want"}
)  # fmt: skip
_OF_TIME = _CUTTING | {"keep", "remove", "first", "last", "freeze", "hold", "every", "long"}


def _counting(wish: Wish, words: list[str]) -> Wish | None:
    """“extract 10 frames”: pictures are counted, and no time; None for other wishes."""
    lengths = [item for item in wish.items if item.word == "<length>"]
    pulled = _PULLING & set(words) and not _OF_TIME & set(words)
    if not pulled or len(lengths) != 1 or lengths[0].value.unit != "frames":
        return None
    item = lengths[0]
    number = replace(item, word="<num>", value=item.value.value)
    pieces = tuple(
        tuple(p for i in piece for p in ((number, i.saying("frames")) if i is item else (i,)))
        for piece in wish.pieces
    )
    return replace(wish, pieces=pieces)


def _to_a_length(items: Items) -> bool:
    """“chop it to 12 s”: what is left is told."""
    return any(
        item.word in {"to", "into"} and after.word == "<length>"
        for item, after in pairwise(i for i in items if i.word not in {"just", "only", "about"})
    )


def _removing(wish: Wish, words: list[str], *, plain: bool) -> Wish:
    if plain and _to_a_length(wish.items):
        return _saying(wish, "keep")
    return _saying(wish, "remove") if "remove" not in words and plain else wish


def _parts(items: Items) -> bool:
    """“5 second clips”: several of that length."""
    return any(item.word == "<length>" and after.word in _PIECES for item, after in pairwise(items))


_PIECES = frozenset({"clips", "parts", "pieces", "chunks", "segments", "sections", "videos"})


def _timeless(wish: Wish) -> Wish:
    """“trim it”: what is to be kept or removed is still to be asked."""
    words = [item.word for item in wish.items]
    verb = next((word for word in words if word in {"trim", "shorten", "cut"}), "")
    if not verb or not all(word in _NEUTRAL for word in words):
        return wish
    return _saying(_bare(wish), "remove" if verb == "cut" else "keep")


def _bare(wish: Wish) -> Wish:
    """The wish without words that change nothing about a stretch: "10 seconds long"."""
    gone = _NEUTRAL - FILLERS - _CUTTING - _REMOVING - {"keep"}
    return replace(
        wish, pieces=tuple(tuple(i for i in piece if i.word not in gone) for piece in wish.pieces)
    )


def _moves(items: Items) -> bool:
    """“cut the last 5 seconds and add them to the beginning”: a stretch goes to an edge."""
    words = {item.word for item in items}
    if "<span>" not in words or words & {"<quote>", "title", "voiceover"}:
        return False
    for at, item in enumerate(items):
        point = item.value
        if item.word != "<moment>" or not isinstance(point, Moment) or not point.is_edge:
            continue
        if {other.word for other in items[:at]} & _PLACING:
            return True
    return False


def _shortened(wish: Wish) -> Wish:
    """“make it shorter”: to a length, or by one, which then goes from the end."""
    words = [item.word for item in wish.items]
    shorter = words.index("length")
    pieces = tuple(
        tuple(
            Item("<span>", item.start, item.end, last(item.value))
            if item.word == "<length>" and ("by" in words or words.index("<length>") < shorter)
            else item
            for item in piece
            if item.word not in {"length", "<less>"}
        )
        for piece in wish.pieces
    )
    parts = [i for i in wish.items if i.word == "<span>" and i.value.share]
    told = "<length>" in words[:shorter]  # "make it 5 seconds shorter"
    by = (
        ("by" in words or told)
        and ("<length>" in words or bool(parts))
        or bool(_REMOVING & set(words))
    )
    return _saying(replace(wish, pieces=pieces), "remove" if by else "keep")


def _is_bare(items: Items) -> bool:
    """Nothing but a stretch: "the last quarter of it", "5s to 10s"."""
    return any(isinstance(item.value, Stretch) for item in items)


def _is_sound(words: list[str]) -> bool:
    return "audio" in words or "volume" in words or "mute" in words or "gif" in words


def _cutting(verb: str, items: Items) -> str:
    """What a verb of cutting means with this stretch."""
    words = [item.word for item in items]
    if verb == "cut" and all(item.word == "<moment>" for item in items if item.word in _TIMES):
        return "remove"  # before that point or after it has to be asked
    if {"off", "out", "away", "remove", "without", "skip"} & set(words):
        return "remove"
    at = next(i for i, word in enumerate(words) if word in _TIMES)
    before = [word for word in words[:at] if word not in {"the", "about", "just", "around", "very"}]
    if {"keep", "to", "into", "only", "down", "show"} & set(before):
        return "keep"
    if words[at] == "<length>":
        return "keep" if verb == "shorten" or "long" in words else "unclear"
    if not isinstance(items[at].value, Stretch):
        return "remove" if verb == "cut" else "keep"
    return "remove" if verb in {"cut", "chop", "slice"} or _is_part(items[at].value) else "keep"


def _is_part(stretch: Stretch) -> bool:
    """Whether it was named as a first, last or middle part, and not by two times."""
    return stretch.share or stretch.vague


def _saying(wish: Wish, verb: str) -> Wish:
    """The wish with its verb of cutting or keeping replaced."""
    spoken = next((piece for piece in wish.pieces if piece), ())
    at = spoken[0] if spoken else Item("", 0, 0)
    done = Item(verb, at.start, at.end)
    known = _CUTTING | _FITTING | {"keep", "remove", "without", "except"}
    known |= _PLACING | {"take"} if verb == "move" else set()
    pieces = tuple(tuple(item for item in piece if item.word not in known) for piece in wish.pieces)
    return replace(wish, pieces=((done, *pieces[0]), *pieces[1:]))
