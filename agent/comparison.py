"""Comparison: what differs between two delivered versions, in their steps and as measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from agent.history import History, Version
from agent.reference import find_version
from tools.errors import BadInput
from tools.facts import Facts
from tools.values import format_length

_NOTICED = 0.01


def compare_versions(history: History, a: str = "previous", b: str = "latest") -> str:
    """Tell what differs between two versions: their edits, length, size and file.

    Args:
        history: The conversation.
        a: One version, such as "v1", or "the previous version".
        b: The other one; the latest when left out.

    Examples:
        compare v1 and v3
        what is the difference between v1 and v2?
        how does this version differ from the first one?
        compare it with the previous version
        what changed between version 2 and version 4?
        which of v1 and v2 is smaller?
    """
    one, other = find_version(history, a), find_version(history, b)
    if one.id == other.id:
        raise BadInput(
            f"{one.id} cannot be compared with itself. Name two of: "
            f"{', '.join(version.id for version in history.versions)}."
        )
    lines = [f"{one.id} and {other.id}:", *_edits(one, other, history)]
    first, second = _facts(one), _facts(other)
    differences = list(_differences(first, second))
    lines += [f"{what}: {one.id} {x}, {other.id} {y}." for what, x, y in differences]
    if not differences:
        lines.append("Length, picture, sound and format are alike.")
    return "\n".join(lines)


def _edits(one: Version, other: Version, history: History) -> Iterator[str]:
    if one.source_id != other.source_id:
        yield "They were made from different clips."
    first, second = (Counter(_phrases(version, history)) for version in (one, other))
    for version, only in ((one, first - second), (other, second - first)):
        if only:
            yield f"Only {version.id}: {', '.join(only.elements())}."
    if first == second and one.source_id == other.source_id:
        yield "They have the same edits."


def _phrases(version: Version, history: History) -> tuple[str, ...]:
    """What each step of a version did."""
    from tools import SPECS
    from tools.recipe import apply

    source = next(
        (s for s in (history.source, *history.earlier) if s and s.id == version.source_id), None
    )
    if source is None:
        return (version.description,)
    clip = apply(source, version.steps, SPECS, media=history.at_hand, findings=history.findings)
    return clip.done


def _facts(version: Version) -> Facts:
    if version.facts is None:
        raise BadInput(f"What {version.id} measures is not known any more; render it again first.")
    return version.facts


def _differences(one: Facts, other: Facts) -> Iterator[tuple[str, str, str]]:
    for what, first, second in (
        ("Length", format_length(one.duration), format_length(other.duration)),
        ("Picture", _picture(one), _picture(other)),
        ("Sound", _sound(one), _sound(other)),
        ("Format", _format(one), _format(other)),
    ):
        if first != second:
            yield what, first, second
    sizes = one.size_bytes, other.size_bytes
    if sizes[0] and sizes[1] and abs(sizes[0] - sizes[1]) > _NOTICED * sizes[0]:
        yield "File", f"{sizes[0] / 1e6:.2f} MB", f"{sizes[1] / 1e6:.2f} MB"


def _picture(facts: Facts) -> str:
    video = facts.video
    if video is None:
        return "none"
    return f"{video.width}x{video.height} at {float(video.fps):.4g} fps"


def _sound(facts: Facts) -> str:
    audio = facts.audio
    return f"{audio.channels} channels at {audio.sample_rate} Hz" if audio else "none"


def _format(facts: Facts) -> str:
    codecs = [stream.codec for stream in (facts.video, facts.audio) if stream is not None]
    return f"{facts.container} ({', '.join(codecs)})"
