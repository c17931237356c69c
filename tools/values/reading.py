"""What the value parsers share: tidying what was written, and binding a parser to a type."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from tools.facts import Facts

MAX_LENGTH = 100
"""No value is written in more characters than this; longer text is a mistake, or an attack."""


def tidy(value: object) -> str:
    """The written value in one spelling: lower case, single spaces, plain dashes and digits.

    Raises:
        ValueError: It is not text, is empty, or is too long to be a value.
    """
    if not isinstance(value, str):
        raise ValueError("write a number or a few words")
    text = unicodedata.normalize("NFKC", value).replace("⁄", "/").casefold()
    text = " ".join(text.translate(_DASHES).split()).strip(" .!?\"'`“”‘’")
    if not text:
        raise ValueError("there is nothing in it")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"that is {len(text)} characters long, too much for one value")
    return text


_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "×": "x"})


def plain_number(value: object) -> float | None:
    """The value when it is a number already; None when it is not one.

    Raises:
        ValueError: It is infinite or not a number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("that is not a finite number")
    return number


def within(number: float, low: float, high: float, say: str) -> float:
    """The number, checked.

    Raises:
        ValueError: It is outside ``low`` to ``high``; ``say`` tells what would do.
    """
    if not low <= number <= high:
        raise ValueError(f"{number:g} is out of range; {say}")
    return number


def facts_of(info: ValidationInfo) -> Facts | None:
    """The facts of the clip that a value is for, when the caller knows them."""
    facts = (info.context or {}).get("facts")
    return facts if isinstance(facts, Facts) else None


def reads(parse: Callable[[object], Any]) -> BeforeValidator:
    """A validator from a parser that needs no facts."""
    return BeforeValidator(parse)


def reads_with_facts(parse: Callable[[object, Facts | None], Any]) -> BeforeValidator:
    """A validator from a parser that resolves words against the clip."""

    def validate(value: object, info: ValidationInfo) -> Any:
        return parse(value, facts_of(info))

    return BeforeValidator(validate)


def written_as(examples: Sequence[object], *, numbers: bool = True) -> WithJsonSchema:
    """The schema of a value that may be written as a number or as text, with spellings."""
    kinds = ["number", "string"] if numbers else "string"
    return WithJsonSchema({"type": kinds, "examples": list(examples)})
