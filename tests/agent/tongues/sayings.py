"""Sayings: what the code says to people, read out of it without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("tools", "agent", "memory")
ERRORS = frozenset({
    "BadInput", "NotInClip", "ToolFailed", "LimitExceeded", "MemoryFault", "VfxbError",
    "Unwritable", "ServiceError", "ValueError",
})  # fmt: skip
"""What is raised with words for a person; ``ValueError`` only where values are read."""
SAYING = frozenset({"done", "note", "question", "reason", "nearest", "refusal"})
"""Arguments that are words for a person."""
SPEAKING = {"Wanting": 1, "decline": 0, "ask": 0, "Answer": 0, "Advice": 0, "Revision": 1,
            "Restored": 1, "_Idea": 0}  # fmt: skip
"""What is made of words for a person: from which of its plain arguments on."""
_WORDS = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z“']")
_SENTENCE = re.compile(r"[A-Z“'\0].* .*[.?!]\s*", re.DOTALL)
_CODE = re.compile(r"\\[bsdw]|\(\?|[A-Z]{4,} [A-Z]{3,}|\n\n|%s|^\s*(?:SELECT|PRAGMA|SET) ")


@dataclass(frozen=True)
class Saying:
    """A message as it stands in the code.

    Attributes:
        file: Where, from the root of the project.
        line: In which line.
        parts: What stands between the values that are filled in.
    """

    file: str
    line: int
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {'{}'.join(self.parts)}"

    def stands_in(self, templates: str) -> bool:
        """Whether it is there, in a text of one template a line."""
        parts = [part.replace("\n", "\\n") for part in self.parts]
        parts[0], parts[-1] = parts[0].lstrip(), parts[-1].rstrip()
        longest = max(parts, key=len)
        if len(parts) == 1:
            return longest in templates
        pattern = re.compile(".*?".join(map(re.escape, parts)))
        return any(pattern.search(line) for line in _lines_with(longest, templates))


def _lines_with(part: str, text: str) -> Iterator[str]:
    """The lines that have it."""
    at = text.find(part)
    while at >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        yield text[begin:end] if end >= 0 else text[begin:]
        at = text.find(part, at + 1)


def sayings(leave_out: tuple[str, ...]) -> Iterator[Saying]:
    """Everything that is said; files whose names begin like one of those are left out."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(leave_out):
                found = {tuple(each.parts): each for each in _in_file(name, path.read_text())}
                yield from found.values()


def _in_file(name: str, code: str) -> Iterator[Saying]:
    nodes = list(ast.walk(ast.parse(code)))
    beside = set(_beside_the_point(nodes))
    said = {id(node) for root in _said(nodes, name) for node in ast.walk(root)}
    for node in nodes:
        if id(node) in beside or not (parts := _parts(node)):
            continue
        text = "\0".join(parts)
        spoken = _SENTENCE.fullmatch(text) or (id(node) in said and text.strip())
        if spoken and _WORDS.search(text) and not _CODE.search(text):
            yield Saying(name, node.lineno, parts)  # type: ignore[attr-defined]


def _said(nodes: Sequence[ast.AST], name: str) -> Iterator[ast.AST]:
    """What is raised to people, or handed over under a name that is said."""
    for node in nodes:
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            error = _called(node.exc).rpartition(".")[2]
            if error in ERRORS and (error != "ValueError" or name.startswith("tools/values/")):
                yield node.exc
        if isinstance(node, ast.keyword) and node.arg in SAYING:
            yield node.value
        if isinstance(node, ast.Call) and (made := _called(node)) in SPEAKING:
            yield from node.args[SPEAKING[made] :]


def _beside_the_point(nodes: Sequence[ast.AST]) -> Iterator[int]:
    """Docstrings, patterns, what goes to the log, and pieces of what is read as a whole."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (id(value) for value in node.values if isinstance(value, ast.Constant))
        elif isinstance(node, ast.Call) and _called(node).startswith(_NOT_SAID):
            yield from map(id, ast.walk(node))


def _called(call: ast.Call) -> str:
    """Name of what is called, with the name before it."""
    function = call.func
    if isinstance(function, ast.Attribute):
        whose = function.value.id if isinstance(function.value, ast.Name) else ""
        return f"{whose}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


_NOT_SAID = (
    "log.", "re.", "_rule", "Field", "RuntimeError", "AssertionError", "TypeError", "KeyError",
    "AttributeError", "TypedDict",
)  # fmt: skip


def _parts(node: ast.AST) -> tuple[str, ...]:
    """The pieces of a message between the values that are filled in; none of anything else."""
    if isinstance(node, ast.Constant):
        # Templates that are filled in later have their holes already.
        text = node.value if isinstance(node.value, str) else ""
        return tuple(re.split(r"\{\w*\}", text)) if text else ()
    if not isinstance(node, ast.JoinedStr):
        return ()
    parts = [""]
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts[-1] += value.value
        else:
            parts.append("")
    return tuple(parts)
