"""Fonts: which font can draw which character, and the parts of it that a title needs.

The fonts of VFXB come as packages; fonts of the machine help out. libass shows a variable font at
its default weight only, and would look a family up by name among all fonts of the machine. So a
title gets fonts of its own: the needed glyphs, at the needed weight, under a name that no other
font has.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Package and file of each built-in font. The first ones draw what nobody chose a font for: Latin,
# Greek and Cyrillic; Arabic; Hebrew; emoji. The others can be asked for by name.
_DEFAULTS = (
    ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ("fontpkg_heebo", "files/Heebo[wght].ttf"),
    ("deckr_fonts", "fonts/NotoEmoji[wght].ttf"),
)
_EXTRAS = (
    ("deckr_fonts", "fonts/Inter[opsz,wght].ttf"),
    ("deckr_fonts", "fonts/Roboto[wdth,wght].ttf"),
    ("deckr_fonts", "fonts/RobotoMono[wght].ttf"),
    ("deckr_fonts", "fonts/DMSans[opsz,wght].ttf"),
    ("deckr_fonts", "fonts/Audiowide-Regular.ttf"),
    ("deckr_fonts", "fonts/Monofett-Regular.ttf"),
)
_SYSTEM = {"darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts")}
_UNIX = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Files of the machine's fonts that are looked into at most; reading one takes some milliseconds.
_MOST_FILES = 1500
_ASCII = frozenset(range(0x20, 0x7F))
_REGULAR, _BOLD = 400, 700
# Fonts of this kind hold pictures, which libass does not draw.
_PICTURES = ("CBDT", "sbix", "COLR", "SVG ")


@dataclass(frozen=True, slots=True)
class Cutting:
    """A font with the glyphs and the weight that a title needs.

    Attributes:
        family: Its name, which no other font has.
        data: The font file.
        line: What libass takes for the height of a line, per size of the letters.
        widths: Width of each character, per size of the letters.
    """

    family: str
    data: bytes
    line: float
    widths: Mapping[int, float]


@dataclass(frozen=True)
class Face:
    """A font file, or one font of a collection.

    Attributes:
        path: The file.
        index: Which font of the file.
    """

    path: Path
    index: int = 0

    @cached_property
    def characters(self) -> frozenset[int]:
        """What it can draw; nothing when it cannot be read or holds pictures."""
        with _reading(self) as font:
            if font is None or any(table in font for table in _PICTURES):
                return frozenset()
            return frozenset(font.getBestCmap() or ())

    @cached_property
    def names(self) -> tuple[str, str]:
        """Family and style, both in lower case."""
        with _reading(self) as font:
            if font is None:
                return "", ""
            table = font["name"]
            family, style = table.getBestFamilyName(), table.getBestSubFamilyName()
            return (family or "").casefold(), (style or "").casefold()

    def cut(self, characters: frozenset[int], *, bold: bool) -> Cutting:
        """The part of it that draws these characters."""
        needed = frozenset(characters & self.characters)
        # Most titles need no more than this, so that one cutting serves them all.
        shared = needed | (_ASCII & self.characters)
        return _cutting(self, shared, _BOLD if bold else _REGULAR)


@lru_cache(maxsize=1)
def default_faces() -> tuple[Face, ...]:
    """The fonts that draw what nobody chose a font for, best first."""
    return tuple(_packaged(_DEFAULTS))


def find_family(family: str, *, bold: bool) -> Face | None:
    """The font of a name, built in or of the machine, or None."""
    wanted = " ".join(family.split()).casefold()
    for face in (*default_faces(), *_packaged(_EXTRAS)):
        if face.names[0] == wanted:
            return face
    found = [face for face in _system_faces() if face.names[0] == wanted]
    style = ("bold",) if bold else ("regular", "book", "roman", "medium")
    return next((face for face in found if face.names[1] in style), (*found, None)[0])


@lru_cache(maxsize=512)
def find_drawing(character: int) -> Face | None:
    """A font of the machine that draws a character, or None."""
    return next((face for face in _system_faces() if character in face.characters), None)


@lru_cache(maxsize=64)
def _cutting(face: Face, characters: frozenset[int], weight: int) -> Cutting:
    from fontTools import subset

    options = subset.Options(hinting=False, name_IDs=[1, 2, 4, 6], notdef_outline=True)
    options.font_number = face.index
    key = f"{face.path}|{face.index}|{weight}|{sorted(characters)}"
    family = f"VFXB {sha256(key.encode()).hexdigest()[:12]}"
    with closing(subset.load_font(str(face.path), options, lazy=True)) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=characters)
        cutter.subset(font)
        _set_weight(font, weight)
        _set_name(font, family)
        unit = font["head"].unitsPerEm
        advances, cmap = font["hmtx"].metrics, font.getBestCmap()
        stream = io.BytesIO()
        font.save(stream)
        return Cutting(
            family,
            stream.getvalue(),
            (font["OS/2"].usWinAscent + font["OS/2"].usWinDescent) / unit,
            {code: advances[glyph][0] / unit for code, glyph in cmap.items()},
        )


def _set_weight(font: Any, weight: int) -> None:
    """Make a variable font a plain one of this weight."""
    from fontTools.varLib import instancer

    if "fvar" not in font:
        return
    place = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            place["wght"] = min(max(weight, axis.minValue), axis.maxValue)
    instancer.instantiateVariableFont(font, place, inplace=True)


def _set_name(font: Any, family: str) -> None:
    names = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "-")}
    for name_id, name in names.items():
        font["name"].setName(name, name_id, 3, 1, 0x409)


@contextmanager
def _reading(face: Face) -> Iterator[Any]:
    """The font of a face; None when the file is not one."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(face.path, lazy=True, fontNumber=face.index)
    except (OSError, TTLibError, struct.error):
        yield None
        return
    with font:
        yield font


def _packaged(entries: Iterable[tuple[str, str]]) -> Iterator[Face]:
    for package, name in entries:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            path = Path(folder) / name
            if path.is_file():
                yield Face(path)


@lru_cache(maxsize=1)
def _system_faces() -> tuple[Face, ...]:
    folders = [Path(folder).expanduser() for folder in _SYSTEM.get(sys.platform, _UNIX)]
    files = sorted(
        path
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix.lower() in {".ttf", ".otf", ".ttc"}
    )
    files.sort(key=lambda path: "regular" not in path.name.lower())
    return tuple(Face(path) for path in files[:_MOST_FILES])
