"""Colour tables of strangers: numbers are taken from them, and nothing else."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.color_tables import read_table
from tools.errors import BadInput


def cube(side: int = 2, head: str = "", rows: int | None = None) -> str:
    """A table that changes nothing."""
    grid = [at / (side - 1) for at in range(side)]
    lines = [f"{red} {green} {blue}" for blue in grid for green in grid for red in grid]
    return "\n".join([f"{head}LUT_3D_SIZE {side}", *lines[: rows or len(lines)]])


def read(text: str, format: str = "cube") -> str:
    return read_table(text.encode(), format, "x").cube


def test_a_table_is_written_anew() -> None:
    text = cube(2, '# comment\nTITLE "../../etc/passwd"\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n')
    assert read(text).splitlines() == [
        "LUT_3D_SIZE 2", "DOMAIN_MIN 0.000000 0.000000 0.000000",
        "DOMAIN_MAX 2.000000 2.000000 2.000000",
        *(f"{r}.000000 {g}.000000 {b}.000000" for b in (0, 1) for g in (0, 1) for r in (0, 1)),
    ]  # fmt: skip
    assert read(read(text)) == read(text)


def test_a_curve_becomes_a_table() -> None:
    grid = read_table(b"LUT_1D_SIZE 2\n0 0 0\n1 0.5 0\n", "cube", "x")
    assert (grid.side, grid.values[0], grid.values[-1]) == (33, (0, 0, 0), (1, 0.5, 0))


@pytest.mark.parametrize(("most", "half"), [(255, 128), (1023, 512), (4095, 2048)])
def test_a_3dl_is_read_in_its_own_order_and_depth(most: int, half: int) -> None:
    rows = "\n".join(f"{r} {g} {b}" for r in (0, most) for g in (0, most) for b in (0, half))
    grid = read_table(f"# made\n0 {most}\n{rows}\n".encode(), "3dl", "x")
    assert grid.side == 2
    assert grid.values[1] == (1.0, 0.0, 0.0), "red changes fastest now"
    assert grid.values[4] == pytest.approx((0.0, 0.0, 0.5), abs=0.01)


def test_half_of_a_table_is_halfway_to_it() -> None:
    grid = read_table(cube(2).replace("1", "0").replace("_3D_SIZE 2", "_3D_SIZE 2").encode(),
                      "cube", "x")  # fmt: skip
    assert grid.blended(0.5).values[-1] == (0.5, 0.5, 0.5)
    assert grid.blended(1.0) is grid


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "does not say LUT_3D_SIZE"),
        ("not a table\n", "does not say LUT_3D_SIZE"),
        ("LUT_3D_SIZE 999\n", "2 to 65"),
        ("LUT_3D_SIZE 1\n0 0 0\n", "2 to 65"),
        ("LUT_3D_SIZE -2\n", "2 to 65"),
        ("LUT_3D_SIZE ٣\n", "2 to 65"),
        ("LUT_1D_SIZE 100000\n", "2 to 4096"),
        (cube(3, rows=5), "5 colours where 27"),
        (cube(2) + "\n0 0 0", "9 colours where 8"),
        (cube(2).replace("1.0 1.0", "nan 1.0", 1), "not a colour|out of range"),
        (cube(2) + "\n1e999 0 0", "out of range"),
        (cube(2) + "\n0 0", "not a colour"),
        (cube(2, "DOMAIN_MIN 1 1 1\n"), "range is empty"),
        ("file=/etc/passwd\n\x00", "does not say"),
        ("0 0 0\n" * (65**3 + 1), "more colours"),
    ],
)
def test_what_is_no_table_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(text)


@pytest.mark.parametrize("text", ["", "0 1\n", "0 1 2\n1 1 1\n", "0 1\n1 1 1\n", "x\ny\n"])
def test_what_is_no_3dl_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not a colour table"):
        read(text, "3dl")


@given(st.binary(max_size=400), st.sampled_from(["cube", "3dl"]))
@settings(max_examples=150)
def test_any_bytes_are_survived(data: bytes, format: str) -> None:
    with contextlib.suppress(BadInput):
        read_table(b"LUT_3D_SIZE 2\n" + data, format, "x")
