"""Subjects: from what looks saw to a calm path for a frame, and to the ways of faces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tools.engine.measure.subjects import SubjectsFound
from tools.facts import Facts
from tools.operations import Segment, Spans

# The camera's path is averaged over so many seconds to each side ...
_CALM_SECONDS = 1.0
# ... and need not be followed more exactly than this share of the frame; at most so many points.
_SLACK, _MOST_POINTS = 0.04, 120
# What moves is a subject when it is this much of the picture; more of it is the camera.
_MOVING = (0.002, 0.35)
# A face is the same one within this distance of its width, and may be missed for so many looks.
_SAME, _MISSED = 0.8, 4
# Ovals are so much larger than what the detector marks: hair and chin belong to a face.
_ROOM = 1.4
_LEAST_SEEN = 2

Point = tuple[float, float, float]


def path_of(found: SubjectsFound, facts: Facts, width: int, height: int) -> tuple[Point, ...]:
    """Where the upper left corner of a frame is when, so that it shows what matters.

    Where nobody could look, as into a clip of a single picture, it shows the middle.

    Args:
        found: What was seen.
        facts: The clip.
        width: Of the frame, in pixels.
        height: Of the frame, in pixels.
    """
    video = facts.video
    if video is None:
        return ()
    points: list[Point] = []
    for start, end, looks in _shots(found, facts.duration):
        places = _filled([_target(look) for look in looks])
        reach = max(1, round(_CALM_SECONDS / found["step"]))
        corners = [
            (
                _within(x * video.width - width / 2, video.width - width),
                _within(y * video.height - height / 2, video.height - height),
            )
            for x, y in _averaged(places, reach)
        ]
        times = [start + number * found["step"] for number in range(len(corners))]
        row = [(at, x, y) for at, (x, y) in zip(times, corners, strict=True)]
        row.append((end, *row[-1][1:]))
        points += _simplified(row, _SLACK * max(width, height))
    points = points or [(0.0, (video.width - width) / 2, (video.height - height) / 2)]
    return tuple((round(at, 3), round(x, 1), round(y, 1)) for at, x, y in points)


def sees_anything(found: SubjectsFound) -> bool:
    """Whether there was a face or a thing that moves."""
    return any(look["faces"] or _moving(look) for look in found["looks"])


def _shots(
    found: SubjectsFound, duration: float
) -> Iterator[tuple[float, float, list[dict[str, Any]]]]:
    """Each shot with what was seen in it."""
    step, looks = found["step"], found["looks"]
    edges = [0.0, *(at for at in found["shots"] if 0 < at < duration), duration]
    for start, end in pairwise(edges):
        first, last = round(start / step + 0.499), round(end / step + 0.499)
        seen = looks[first:last] or looks[min(first, len(looks) - 1) :][:1]
        if end > start and seen:
            yield start, end, seen


def _target(look: dict[str, Any]) -> tuple[float, float] | None:
    if look["faces"]:
        weights = [w * h for _, _, w, h in look["faces"]]
        x = sum((f[0] + f[2] / 2) * a for f, a in zip(look["faces"], weights, strict=True))
        y = sum((f[1] + f[3] / 2) * a for f, a in zip(look["faces"], weights, strict=True))
        return x / sum(weights), y / sum(weights)
    place = look["motion"] if _moving(look) else look["salient"]
    return (place[0], place[1]) if place else None


def _moving(look: dict[str, Any]) -> bool:
    return look["motion"] is not None and _MOVING[0] < look["motion"][2] < _MOVING[1]


def _filled(places: Sequence[tuple[float, float] | None]) -> list[tuple[float, float]]:
    """The places, the one before where there is none; the middle where there is none at all."""
    known = next((place for place in places if place), (0.5, 0.5))
    filled = []
    for place in places:
        known = place or known
        filled.append(known)
    return filled


def _averaged(places: Sequence[tuple[float, float]], reach: int) -> list[tuple[float, float]]:
    """Each place as the mean of those around it; what moves evenly stays where it is."""
    most = len(places) - 1
    smooth = []
    for at, (x, y) in enumerate(places):
        # As far to the one side as to the other: near an end there is less to average.
        pairs = [
            (places[at - off], places[at + off])
            for off in range(1, reach + 1)
            if at - off >= 0 and at + off <= most
        ]
        weight = 1 + 2 * len(pairs)
        smooth.append(
            (
                (x + sum(a[0] + b[0] for a, b in pairs)) / weight,
                (y + sum(a[1] + b[1] for a, b in pairs)) / weight,
            )
        )
    return smooth


def _within(value: float, most: float) -> float:
    return min(max(0.0, value), float(max(0, most)))


def _simplified(row: list[Point], slack: float) -> list[Point]:
    """Fewer points, none further off than the slack (Ramer, Douglas, Peucker)."""
    while True:
        kept = sorted({0, len(row) - 1, *_needed(row, 0, len(row) - 1, slack)})
        if len(kept) <= _MOST_POINTS:
            return [row[number] for number in kept]
        slack *= 1.5


def _needed(row: list[Point], first: int, last: int, slack: float) -> Iterator[int]:
    waiting = [(first, last)]
    while waiting:
        start, end = waiting.pop()
        (t0, x0, y0), (t1, x1, y1) = row[start], row[end]
        worst, at = slack, None
        for number in range(start + 1, end):
            t, x, y = row[number]
            share = (t - t0) / (t1 - t0) if t1 > t0 else 0.0
            off = max(abs(x - x0 - share * (x1 - x0)), abs(y - y0 - share * (y1 - y0)))
            if off > worst:
                worst, at = off, number
        if at is not None:
            yield at
            waiting += [(start, at), (at, end)]


@dataclass(slots=True)
class _Track:
    """One face on its way.

    Attributes:
        times: When it was seen.
        boxes: Where: x, y, width and height as shares of the picture.
        missed: Looks since it was seen last.
    """

    times: list[float] = field(default_factory=list)
    boxes: list[Sequence[float]] = field(default_factory=list)
    missed: int = 0

    def meets(self, box: Sequence[float]) -> bool:
        """Whether a box may be the same face."""
        last = self.boxes[-1]
        size = max(last[2], box[2])
        across = abs(last[0] + last[2] / 2 - box[0] - box[2] / 2)
        down = abs(last[1] + last[3] / 2 - box[1] - box[3] / 2)
        return across < _SAME * size and down < _SAME * max(last[3], box[3])


def ways_of_faces(found: SubjectsFound, duration: float, spans: Spans = ()) -> tuple[Segment, ...]:
    """Ovals over all faces, as they move.

    Args:
        found: What was seen.
        duration: Of the clip.
        spans: When they are wanted; empty is always.
    """
    return tuple(piece for way in _ways(found, duration, spans) for piece in way)


def faces_in(found: SubjectsFound, duration: float, spans: Spans = ()) -> int:
    """How many faces go their ways; arguments as for ``ways_of_faces``."""
    return sum(map(bool, _ways(found, duration, spans)))


def _ways(found: SubjectsFound, duration: float, spans: Spans) -> Iterator[list[Segment]]:
    """The way of each face, as far as it is wanted."""
    for start, end, looks in _shots(found, duration):
        for track in _tracks(start, looks, found["step"]):
            way = _segments(track, found["step"], start, end)
            yield [piece for each in way for piece in _clipped(each, spans)]


def _tracks(start: float, looks: list[dict[str, Any]], step: float) -> list[_Track]:
    done: list[_Track] = []
    open_: list[_Track] = []
    for number, look in enumerate(looks):
        for track in open_:
            track.missed += 1
        for box in look["faces"]:
            track = next((t for t in open_ if t.missed and t.meets(box)), _Track())
            if not track.times:
                open_.append(track)
            track.times.append(start + number * step)
            track.boxes.append(box)
            track.missed = 0
        done += [track for track in open_ if track.missed > _MISSED]
        open_ = [track for track in open_ if track.missed <= _MISSED]
    # What was seen but once is a trick of the light.
    return [track for track in (*done, *open_) if len(track.times) >= min(_LEAST_SEEN, len(looks))]


def _segments(track: _Track, step: float, start: float, end: float) -> Iterator[Segment]:
    """The way of a face, from a little before it was seen to a little after."""
    times = [max(start, track.times[0] - step), *track.times, min(end, track.times[-1] + 2 * step)]
    boxes = [track.boxes[0], *track.boxes, track.boxes[-1]]
    for (t0, one), (t1, other) in pairwise(zip(times, boxes, strict=True)):
        if t1 > t0:
            yield (
                t0, t1,
                one[0] + one[2] / 2, one[1] + one[3] / 2,
                other[0] + other[2] / 2, other[1] + other[3] / 2,
                max(one[2], other[2]) * _ROOM, max(one[3], other[3]) * _ROOM,
            )  # fmt: skip


def _clipped(segment: Segment, spans: Spans) -> Iterator[Segment]:
    if not spans:
        yield segment
        return
    t0, t1, x0, y0, x1, y1, width, height = segment
    for span in spans:
        start, end = max(t0, span.start), min(t1, span.end)
        if end > start:
            first, last = ((at - t0) / (t1 - t0) for at in (start, end))
            yield (
                start, end,
                x0 + first * (x1 - x0), y0 + first * (y1 - y0),
                x0 + last * (x1 - x0), y0 + last * (y1 - y0),
                width, height,
            )  # fmt: skip
