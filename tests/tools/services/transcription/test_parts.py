"""Long sound is cut at silences, and no word is lost or cut in two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.services.transcription.sounds import tones
from tools.services.transcription.parts import cut, length_of, parts_of, write_part

LOUD, SILENT = -20.0, -90.0


def levels(*spans: tuple[float, float], seconds: float) -> list[float]:
    """Loud in these stretches, in blocks of 20 ms."""
    return [
        LOUD if any(start <= n * 0.02 < end for start, end in spans) else SILENT
        for n in range(round(seconds / 0.02))
    ]


def test_what_is_near_stays_together_and_what_is_far_does_not() -> None:
    found = cut(levels((1, 3), (3.5, 5), (20, 22), seconds=30), 30, longest=60, rest=2)
    edges = [edge for part in found for edge in (part.start, part.end)]
    assert edges == pytest.approx([0.75, 5.25, 19.75, 22.25], abs=0.05)


def test_a_part_ends_at_a_silence_before_it_gets_too_long() -> None:
    spans = [(number, number + 0.7) for number in range(30)]
    found = cut(levels(*spans, seconds=30), 30, longest=10, rest=5)
    assert len(found) == 3
    assert all(part.length <= 10.6 for part in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_who_never_draws_breath_is_cut_where_it_is_quietest() -> None:
    loud = levels((0, 30), seconds=30)
    loud[450] = loud[451] = -35.0
    found = cut(loud, 30, longest=10, rest=2)
    assert found[0].end == pytest.approx(9.0)
    assert found[0].start == 0
    assert found[-1].end == 30
    assert all(a.end == b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("given", [[], [SILENT] * 500])
def test_silence_has_no_parts(given: list[float]) -> None:
    assert cut(given, 10, longest=5, rest=2) == ()


def test_parts_of_a_file_are_written_as_files(tmp_path: Path) -> None:
    sound = tones(tmp_path / "a.wav", (0.5, 1.5), (6, 7), seconds=8)
    parts = parts_of(sound, 10, 2)
    assert len(parts) == 2
    write_part(sound, parts[1], tmp_path / "b.wav")
    assert length_of(tmp_path / "b.wav") == pytest.approx(1.5, abs=0.1)
