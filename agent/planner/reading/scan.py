"""Scan: a message becomes words, numbers and quoted text, each with its place in the message.

What stands in quotes is taken verbatim; nothing later looks into it. One regular expression is
walked over the message once, so the work is linear in its length.
"""

from __future__ import annotations

import re

from agent.planner.reading.items import Item, Items

# Pairs of quotation marks; a straight or typographic apostrophe inside a word opens nothing.
_QUOTES = (
    r'"(?P<q1>[^"]*)"', r"“(?P<q2>[^“”\"]*)[”“\"]", r"„(?P<q3>[^“”\"„]*)[“”\"]",
    r"«(?P<q4>[^«»]*)»", r"»(?P<q5>[^«»]*)«", r"「(?P<q6>[^」]*)」", r"`(?P<q7>[^`]*)`",
    r"(?<![\w'’])['‘](?P<q8>(?=\S)(?:[^'‘’]|(?<=\w)['’](?=\w))*?)['’](?!\w)",
)  # fmt: skip
_SUFFIXES = (
    "mp4|m4v|mov|mkv|webm|avi|gif|mp3|wav|m4a|aac|flac|ogg|opus|wmv|flv|mpg|mpeg|3gp|png|jpe?g|"
    "webp|srt|vtt|ass|txt|zip"
)
_UNIT = r"(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_TOKEN = re.compile(
    "|".join(_QUOTES)
    + rf"""
    | (?P<url>https?://\S+|www\.\S+)
    | (?P<file>[\w][\w-]{{0,80}}\.(?:{_SUFFIXES})\b)
    | (?P<color>\#(?:[0-9a-f]{{6}}|[0-9a-f]{{3}})\b)
    | (?P<tag>(?<![\w&])\#[^\W\d_]\w*(?:\s+\#[^\W\d_]\w*)*|(?<![\w.@])@[^\W\d]\w+(?:\.\w+)*)
    | (?P<codec>\b[hx]\s?\.\s?26[45]\b)
    | (?P<date>(?<![\w.])(?:\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}})
            (?![\w:]))
    | (?P<shape>(?:16:9|9:16|4:3|3:4|1:1|21:9|9:21|4:5|5:4|3:2|2:3|16:10|10:16|2:1|1:2)(?![\d:.]))
    | (?P<clock>\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d+)?|\d{{1,12}}:\d{{2}}(?:[.,]\d+)?)(?![\d:])
    | (?P<ratio>\d+(?:\.\d+)?\s?:\s?\d+(?:\.\d+)?)(?![\d:])
    | (?P<span>\d+\s?(?:h|hrs?|hours?)\s?\d+\s?(?:m|mins?|minutes?)
            (?:\s?(?:{_NUMBER})\s?(?:s|secs?|seconds?))?\b
          |\d+\s?(?:m|mins?|minutes?)\s?(?:{_NUMBER})(?:\s?(?:s|secs?|seconds?))?\b(?!\s?[x×%p:]))
    | (?P<size>\d{{1,5}}\s?[x×*]\s?\d{{1,5}}(?!\w))
    | (?P<times>(?:{_NUMBER})\s?[x×](?!\w)|(?<!\w)[x×](?:{_NUMBER})(?!\w))
    | (?P<percent>(?:(?<![\w)])[+-])?(?:{_NUMBER})\s?(?:%|percent\b|pct\b))
    | (?P<fraction>(?<![\w/])[1-9]/[1-9]\d?(?![\w/])|[½¼¾⅓⅔])
    | (?P<lines>\b(?:144|240|360|480|540|576|720|1080|1440|2160|4320)\s?[pi]\b|\b[248]k\b)
    | (?P<ordinal>\b\d+(?:st|nd|rd|th)\b)
    | (?P<bullet>(?:^|(?<=[\s;,]))(?:\(?\d{{1,2}}\)|\d{{1,2}}\.(?=\s\D)|[a-e]\))(?=\s)
          |(?:^|(?<=\n))\s*[-*•](?=\s))
    | (?P<number>(?<![\w)])[+-](?:{_NUMBER})|{_NUMBER})
    | (?P<word>b\s?&\s?w\b|b/w\b|w/o\b|w/|[^\W\d_][^\W_]*(?:['’][^\W\d_]+)*)
    | (?P<break>[!?;\n]+|\.(?!\w)|\s[-–—]+(?=\s)|\s[/|•](?=\s))
    | (?P<dash>[-–—~→]+|->)
    | (?P<mark>[,:&+@=()°])
    """,
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
# "640x480 at 100,50" are two numbers, and no decimal fraction.
_PLACE = re.compile(
    r"(\d\s?[x×*]\s?\d+(?:\s?px)?\s+(?:\w+\s+)?(?:at|from|@)\s*\(?\d+),(?=\d)", re.IGNORECASE
)
_UNIT_AFTER = re.compile(_UNIT + r"\b", re.IGNORECASE)
_TIME_WORD = re.compile(r"(?:end|halfway|half|middle)\b", re.IGNORECASE)
_UNIT_WORDS = frozenset({"s", "sec", "secs", "seconds", "second", "m", "min", "mins", "%", "ms"})
_DASHES = frozenset("-–—")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


