"""Tools of other packages: used like our own when they keep the rules, left out when not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.families import all_tools
from agent.planner.plan import Situation
from agent.relevance import relevant
from tests.agent.planner.talk import Talk, edits
from tests.tools.made_up import clip
from tests.tools.packages import install
from tools import plugins
from tools.catalogue import OWN
from tools.clip import Clip
from tools.errors import BadInput, ToolFailed

GOOD = '''
from __future__ import annotations

from typing import Literal

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Filter, VideoFilter
from tools.values import Seconds


def add_snowfall(
    clip: Clip, density: Literal["sparse", "dense", "blizzard"] = "sparse",
    start: Seconds | None = None,
) -> Clip:
    """Let snow fall over the picture.

    Args:
        clip: The clip.
        density: How much snow falls.
        start: When it starts to snow.

    Examples:
        let it snow
        add falling snow from 2 seconds on
        a blizzard over the whole clip
        dense snowflakes please
    """
    if density == "blizzard":
        raise {error}
    return {result}
'''
SNOW = "clip.then(VideoFilter((Filter('noise'),)), done=f'let it snow ({density})')"
ERROR = "BadInput('no blizzards in summer')"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path, without packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def module_of(site: Path) -> str:
    """A name that no module had before: what was imported stays in memory."""
    return "snow_" + re.sub(r"\W", "_", str(site))


def found(site: Path, source: str, entry: str = "add_snowfall", name: str = "") -> plugins.Plugins:
    """What is loaded where this module is installed."""
    module = module_of(site)
    install(site, "vfxb-snow", {entry: f"{module}:{name or entry}"}, {f"{module}.py": source})
    return plugins.load(OWN)


def good(error: str = ERROR, result: str = SNOW) -> str:
    return GOOD.replace("{error}", error).replace("{result}", result)


@pytest.mark.usefixtures("site")
def test_without_packages_there_is_nothing() -> None:
    assert plugins.load(OWN) == plugins.Plugins({}, ())


async def test_a_tool_that_keeps_the_rules(site: Path) -> None:
    loaded = found(site, good())
    assert loaded.broken == ()
    spec = loaded.specs["add_snowfall"]
    assert spec.package == "vfxb-snow"
    edited = spec.call(clip(), {"density": "dense"})
    assert isinstance(edited, Clip)
    assert edited.done == ("let it snow (dense)",)
    with pytest.raises(BadInput, match="choose 'sparse', 'dense' or 'blizzard'"):
        spec.call(clip(), {"density": "some"})
    with pytest.raises(BadInput, match="no blizzards in summer"):
        spec.call(clip(), {"density": "blizzard"})
    talk = Talk(tools={**all_tools(), **loaded.specs})
    message = "trim to 10 s and let dense snow fall from 0:03"
    plan = await talk.plan(message)
    assert edits(plan) == [
        ("trim_video", {"end": 10.0}), ("add_snowfall", {"density": "dense", "start": 3.0})
    ]  # fmt: skip
    situation = Situation(text=message, history=talk.history, clip=talk.clip, tools=talk.tools)
    assert spec in [told.spec for told in relevant(situation)]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (good(error="KeyError('flake')"), r"failed \(KeyError: 'flake'\)"),
        (good(error="RuntimeError('a\\nb' * 500)"), r"failed \(RuntimeError: a ba ba"),
        (good(error="AssertionError"), r"failed \(AssertionError\)"),
    ],
)
def test_what_a_tool_raises_is_told_calmly(source: str, says: str, site: Path) -> None:
    spec = found(site, source).specs["add_snowfall"]
    with pytest.raises(ToolFailed, match=says) as caught:
        spec.call(clip(), {"density": "blizzard"})
    assert "add_snowfall of the package 'vfxb-snow'" in str(caught.value)
    assert len(str(caught.value)) < 300


def test_what_is_no_clip_is_told_calmly(site: Path) -> None:
    spec = found(site, good(result="None")).specs["add_snowfall"]
    with pytest.raises(ToolFailed, match="gave back NoneType instead of a clip"):
        spec.call(clip(), {})


@dataclass(frozen=True)
class Bad:
    """A change to the good tool that breaks it, and what is said."""

    id: str
    old: str
    new: str
    says: str


BROKEN = (
    Bad("import raises", "from typing", "1 / 0\nfrom typing", r"cannot be imported \(ZeroDiv"),
    Bad("import ends", "from typing", "raise SystemExit\nfrom typing", r"imported \(SystemExit\)"),
    Bad("syntax", "def add", "def def add", r"cannot be imported \(SyntaxError"),
    Bad("not there", "def add_snowfall", "def add_rain", r"imported \(AttributeError"),
    Bad("no function", "def add_snowfall", "add_snowfall = 3\ndef x", "is no plain function"),
    Bad("asynchronous", "def add", "async def add", "is no plain function"),
    Bad("no clip", "clip: Clip, density", "density", "does not take 'clip: Clip' first"),
    Bad("no type", "start: Seconds | None =", "start=", "has no type for 'start'"),
    Bad("strange type", "Seconds | None", "Snow | None", "types that cannot be read"),
    Bad("no result", ") -> Clip:", "):", "does not say that it returns a Clip"),
    Bad("no plain values", "Seconds | None", "Clip | None", "arguments that"),
    Bad("only by keyword", "start: S", "*, start: S", "in another way than as a plain argument"),
    Bad("a field of pydantic", "start", "copy", "arguments that cannot be checked"),
    Bad("no summary", "over the picture.", "over the picture", "one sentence: when to use it"),
    Bad("a long summary", "over", f"over {'and over ' * 12}", "more than 100 characters"),
    Bad("not described", "start: When it starts to snow.", "", "does not describe 'start'"),
    Bad("too much described", "start: When", "stop: When it does.\n        start: When", "'stop'"),
    Bad("few examples", "dense snowflakes please", "", "has 3 requests under 'Examples:'"),
    Bad("an example twice", "dense snowflakes please", "Let it snow", "the same request twice"),
    Bad("its own name", "dense snowflakes please", "add_snowfall!", "which nobody would say"),
    Bad("our example", "dense snowflakes please", OWN["trim_video"].examples[0], "of trim_video"),
)  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.id)
def test_a_broken_tool_is_left_out(case: Bad, site: Path) -> None:
    source = good().replace(case.old, case.new)
    assert source != good()
    loaded = found(site, source)
    assert not loaded.specs
    (broken,) = loaded.broken
    assert (broken.tool, broken.package) == ("add_snowfall", "vfxb-snow")
    assert re.search(case.says, broken.why), broken.why
    assert len(broken.why) < 400


def test_a_name_that_is_taken(site: Path) -> None:
    (broken,) = found(site, good().replace("add_snowfall", "mute_audio"), "mute_audio").broken
    assert broken.why == "has the name of a tool of VFXB"


def test_a_tool_goes_by_one_name(site: Path) -> None:
    (broken,) = found(site, good(), "snow", "add_snowfall").broken
    assert "is called 'add_snowfall' in its package" in broken.why


def test_two_packages_with_one_tool(site: Path) -> None:
    module = module_of(site)
    for package in ("b-snow", "a-snow"):
        install(site, package, {"add_snowfall": f"{module}:add_snowfall"}, {})
    (site / f"{module}.py").write_text(good())
    loaded = plugins.load(OWN)
    assert loaded.specs["add_snowfall"].package == "a-snow"
    (broken,) = loaded.broken
    assert (broken.package, broken.why) == ("b-snow", "has the name of a tool of a-snow")


def test_what_a_module_prints_is_not_output(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(site, f"print('snow 1.0 loaded')\n{good()[1:]}".replace(
        "from __future__ import annotations\n", ""
    )).specs  # fmt: skip
    assert capsys.readouterr() == ("", "snow 1.0 loaded\n")
