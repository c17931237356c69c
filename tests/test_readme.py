"""The README is true: its tables are those of the code, its examples run, its steps work."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from bots import readme
from tests.media import Media, frames
from tests.tools.packages import install
from tools.process import Bounds, run

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def code(language: str) -> list[str]:
    """The code blocks of a language, with their indentation taken away."""
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", TEXT, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks]


async def python(*args: str | Path, cwd: Path) -> str:
    """Run Python in a folder; what it prints."""
    lines: list[str] = []
    finished = await run((sys.executable, *args), cwd=cwd, bounds=Bounds(seconds=60),
                         env={"VFXB_HOME": str(cwd / "home")}, on_line=lines.append)  # fmt: skip
    assert finished.code == 0, finished.log
    return "\n".join(lines)


def test_the_tables_are_up_to_date() -> None:
    assert readme.rewritten(TEXT) == TEXT, "run: python -m bots.readme"


def test_a_place_that_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match="no place for the table 'tools'"):
        readme.rewritten("nothing")


def test_the_picture_is_there_and_small() -> None:
    (picture,) = re.findall(r"!\[.*?\]\((.*?)\)", TEXT)
    assert 10_000 < (ROOT / picture).stat().st_size < 200_000


@pytest.mark.parametrize("link", re.findall(r"[^!]\[.*?\]\((?!http)(.*?)\)", TEXT))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


async def test_the_python_example_runs(media: Media, tmp_path: Path) -> None:
    shutil.copy(media.clip(2.0), tmp_path / "clip.mp4")
    (example,) = [block for block in code("python") if "VideoAgent" in block]
    (tmp_path / "example.py").write_text(example)
    await python("example.py", cwd=tmp_path)
    assert list((tmp_path / "state").rglob("*.mp4"))


async def test_the_three_steps_add_a_tool(media: Media, tmp_path: Path) -> None:
    for name in ("agent", "bots", "memory", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "README.md", tmp_path)
    shutil.copy(media.clip(1.0), tmp_path / "clip.mp4")
    # 1. The function.
    (tool,) = [block for block in code("python") if "solarize_video" in block]
    (tmp_path / "tools" / "solarize.py").write_text(tool)
    # 2. The registry.
    catalogue = tmp_path / "tools" / "catalogue.py"
    text = catalogue.read_text()
    text = text.replace(
        "from tools.look", "from tools.solarize import solarize_video\nfrom tools.look"
    )
    catalogue.write_text(
        text.replace("    describe_clip,\n", "    describe_clip,\n    solarize_video,\n")
    )
    # 3. The table.
    await python("-m", "bots.readme", cwd=tmp_path)
    assert "| `solarize_video` | `tones` |" in (tmp_path / "README.md").read_text()
    await python("-m", "bots", "edit", "clip.mp4", "solarize it", "-o", "out.mp4", cwd=tmp_path)
    assert_solarized(tmp_path / "clip.mp4", tmp_path / "out.mp4")


def assert_solarized(clip: Path, result: Path) -> None:
    before, after = frames(clip)[5], frames(result)[5]
    bright = before.mean(axis=2) > 180
    assert bright.any()
    assert after[bright].mean() < 100


PROGRAM = """
import json
from typer.testing import CliRunner
from bots.terminal import app

def vfxb(*words):
    done = CliRunner().invoke(app, words)
    print(words[0], done.exit_code)
    return done.stdout

print(vfxb("edit", "clip.mp4", "solarize it", "-o", "out.mp4"))
print("listed", "solarize_video" in vfxb("tools").partition("Edits of other packages")[2])
(found,) = [f for f in json.loads(vfxb("doctor", "--json")) if f["name"] == "tools"]
print(found["ok"], found["text"])
"""


async def test_a_package_of_ones_own_adds_a_tool(media: Media, tmp_path: Path) -> None:
    shutil.copy(media.clip(1.0), tmp_path / "clip.mp4")
    (project,) = map(tomllib.loads, code("toml"))
    (tool,) = [block for block in code("python") if "solarize_video" in block]
    name, entries = project["project"]["name"], project["project"]["entry-points"]["vfxb.tools"]
    install(tmp_path, name, entries, {"vfxb_solarize.py": tool})
    other = tool.replace("solarize_video", "undo").replace("solariz", "posteriz")
    install(tmp_path, "vfxb-undo", {"undo": "vfxb_undo:undo"}, {"vfxb_undo.py": other})
    install(tmp_path, "vfxb-broken", {"break_video": "vfxb_broken:break_video"}, {})
    finished = await python("-c", PROGRAM, cwd=tmp_path)
    assert "edit 0" in finished
    assert_solarized(tmp_path / "clip.mp4", tmp_path / "out.mp4")
    assert "listed True" in finished
    assert "doctor 1" in finished
    assert ", 2 of vfxb-solarize, vfxb-undo; left out: break_video of vfxb-broken " in finished
    assert "undo of vfxb-undo has the name of one of VFXB" in finished
