"""Families: every tool there is, told apart by what it takes first.

Tools on a ``Clip`` add steps to the recipe, tools on the ``History`` change it, tools on the
``Dialogue`` speak with the person, tools on the ``Mind`` remember, or bring back steps from what
is remembered, and tools on the ``Studio`` are about voices.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from agent import bygone, comparison, control, recollection, revision, showing, speaking, voices
from tools import SPECS
from tools.spec import ToolSpec

HISTORY_TOOLS: Mapping[str, ToolSpec] = {
    function.__name__: ToolSpec.of(function)
    for function in (
        revision.undo,
        revision.redo,
        revision.back_to,
        revision.change_edit,
        showing.render_full,
        showing.preview_edit,
        showing.show_edits,
        comparison.compare_versions,
    )
}
MEMORY_TOOLS: Mapping[str, ToolSpec] = {
    function.__name__: ToolSpec.of(function)
    for function in (
        recollection.remember_preference,
        recollection.remember_fact,
        recollection.correct_memory,
        recollection.forget_memory,
        recollection.show_memory,
        recollection.export_memory,
        bygone.save_look,
    )
}
VOICE_TOOLS: Mapping[str, ToolSpec] = {
    function.__name__: ToolSpec.of(function)
    for function in (
        voices.list_voices,
        voices.clone_voice,
        voices.delete_voice,
        speaking.voice_settings,
    )
}
BYGONE_TOOLS: Mapping[str, ToolSpec] = {
    function.__name__: ToolSpec.of(function) for function in (bygone.use_look, bygone.use_edit)
}
CONTROL_TOOLS: Mapping[str, ToolSpec] = {
    function.__name__: ToolSpec.of(function)
    for function in (control.ask_person, control.decline, control.leave_out, control.find_tools)
}


@cache
def all_tools() -> Mapping[str, ToolSpec]:
    """Every tool by name, those on clips first."""
    return {
        **SPECS,
        **HISTORY_TOOLS,
        **BYGONE_TOOLS,
        **MEMORY_TOOLS,
        **VOICE_TOOLS,
        **CONTROL_TOOLS,
    }


def hidden_tools() -> tuple[ToolSpec, ...]:
    """Tools of other packages that have the name of one of the agent's own, which come first."""
    return tuple(spec for name, spec in SPECS.items() if all_tools()[name] is not spec)


def answers(tool: str) -> bool:
    """Whether a tool tells something and changes nothing."""
    spec = all_tools().get(tool)
    return spec is not None and spec.answers
