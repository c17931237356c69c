"""Plan of a smart cut: which pictures are copied as they are stored, and which are encoded anew.

Pictures are named by their number in the source, in the order in which they are shown. They are
stored in another order, in groups that each begin with a key picture. Copying can begin only at a
picture that forgets all before it (a *clean* key picture), and can end after any stored picture:
what a decoder has seen so far it can show. So of each kept range, these are encoded anew: the
pictures before the first clean key picture, and the few at the end whose predecessors in storage
are shown later, outside the range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

# Copying fewer pictures than this between encoded ones saves nothing.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Stored pictures from one key picture up to the next.

    Attributes:
        key: Number of the key picture.
        clean: Whether decoding can begin with it as if nothing had been before.
        pictures: Numbers of its pictures, in the order in which they are stored.
    """

    key: int
    clean: bool
    pictures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Pictures that go into the result as they are stored; the first is a clean key picture."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """Pictures that are decoded, from the key picture ``key`` on, and encoded again."""

    first: int
    count: int
    key: int


Part = Copied | Encoded


class Groups(Protocol):
    """Where groups are looked up."""

    def at(self, picture: int) -> Group:
        """The last group whose key picture is not after a picture; else the first group."""

    def after(self, group: Group) -> Group | None:
        """The group that is stored next."""


def plan(pieces: Iterable[tuple[int, int]], groups: Groups) -> list[Part]:
    """How kept ranges come about, in order.

    Args:
        pieces: First picture and number of pictures of each range.
        groups: The source's groups.
    """
    parts: list[Part] = []
    for first, count in pieces:
        for part in _range(first, first + count, groups):
            last = parts[-1] if parts else None
            if (
                isinstance(last, Encoded)
                and isinstance(part, Encoded)
                and last.first + last.count == part.first
            ):
                parts[-1] = Encoded(last.first, last.count + part.count, last.key)
            else:
                parts.append(part)
    return parts


def copied_share(parts: Sequence[Part]) -> float:
    """The part of all pictures that is copied, 0 to 1."""
    copied = sum(part.count for part in parts if isinstance(part, Copied))
    return copied / max(1, sum(part.count for part in parts))


def reach(pictures: Iterable[int], end: int) -> int:
    """Up to which picture a group can be copied, when those from ``end`` on are not wanted.

    The pictures that are stored first and, together, are shown without a gap.

    Args:
        pictures: Numbers in the order in which they are stored.
        end: The first picture that is not wanted.
    """
    stored = tuple(pictures)
    reached = at = min(stored)
    seen: set[int] = set()
    for picture in stored:
        if picture >= end:
            break
        seen.add(picture)
        while at in seen:
            at += 1
        if at - min(stored) == len(seen):
            reached = at
    return reached


def _range(first: int, end: int, groups: Groups) -> Iterator[Part]:
    opening = groups.at(first)
    start: Group | None = opening
    while start is not None and start.key < end and not (start.clean and start.key >= first):
        start = groups.after(start)
    if start is None or start.key >= end:
        yield Encoded(first, end - first, opening.key)
        return
    closing = groups.at(end - 1)
    reached = min(end, max(start.key, reach(_from(start, closing), end)))
    if reached - start.key < min(_LEAST, end - first):
        yield Encoded(first, end - first, opening.key)
        return
    if start.key > first:
        yield Encoded(first, start.key - first, opening.key)
    yield Copied(start.key, reached - start.key)
    if end > reached:
        yield Encoded(reached, end - reached, groups.at(reached).key)


def _from(start: Group, closing: Group) -> tuple[int, ...]:
    """The pictures of the last group, without those that lead up to the very first key picture."""
    return tuple(
        picture for picture in closing.pictures if closing.key != start.key or picture >= start.key
    )
