"""Complaint: "I hate the sound, kill it" names the thing first and what to do about it next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from agent.planner.choosing.index import Index, tokens
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Items
from agent.planner.reading.message import Reading
from agent.planner.wishes.split import Wish

_HATED = re.compile(
    r"^(?:and |but |okay |well )*(?:i (?:really )?(?:hate|dislike|can not stand|do not (?:really )?"
    r"like)|(?:(?:the|this|that|my|there is(?: a| some)?) )?\S+(?: \S+)? (?:is|are|sounds?|looks?) "
    r"(?:so |really |very |just |too )*(?:terrible|awful|annoying|horrible|useless|bad|ugly|"
    r"distracting|unbearable|much))\b"
)
_TAKING_OFF = frozenset({"remove", "mute", "undo", "cut"})
_PRONOUNS = frozenset({"it", "them", "that", "this"})


def resolved(wishes: Iterable[Wish], reading: Reading, index: Index) -> list[Wish]:
    """The wishes, with "it" read as the thing that was complained of just before."""
    row: list[Wish] = []
    for wish in wishes:
        before = row[-1] if row else None
        if before and _is_said_again(before, wish):
            continue  # "it is too dark, brighten it"
        if before and _complains(before, reading) and _takes_off(wish):
            row[-1] = replace(wish, pieces=(_of(wish, before.items, index),))
        else:
            row.append(wish)
    return row


def _is_said_again(before: Wish, wish: Wish) -> bool:
    """Whether what is wrong and what would put it right are the same wish."""
    words, again = (
        [item.word for item in each.items if item.word not in FILLERS] for each in (before, wish)
    )
    plain = all(not word.startswith("<") or word in _WAYS for word in words)
    return len(words) > 1 and plain and words == again


_WAYS = frozenset({"<more>", "<less>"})


def _complains(wish: Wish, reading: Reading) -> bool:
    return bool(_HATED.match(reading.spelled_under(wish.items)))


def _takes_off(wish: Wish) -> bool:
    said = {item.word for item in wish.items}
    return bool(said & _PRONOUNS and said & _TAKING_OFF) and not tokens(wish.items) - _TAKING_OFF


def _of(wish: Wish, named: Items, index: Index) -> Items:
    """“kill it” as "remove the sound"."""
    things = [item.word for item in named if tokens([item]) and index.knows(item.word)]
    if not things:
        return wish.items
    verb = next(item.word for item in wish.items if item.word in _TAKING_OFF)
    start = min(item.start for item in wish.items)
    end = max(item.end for item in wish.items)
    # What was read as its own remedy, "noise_reduction", needs no verb.
    said = things[-1] if "_" in things[-1] else f"{verb} the {things[-1]}"
    row = index.reader.read(said).items
    return tuple(replace(item, start=start, end=end) for item in row)
