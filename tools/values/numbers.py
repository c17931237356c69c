"""Numbers as people write them: ``12``, ``2,5``, ``3/4``, ``1 1/2``, ``two and a half``."""

from __future__ import annotations

import re

from tools.values.reading import plain_number, tidy

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_FRACTION = re.compile(r"(?:(\d+) )?(\d{1,6}) ?/ ?(\d{1,6})")
_AND_PART = re.compile(
    r"(?:(.+?) and )?(?:a |one )?(half|quarter|third|fifth|tenth)(?: (?:of )?an?)?"
)
_PARTS = re.compile(r"(?:(.+?) )(halves|quarters|thirds|fifths|tenths)(?: of an?)?")
_SHARES = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4,
    "quarters": 1 / 4, "fifth": 1 / 5, "fifths": 1 / 5, "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
_WORDS = {
    "a": 1.0, "an": 1.0, "once": 1.0, "twice": 2.0, "thrice": 3.0, "a couple": 2.0,
    "a couple of": 2.0, "couple of": 2.0, "a few": 3.0, "a dozen": 12.0, "zero": 0.0, "no": 0.0,
}  # fmt: skip


def parse_number(value: object) -> float:
    """A number from digits, a fraction or words.

    Args:
        value: A number, or text such as "12", "2,5", "3/4", "one and a half", "twenty five".

    Raises:
        ValueError: It is not a number; the message quotes it.
    """
    number = plain_number(value)
    if number is not None:
        return number
    text = tidy(value)
    number = _written(text)
    if number is None:
        raise ValueError(f"'{text}' is not a number")
    return number


def _written(text: str) -> float | None:
    if text.startswith(("-", "+")):
        number = _written(text[1:].strip())
        return None if number is None else -number if text[0] == "-" else number
    if _DIGITS.fullmatch(text):
        return plain_number(float(text.replace(",", ".")))
    if match := _FRACTION.fullmatch(text):
        whole, top, bottom = (int(part or 0) for part in match.groups())
        return whole + top / bottom if bottom else None
    if text in _WORDS:
        return _WORDS[text]
    share = _share(text)
    return _spoken(text) if share is None else share


def _share(text: str) -> float | None:
    """Halves and quarters: "half a", "a quarter of an", "two and a half", "three quarters"."""
    if match := _AND_PART.fullmatch(text):
        whole = _written(match[1]) if match[1] else 0.0
        return None if whole is None else whole + _SHARES[match[2]]
    if match := _PARTS.fullmatch(text):
        count = _written(match[1])
        return None if count is None else count * _SHARES[match[2]]
    return None


def _spoken(text: str) -> float | None:
    """Number words: "twenty five", "a hundred", "one point five"."""
    from text_to_num import text2num  # 20 ms that digits never need

    whole, _, digits = text.replace("-", " ").partition(" point ")
    whole = re.sub(r"^an? ", "one ", whole)
    try:
        number = float(text2num(whole, "en"))
        decimals = "".join(str(int(text2num(digit, "en"))) for digit in digits.split())
    except ValueError:
        return None
    return float(f"{number:.0f}.{decimals}") if decimals else number
