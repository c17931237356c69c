"""Control tools: what a planner can do besides editing, as plain functions with docstrings.

They take what they act on first, as the tools on clips do: a ``History``, or the ``Dialogue``
that collects what is said to the person. The planners learn them from their docstrings.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Dialogue:
    """What a turn says to the person besides its edits.

    Attributes:
        question: What is asked back; empty when nothing is.
        refusal: Why nothing is done; empty unless refused.
        left_out: Wishes that are not done, each with its reason.
    """

    question: str = ""
    refusal: str = ""
    left_out: list[str] = field(default_factory=list)


def ask_person(dialogue: Dialogue, question: str, choices: list[str] | None = None) -> str:
    """Ask the person back when something that matters is missing or ambiguous.

    Args:
        dialogue: What is said to the person.
        question: One short question that names the choices.
        choices: Answers to choose from, at most four; each works when said back.
    """
    named = [choice for choice in choices or [] if choice not in question]
    dialogue.question = f"{question} ({' / '.join(named)})" if named else question
    return "asked"


def decline(dialogue: Dialogue, reason: str, nearest: str = "") -> str:
    """Refuse the whole request: it cannot or may not be done.

    Args:
        dialogue: What is said to the person.
        reason: Why, in one sentence.
        nearest: The nearest thing that can be done, as a request the person could make.
    """
    dialogue.refusal = f"{reason} {nearest}".strip()
    return "declined"


def leave_out(dialogue: Dialogue, wish: str, reason: str) -> str:
    """Tell the person that one of several wishes is not done, while the others are.

    Args:
        dialogue: What is said to the person.
        wish: The person's own words for it.
        reason: Why it is not done.
    """
    dialogue.left_out.append(f"{wish}: {reason}")
    return "noted"


def find_tools(dialogue: Dialogue, what: str) -> str:
    """Look for a tool that you were not told about; there are many more.

    Args:
        dialogue: What is said to the person.
        what: What it should do, in a few English words.
    """
    return f"looked for '{what[:60]}': see which tools there are now, and call the one that fits"
