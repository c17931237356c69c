"""Titles: words as an ASS file, which libass draws.

What a person typed stands only in that file, escaped, and never in a filter. Sizes and margins are
shares of the picture, so that a title looks the same on every size; text that would not fit is
made smaller, and a word too long for a line is broken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tools.engine.fonts import Cutting, Face, default_faces, find_drawing, find_family
from tools.facts import Facts
from tools.operations import Span, Title

if TYPE_CHECKING:
    from pysubs2 import SSAStyle

_ALIGNMENTS = MappingProxyType(
    {
        "bottom-left": 1, "bottom": 2, "bottom-right": 3, "left": 4, "center": 5, "right": 6,
        "top-left": 7, "top": 8, "top-right": 9,
    }
)  # fmt: skip
# Share of each side that stays free: television's title-safe area.
_MARGIN = 0.05
# Height of a line of Noto Sans, per size of the letters: what `Title.size` speaks of.
_LINE = 1.362
# Letters are no smaller than this, in pixels, unless the words would not fit.
_SMALLEST = 8.0
_LEAST = 4.0
# Joins a backslash to the letter after it, which libass would read together otherwise.
_WORD_JOINER = "\u2060"
_JOINERS = frozenset({0x200C, 0x200D})


@dataclass(frozen=True, slots=True)
class _Run:
    """Text that one font draws."""

    text: str
    font: Cutting


@dataclass
class Sheet:
    """Titles of one render, and what has to lie beside it for them to be drawn.

    Attributes:
        files: Content of the job's files by name.
        notes: What people should know: fonts that are missing, characters that were left out.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fonts_folder: str = "fonts"

    def add(self, titles: Sequence[Title], facts: Facts) -> str:
        """Write titles for a clip; gives the name of the ASS file."""
        from pysubs2 import SSAEvent, SSAFile

        if facts.video is None:
            raise ValueError("titles need a picture")
        page = SSAFile()
        width, height = facts.video.width, facts.video.height
        page.info.update(
            {
                "PlayResX": str(width), "PlayResY": str(height), "LayoutResX": str(width),
                "LayoutResY": str(height), "WrapStyle": "0", "ScaledBorderAndShadow": "yes",
            }
        )  # fmt: skip
        page.styles.clear()
        for number, title in enumerate(titles):
            runs = self._runs(title)
            if not any(run.text.strip() for run in runs):
                continue
            layout = _Layout.of(title, runs, width, height)
            page.styles[f"title{number}"] = layout.style(title)
            start, end = _times(title.span, facts)
            page.events.append(
                SSAEvent(start=start, end=end, style=f"title{number}", text=layout.text(title))
            )
        name = f"titles-{sum(each.endswith('.ass') for each in self.files)}.ass"
        self.files[name] = page.to_string("ass").encode("utf-8")
        return name

    def _runs(self, title: Title) -> list[_Run]:
        faces = list(default_faces())
        if title.font:
            chosen = find_family(title.font, bold=title.bold)
            if chosen is None:
                self._note(f"There is no font “{title.font}” here; the built-in one is used.")
            else:
                faces.insert(0, chosen)
        pieces, missing = _drawn_by(title.text, faces)
        if missing:
            shown = "".join(dict.fromkeys(missing))[:20]
            self._note(f"No font here can draw {shown}, so this is left out of the title.")
        needed: dict[Face, set[int]] = {}
        for face, text in pieces:
            needed.setdefault(face, set()).update(map(ord, text))
        cut = {
            face: face.cut(frozenset(characters), bold=title.bold)
            for face, characters in needed.items()
        }
        for cutting in cut.values():
            name = f"{self.fonts_folder}/{cutting.family.replace(' ', '-')}.ttf"
            self.files[name] = cutting.data
        return [_Run(text, cut[face]) for face, text in pieces]

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How large and how wide the words of a title are set."""

    runs: tuple[_Run, ...]
    em: float
    margin: tuple[int, int]
    place: tuple[float, float] | None

    @classmethod
    def of(cls, title: Title, runs: Sequence[_Run], width: int, height: int) -> _Layout:
        """The title on a picture of this size."""
        margin = max(1, round(width * _MARGIN)), max(1, round(height * _MARGIN))
        room = width - 2.0 * margin[0], height - 2.0 * margin[1]
        wanted = max(title.size * min(width, height) / _LINE, _SMALLEST)
        broken, em = _fitted(runs, wanted, *room)
        if isinstance(title.anchor, str):
            return cls(broken, em, margin, None)
        # Words around a point stay on the picture, as near to the point as they can.
        wide, high = (side * em / 2 for side in _measured(broken, room[0] / em))
        place = (
            _between(title.anchor[0] * width, margin[0] + wide),
            _between(title.anchor[1] * height, margin[1] + high),
        )
        limits = width - margin[0] - wide, height - margin[1] - high
        return cls(broken, em, margin, (min(place[0], limits[0]), min(place[1], limits[1])))

    def style(self, title: Title) -> SSAStyle:
        """The style of its lines."""
        from pysubs2 import Alignment, Color, SSAStyle

        red, green, blue = (int(title.color[at : at + 2], 16) for at in (1, 3, 5))
        # Edges, shadows and boxes are black behind light letters and white behind dark ones.
        light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 90
        behind = 0 if light else 255
        font = self.runs[0].font
        outline, shadow, border, veil = _LOOKS[title.style]
        return SSAStyle(
            fontname=font.family,
            fontsize=self.em * font.line,
            primarycolor=Color(red, green, blue),
            outlinecolor=Color(behind, behind, behind),
            backcolor=Color(behind, behind, behind, veil),
            bold=title.bold,
            borderstyle=border,
            outline=_edge(outline * self.em),
            shadow=_edge(shadow * self.em),
            alignment=Alignment(self.place and 5 or _ALIGNMENTS[str(title.anchor)]),
            marginl=self.margin[0],
            marginr=self.margin[0],
            marginv=self.margin[1],
            encoding=-1,  # the direction of a line is that of its words
        )

    def text(self, title: Title) -> str:
        """The words with what the style does not say."""
        head = ""
        if self.place is not None:
            head += rf"\pos({self.place[0]:.1f},{self.place[1]:.1f})"
        if title.fade > 0:
            head += rf"\fad({round(title.fade * 1000)},{round(title.fade * 1000)})"
        words = "".join(
            rf"{{\fn{run.font.family}\fs{self.em * run.font.line:.2f}}}{_escaped(run.text)}"
            for run in self.runs
        )
        return f"{{{head}}}{words}" if head else words


# Outline and shadow per size of the letters, ASS border style, and how clear the shadow or box is.
# Border style 4 is one box around all lines; its shadow is what the box is wider than the words.
_LOOKS: Mapping[str, tuple[float, float, int, int]] = MappingProxyType(
    {
        "plain": (0.0, 0.0, 1, 0),
        "outline": (0.09, 0.0, 1, 0),
        "shadow": (0.0, 0.08, 1, 70),
        "box": (0.0, 0.28, 4, 90),
        "subtitle": (0.05, 0.04, 1, 110),
    }
)


def _edge(pixels: float) -> float:
    return round(max(1.0, pixels), 2) if pixels else 0.0


def _between(value: float, least: float) -> float:
    return max(value, least)


def _drawn_by(text: str, faces: Sequence[Face]) -> tuple[list[tuple[Face, str]], list[str]]:
    """Text as pieces that one font draws each, and what no font draws."""
    pieces: list[tuple[Face, str]] = []
    missing: list[str] = []
    for cluster in clusters(text):
        codes = [ord(letter) for letter in cluster if not _is_invisible(letter)]
        if cluster == "\n" or not codes:
            if pieces:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + ("\n" if cluster == "\n" else ""))
            continue
        last = pieces[-1][0] if pieces else None
        face = _face_for(codes, faces, last)
        if face is None:
            missing.append(cluster)
            continue
        kept = "".join(each for each in cluster if ord(each) in face.characters)
        if face is last:
            pieces[-1] = (face, pieces[-1][1] + kept)
        else:
            pieces.append((face, kept))
    return pieces, missing


def _face_for(codes: Sequence[int], faces: Sequence[Face], last: Face | None) -> Face | None:
    """The font for letters that belong together: one that has all, or at least the first.

    Spaces and signs are drawn by the font of the letters before them, so that a line of Arabic
    or Hebrew is not taken apart at each space.
    """
    neutral = unicodedata.category(chr(codes[0]))[0] in "ZP"
    if neutral and last is not None and last.characters.issuperset(codes):
        return last
    for face in faces:
        if face.characters.issuperset(codes):
            return face
    for face in faces:
        if codes[0] in face.characters:
            return face
    return find_drawing(codes[0])


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks, joiners and colours that belong to them.

    Less than Unicode's rules for grapheme clusters, and enough for choosing fonts: pieces of one
    emoji or of one accented letter are never given to two fonts.
    """
    cluster = ""
    for letter in text:
        if cluster and (_continues(letter) or _expects(cluster)):
            cluster += letter
            continue
        if cluster:
            yield cluster
        cluster = letter
    if cluster:
        yield cluster


