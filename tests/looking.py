"""Looking at clips in tests: tools that need findings get them from the real engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools import SPECS
from tools.analysis import Analysis, Unseen
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.measure.analyses import Looking, analyse
from tools.engine.measure.looks import examined
from tools.engine.probe.file import probe
from tools.facts import Source
from tools.recipe import Step, apply

Steps = Sequence[tuple[str, dict[str, Any]]]


async def seen(path: Path, analysis: Analysis, folder: Path) -> Any:
    """What an analysis finds in a file."""
    clip = Clip.of(await probe(path))
    return await analyse(clip, analysis, Looking(cache=Cache(folder / "looks")))


async def edited(path: Path, steps: Steps, folder: Path) -> Clip:
    """A file's clip after edits; what has to be looked at for them is looked at."""
    source: Source = await probe(path)
    findings: dict[str, Any] = {}
    looking = Looking(cache=Cache(folder / "looks"))
    while True:
        try:
            recipe = [Step(tool, args) for tool, args in steps]
            return apply(source, recipe, SPECS, findings=findings)
        except Unseen as unseen:
            key = unseen.analysis.key(unseen.clip)
            findings[key] = await examined(unseen.clip, unseen.analysis, looking)
