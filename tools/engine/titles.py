"""Titles: words as an ASS file, which libass draws.

What a person typed stands only in that file, escaped, and never in a filter. Sizes and margins are
shares of the picture, so that a title looks the same on every size; text that would not fit is
made smaller, and a word too long for a line is broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tools.engine.fonts import Face, default_faces, find_family
from tools.engine.titles_text import Run, drawn_by, escaped, fitted, measured
from tools.errors import ToolFailed
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

    def _runs(self, title: Title) -> list[Run]:
        faces = list(default_faces())
        if title.font:
            chosen = find_family(title.font, bold=title.bold)
            if chosen is None:
                self._note(f"There is no font “{title.font}” here; the built-in one is used.")
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
        return [Run(text, cut[face]) for face, text in pieces]

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the words of a title are set.

    Attributes:
        runs: The words, with line ends where a word had to be broken.
        em: Size of the letters in pixels.
        margin: Pixels that stay free at each side and above and below.
        place: Centre of the words in pixels, where they are not at one of the nine places.
    """

    runs: tuple[Run, ...]
    em: float
    margin: tuple[int, int]
    place: tuple[float, float] | None

    @classmethod
    def of(cls, title: Title, runs: Sequence[Run], width: int, height: int) -> _Layout:
        """The title on a picture of this size."""
        margin = max(1, round(width * _MARGIN)), max(1, round(height * _MARGIN))
        room = width - 2.0 * margin[0], height - 2.0 * margin[1]
        wanted = max(title.size * min(width, height) / _LINE, _SMALLEST)
        broken, em = fitted(runs, wanted, *room)
        if isinstance(title.anchor, str):
            return cls(broken, em, margin, None)
        # Words around a point stay on the picture, as near to the point as they can.
        wide, high = (side * em / 2 for side in measured(broken, room[0] / em))
        x = _clamped(title.anchor[0] * width, margin[0] + wide, width - margin[0] - wide)
        y = _clamped(title.anchor[1] * height, margin[1] + high, height - margin[1] - high)
        return cls(broken, em, margin, (x, y))

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
            alignment=Alignment(5 if self.place else _ALIGNMENTS[str(title.anchor)]),
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
            rf"{{\fn{run.font.family}\fs{self.em * run.font.line:.2f}}}{escaped(run.text)}"
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


def _clamped(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


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
