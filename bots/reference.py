"""Reference: docs/tools.md and docs/settings.md, made from the code.

``python -m bots.reference`` writes them anew.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from pydantic import AliasChoices
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

if TYPE_CHECKING:
    from tools.spec import ToolSpec

DOCS = Path(__file__).parent.parent / "docs"

_TOOLS = """\
# Tools

What VFXB can do, as `vfxb tools` tells it too; `vfxb tools NAME` tells what each argument means.
Nobody has to know the names: the planners choose from what people say. They are what recipes are
made of, and what a language model calls.
"""
_SETTINGS = """\
# Settings

Each is an environment variable. None is needed. One that is empty counts as not set; `none` means
none where there may be none. `vfxb doctor` tells what those of this machine come to.
"""


def main() -> None:
    """Write the documents, or check that they are up to date."""
    parser = argparse.ArgumentParser(prog="python -m bots.reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if outdated")
    options = parser.parse_args()
    for path, text in documents().items():
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            typer.echo(f"{path.name} is outdated. Run: python -m bots.reference", err=True)
            sys.exit(1)


def documents() -> Mapping[Path, str]:
    """What each document has to say, by its path."""
    return {
        DOCS / "tools.md": "\n".join((_TOOLS, *_tools())),
        DOCS / "settings.md": "\n".join((_SETTINGS, *_settings())),
    }


def _tools() -> Iterator[str]:
    from bots.catalogue import built_in

    for title, specs in built_in().items():
        yield f"## {title}\n"
        yield from _tool_rows(specs)
        yield ""


def _tool_rows(specs: Mapping[str, ToolSpec]) -> Iterator[str]:
    yield "| tool | arguments | when to use it | for example |"
    yield "| --- | --- | --- | --- |"
    for spec in specs.values():
        arguments = ", ".join(f"`{name}`" for name in spec.parameters)
        example = f"“{spec.examples[0]}”" if spec.examples else ""
        yield _row(f"`{spec.name}`", arguments, spec.summary, example)


def _settings() -> Iterator[str]:
    for title, variables in settings_by_subject().items():
        yield f"## {title}\n"
        yield "| variable | default | what it sets |"
        yield "| --- | --- | --- |"
        for variable, field in variables.items():
            yield _row(f"`{variable}`", _default(field), field.description or "")
        yield ""


def settings_by_subject() -> Mapping[str, Mapping[str, FieldInfo]]:
    """Every setting by the name of its variable, under what it is about."""
    from agent.settings import Settings

    parts = [base for base in Settings.__bases__ if issubclass(base, BaseSettings)]
    elsewhere = {name for part in parts for name in part.model_fields}
    own = {name: field for name, field in Settings.model_fields.items() if name not in elsewhere}
    subjects = {"Home and network": own}
    subjects |= {(part.__doc__ or "").rstrip("."): part.model_fields for part in parts}
    prefix = Settings.model_config.get("env_prefix", "")
    return {
        subject: {_variable(name, field, prefix): field for name, field in fields.items()}
        for subject, fields in subjects.items()
    }


def _variable(name: str, field: FieldInfo, prefix: str) -> str:
    """Name of the environment variable: upper case, with our prefix unless it has its own."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return next(str(choice) for choice in alias.choices if str(choice).isupper())
    return str(alias or f"{prefix}{name}").upper()


def _default(field: FieldInfo) -> str:
    if field.default_factory or field.default in (None, PydanticUndefined):
        return ""
    value = field.default
    if isinstance(value, tuple):
        if not value:
            return ""
        value = ":".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    main()
