"""Transcripts: what is said, as text, as a file, and when a word comes."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answer import Answer, Document
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Span
from tools.phrases import (
    Phrase,
    ends_sentence,
    joined,
    paragraphs,
    phrases,
    with_capitals,
)
from tools.ranges import is_whole, time_range
from tools.said import Said, Word, language_name, said
from tools.subtitle_files import written
from tools.utterings import HESITATIONS, nearest, places_of, shown, wishes_of
from tools.values import Language, Seconds, format_seconds
from tools.values.speech import Recogniser, Saying, TranscriptFormat

# Longer texts come as a file as well, and are shown shortened.
_SHOWN = 3_000
_LINE = 84
_PLACES = 20


def transcribe(
    clip: Clip,
    format: TranscriptFormat = "text",
    times: bool = False,
    start: Seconds | None = None,
    end: Seconds | None = None,
    language: Language | None = None,
    engine: Recogniser | None = None,
) -> str:
    """Write down what is said: as text in the answer, or as a file (srt, vtt, txt).

    Args:
        clip: The clip.
        format: text answers with the words; txt, srt and vtt come as a file besides, the latter
            two with times, as subtitles.
        times: Whether the text tells when each sentence begins.
        start: From when on; the clip's start if left out.
        end: Until when; the clip's end if left out.
        language: The language that is spoken, if it has to be told.
        engine: Who listens; the best that is set up if left out.

    Examples:
        what does she say?
        transcribe it
        give me the transcript as srt
        what is he saying between 0:10 and 0:20?
        write down what is said
        I need a transcript with timestamps
        transcribe the audio to a text file
        get me the subtitles as a vtt file
        what are they talking about at the beginning?
        it's German, transcribe it
        what did I just say?
        write down the speech
        make an srt file of the speech
        I need the text of the interview
    """
    span = time_range(clip, start, end)
    heard = said(clip, "transcribe", language, engine)
    words = with_capitals(_within(heard.words, span))
    if not words:
        raise BadInput(
            f"Nothing is said from {format_seconds(span.start)} to {format_seconds(span.end)}. "
            f"The first word comes at {format_seconds(heard.words[0].start)}, the last at "
            f"{format_seconds(heard.words[-1].end)}."
        )
    text = _readable(words, heard.language, times=times)
    brief = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(None, 1)[0]} …"
    file = "txt" if brief != text and format == "text" else format
    documents = tuple(_documents(words, heard, file, times=times))
    where = "" if is_whole(clip, span) else f" from {format_seconds(span.start)} on"
    head = f"This is what I hear{where}{_in_language(heard)}:"
    notes = [*heard.notes]
    if documents:
        notes.insert(0, f"The file is a .{documents[0].format}.")
    tail = f"\n\n{' '.join(notes)}" if notes else ""
    suggestions = ("add captions",) if clip.facts.video else ()
    return Answer(f"{head}\n\n{brief}{tail}", suggestions, documents)


def find_words(clip: Clip, words: Saying, language: Language | None = None) -> str:
    """Tell when a word or a phrase is said.

    Args:
        clip: The clip.
        words: The word or the phrase, without quotation marks.
        language: The language that is spoken, if it has to be told.

    Examples:
        when does he say hello?
        where does she say "banana"?
        find the part where they mention the price
        at what time is my name said? it's Anna
        how many times does he say like?
        does anybody say sorry in it?
        find every "you know"
    """
    heard = said(clip, "find_words", language)
    wanted = wishes_of(words)
    places = sorted({place for each in wanted for place in places_of(each, heard.words)})
    named = " or ".join(map(shown, wanted))
    if not places:
        return Answer(" ".join([_never(named, wanted, heard.words), *heard.notes]))
    times = ", ".join(format_seconds(each.start) for each in places[:_PLACES])
    more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    count = {1: "once", 2: "twice"}.get(len(places), f"{len(places)} times")
    context = f" (“{_around(places[0], heard)}”)" if len(places) == 1 else ""
    verb = "come" if wanted == [HESITATIONS] else "is said"
    text = f"{named[0].upper()}{named[1:]} {verb} {count}: at {times}{more}{context}."
    cutting = "remove " if wanted == [HESITATIONS] else "cut out where they say "
    suggestions = (f"{cutting}{named}",)
    return Answer(" ".join([text, *heard.notes]), suggestions)


def _within(words: Sequence[Word], span: Span) -> list[Word]:
    """Words most of which lie in a stretch."""
    return [each for each in words if span.start <= (each.start + each.end) / 2 < span.end]


def _readable(words: Sequence[Word], language: str, *, times: bool) -> str:
    if not times and any(ends_sentence(word.text) for word in words):
        return "\n\n".join(each.text for each in paragraphs(words, language))
    lines = phrases(words, _LINE, language, seconds=15.0)
    if not times:  # A recogniser that knows no sentences: what is said in one breath is a line.
        return "\n".join(each.text for each in lines)
    return "\n".join(f"{format_seconds(each.start)} {each.text}" for each in lines)


def _documents(words: Sequence[Word], heard: Said, format: str, *, times: bool) -> list[Document]:
    if format == "text":
        return []
    if format == "txt":
        text = _readable(words, heard.language, times=times) + "\n"
    else:
        text = written(lines_of(words, heard.language), format)
    return [Document("transcript", format, text)]


def lines_of(words: Sequence[Word], language: str) -> tuple[Phrase, ...]:
    """Words as the lines of a file of subtitles: at most two rows of 42 letters."""
    return phrases(words, _LINE, language)


def _in_language(heard: Said) -> str:
    return f", in {language_name(heard.language)}" if heard.language not in {"", "en"} else ""


def _around(span: Span, heard: Said) -> str:
    """The words around a place."""
    near = [each for each in heard.words if span.start - 1.5 < each.start < span.end + 1.5]
    return joined((each.text for each in near), heard.language)


def _never(named: str, wanted: Sequence[str], said: Sequence[Word]) -> str:
    close = [word for each in wanted if each != HESITATIONS for word in nearest(each, said)][:2]
    hint = " Say “transcribe it” for all the words that I hear."
    if close:
        near = " or ".join(f"“{each.plain}” at {format_seconds(each.start)}" for each in close)
        hint = f" Nearest to it is {near}."
    return f"I do not hear {named} in it.{hint}"
