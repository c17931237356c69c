"""Words of people: whatever they hold, they are words, and never filters, options or paths."""

from __future__ import annotations

import json
import math

import pytest

from tests.tools.made_up import clip
from tests.tools.test_rules import CALLS
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.errors import BadInput
from tools.operations import Mix, Present, Utterance
from tools.presented import shown
from tools.spec import ToolSpec

MARK = "movie=canary"
NASTY = (
    f"'];[0:v]{MARK};[x", f":textfile=/etc/passwd,{MARK}", f"%{{expr:{MARK}}}", f"\\'{MARK}\\\\",
    f"-i {MARK}", f"../../{MARK}", f"/dev/{MARK}", f"file:{MARK}", f"$({MARK})`{MARK}`;{MARK}",
    f"\nDialogue: 0,0:00:00.00,9:00:00.00,,,0,0,0,,{MARK}", f"{{\\p1}}{MARK}{{\\p0}}",
    f"{MARK}\0", f"<audio src='http://{MARK}'/>",
)  # fmt: skip

every_tool = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


def arguments(spec: ToolSpec) -> list[str]:
    """Arguments of a tool that take some kind of text, files aside: those are looked up."""
    return [
        name
        for name, shape in spec.schema["properties"].items()
        if name not in spec.files and "enum" not in shape and "string" in json.dumps(shape)
    ]


def called(spec: ToolSpec, name: str, value: object) -> Clip | str | BadInput:
    """The tool with this for one argument, or the error that it gives."""
    try:
        return spec.call(clip(), CALLS[spec.name] | {name: value})
    except BadInput as error:
        return error


@every_tool
def test_words_stay_words(spec: ToolSpec) -> None:
    """They are refused, or stand in a file that is read as text, letter by letter."""
    for name in arguments(spec):
        for words in NASTY:
            edited = called(spec, name, words)
            if isinstance(edited, Clip):
                spoken = {
                    each.sound: edited.source
                    for each in edited.operations
                    if isinstance(each, Mix) and isinstance(each.sound, Utterance)
                }
                films = {
                    each.presentation: edited.source
                    for each in edited.operations
                    if isinstance(each, Present)
                }
                command = compile_clip(shown(edited, films), sounds=spoken)
                told = [*command.args, *command.files, *command.links, command.output]
                assert not [text for text in told if MARK in text], (name, words)


ODD = (
    {"a": {}}, [[[]]], ["\ud800"], math.nan, math.inf, -1e300, 10**400, "9" * 5_000, "\ud800", b"x",
    True, "",
)  # fmt: skip


@every_tool
def test_anything_may_be_sent_for_an_argument(spec: ToolSpec) -> None:
    """By a model, say: what cannot be meant is refused, in words that can be sent on."""
    for name in spec.parameters:
        for value in ODD:
            edited = called(spec, name, value)
            told = str(edited) if not isinstance(edited, Clip) else " ".join(edited.done)
            assert told.encode()
            assert len(told) < 6_000


@pytest.mark.parametrize("name", ["x" * 5_000, "..", "a/b\\c", "\n\r\t", "\u202eevil\u202c"])
def test_a_file_by_any_name_is_asked_for(name: str) -> None:
    for spec in SPECS.values():
        for argument in spec.files:
            answer = called(spec, argument, [name] if spec.files[argument].several else name)
            assert isinstance(answer, BadInput)
            assert len(str(answer)) < 300
