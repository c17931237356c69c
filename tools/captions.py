"""Captions: what is said, written on the picture word by word, or as a track beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import SUBTITLE_CODECS
from tools.operations import SoftSubtitles, Span, TextStyle, Title, Titles
from tools.phrases import Phrase, phrases, with_capitals
from tools.ranges import say_part, shortest, time_range
from tools.said import Said, Word, language_name, said
from tools.subtitle_files import written
from tools.translations import translated
from tools.values import (
    Color,
    Language,
    Position,
    Seconds,
    SubtitleMode,
    TextSize,
    anchor_of,
    say_color,
    say_position,
)
from tools.values.speech import CaptionStyle

_LIT, _LIT_OTHERWISE = "#ffd60a", "#ffffff"
# A caption stays a little after its last word, and until the next one where that comes soon.
_STAYS, _SOON = 0.35, 0.6
_SHORTEST = 0.7
_FILE_LINE = 84
# How alike two colours are before one does not stand out from the other, 0 to 441.
_ALIKE = 120.0


@dataclass(frozen=True, slots=True)
class _Look:
    """How captions of a style are set.

    Attributes:
        style: How letters are set off from the picture.
        size: Height of a line as a share of the picture's shorter side.
        rows: How many rows of letters one caption may fill.
        most: How many letters it has at most.
        edge: How thick the outline is; None for the usual one.
        lights: Whether the word that is spoken is lit.
        upper: Whether in capital letters.
        bold: Whether in bold.
        words: At most so many words at a time; 0 for any number.
    """

    style: TextStyle
    size: float
    rows: int = 2
    most: int = 84
    edge: float | None = None
    lights: bool = True
    upper: bool = False
    bold: bool = True
    words: int = 0


_LOOKS: Mapping[str, _Look] = MappingProxyType(
    {
        "karaoke": _Look("outline", 0.085, most=48, edge=0.5),
        "classic": _Look("subtitle", 0.07, lights=False, bold=False),
        "boxed": _Look("box", 0.07, most=60),
        "bold": _Look("outline", 0.125, rows=1, most=20, edge=0.6, upper=True),
        "single": _Look("outline", 0.15, rows=1, edge=0.6, lights=False, words=1),
    }
)
# Letters of the default font are about so wide, per height of a line.
_LETTER = 0.42
_LETTER_UPPER = 0.5
# Of the picture's width so much may be written on.
_ROOM = 0.86
# On upright pictures apps lay buttons over the lowest part.
_UPRIGHT = "0.5,0.74"


def add_captions(
    clip: Clip,
    style: CaptionStyle = "karaoke",
    position: Position | None = None,
    color: Color = "#ffffff",
    edge_color: Color | None = None,
    highlight: Color | None = None,
    size: TextSize | None = None,
    mode: SubtitleMode = "burn",
    language: Language | None = None,
    spoken: Language | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Add automatic captions of what is said, the spoken word highlighted.

    Somebody listens first; no file of subtitles is needed.

    Args:
        clip: The clip.
        style: karaoke lights each word as it is said; classic has plain lines, boxed a dark
            box behind them; bold is in large capitals, as on TikTok; single is a word at a time.
        position: Where on the picture; at the bottom when left out.
        color: Colour of the letters.
        edge_color: Colour of their outline, or of the box behind them; black when left out.
        highlight: Colour of the word that is spoken; yellow when left out.
        size: As for titles: small, medium, large, huge, or a fraction of the picture.
        mode: burn draws them into the picture, soft adds a track that can be switched off.
        language: Language to translate them into; as it is spoken when left out.
        spoken: The language that is spoken, if it has to be told.
        start: From when on; the clip's start if left out.
        end: Until when; the clip's end if left out.

    Examples:
        add captions
        add subtitles
        subtitle it
        burn in subtitles
        add subtitles automatically
        show the words as they are spoken, one at a time
        subtitle what he says, yellow words at the bottom
        caption this automatically
        add subtitles of what is being said
        put auto captions on it in TikTok style
        burn in karaoke captions with the spoken word in green
        generate subtitles as a track that can be switched off
        add captions in Spanish
        transcribe it and put the text on the video
        closed captions, please
        add large captions at the top
        captions in a dark box
        add subtitles, big white letters with a black outline
        auto subs please
        show the words on screen while people speak
    """
    video = clip.need_video("add_captions")
    span = time_range(clip, start, end)
    heard = said(clip, "add_captions", spoken)
    words = [each for each in heard.words if span.start <= (each.start + each.end) / 2 < span.end]
    if not words:
        raise BadInput("Nothing is said in that part, so there is nothing to write.")
    look = _LOOKS[style]
    part = say_part((span,) if start is not None or end is not None else ())
    foreign = language is not None and language != heard.language
    notes = " ".join(heard.notes)
    into = f" in {language_name(language)}" if foreign and language else ""
    if mode == "soft":
        lines = phrases(with_capitals(words), _FILE_LINE, heard.language)
        lines = _in_language(clip, lines, heard, language)
        _check_track(clip)
        return clip.then(
            SoftSubtitles(text=written(_timed(lines, clip), "srt"), format="srt"),
            done=f"added {len(lines)} captions{into} as a track{part}",
            note=f"{notes} Whether they show at once is up to the player.".strip(),
        )
    height = look.size if size is None else size
    most = _letters(look, height, video.width / min(video.width, video.height))
    lines = _lines(words, most, look, heard.language)
    lines = _in_language(clip, lines, heard, language)
    upright = video.height > video.width
    place = position or (_UPRIGHT if upright else "bottom")
    like = Title(
        text="",
        anchor=anchor_of(place),
        style=look.style,
        color=color,
        size=height,
        bold=look.bold,
        edge_color=edge_color,
        edge=look.edge,
        lit_color=highlight or (_LIT_OTHERWISE if _alike(color, _LIT) else _LIT),
    )
    lights = (look.lights or highlight is not None) and not foreign
    titles = tuple(_titles(_timed(lines, clip), like, look, shortest(clip), lights=lights))
    told = f"{say_position(position)}" if position else ""
    named = "yellow" if like.lit_color == _LIT else say_color(like.lit_color)
    lit = f", the spoken word in {named}" if lights else ""
    return clip.then(
        Titles(titles),
        done=f"added {len(lines)} captions{into} {told}".rstrip() + f"{lit}{part}",
        note=notes,
    )


