"""Speech cutting: words cut out of what is said, at their borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut, Span
from tools.ranges import say_part, shortest, time_range
from tools.said import Word, said
from tools.utterings import HESITATIONS, heard_within, named, wishes_of
from tools.values import Language, Seconds, format_length
from tools.values.speech import Saying

_MARGIN = 0.06
# Between words that a cut brings together so much silence stays, where there was some.
_PAUSE = 0.12
# Who hesitates is silent before and after; so much of that goes along.
_REACH = 0.5


def cut_words(
    clip: Clip,
    words: Saying,
    margin: Seconds = _MARGIN,
    start: Seconds | None = None,
    end: Seconds | None = None,
    language: Language | None = None,
) -> Clip:
    """Cut out where a word or a phrase is said, or the ums and uhs; picture and sound go together.

    Args:
        clip: The clip.
        words: The word or the phrase; several are separated by commas. "um" means all sounds of
            hesitation: uh, er, ah and the like.
        margin: Seconds of silence around the words that go as well, 0 to 1.
        start: Only what is said after this.
        end: Only what is said before this.
        language: The language that is spoken, if it has to be told.

    Examples:
        cut out where he says banana
        remove the ums and ahs
        remove the filler words
        delete the part where she says "you know"
        cut every "like" out of it
        get rid of all the uhs
        take out the word actually
        remove where I say sorry, and the ums
        cut out the swear word damn
        edit out "basically" between 0:10 and 0:40
    """
    span = time_range(clip, start, end)
    if not 0 <= margin <= 1:
        raise BadInput(f"A margin is 0 to 1 s, not {margin:g} s.")
    heard = said(clip, "cut_words", language)
    wanted = wishes_of(words)
    found = heard_within(wanted, heard, span)
    reach = max(margin, _REACH) if wanted == [HESITATIONS] else margin
    edges = _Edges(heard.words, clip.facts.duration, margin, reach)
    removed = _joined([edges.around(each) for each in found])
    kept = _kept(removed, clip)
    if not kept:
        raise BadInput("Nothing would be left: the clip is no longer than these words.")
    gone = clip.facts.duration - sum(each.length for each in kept)
    return clip.then(
        Cut(kept),
        done=f"cut out {named(wanted, found)}{say_part((span,) if start or end else ())} "
        f"({format_length(gone)} in all)",
        note=" ".join(heard.notes),
    )


@dataclass(frozen=True, slots=True)
class _Edges:
    """How much of the silence around words goes with them.

    Attributes:
        said: All words.
        length: Of the clip.
        margin: Seconds that go at most on each side.
        reach: Seconds that go at most behind them.
    """

    said: Sequence[Word]
    length: float
    margin: float
    reach: float

    def around(self, place: Span) -> Span:
        """What is cut out for a place.

        Where there is silence on both sides, only the usual one between words need stay, so that
        no gap tells of the cut.
        """
        before = max((each.end for each in self.said if each.end <= place.start), default=0.0)
        after = min((e.start for e in self.said if e.start >= place.end), default=self.length)
        lead, trail = place.start - before, after - place.end
        start = place.start - min(self.margin, lead)
        left = max(0.0, min(_PAUSE, lead + trail) - (start - before))
        end = place.end + max(0.0, min(trail - left, self.reach))
        return Span(max(0.0, start), min(self.length, end))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Stretches in order, those that touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _kept(removed: Sequence[Span], clip: Clip) -> tuple[Span, ...]:
    """What lies between; what is shorter than a picture is not worth keeping."""
    least, kept, at = shortest(clip), [], 0.0
    for span in [*removed, Span(clip.facts.duration, clip.facts.duration + 1)]:
        if span.start - at >= least:
            kept.append(Span(at, span.start))
        at = span.end
    return tuple(kept)
