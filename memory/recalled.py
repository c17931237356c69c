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

    @property
    def words(self) -> str:
        """The words by which it is found."""
        return f"{self.text} {self.tool} {self.argument} {self.value if self.argument else ''}"


@dataclass(frozen=True, slots=True)
class Look:
    """A look that a person saved.

    Attributes:
        id: Identifier, unique for all people.
        name: What they call it.
        steps: The steps that make it, plain JSON values.
    """

    id: str
    name: str
    steps: tuple[Mapping[str, Any], ...] = ()

    @property
    def text(self) -> str:
        """It in words."""
        return f"the look “{self.name}”"

    @property
    def words(self) -> str:
        """The words by which it is found."""
        return f"{self.name} look"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a person told about themselves or about a clip.

    Attributes:
        id: Identifier, unique for all people.
        text: It in their words.
        source_id: The clip that it is about; empty when it is about none.
    """

    id: str
    text: str
    source_id: str = ""

    @property
    def words(self) -> str:
        """The words by which it is found."""
        return self.text


Kept = Preference | Look | Fact
"""What somebody wanted to have remembered."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What a person asks for again and again.

    Attributes:
        tool: The tool.
        argument: An argument of it.
        value: The value that they give it, a plain JSON value.
        times: In how many turns so far.
    """

    tool: str
    argument: str
    value: Any
    times: int


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
        looks: All looks that the person saved, oldest first.
        facts: What they told about this clip, and what resembles the message, best first.
        habits: What they ask for again and again and were never asked about.
    """

    preferences: tuple[Preference, ...] = ()
    turns: tuple[Memo, ...] = ()
    recipes: tuple[Memo, ...] = ()
    looks: tuple[Look, ...] = ()
    facts: tuple[Memo, ...] = ()
    habits: tuple[Habit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVoice:
    """A voice of a person.

    Attributes:
        name: What they call it.
        engine: Who keeps it.
        voice: What it is called there.
        settings: How it is to speak, where that was said: values from 0 to 1 by name.
    """

    name: str
    engine: str
    voice: str
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is remembered about one person.

    Attributes:
        preferences: Wishes for always.
        turns: Messages with their answers.
        recipes: Delivered edits.
        looks: Saved looks.
        facts: What they told about themselves and their clips.
    """

    preferences: int = 0
    turns: int = 0
    recipes: int = 0
    looks: int = 0
    facts: int = 0

    def __add__(self, other: Extent) -> Extent:
        return Extent(
            self.preferences + other.preferences,
            self.turns + other.turns,
            self.recipes + other.recipes,
            self.looks + other.looks,
            self.facts + other.facts,
        )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten of a person, and what memory itself cannot delete.

    Attributes:
        extent: How much was forgotten.
        conversations: Conversations in which nobody else took part.
        shared: Conversations in which others took part, too.
        assets: Ids of files in the asset store that nobody else sent or uses.
        files: Rendered files that belong to nobody else.
        voices: Their own voices, as they are called where they are kept.
    """

    extent: Extent = Extent()
    conversations: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(
            extent=self.extent + other.extent,
            conversations=(*self.conversations, *other.conversations),
            shared=(*self.shared, *other.shared),
            assets=(*self.assets, *other.assets),
            files=(*self.files, *other.files),
            voices=(*self.voices, *other.voices),
        )
