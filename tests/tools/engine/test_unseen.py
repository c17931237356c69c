"""What later steps take away again is told, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.tools import made_up
from tools.clip import Clip
from tools.engine.compile.unseen import unseen
from tools.operations import Crop, Cut, Operation, Pad, Retime, Reverse, Scale, Span, Title, Titles

CORNER = Titles((Title(text="ME", anchor="bottom-right"),))
LATER = Titles((Title(text="HI", span=Span(5.0, 7.0)),))
LONG = Titles((Title(text="a rather long one"),))
CAPTIONS = Titles(tuple(Title(text=f"{n}", span=Span(n, n + 1.0)) for n in range(8)))


@dataclass(frozen=True, kw_only=True)
class Case:
    """Steps on a clip of 10 s and 1280x720, and what is told of them."""

    id: str
    steps: tuple[Operation, ...]
    told: str = ""


CASES = (
    Case(id="the other half", steps=(CORNER, Crop(640, 720, 0, 0)),
         told="“ME” is not seen: the crop after it takes it away again."),
    Case(id="its own half", steps=(CORNER, Crop(640, 720, 640, 0))),
    Case(id="made smaller first", steps=(CORNER, Scale(640, 360), Crop(320, 360, 0, 0)),
         told="“ME” is not seen: the crop after it takes it away again."),
    Case(id="canvas cut off", steps=(CORNER, Pad(1280, 1280, 0, 280), Crop(1280, 720, 0, 280))),
    Case(id="cut through", steps=(LONG, Crop(640, 720, 0, 0)),
         told="“a rather long one” is not seen whole: the crop after it takes part of it away."),
    Case(id="another time", steps=(LATER, Cut((Span(0.0, 3.0),))),
         told="“HI” is not seen: the cut after it takes it away again."),
    Case(id="its own time", steps=(LATER, Cut((Span(4.0, 9.0),)))),
    Case(id="faster", steps=(LATER, Retime(2.0), Cut((Span(2.0, 3.0),)))),
    Case(id="faster, then gone", steps=(LATER, Retime(2.0), Cut((Span(4.0, 5.0),))),
         told="“HI” is not seen: the cut after it takes it away again."),
    Case(id="captions, some gone", steps=(CAPTIONS, Cut((Span(0.0, 3.0),)))),
    Case(id="captions, all gone", steps=(CAPTIONS, Cut((Span(9.0, 10.0),))),
         told="“0” is not seen: the cut after it takes it away again."),
    Case(id="put on later", steps=(Crop(640, 720, 0, 0), Cut((Span(0.0, 3.0),)), CORNER)),
    Case(id="backwards", steps=(LATER, Reverse())),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_taken_away_is_told(case: Case) -> None:
    clip: Clip = made_up.clip(10.0).then(*case.steps, done="")
    assert " ".join(unseen(clip)) == case.told