def _continues(letter: str) -> bool:
    code = ord(letter)
    return (
        unicodedata.category(letter)[0] == "M"
        or code in _JOINERS
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0xE0020 <= code <= 0xE007F  # tags of flags
    )


def _expects(cluster: str) -> bool:
    """Whether the next letter belongs to it too: after a joiner, or the second half of a flag."""
    return cluster[-1] == "\u200d" or (len(cluster) == 1 and 0x1F1E6 <= ord(cluster) <= 0x1F1FF)


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or 0xFE00 <= ord(letter) <= 0xFE0F


def _escaped(text: str) -> str:
    """Text as libass shows it to the letter: no braces, escapes or line ends of its own."""
    text = text.replace("\\", "\\" + _WORD_JOINER).replace("{", "\\{").replace("}", "\\}")
    return text.replace("\n", "\\N")


def _fitted(
    runs: Sequence[_Run], em: float, width: float, height: float
) -> tuple[tuple[_Run, ...], float]:
    """Words and size of the letters so that all of it fits.

    Smaller letters come first, down to six tenths; then words too long for a line are broken,
    and whatever is still too high is made smaller until it fits.
    """
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        size = em * share
        wide, high = _measured(runs, width / size)
        if wide * size <= width and high * size <= height:
            return tuple(runs), size
    size = em
    while True:
        broken = tuple(_broken(runs, width / size))
        if size <= _LEAST or _measured(broken, width / size)[1] * size <= height:
            return broken, size
        size *= 0.92


