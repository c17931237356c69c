"""Telling: what a turn tells, in the language of the person who is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def answered_in(message: str, language: str) -> str:
    """The language to answer a message in: that of the app, or its own where the app's is English.

    Args:
        message: What the person wrote.
        language: The language of the app.
    """
    from agent.planner.reading.language import written_in

    own = written_in(message) if _is_english(language) else language
    return own if own in LANGUAGES else language


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


def reply_in(reply: Reply, language: str, said: str = "") -> Reply:
    """A reply in another language: what was done is joined in it.

    Args:
        reply: The reply.
        language: The language.
        said: The person's message. Wishes in it stay as they are; others are choices of our own.
    """
    if _is_english(language):
        return reply
    plain = Tongue(catalogue(language))
    asked = tuple(
        wish if wish in said else plain.phrase(wish) or wish for wish in reply.receipt.asked
    )
    receipt = _receipt(reply.receipt, asked, plain)
    suggestions = tuple(plain.phrase(each) or each for each in reply.suggestions)
    known = dict(zip(reply.receipt.not_done, receipt.not_done, strict=True))
    idle = plain.phrase(replies.IDLE)
    for wish, own in zip(reply.receipt.asked, asked, strict=True):
        known[f"✓ {replies.shortened(wish)}"] = f"✓ {replies.shortened(own)}"
        line = f"– {replies.shortened(wish)}: {replies.IDLE}"
        known[line] = f"– {replies.shortened(own)}: {idle}"
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


def _receipt(receipt: Receipt, asked: tuple[str, ...], tongue: Tongue) -> Receipt:
    wishes = dict(zip(receipt.asked, asked, strict=True))
    return replace(
        receipt,
        asked=asked,
        done=tuple(tongue.phrase(each) or each for each in receipt.done),
        not_done=tuple(_not_done(each, wishes, tongue) for each in receipt.not_done),
    )


def _not_done(left: str, wishes: Mapping[str, str], tongue: Tongue) -> str:
    """A wish with the reason why it was not done."""
    for wish, own in wishes.items():
        if left.startswith(f"{wish}: "):
            return f"{own}: {tongue.told(left.removeprefix(f'{wish}: '))}"
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
