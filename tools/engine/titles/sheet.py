"""Titles: words as an ASS file, which libass draws.

What a person typed stands only in that file, escaped, and never in a filter. Sizes and margins are
shares of the picture, so that a title looks the same on every size; text that would not fit is
made smaller, and a word too long for a line is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tools.engine.titles.fonts import Face, default_faces, find_family
from tools.engine.titles.lit import lit
from tools.engine.titles.motion import Stage, moments, typed
from tools.engine.titles.text import Run, drawn_by, escaped, fitted, measured
from tools.errors import ToolFailed
from tools.facts import Facts
from tools.operations import Title

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


@dataclass
class Sheet:
    """Titles of one render, and what has to lie beside it for them to be drawn.

    Attributes:
        files: Content of the job's files by name.
        notes: What people should know: fonts that are missing, characters that were left out.
        fonts_folder: Where libass looks for the fonts.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fonts_folder: str = "fonts"

    def add(self, titles: Sequence[Title], facts: Facts) -> str:
        """Write titles for a clip; gives the name of the ASS file.

        Raises:
            ToolFailed: No font here can draw any character of a title.
        """
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
        worn, named = None, ""
        for number, (title, runs) in enumerate(zip(titles, self._runs(titles), strict=True)):
            if not any(run.text.strip() for run in runs):
                continue
            layout = _Layout.of(title, runs, width, height)
            style = layout.style(title)
            if style != worn:
                named, worn = f"title{number}", style
                page.styles[named] = style
            start, end = _times(title, facts)
            words = layout.words(title, end - start)
            for moment in moments(title, layout.stage(width, height), start, end):
                text = layout.head(moment.tags) + words
                page.events.append(SSAEvent(moment.start, moment.end, text, style=named))
        name = f"titles-{sum(each.endswith('.ass') for each in self.files)}.ass"
        self.files[name] = page.to_string("ass").encode("utf-8")
        return name

    def store(self, text: str, suffix: str) -> str:
        """Put a text of ours into the job directory; gives the name of its file."""
        name = f"data-{len(self.files)}.{suffix}"
        self.files[name] = text.encode("utf-8")
        return name

    def numerals(self) -> str:
        """The file of the font that draws digits."""
        cutting = default_faces()[0].cut(frozenset(map(ord, "0123456789:. -")), bold=True)
        name = f"{self.fonts_folder}/{cutting.family.replace(' ', '-')}.ttf"
        self.files[name] = cutting.data
        return name

    def _runs(self, titles: Sequence[Title]) -> list[list[Run]]:
        """The words of each title by font; each font is cut to size once for all of them."""
        pieces = [self._pieces(title) for title in titles]
        needed: dict[tuple[Face, bool], set[int]] = {}
        for title, parts in zip(titles, pieces, strict=True):
            for face, text in parts:
                needed.setdefault((face, title.bold), set()).update(map(ord, text))
        cut = {
            (face, bold): face.cut(frozenset(characters), bold=bold)
            for (face, bold), characters in needed.items()
        }
        for cutting in cut.values():
            name = f"{self.fonts_folder}/{cutting.family.replace(' ', '-')}.ttf"
            self.files[name] = cutting.data
        return [
            [Run(text, cut[face, title.bold]) for face, text in parts]
            for title, parts in zip(titles, pieces, strict=True)
        ]

    def _pieces(self, title: Title) -> list[tuple[Face, str]]:
        """The words of a title, by the font that draws them."""
        faces = list(default_faces())
        if title.font:
            chosen = find_family(title.font, bold=title.bold)
            if chosen is None:
                self.note(f"There is no font “{title.font}” here; the built-in one is used.")
            else:
                faces.insert(0, chosen)
        pieces, missing = drawn_by(title.text, faces)
        if missing and not any(text.strip() for _, text in pieces):
            raise ToolFailed(
                f"No font here can draw any of the title “{title.text.strip()[:60]}”. "
                "Install a font of that script, such as Noto's, or write it in other letters."
            )
        if missing:
            shown = "".join(dict.fromkeys(missing))[:20]
            self.note(f"No font here can draw {shown}, so it is left out.")
        return pieces

    def note(self, note: str) -> None:
        """Tell people something, once."""
        if note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the words of a title are set.

    Attributes:
        runs: The words, with line ends where a word had to be broken.
        em: Size of the letters in pixels.
        margin: Pixels that stay free at each side and above and below.
        alignment: Where they stand, as the keys of a number pad lie.
        place: Centre of the words in pixels, where they are not at one of the nine places.
        size: How wide and high they are.
    """

    runs: tuple[Run, ...]
    em: float
    margin: tuple[int, int]
    alignment: int
    place: tuple[float, float] | None
    size: tuple[float, float]

    @classmethod
    def of(cls, title: Title, runs: Sequence[Run], width: int, height: int) -> _Layout:
        """The title on a picture of this size."""
        margin = max(1, round(width * _MARGIN)), max(1, round(height * _MARGIN))
        room = width - 2.0 * margin[0], height - 2.0 * margin[1]
        wanted = max(title.size * min(width, height) / _LINE, _SMALLEST)
        broken, em = fitted(runs, wanted, *room)
        size = tuple(side * em for side in measured(broken, room[0] / em))
        alignment, place = 5, None
        if isinstance(title.anchor, str):
            alignment = _ALIGNMENTS[title.anchor]
        else:  # words around a point stay on the picture, as near to the point as they can
            x, y = title.anchor[0] * width, title.anchor[1] * height
            place = (
                _clamped(x, margin[0] + size[0] / 2, width - margin[0] - size[0] / 2),
                _clamped(y, margin[1] + size[1] / 2, height - margin[1] - size[1] / 2),
            )
        return cls(broken, em, margin, alignment, place, (size[0], size[1]))

    def style(self, title: Title) -> SSAStyle:
        """The style of its lines."""
        from pysubs2 import Alignment, Color, SSAStyle

        red, green, blue = rgb(title.color)
        # Edges, shadows and boxes are black behind light letters and white behind dark ones.
        light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 90
        behind = rgb(title.edge_color) if title.edge_color else (0 if light else 255,) * 3
        font = self.runs[0].font
        outline, shadow, border, veil = _edges(title)
        return SSAStyle(
            fontname=font.family,
            fontsize=self.em * font.line,
            primarycolor=Color(red, green, blue),
            outlinecolor=Color(*behind),
            backcolor=Color(*behind, veil),
            bold=title.bold,
            borderstyle=border,
            outline=_edge(outline * self.em),
            shadow=_edge(shadow * self.em),
            alignment=Alignment(self.alignment),
            marginl=self.margin[0],
            marginr=self.margin[0],
            marginv=self.margin[1],
            encoding=-1,  # the direction of a line is that of its words
        )

    def stage(self, width: int, height: int) -> Stage:
        """Where the words stand on a picture of this size."""
        column, row = (self.alignment - 1) % 3, (self.alignment - 1) // 3
        x, y = self.place or (
            (self.margin[0], width / 2, width - self.margin[0])[column],
            (height - self.margin[1], height / 2, self.margin[1])[row],
        )
        return Stage(width, height, x, y, *self.size)

    def head(self, tags: str) -> str:
        """What comes before the words: where they are, and how they move."""
        if self.place is not None and not tags.startswith((r"\move", r"\pos")):
            tags = rf"\pos({self.place[0]:.1f},{self.place[1]:.1f})" + tags
        return f"{{{tags}}}" if tags else ""

    def words(self, title: Title, length: int) -> str:
        """The words with their fonts; typed one after the other in ``length`` milliseconds."""
        texts: Iterable[str] = (escaped(run.text) for run in self.runs)
        motion = title.animation
        if motion is not None and motion.kind == "typewriter":
            veil = r"\1a&H{0}&\3a&H{0}&" + (r"\4a&H{0}&" if title.style == "shadow" else "")
            texts = typed(self.runs, motion, length, veil)
        elif title.lit is not None:
            texts = lit(self.runs, title.lit, rgb(title.lit_color), rgb(title.color))
        return "".join(
            rf"{{\fn{run.font.family}\fs{self.em * run.font.line:.2f}}}{text}"
            for run, text in zip(self.runs, texts, strict=True)
        )


def rgb(color: str) -> tuple[int, int, int]:
    """The parts of ``#rrggbb``."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


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


