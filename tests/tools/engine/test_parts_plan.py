"""Which frames a part needs, how it is named, and when a render is divided; nothing is rendered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.engine.recipes import recipes
from tests.tools.made_up import clip
from tools.clip import Clip
from tools.engine.optimize.tracks import optimize
from tools.engine.parts.command import compile_parts, listing, obstacle
from tools.engine.parts.plan import GAIN, divide, estimate, evenly
from tools.engine.parts.reach import excerpt, is_seekable
from tools.export_format import Export
from tools.operations import (
    Animation,
    Counter,
    Cut,
    Excerpt,
    Filter,
    Hold,
    Join,
    JoinPart,
    Material,
    Operation,
    Rate,
    Retime,
    Reverse,
    Scale,
    Span,
    SpeedRamp,
    TimedFilter,
    Title,
    Titles,
)

FILM = clip(600.0, width=320, height=180, fps=25)
FADE = TimedFilter((Filter("fade", (("type", "in"), ("start_time", 0.0), ("duration", 2.0))),))
GRAIN = TimedFilter((Filter("noise", (("alls", 8), ("allf", "t"))),))
SMALL = Scale(160, 90)


def titled(*spans: Span | None, anchor: str | tuple[float, float] = "bottom") -> Titles:
    titles = (Title(text="Words", span=span, anchor=anchor) for span in spans)  # type: ignore[arg-type]
    return Titles(tuple(titles))


@dataclass(frozen=True)
class Reach:
    id: str
    operations: tuple[Operation, ...]
    part: tuple[int, int]
    read: tuple[int, int] | None


REACHES = (
    Reach("by its place", (SMALL, FADE), (5000, 6000), (5000, 6000)),
    Reach("words that come and go", (titled(Span(0, 9)), FADE), (5000, 6000), (5000, 6000)),
    Reach("moved by a cut", (FADE, Cut((Span(100, 500),))), (0, 500), (2500, 3000)),
    Reach("after a leading cut", (Cut((Span(100, 500),)), FADE), (50, 500), (50, 500)),
    Reach("twice as fast", (Retime(2.0), FADE), (1000, 2000), (1998, 4001)),
    Reach("half the rate", (Rate(Fraction(25, 2)), FADE), (100, 200), (198, 401)),
    Reach("slower in a part", (Retime(0.5, Span(0, 10)), FADE), (1000, 1100), (748, 852)),
    Reach("held", (Hold(10.0, 4.0), FADE), (300, 320), (248, 253)),
    Reach("backwards", (Reverse(), FADE), (5000, 6000), None),
    Reach("counted", (Counter(kind="frames"),), (5000, 6000), None),
    Reach("grain that lives", (GRAIN,), (5000, 6000), None),
    Reach("cut twice, late", (FADE, Cut((Span(9, 20), Span(5, 8)))), (100, 200), None),
    Reach(
        "words that made room for others",
        (titled(Span(100, 300), Span(200, 400)),), (7000, 8000), (2500, 8000),
    ),
    Reach(
        "words around points",
        (titled(Span(100, 300), Span(200, 400), anchor=(0.5, 0.5)),), (7000, 8000), (7000, 8000),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", REACHES, ids=lambda case: case.id)
def test_reach(case: Reach) -> None:
    made = excerpt(FILM.source.facts, case.operations, case.part)
    found = [each for each in made if isinstance(each, Excerpt)]
    assert [(each.first, each.end) for each in found] == ([case.read] if case.read else [])
    assert isinstance(made[-1], Cut)
    assert is_seekable(FILM.source.facts, case.operations) == (case.read is not None)


def test_the_whole_is_a_part_that_reads_everything() -> None:
    assert excerpt(FILM.source.facts, (SMALL, FADE), (0, 15_000)) == (SMALL, FADE)


@dataclass(frozen=True)
class Row:
    """A clip of 600 s in a row with another one of 400 s, and what a part reads of each."""

    id: str
    join: Join
    part: tuple[int, int]
    own: tuple[int, int] | None
    others: tuple[int, int] | None
    alone: bool = False


OTHER = Material(clip(400.0, width=320, height=180, fps=25).source)
AFTER = Join(material=OTHER)
BEFORE = Join(material=OTHER, before=True)
CROSSED = Join(material=OTHER, transition="crossfade", seconds=2.0)
ROWS = (
    Row("in the first", AFTER, (5000, 6000), (5000, 6000), (0, 1)),
    Row("in the second", AFTER, (16_000, 17_000), None, (1000, 2000), alone=True),
    Row("where they meet", AFTER, (14_000, 16_000), (14_000, 15_000), (0, 1000)),
    Row("in the transition", CROSSED, (14_970, 15_100), (14_949, 15_000), (0, 150)),
    Row("after it", CROSSED, (15_000, 15_100), None, (50, 150), alone=True),
    Row("in the one before", BEFORE, (5000, 6000), (0, 1), (5000, 6000)),
    Row("in the clip", BEFORE, (11_000, 12_000), (1000, 2000), None, alone=True),
)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.id)
def test_of_clips_in_a_row_those_are_read_that_are_seen(case: Row) -> None:
    made = excerpt(FILM.source.facts, (case.join, FADE), case.part)
    own = [each for each in made if isinstance(each, Excerpt)]
    (row,) = (each for each in made if isinstance(each, JoinPart))
    inside = [each for each in row.join.material.operations if isinstance(each, Excerpt)]
    assert [(each.first, each.end) for each in own] == ([case.own] if case.own else [])
    assert [(each.first, each.end) for each in inside] == ([case.others] if case.others else [])
    assert row.alone == case.alone
    assert is_seekable(FILM.source.facts, (case.join, FADE))


@given(
    st.integers(1, 14_000),
    st.sampled_from((1.0, 1.3, 2.0)),
    st.sampled_from((0.5, 3.0)),
)
def test_a_ramp_reads_what_it_shows(first: int, fast: float, last: float) -> None:
    ramp = SpeedRamp(first=fast, last=last, span=Span(100.0, 200.0))
    operation = ramp.on_frames(FILM.source.facts)
    assert operation is not None
    after = operation.after(FILM.source.facts).frames
    if first < after - 10:
        made = excerpt(FILM.source.facts, (operation,), (first, first + 10))
        read = next((each for each in made if isinstance(each, Excerpt)), Excerpt(0, 15_000))
        assert 0 <= read.first < read.end <= 15_000
        assert read.end - read.first <= 10 * 3 + 6 or read.first == 0


def test_seeking_starts_near_the_part() -> None:
    made = FILM.then(SMALL, FADE, done="")
    (part,) = compile_parts(made, [(5000, 5250)])
    args = part.command.args
    assert args[args.index("-ss") + 1] == "200.000000"
    graph = args[args.index("-filter_complex") + 1]
    assert "setpts=expr=PTS+5000" in graph
    assert "trim=end_pts=5250:start_pts=5000" in graph


def test_a_part_is_named_by_what_it_is_made_of() -> None:
    made = FILM.then(SMALL, titled(Span(1, 9)), done="")
    one, two = compile_parts(made, [(0, 500), (500, 1000)])
    moved = replace(made, source=replace(made.source, path=Path("/other/machine.mp4")))
    other = made.exported(Export(crf=30), done="")
    said = FILM.then(SMALL, Titles((Title(text="Others", span=Span(1, 9)),)), done="")
    assert one.name != two.name
    assert compile_parts(moved, [(0, 500)])[0].name == one.name
    assert compile_parts(other, [(0, 500)])[0].name != one.name
    assert compile_parts(said, [(0, 500)])[0].name != one.name


OBSTACLES = (
    (FILM, "its picture is copied"),
    (FILM.then(SMALL, done=""), ""),
    (FILM.then(SMALL, done="").exported(Export(container="webm"), done=""), ""),
    (FILM.then(SMALL, done="").exported(Export(container="gif"), done=""), "gif in a gif"),
    (FILM.then(SMALL, done="").exported(Export(max_bytes=10**7), done=""), "a size or bit rate"),
    (FILM.then(SMALL, done="").exported(Export(most_kbps=900), done=""), "a size or bit rate"),
    (clip(60.0, picture=False), "no picture"),
)


@pytest.mark.parametrize(("made", "why"), OBSTACLES)
def test_what_cannot_be_joined_is_not_divided(made: Clip, why: str) -> None:
    assert why in obstacle(made)
    assert bool(why) == bool(obstacle(made))


def test_lengths_do_not_add_up_what_is_rounded() -> None:
    fps = Fraction(60000, 1001)
    parts = [(Path(f"part-{n:03d}/part.mp4"), span) for n, span in enumerate(evenly(99_991, 37))]
    lines = listing(parts, fps).splitlines()
    lengths = [Fraction(line.split()[1]) for line in lines if line.startswith("duration")]
    at = Fraction(0)
    for (_, (_, end)), length in zip(parts, lengths, strict=True):
        at += length
        assert abs(at - end / fps) <= Fraction(1, 10**6)


@dataclass(frozen=True)
class Decision:
    id: str
    seconds: float
    others: int
    parts: int
    why: str
    seekable: bool = True
    wanted: int = 0
    frames: int = 90_000


DECISIONS = (
    Decision("alone", 600, 0, 0, "no other worker is free"),
    Decision("short", 30, 3, 0, "too few"),
    Decision("read whole", 600, 3, 0, "without reading all", seekable=False),
    Decision("one more", 600, 1, 6, "on 2 workers"),
    Decision("many", 600, 9, 30, "on 10 workers"),
    Decision("no gain by so little", 60, 1, 6, "6 parts on 2 workers", frames=2000),
    Decision("few pictures", 600, 3, 0, "undivided 600 s", frames=400),
    Decision("asked for", 5, 0, 4, "asked for", wanted=4),
    Decision("switched off", 600, 9, 0, "switched off", wanted=1),
)


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: case.id)
def test_when_it_is_faster(case: Decision) -> None:
    made = divide(
        case.frames, case.seconds, seekable=case.seekable, others=case.others, wanted=case.wanted
    )
    assert case.why in made.why
    assert len(made.parts) == case.parts
    if made.parts:
        assert (made.parts[0][0], made.parts[-1][1]) == (0, case.frames)
        assert all(end == start for (_, end), (start, _) in pairwise(made.parts))
    if made.parts and not case.wanted:
        assert estimate(case.seconds, case.parts, case.others + 1) <= GAIN * case.seconds


def test_moving_words_are_seekable() -> None:
    shown = Title(text="Words", span=Span(1, 5), animation=Animation("slide", 1.0))
    picture = optimize(FILM.then(Titles((shown,)), FADE, done="")).picture
    assert is_seekable(FILM.source.facts, picture)


SHORT = clip(6.0, width=320, height=180, fps=25)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(recipes(replace(SHORT, media=(SHORT.source,))), st.integers(2, 5))
def test_parts_of_any_recipe_cover_it_once(made: Clip, count: int) -> None:
    if obstacle(made):
        return
    parts = compile_parts(made, evenly(made.output.frames, count))
    assert sum(part.command.expected.frames for part in parts) == made.output.frames
    assert len({part.name for part in parts}) == len(parts)
    facts, picture = made.source.facts, optimize(made).picture
    for part in parts:
        for each in excerpt(facts, picture, part.frames):
            assert not isinstance(each, Excerpt) or 0 <= each.first < each.end
