"""Recipe: the steps of an edit. A delivered file is never edited; its recipe is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.analysis import Unseen
from tools.clip import Clip
from tools.errors import BadInput, VfxbError
from tools.facts import Source
from tools.spec import ToolSpec


@dataclass(frozen=True, slots=True)
class Step:
    """One tool with its arguments, as stored.

    Attributes:
        tool: Name of the tool.
        args: Its arguments: plain JSON values, already checked.
    """

    tool: str
    args: Mapping[str, Any] = field(default_factory=dict)


def apply(
    source: Source,
    steps: Iterable[Step],
    specs: Mapping[str, ToolSpec],
    *,
    media: tuple[Source, ...] = (),
    findings: Mapping[str, Any] | None = None,
) -> Clip:
    """The described clip that the steps give.

    Args:
        source: Where to start.
        steps: What to do, in order.
        specs: The tools by name.
        media: Further files that steps may name.
        findings: What analyses found so far.

    Raises:
        BadInput: A step does not fit any more; the message says which one and why.
        Unseen: A step depends on what is in the clip, and nobody has looked yet.
    """
    clip = Clip.of(source, media=media, findings=findings)
    for number, step in enumerate(steps, 1):
        spec = specs.get(step.tool)
        if spec is None:
            raise BadInput(f"Step {number} uses '{step.tool}', which is not installed here.")
        try:
            result = spec.call(clip, step.args)
        except Unseen:
            raise
        except VfxbError as error:
            raise BadInput(f"Step {number} ({step.tool}) no longer fits: {error}") from error
        if isinstance(result, Clip):
            clip = result
    return clip


def afresh(steps: Iterable[Step], specs: Mapping[str, ToolSpec]) -> tuple[Step, ...]:
    """The same steps for another clip: what was decided by what is in this one is left open.

    Args:
        steps: The steps.
        specs: The tools by name.
    """
    found = []
    for step in steps:
        spec = specs.get(step.tool)
        settled = spec.settled if spec else frozenset()
        found.append(Step(step.tool, {k: v for k, v in step.args.items() if k not in settled}))
    return tuple(found)
