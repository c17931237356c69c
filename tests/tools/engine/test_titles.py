"""Titles: what people typed is what is seen, on every size of picture."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from tests.media import Media, frames
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.engine.titles.fonts import default_faces, find_drawing, find_family
from tools.engine.titles.sheet import Sheet
from tools.engine.titles.text import clusters
from tools.errors import ToolFailed
from tools.operations import Anchor, Animation, Scale, Span, TextStyle, Title, Titles

SMILE, FAMILY, FLAG = (
    "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1e9\U0001f1ea",
)
_INK = 110
DARK = ("-vf", "lutyuv=y=16:u=128:v=128")
UNKNOWN = "\U00016800"  # Bamum, for which next to no machine has a font


async def shown(
    media: Media, folder: Path, *titles: Title, size: tuple[int, int] = (320, 180)
) -> tuple[list[np.ndarray], Rendered]:
    """What each title inks of a dark picture, as (height, width) of booleans.

    The first title shows on the first frame, the second one on the second, and so on.
    """
    source = await probe(media.clip(2.0, width=320, height=180, fps=10, options=DARK))
    timed = tuple(
        replace(title, span=Span(at / 10, (at + 1) / 10)) for at, title in enumerate(titles)
    )
    clip = Clip.of(source).then(Scale(*size), Titles(timed), done="")
    result = await render(clip, folder, stem="titled")
    pictures = frames(result.path)
    assert not pictures[-1].max() > _INK
    return [picture.max(axis=2) > _INK for picture in pictures[: len(titles)]], result


def lines(ink: np.ndarray) -> int:
    """How many lines of text there are: stretches of rows with ink, apart by some rows."""
    rows = np.flatnonzero(ink.any(axis=1))
    return 1 + int((np.diff(rows) > 3).sum()) if rows.size else 0


TYPED = (
    "a: b", "it's", "100 %", "{b}", "{\\b1}x", "\\N", "\\h\\n", "end\\", "a,b;c=[d]",
    "Привет", "Ελληνικά", "مرحبا", "שלום", SMILE, FAMILY, FLAG, "\u2764\ufe0f", "e\u0301",
)  # fmt: skip


async def test_every_text_is_drawn_on_one_line(media: Media, tmp_path: Path) -> None:
    titles = [Title(text=text, anchor="center", style="plain") for text in TYPED]
    inked, result = await shown(media, tmp_path, *titles)
    assert {text: lines(ink) for text, ink in zip(TYPED, inked, strict=True)} == dict.fromkeys(
        TYPED, 1
    )
    assert not result.notes


def test_each_typed_sign_stands_in_the_file_as_itself(media: Media) -> None:
    page = _page(Title(text="{\\pos(0,0)}\\Nx\n:%'", anchor="top"))
    assert r"\{\⁠pos(0,0)\}\⁠Nx\N:%'" in page


def _page(*titles: Title) -> str:
    from tests.tools.made_up import clip

    sheet = Sheet()
    return sheet.files[sheet.add(titles, clip().facts)].decode()


async def test_line_ends_are_kept(media: Media, tmp_path: Path) -> None:
    inked, _ = await shown(media, tmp_path, Title(text="one\ntwo\nthree", style="plain"))
    assert lines(inked[0]) == 3


async def test_bold_is_bold(media: Media, tmp_path: Path) -> None:
    thin = Title(text="Hamburg", anchor="center", style="plain", size=0.3, bold=False)
    inked, _ = await shown(media, tmp_path, thin, replace(thin, bold=True))
    assert inked[1].sum() > 1.2 * inked[0].sum()


LONG = ("Hello from VFXB", "Donaudampfschifffahrtsgesellschaftskapitän" * 2, "word " * 80)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (96, 54), (34, 60)])
async def test_it_stays_on_the_picture(size: tuple[int, int], media: Media, tmp_path: Path) -> None:
    titles = [Title(text=text, style="plain") for text in LONG]
    inked, _ = await shown(media, tmp_path, *titles, size=size)
    for ink in inked:
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        assert rows.size
        assert rows[0] > 0
        assert rows[-1] < size[1] - 1
        assert columns[0] > 0
        assert columns[-1] < size[0] - 1


PLACES: dict[Anchor | tuple[float, float], tuple[int, int]] = {
    "top-left": (0, 0), "top": (0, 1), "top-right": (0, 2),
    "left": (1, 0), "center": (1, 1), "right": (1, 2),
    "bottom-left": (2, 0), "bottom": (2, 1), "bottom-right": (2, 2),
    (1.0, 1.0): (2, 2), (0.5, 0.0): (0, 1),
}  # fmt: skip


async def test_the_nine_places_and_free_ones(media: Media, tmp_path: Path) -> None:
    titles = [Title(text="Hi", anchor=anchor, style="plain") for anchor in PLACES]
    inked, _ = await shown(media, tmp_path, *titles)
    for (anchor, place), ink in zip(PLACES.items(), inked, strict=True):
        rows, columns = np.nonzero(ink)
        assert (int(rows.mean() / 60), int(columns.mean() / (320 / 3))) == place, anchor


async def test_right_to_left_words_start_at_the_right(media: Media, tmp_path: Path) -> None:
    plain = Title(text="ש..........", anchor="center", style="plain", size=0.2)
    first, _ = await shown(media, tmp_path, plain, replace(plain, text="..........ש"))
    right = [float(np.nonzero(ink)[1].mean()) - 160 for ink in first]
    assert right[0] > 10  # the letter is heavier than the dots
    assert right[1] < -10


async def test_what_no_font_draws_is_said(media: Media, tmp_path: Path) -> None:
    if find_drawing(ord(UNKNOWN)):
        pytest.skip("this machine has a font for it")
    inked, result = await shown(
        media, tmp_path, Title(text=f"ab{UNKNOWN}", font="No Such Font"), Title(text="ab")
    )
    assert inked[0].any()
    assert any(UNKNOWN in note for note in result.notes)
    assert any("No Such Font" in note for note in result.notes)


async def test_a_title_of_which_nothing_can_be_drawn_is_no_title(
    media: Media, tmp_path: Path
) -> None:
    if find_drawing(ord(UNKNOWN)):
        pytest.skip("this machine has a font for it")
    with pytest.raises(ToolFailed, match=f"any of the title “{UNKNOWN} {UNKNOWN}”"):
        await shown(media, tmp_path, Title(text=f"{UNKNOWN} {UNKNOWN}"))


def test_letters_that_belong_together_stay_together() -> None:
    text = f"a\u0301{FAMILY}{FLAG}b\U0001f44d\U0001f3fd"
    assert list(clusters(text)) == ["a\u0301", FAMILY, FLAG, "b", "\U0001f44d\U0001f3fd"]


def test_the_built_in_fonts_draw_most_of_what_people_type() -> None:
    drawn = frozenset().union(*(face.characters for face in default_faces()))
    assert drawn.issuperset(map(ord, "AzÄßñçřЖяΩعשּ€™—…“”\u0301😀🎬❤"))


def test_a_cutting_is_small_and_has_its_weight() -> None:
    (face, *_) = default_faces()
    bold = face.cut(frozenset(map(ord, "Hello")), bold=True)
    with TTFont(io.BytesIO(bold.data)) as font:
        assert font["OS/2"].usWeightClass == 700
        assert font["name"].getBestFamilyName() == bold.family
        assert "fvar" not in font
    assert len(bold.data) < 40_000
    assert bold is face.cut(frozenset(map(ord, "World")), bold=True)
    assert bold.widths[ord("W")] > bold.widths[ord("i")]


@pytest.mark.parametrize("family", ["Noto Sans", "inter", "Roboto  Mono"])
def test_fonts_are_found_by_name(family: str) -> None:
    face = find_family(family, bold=True)
    assert face is not None
    assert face.names[0] == " ".join(family.split()).casefold()


async def moved(media: Media, folder: Path, title: Title) -> list[np.ndarray]:
    """What a title inks of each of ten dark frames, as (height, width) of booleans."""
    dark = media.clip(1.0, width=320, height=180, fps=10, options=DARK)
    clip = Clip.of(await probe(dark)).then(Titles((title,)), done="")
    pictures = frames((await render(clip, folder, stem="moving")).path)
    return [picture.max(axis=2) for picture in pictures]


async def test_a_title_fades_in_and_out(media: Media, tmp_path: Path) -> None:
    fade = Animation("fade", rise=0.4, fall=0.3)
    seen = await moved(media, tmp_path, Title(text="Hi", size=0.3, animation=fade))
    bright = [int(image.max()) for image in seen]
    assert bright[0] < 100
    assert bright[:5] == sorted(bright[:5])
    assert min(bright[4:7]) > 220
    assert bright[6:] == sorted(bright[6:], reverse=True)
    assert bright[9] < 180


@pytest.mark.parametrize(
    ("anchor", "edge"),
    [("bottom", (1, 0)), ("top", (-1, 0)), ("left", (0, -1)), ("top-right", (0, 1)),
     ((0.5, 0.5), (0, -1))],
)  # fmt: skip
async def test_a_title_slides_over_the_nearest_edge(
    anchor: Anchor | tuple[float, float], edge: tuple[int, int], media: Media, tmp_path: Path
) -> None:
    slide = Animation("slide", rise=0.4, fall=0.4)
    title = Title(text="Hi", anchor=anchor, size=0.2, animation=slide)
    seen = [image > _INK for image in await moved(media, tmp_path, title)]
    assert not seen[0].any(), "it starts outside"
    still, coming, going = (np.argwhere(seen[n]).mean(axis=0) for n in (5, 3, 8))
    for place in (coming, going):
        assert np.sign(np.round((place - still) / 3)).tolist() == list(edge)


async def test_a_title_is_typed_and_deleted(media: Media, tmp_path: Path) -> None:
    typing = Animation("typewriter", rise=0.4, fall=0.4)
    title = Title(text="a b{}c", anchor="center", style="plain", size=0.2, animation=typing)
    ink = [int((image > _INK).sum()) for image in await moved(media, tmp_path, title)]
    assert 0 < ink[0] < ink[2] < ink[5]
    assert ink[4] == pytest.approx(ink[5], rel=0.02)
    assert ink[5] > ink[8] > ink[9]


async def test_edges_have_the_colour_and_weight_that_was_asked_for(
    media: Media, tmp_path: Path
) -> None:
    dark = media.clip(0.4, width=320, height=180, fps=10, options=DARK)
    clip = Clip.of(await probe(dark))
    red = []
    edges: list[tuple[TextStyle, float]] = [
        ("outline", 0.2), ("outline", 1.0), ("box", 0.3), ("box", 1.0),
    ]  # fmt: skip
    for style, edge in edges:
        title = Title(text="Hi", style=style, size=0.3, edge_color="#ff0000", edge=edge)
        drawn = clip.then(Titles((title,)), done="")
        picture = frames((await render(drawn, tmp_path, stem="edge")).path)[1].astype(int)
        red.append(int((picture[..., 0] - picture[..., 2]).clip(0).sum()))
    assert 0 < red[0] < 0.5 * red[1]
    assert 0 < red[2] < 0.5 * red[3]
