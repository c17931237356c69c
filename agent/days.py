"""Days: when something was, in people's words for the past."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {"day": 1, "week": 7, "month": 30}
_AGO = re.compile(rf"\b(\d{{1,5}}|{'|'.join(_NUMBERS)}) (day|week|month)s? ago\b")
_LONGEST = 36_500

Span = tuple[datetime, datetime]
"""From when on, and until when."""


def when(words: str, now: datetime) -> Span | None:
    """The time that words speak of; None when they speak of none.

    Args:
        words: Such as "yesterday", "last Friday", "two weeks ago", "2030-05-17".
        now: This moment, in the zone of the person.
    """
    said = words.casefold()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for know in (_date, _named, _ago, _weekday):
        if span := know(said, today):
            return span
    return None


def _named(said: str, today: datetime) -> Span | None:
    if "day before yesterday" in said:
        return _days(today, 2)
    for word, back in (("yesterday", 1), ("last night", 1), ("today", 0), ("this morning", 0)):
        if word in said:
            return _days(today, back)
    if "last week" in said:
        return _days(today, today.weekday() + 7, 7)
    if "this week" in said:
        return _days(today, today.weekday(), 7)
    if "last month" in said:
        end = today.replace(day=1)
        return (end - timedelta(days=1)).replace(day=1), end
    return None


def _ago(said: str, today: datetime) -> Span | None:
    found = _AGO.search(said)
    if found is None:
        return None
    count = int(found[1]) if found[1].isdigit() else _NUMBERS[found[1]]
    length = _UNITS[found[2]]
    return _days(today, min(count * length, _LONGEST), length)


def _weekday(said: str, today: datetime) -> Span | None:
    for number, day in enumerate(_WEEKDAYS):
        if re.search(rf"\b{day}\b", said):
            return _days(today, (today.weekday() - number) % 7 or 7)
    return None


def _date(said: str, today: datetime) -> Span | None:
    found = re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", said)
    if found is None:
        return None
    try:
        start = today.replace(year=int(found[1]), month=int(found[2]), day=int(found[3]))
    except ValueError:
        return None
    return start, start + timedelta(days=1)


def _days(today: datetime, back: int, length: int = 1) -> Span:
    start = today - timedelta(days=back)
    # "Two weeks ago" is about two weeks ago.
    slack = timedelta(days=length // 4)
    return start - slack, start + timedelta(days=length) + slack