def _letters(look: _Look, height: float, width: float) -> int:
    """How many letters a caption may have, given the picture's width per shorter side."""
    wide = height * (_LETTER_UPPER if look.upper else _LETTER)
    return max(8, min(look.most, look.rows * int(_ROOM * width / wide)))


def _lines(words: Sequence[Word], most: int, look: _Look, language: str) -> tuple[Phrase, ...]:
    """What is shown at a time."""
    if look.words:
        return tuple(Phrase((word,), language) for word in with_capitals(words))
    return phrases(with_capitals(words), most, language)


def _in_language(
    clip: Clip, lines: tuple[Phrase, ...], heard: Said, language: str | None
) -> tuple[Phrase, ...]:
    """The lines in the language that is wanted, each as one word: its words have no times."""
    if language is None or language == heard.language:
        return lines
    texts = translated(clip, tuple(line.text for line in lines), heard.language, language)
    return tuple(
        Phrase((Word(text, line.start, line.end),), language)
        for line, text in zip(lines, texts, strict=True)
    )


def _timed(lines: Sequence[Phrase], clip: Clip) -> tuple[Phrase, ...]:
    """The lines, each shown as long as it can be read, and until the next one comes soon."""
    found = []
    ends = [*(line.start for line in lines[1:]), clip.facts.duration]
    for line, following in zip(lines, ends, strict=True):
        end = max(line.end + _STAYS, line.start + _SHORTEST)
        if following - end < _SOON:
            end = max(following, line.end) if following < clip.facts.duration else following
        end = min(end, max(following, line.start + 0.01))
        last = replace(line.words[-1], end=max(end, line.words[-1].start))
        found.append(replace(line, words=(*line.words[:-1], last)))
    return tuple(found)


def _titles(
    lines: Sequence[Phrase], like: Title, look: _Look, least: float, *, lights: bool
) -> Iterator[Title]:
    """A title for each line, or for each word of it while that is spoken."""
    for line in lines:
        text = line.text.upper() if look.upper else line.text
        like = replace(like, text=text)
        if not lights or len(text.split()) != len(line.words):
            yield replace(like, span=Span(line.start, max(line.end, line.start + least)))
            continue
        starts = [word.start for word in line.words]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], line.end], strict=True)):
            if end - start >= least / 2:
                yield replace(like, span=Span(start, end), lit=number)


def _check_track(clip: Clip) -> None:
    container = clip.encoding.container
    if container not in SUBTITLE_CODECS:
        raise BadInput(
            f"{container} files cannot hold captions that are switched on and off. Burn them in, "
            "or convert the clip to mp4 first."
        )


def _alike(one: str, other: str) -> bool:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    distance: float = sum((a - b) ** 2 for a, b in pairs) ** 0.5
    return distance < _ALIKE
