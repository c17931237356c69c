"""Which pictures a smart cut copies, and how streams of two encoders share a header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engine.smartcut.plan import Copied, Encoded, Group, Part, copied_share, plan, reach
from tools.engine.smartcut.units import (
    AVC,
    annex_b,
    avc_joined,
    avc_sets,
    free_number,
    hevc_opening,
    length_size,
    stored,
    stored_units,
)


class Table:
    """Groups in a list."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups

    def at(self, picture: int) -> Group:
        return next((g for g in reversed(self._groups) if g.key <= picture), self._groups[0])

    def after(self, group: Group) -> Group | None:
        place = self._groups.index(group) + 1
        return self._groups[place] if place < len(self._groups) else None


def table(*keys: int, end: int, order: Sequence[int] = (0,), clean: bool = True) -> Table:
    """Groups that begin at these pictures; within each, ``order`` tells how pictures are stored."""
    groups = []
    for key, following in pairwise((*keys, end)):
        found: list[int] = []
        for at in range(key, following, len(order)):
            found += [at + step for step in order if at + step < following]
        groups.append(Group(key, clean, tuple(found)))
    return Table(groups)


PLAIN = table(0, 50, 100, end=150)
# As x264 stores: the picture before which three are shown, then those.
PYRAMID = Table(
    [
        Group(
            key, True, (key, *(key + at + step for at in range(0, 48, 4) for step in (4, 2, 1, 3)))
        )
        for key in (0, 49, 98)
    ]
)
OPEN = Table(
    [
        Group(0, True, tuple(range(48))),
        Group(50, False, (50, 48, 49, *range(51, 98))),
        Group(100, False, (100, 98, 99, *range(101, 150))),
    ]
)


@dataclass(frozen=True)
class Planned:
    """Kept ranges, and how they come about."""

    id: str
    pieces: tuple[tuple[int, int], ...]
    parts: tuple[Part, ...]
    groups: Table = PLAIN


PLANS = (
    Planned("whole groups", ((50, 100),), (Copied(50, 100),)),
    Planned("a broken start", ((20, 100),), (Encoded(20, 30, 0), Copied(50, 70))),
    Planned("the end needs nothing", ((0, 77),), (Copied(0, 77),)),
    Planned("within one group", ((60, 30),), (Encoded(60, 30, 50),)),
    Planned("too little to copy", ((30, 24),), (Encoded(30, 24, 0),)),
    Planned("pictures shown after those that need them", ((49, 47),),
            (Copied(49, 45), Encoded(94, 2, 49)), PYRAMID),
    Planned("an end where all is stored", ((49, 45),), (Copied(49, 45),), PYRAMID),
    Planned("two ranges", ((20, 60), (110, 40)),
            (Encoded(20, 30, 0), Copied(50, 30), Encoded(110, 40, 100))),
    Planned("another order", ((100, 30), (0, 50)), (Copied(100, 30), Copied(0, 50))),
    Planned("ranges that meet", ((60, 20), (80, 15)), (Encoded(60, 35, 50),)),
    Planned("no place to begin", ((20, 100),), (Encoded(20, 100, 0),), OPEN),
    Planned("copied into the next open group", ((0, 70),), (Copied(0, 70),), OPEN),
    Planned("an end among pictures that lead up", ((0, 49),), (Copied(0, 48), Encoded(48, 1, 0)),
            OPEN),
    Planned("beyond the end", ((100, 53),), (Copied(100, 50), Encoded(150, 3, 100))),
    Planned("a picture that starts late", ((0, 40),), (Encoded(0, 2, 2), Copied(2, 38)),
            table(2, 60, end=100)),
)  # fmt: skip


@pytest.mark.parametrize("case", PLANS, ids=lambda case: case.id)
def test_ranges_are_planned(case: Planned) -> None:
    assert tuple(plan(case.pieces, case.groups)) == case.parts


@given(
    st.lists(
        st.tuples(st.integers(0, 140), st.integers(1, 100)).map(
            lambda piece: (piece[0], min(piece[1], 147 - piece[0]))
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from((PLAIN, PYRAMID, OPEN)),
)
def test_plans_hold_each_picture_once_and_in_order(
    pieces: list[tuple[int, int]], groups: Table
) -> None:
    parts = plan(pieces, groups)
    wanted = [first + at for first, count in pieces for at in range(count)]
    assert [part.first + at for part in parts for at in range(part.count)] == wanted
    for part in parts:
        if isinstance(part, Copied):
            assert groups.at(part.first).key == part.first
            assert groups.at(part.first).clean
        else:
            assert part.key <= part.first
    assert 0 <= copied_share(parts) <= 1


@given(st.permutations(range(12)), st.integers(0, 15))
def test_what_is_reached_can_be_shown_without_what_comes_later(
    stored_order: list[int], end: int
) -> None:
    reached = reach(stored_order, end)
    assert 0 <= reached <= max(end, 0)
    assert set(stored_order[:reached]) == set(range(reached))


SPS, PPS = bytes.fromhex("6742c01eda02802dd8088000"), bytes.fromhex("68ce0fc8")
CONFIG = (
    bytes((1, 0x42, 0xC0, 30, 0xFF, 0xE1)) + stored([SPS], 2) + b"\x01" + stored([PPS], 2)
)  # fmt: skip


def test_a_header_holds_the_parameters_of_both_encoders() -> None:
    other = bytes.fromhex("6742c01f10b365"), bytes.fromhex("681022f8")
    joined = avc_joined(CONFIG, b"\0\0\0\1" + other[0] + b"\0\0\1" + other[1])
    assert avc_sets(joined)[:2] == ([SPS, other[0]], [PPS, other[1]])
    assert joined[3] == 0x1F, "the higher level"
    assert length_size(joined, AVC) == 4


def test_a_free_number_is_found() -> None:
    assert free_number(CONFIG) == 1
    taken = avc_joined(CONFIG, b"\0\0\1" + bytes.fromhex("6742c01f50") + b"\0\0\1\x68\x50")
    assert free_number(taken) == 2


@pytest.mark.parametrize("cut", [6, 10, len(CONFIG) - 3])
def test_a_damaged_header_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="header"):
        avc_sets(CONFIG[:cut])


def test_another_kind_of_header_is_refused() -> None:
    with pytest.raises(ValueError, match="another kind"):
        length_size(b"\0\0\0\1" + SPS, AVC)


@given(
    st.lists(st.binary(min_size=1, max_size=40).filter(lambda unit: unit.strip(b"\0")), max_size=5)
)
def test_units_are_found_again(units: list[bytes]) -> None:
    assert [bytes(unit) for unit in stored_units(stored(units, 4), 4)] == units


def test_units_between_start_codes() -> None:
    assert annex_b(b"\0\0\0\1\x67a\0\0\1\x68b\0\0\0\1\x65c") == [b"\x67a", b"\x68b", b"\x65c"]


def test_a_unit_longer_than_its_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        list(stored_units(b"\0\0\0\x09abc", 4))


def test_an_open_key_picture_begins_anew() -> None:
    opening = hevc_opening([bytes((21 << 1, 1, 0xAA)), bytes((39 << 1, 1))])
    assert [unit[0] >> 1 for unit in opening] == [18, 39]
    assert opening[0][1:] == b"\x01\xaa"
