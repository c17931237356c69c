"""Times on the grid: as many frames are predicted as are made, also where sound outlasts them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.tools.made_up import clip
from tools.engine.compile.time import on_grid
from tools.operations import Cut, Hold, Operation, Retime, Reverse, Span, SpeedRamp

TWICE = (Span(0.0, 2.5), Span(0.0, 2.5))
RAMP = SpeedRamp(first=1.0, last=0.4, span=Span(0.4, 1.6))


@pytest.mark.parametrize("fps", [25, Fraction(60000, 1001), 12, 7])
@pytest.mark.parametrize("seconds", [2.5, 2.025, 2.02, 2.499])
@pytest.mark.parametrize(
    "operation",
    [Hold(0.5, 0.4), Cut(TWICE), Reverse(bounce=True), Retime(0.37), Retime(0.5, Span(0.3, 1.1)),
     RAMP],
    ids=lambda operation: type(operation).__name__,
)  # fmt: skip
def test_an_operation_on_the_grid_stays_as_long(
    operation: Operation, seconds: float, fps: Fraction | int
) -> None:
    facts = clip(seconds, fps=fps).facts
    (snapped,) = on_grid(facts, (operation,))
    assert snapped.after(facts).frames == operation.after(facts).frames
    assert on_grid(facts, (snapped,)) == (snapped,)


@pytest.mark.parametrize("seconds", [2.5, 2.02])
def test_what_plays_twice_shows_each_frame_twice(seconds: float) -> None:
    facts = clip(seconds, fps=25).facts
    for operation in (Cut(TWICE), Reverse(bounce=True)):
        assert operation.after(facts).frames == 2 * facts.frames