def _measured(runs: Iterable[_Run], room: float) -> tuple[float, float]:
    """Width of the widest line and height of all, per size of the letters, wrapped at ``room``."""
    widest, lines, line = 0.0, 1, 0.0
    tallest = 0.0
    word = 0.0
    for letter, width, tall in _letters(runs):
        tallest = max(tallest, tall)
        if letter == "\n":
            widest, lines, line, word = max(widest, line), lines + 1, 0.0, 0.0
            continue
        line += width
        word = 0.0 if letter == " " else word + width
        if line > room and letter != " " and line > word:
            widest, lines, line = max(widest, line - word), lines + 1, word
    return max(widest, line), lines * tallest


def _broken(runs: Sequence[_Run], room: float) -> Iterator[_Run]:
    """The same with line ends inside words that are wider than a line."""
    word = 0.0
    for run in runs:
        text = ""
        for letter, width, _ in _letters((run,)):
            if letter in " \n":
                word = 0.0
            elif word + width > room * 0.98:
                text, word = text + "\n", width
            else:
                word += width
            text += letter
        yield _Run(text, run.font)


def _letters(runs: Iterable[_Run]) -> Iterator[tuple[str, float, float]]:
    for run in runs:
        for letter in run.text:
            yield letter, run.font.widths.get(ord(letter), 0.0), run.font.line


def _times(span: Span | None, facts: Facts) -> tuple[int, int]:
    """When a title shows, in milliseconds; ASS knows only hundredths of a second.

    Times are moved to a hundredth between the last frame without and the first frame with it.
    """
    if span is None or facts.video is None:
        return 0, round((facts.duration + 10) * 1000)
    fps = float(facts.video.fps)

    def hundredth(frame: int) -> int:
        at = int(frame / fps * 100 + 1e-6)
        return max(0, at if at > (frame - 1) / fps * 100 else at + 1)

    start, end = facts.frame_at(span.start), facts.frame_at(span.end)
    return hundredth(start) * 10, hundredth(end) * 10