def _edges(title: Title) -> tuple[float, float, int, int]:
    """Outline, shadow, border style and veil of a title, as strong as it asks for."""
    outline, shadow, border, veil = _LOOKS[title.style]
    if title.edge is None:
        return outline, shadow, border, veil
    if border == 4:
        return outline, shadow, border, round(255 * (1 - title.edge))
    return outline and 0.25 * title.edge, shadow and 0.22 * title.edge, border, veil


def _edge(pixels: float) -> float:
    return round(max(1.0, pixels), 2) if pixels else 0.0


def _clamped(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


def _times(title: Title, facts: Facts) -> tuple[int, int]:
    """When a title shows, in milliseconds; ASS knows only hundredths of a second.

    Times are moved to a hundredth between the last frame without and the first frame with it.
    """
    if facts.video is None:
        raise ValueError("titles need a picture")
    fps = float(facts.video.fps)
    span = title.span
    if span is None:  # to the end, and past it unless it has to be gone by then
        goes = title.animation is not None and title.animation.fall > 0
        return 0, round((facts.frames / fps + (0 if goes else 10)) * 1000)

    def hundredth(frame: int) -> int:
        at = int(frame / fps * 100 + 1e-6)
        return max(0, at if at > (frame - 1) / fps * 100 else at + 1)

    start, end = facts.frame_at(span.start), facts.frame_at(span.end)
    return hundredth(start) * 10, hundredth(end) * 10
