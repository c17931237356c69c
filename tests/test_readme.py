"""The README is true: what it says is understood, its examples run, its steps work."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Talk, asked, declined, left_out
from tests.media import Media, frames
from tests.tools.made_up import MEDIA
from tests.tools.packages import install
from tools.process import Bounds, run

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {page.name: page for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))}
LINKS = [
    (page, link)
    for page, path in PAGES.items()
    for link in re.findall(r"\]\((?!http)(.*?)\)", path.read_text(encoding="utf-8"))
]


def code(language: str, text: str = TEXT) -> list[str]:
    """The code blocks of a language, with their indentation taken away."""
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks]


async def python(*args: str | Path, cwd: Path) -> str:
    """Run Python in a folder; what it prints."""
    lines: list[str] = []
    finished = await run((sys.executable, *args), cwd=cwd, bounds=Bounds(seconds=60),
                         env={"VFXB_HOME": str(cwd / "home")}, on_line=lines.append)  # fmt: skip
    assert finished.code == 0, finished.log
    return "\n".join(lines)


def test_the_picture_is_there_and_small() -> None:
    (picture,) = re.findall(r"!\[.*?\]\((.*?)\)", TEXT)
    assert 10_000 < (ROOT / picture).stat().st_size < 200_000


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_links_lead_somewhere(page: str, link: str) -> None:
    file, _, place = link.partition("#")
    target = PAGES[page].parent / file
    assert target.exists()
    if place:
        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert place in {heading.lower().replace(" ", "-") for heading in headings}


REQUESTS = re.findall("“(.*?)”", TEXT.partition("## What you can say")[2].partition("\n## ")[0])


@pytest.mark.parametrize("request_", REQUESTS)
async def test_what_can_be_said_is_understood(request_: str) -> None:
    talk = Talk(history=History(source=SOURCE).with_media(MEDIA[2:]))
    await talk.say('put the title "Hello" at the bottom')
    await talk.say("make it black and white")
    await talk.say("blur it")
    plan = await talk.plan(request_)
    assert plan.calls or plan.text
    assert (asked(plan), declined(plan), left_out(plan)) == ("", "", [])


async def test_the_python_example_runs(media: Media, tmp_path: Path) -> None:
    shutil.copy(media.clip(2.0), tmp_path / "clip.mp4")
    (example,) = [block for block in code("python") if "VideoAgent" in block]
    (tmp_path / "example.py").write_text(example)
    await python("example.py", cwd=tmp_path)
    assert list((tmp_path / "state").rglob("*.mp4"))


async def test_the_three_steps_add_a_tool(media: Media, tmp_path: Path) -> None:
    for name in ("agent", "bots", "memory", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
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
    (tmp_path / "docs").mkdir()
    await python("-m", "bots.reference", cwd=tmp_path)
    assert "| `solarize_video` | `tones` |" in (tmp_path / "docs" / "tools.md").read_text()
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
    (project,) = map(tomllib.loads, code("toml", PAGES["plugins.md"].read_text(encoding="utf-8")))
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
