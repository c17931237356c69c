"""What memory gives back: plain values, free of any database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Preference:
    """Something that a person wants always.

    Attributes:
        id: Identifier, unique for all people.
        text: The wish in the person's words, such as "I always want my titles yellow".
        tool: Tool that it is about, such as ``add_text``; empty when it is about none.
        argument: Argument of that tool that it sets, such as ``color``; empty likewise.
        value: Value of that argument, a plain JSON value.
    """

    id: str
    text: str
    tool: str = ""
    argument: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Memo:
    """Something that happened and resembles what is asked now.

    Attributes:
        text: It in words: what the person wrote, or what an edit did.
        data: Its record: ids, the reply, the steps.
        score: How well it fits, 0 to 1, with older ones counting less.
        at: When it happened.
    """

    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    score: float = 0.0
    at: datetime = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is remembered about one person that matters to one message.

    Attributes:
        preferences: All that the person wants always, oldest first.
        turns: Earlier messages like this one, best first.
        recipes: Earlier edits like this one, best first.
    """

    preferences: tuple[Preference, ...] = ()
    turns: tuple[Memo, ...] = ()
    recipes: tuple[Memo, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is remembered about one person.

    Attributes:
        preferences: Wishes for always.
        turns: Messages with their answers.
        recipes: Delivered edits.
    """

    preferences: int = 0
    turns: int = 0
    recipes: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten of a person, and what memory itself cannot delete.

    Attributes:
        extent: How much was forgotten.
        conversations: Conversations in which nobody else took part.
        assets: Ids of files in the asset store that nobody else sent or uses.
        files: Rendered files that belong to nobody else.
    """

    extent: Extent = Extent()
    conversations: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
