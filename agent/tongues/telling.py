"""Telling: what a turn tells, in the language of the person who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agent import replies
from agent.messages import (
    Answering,
    Event,
    FirstLook,
    Planned,
    Preview,
    Progress,
    Quote,
    Receipt,
    Reply,
)
from agent.tongues.catalogue import LANGUAGES, catalogue
from agent.tongues.tongue import Tongue


def told(text: str, language: str) -> str:
    """A message such as that of an error; English where nothing else is known to say."""
    return text if _is_english(language) else Tongue(catalogue(language)).told(text)


def telling(emit: Callable[[Event], None], language: str) -> Callable[[Event], None]:
    """Takes events and passes them on in another language."""
    return emit if _is_english(language) else lambda event: emit(translated(event, language))


def translated(event: Event, language: str) -> Event:
    """What is told during a turn, in another language."""
    match event:
        case Reply():
            return reply_in(event, language)
        case Planned():
            return replace(event, steps=_phrases(event.steps, language))
        case Quote():
            return replace(event, what=told(event.what, language))
        case Progress():
            return replace(event, what=told(event.what, language))
        case Answering():
            return replace(event, text=told(event.text, language))
        case Preview() | FirstLook():
            return event


def reply_in(reply: Reply, language: str) -> Reply:
    """A reply in another language: what was done is joined in it, and wishes stay as they are."""
    if _is_english(language):
        return reply
    plain = Tongue(catalogue(language))
    receipt = _receipt(reply.receipt, plain)
    suggestions = tuple(plain.phrase(each) or each for each in reply.suggestions)
    known = dict(zip(reply.receipt.not_done, receipt.not_done, strict=True))
    known |= {line: line for line in replies.receipt_lines(replace(receipt, not_done=()))}
    if done := plain.joined(reply.receipt.done):
        known[replies.joined(reply.receipt.done)] = done
    if reply.suggestions:
        (line,) = replies.next_lines(reply.suggestions)
        known[line] = _next(suggestions, plain)
    return replace(
        reply,
        text=Tongue(catalogue(language), known).told(reply.text),
        receipt=receipt,
        suggestions=suggestions,
        recipe=_phrases(reply.recipe, language),
    )


def _receipt(receipt: Receipt, tongue: Tongue) -> Receipt:
    return replace(
        receipt,
        done=tuple(tongue.phrase(each) or each for each in receipt.done),
        not_done=tuple(_not_done(each, receipt.asked, tongue) for each in receipt.not_done),
    )


def _not_done(left: str, asked: Sequence[str], tongue: Tongue) -> str:
    """A wish, which stays as the person said it, with the reason why it was not done."""
    for wish in asked:
        if left.startswith(f"{wish}: "):
            return f"{wish}: {tongue.told(left.removeprefix(f'{wish}: '))}"
    return tongue.told(left)


def _next(suggestions: Sequence[str], tongue: Tongue) -> str:
    """What is suggested, in a line."""
    listed = [f"«{each}»" for each in suggestions]
    return tongue.catalogue.fixed["Next, if you like:"] + " " + tongue.listed(listed, "or") + "."


def _phrases(phrases: Sequence[str], language: str) -> tuple[str, ...]:
    tongue = Tongue(catalogue(language))
    return tuple(tongue.phrase(each) or each for each in phrases)


def _is_english(language: str) -> bool:
    return language not in LANGUAGES[1:]