def number(text: str) -> float:
    """The value of digits with a decimal point or comma."""
    return float(text.replace(",", "."))


def clock_seconds(text: str) -> float:
    """Seconds of ``0:05``, ``1:02:03.5``."""
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _span_seconds(text: str) -> float:
    """Seconds of ``1m5``, ``1h 2m 3s``; a number without a unit is seconds."""
    total = 0.0
    for digits, unit in re.findall(rf"({_NUMBER})\s*([a-z]*)", text.lower()):
        total += number(digits) * {"h": 3600, "m": 60}.get(unit[:1], 1)
    return total


def _simple(kind: str, text: str) -> tuple[str, object] | None:
    """Kind and value of the tokens that need no context."""
    digits = re.findall(_NUMBER, text)
    match kind:
        case "url" | "file" | "color":
            return f"<{kind}>", text.lower() if kind == "color" else text
        case "tag" | "date":
            return f"<{kind}>", text
        case "clock":
            return "<time>", clock_seconds(text)
        case "span":
            return "<lasting>", _span_seconds(text)
        case "ratio" | "shape":
            first, _, second = text.partition(":")
            return "<aspect>", (float(first), float(second))
        case "size":
            return "<size>", (int(digits[0]), int(digits[1]))
        case "times":
            return "<times>", number(digits[0])
        case "percent":
            sign = -1 if text.startswith("-") else 1
            return "<percent>", sign * number(digits[0]) / 100
        case "lines":
            return "<lines>", _lines(text.lower())
        case _:
            return None


def _lines(text: str) -> int:
    count = int(re.findall(r"\d+", text)[0])
    return {2: 1440, 4: 2160, 8: 4320}.get(count, count) if "k" in text else count


def _fraction(text: str) -> float:
    if text in _VULGAR:
        return _VULGAR[text]
    above, below = text.split("/")
    return int(above) / int(below)


def scan(message: str) -> Items:
    """The message as items, in order."""
    row: list[Item] = []
    for match in _TOKEN.finditer(_PLACE.sub(r"\1 ", message)):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind.startswith("q"):
            row.append(Item("<quote>", start, end, message[slice(*match.span(kind))]))
        elif simple := _simple(kind, match[0]):
            row.append(Item(simple[0], start, end, simple[1]))
        else:
            row.extend(_contextual(kind, match, message, row))
    return tuple(row)


def _contextual(kind: str, match: re.Match[str], message: str, row: list[Item]) -> list[Item]:
    """Items of the tokens whose reading hangs on what stands around them."""
    text, (start, end) = match[0], match.span()
    match kind:
        case "number":
            return _number(text, start, end, row)
        case "fraction":
            return [Item("<fraction>", start, end, _fraction(text))]
        case "ordinal":
            return [Item("first" if text == "1st" else text.lower(), start, end)]
        case "break" if text.strip() in _DASHES and row and _joins_values(row[-1], message, end):
            return [Item("-", start, end)]
        case "bullet" | "break":
            return [Item(";", start, end)]
        case "codec":
            return [Item(f"h{text[-3:]}", start, end)]
        case "dash":
            return _dash(message, start, end, row)
        case "word":
            word = text.lower().replace("’", "'").replace(" ", "")
            return [Item(word, start, end)]
        case _:
            return [Item(text, start, end)]


def _number(text: str, start: int, end: int, row: list[Item]) -> list[Item]:
    """A number; a sign right behind another value parts the two ("13 -17")."""
    if text[0] in "+-" and row and (row[-1].is_value or row[-1].word in _UNIT_WORDS):
        sign = Item("-" if text[0] == "-" else "+", start, start + 1)
        return [sign, Item("<num>", start + 1, end, number(text[1:]))]
    value = -number(text[1:]) if text[0] == "-" else number(text.lstrip("+"))
    return [Item("<num>", start, end, value)]


def _joins_values(before: Item, message: str, end: int) -> bool:
    """Whether a dash between blanks stands between two values ("13 - 17")."""
    after = message[end : end + 2].strip()[:1]
    return after.isdigit() and (before.is_value or before.word in _UNIT_WORDS)


def _dash(message: str, start: int, end: int, row: list[Item]) -> list[Item]:
    """A dash parts two values; inside a word and before a unit it is nothing."""
    before, after = message[start - 1 : start], message[end : end + 1]
    if before.isalpha() and row and row[-1].word not in _UNIT_WORDS:
        return []
    if before.isdigit() and after.isalpha():
        return [Item("-", start, end)] if _TIME_WORD.match(message, end) else []
    return [Item("-", start, end)]
