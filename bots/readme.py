"""Readme: the README's tables, made from the code. ``python -m bots.readme`` writes them anew."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from pydantic import AliasChoices
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

if TYPE_CHECKING:
    from agent.settings import Settings

README = Path(__file__).parent.parent / "README.md"


def main() -> None:
    """Rewrite the tables between their markers, or check that they are up to date."""
    parser = argparse.ArgumentParser(prog="python -m bots.readme", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if outdated")
    options = parser.parse_args()
    text = README.read_text(encoding="utf-8")
    made = rewritten(text)
    if options.check:
        if made != text:
            typer.echo("README.md is outdated. Run: python -m bots.readme", err=True)
            sys.exit(1)
        return
    README.write_text(made, encoding="utf-8")


def rewritten(text: str) -> str:
    """The README with its tables made anew.

    A table called ``tools`` stands between ``<!-- tools -->`` and ``<!-- /tools -->``.
    """
    for name, rows in tables().items():
        before, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not (begin and end):
            raise LookupError(f"README.md has no place for the table '{name}'")
        text = f"{before}{begin}{chr(10).join(rows)}\n{end}{after}"
    return text


def tables() -> Mapping[str, Iterator[str]]:
    """Every table by name, as lines."""
    from agent.families import BYGONE_TOOLS, HISTORY_TOOLS, MEMORY_TOOLS, VOICE_TOOLS
    from agent.settings import Settings
    from tools.catalogue import OWN

    return {
        "tools": _tools(OWN),
        "conversation": _tools({**HISTORY_TOOLS, **MEMORY_TOOLS, **VOICE_TOOLS, **BYGONE_TOOLS}),
        "settings": _settings(_own_first(Settings), Settings.model_config.get("env_prefix", "")),
    }


def _tools(specs: Mapping[str, Any]) -> Iterator[str]:
    yield "| tool | arguments | when to use it | for example |"
    yield "| --- | --- | --- | --- |"
    for spec in specs.values():
        arguments = ", ".join(f"`{name}`" for name in spec.parameters)
        example = f"“{spec.examples[0]}”" if spec.examples else ""
        yield _row(f"`{spec.name}`", arguments, spec.summary, example)


def _own_first(settings: type[Settings]) -> dict[str, FieldInfo]:
    """All settings; those that the class takes over from another one come last."""
    fields = settings.model_fields
    own = {name: fields[name] for name in settings.__annotations__ if name in fields}
    return own | fields


def _settings(fields: Mapping[str, FieldInfo], prefix: str) -> Iterator[str]:
    yield "| variable | default | what it sets |"
    yield "| --- | --- | --- |"
    for name, field in fields.items():
        yield _row(f"`{_variable(name, field, prefix)}`", _default(field), field.description or "")


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
