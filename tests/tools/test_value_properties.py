"""Properties of all value parsers: anything gives a value or a reason; a value reads back."""

from __future__ import annotations

import inspect
import string
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.made_up import clip
from tools import values

FACTS = clip().facts
_PIECES = """
    0 1 2,5 3/4 1/0 -1 0:05 9:16 99:99:99 1e9 ½ half a an quarter third and of the before end x 2x
    % 50% dB px s min h frame frames f second seconds way bit slightly much faster slower top left
    center #fff rgb( ) , : . - + twice ten million point ٣ ² Ⅳ ∞ -5-10 to every 44.1 kHz Hz kbps
    Mbit/s MB GB LUFS octave semitones degrees clockwise louder quieter full none 1-2 3-4 nan inf
"""
_words = st.lists(st.sampled_from(_PIECES.split()), max_size=5).map(" ".join)
_texts = st.text(max_size=30) | st.text(string.digits + ":.,-/% xsm", max_size=12) | _words
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _texts,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(_texts, each, max_size=2),
    max_leaves=5,
)  # fmt: skip
_quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parsers() -> list[Callable[[object], Any]]:
    """Every parser there is, on a clip where it wants one."""
    found = []
    for name in values.__all__:
        if name.startswith("parse_"):
            function = getattr(values, name)
            if "facts" in inspect.signature(function).parameters:
                function = partial(function, facts=FACTS)
            if name == "parse_pixels":
                function = partial(function, whole=1280)
            found.append(pytest.param(function, id=name))
    return found


every_parser = pytest.mark.parametrize("parse", parsers())


@every_parser
@given(value=_json)
@_quick
def test_anything_is_a_value_or_a_reason(parse: Callable[[object], Any], value: object) -> None:
    reason = None
    try:
        parse(value)
    except ValueError as error:
        reason = str(error)
    assert reason is None or 0 < len(reason) < 400


@every_parser
@given(text=_texts)
@_quick
def test_a_value_reads_back_as_itself(parse: Callable[[object], Any], text: str) -> None:
    """A recipe stores the value and reads it again."""
    try:
        once = parse(text)
    except ValueError:
        return
    assert parse(once) == (pytest.approx(once) if isinstance(once, float) else once)


@given(
    parts=st.lists(
        st.tuples(st.integers(0, 190), st.integers(1, 10)).map(
            lambda pair: (pair[0] / 10, min(20.0, (pair[0] + pair[1]) / 10))
        ),
        min_size=1,
        max_size=5,
    ),
    joined=st.sampled_from([", ", " and ", "; "]),
    dash=st.sampled_from(["-", " to ", " - ", "–"]),
)
@_quick
def test_ranges_agree_in_all_spellings(
    parts: list[tuple[float, float]], joined: str, dash: str
) -> None:
    written = joined.join(f"{start:g}{dash}{end:g}" for start, end in parts)
    assert values.parse_ranges(written, FACTS) == parts
    assert values.parse_ranges([list(pair) for pair in parts], FACTS) == parts


@given(width=st.integers(4, 40), height=st.integers(4, 40))
@_quick
def test_shapes_agree_in_all_spellings(width: int, height: int) -> None:
    shape = values.parse_aspect(f"{width}:{height}")
    assert float(values.aspect_ratio(shape)) == pytest.approx(width / height)
    for text in (f"{width}x{height}", f"{width} / {height}", f"{width} by {height}"):
        assert values.aspect_ratio(values.parse_aspect(text)) == values.aspect_ratio(shape)


@given(megabytes=st.integers(1, 4_000))
@_quick
def test_sizes_agree_in_all_spellings(megabytes: int) -> None:
    for text in (megabytes, f"{megabytes}MB", f"{megabytes} mb", f"{megabytes * 1000} KB"):
        assert values.parse_megabytes(text) == pytest.approx(megabytes)


@given(color=st.sampled_from(["red", "#12abef", "white", "teal"]))
def test_colours_are_said_as_they_are_read(color: str) -> None:
    assert values.parse_color(values.say_color(values.parse_color(color))) == values.parse_color(
        color
    )
