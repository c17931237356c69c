"""People: what each of them set for all chats with the bots, kept in a small file each."""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

log = logging.getLogger(__name__)

Field = Literal["language", "voice", "engine", "cost", "time", "quality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a person set; empty or None leaves it to what is usual.

    Attributes:
        language: The language in which the bots speak to them.
        voice: Who speaks voice-overs for which they name nobody.
        engine: With which engine.
        cost: US dollars above which they are asked first.
        time: Seconds of rendering above which they are.
        quality: ``draft`` for a small preview first, in place of the whole result.
    """

    language: str = ""
    voice: str = ""
    engine: str = ""
    cost: float | None = None
    time: float | None = None
    quality: Literal["", "draft"] = ""

    @property
    def likes(self) -> dict[str, str]:
        """What counts where a request leaves it open, as requests to the agent say it."""
        chosen = {"voice": self.voice, "engine": self.engine}
        return {f"generate_voice.{name}": value for name, value in chosen.items() if value}


class People:
    """Everybody who set something.

    Args:
        folder: Where their files lie; made with the first one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Person] = {}

    def of(self, user: str) -> Person:
        """What a person set.

        Args:
            user: Name of the person, such as ``telegram:123``.
        """
        if user not in self._known:
            self._known[user] = self._read(user)
        return self._known[user]

    def change(self, user: str, field: Field, value: str) -> Person:
        """Set something for a person; an empty value leaves it to what is usual again."""
        chosen: Any = value
        if field in {"cost", "time"}:
            chosen = float(value) if value else None
        return self._write(user, replace(self.of(user), **{field: chosen}))

    def reset(self, user: str) -> Person:
        """Leave everything to what is usual, and keep no file about that person."""
        self._known.pop(user, None)
        self._file(user).unlink(missing_ok=True)
        return self.of(user)

    async def forget(self, user: str) -> None:
        """Keep nothing about a person who wants all about them forgotten."""
        self.reset(user)

    def _read(self, user: str) -> Person:
        try:
            known = json.loads(self._file(user).read_text("utf-8"))
            return Person(**known)
        except FileNotFoundError:
            return Person()
        except (OSError, ValueError, TypeError) as error:
            log.warning("settings of a person could not be read: %s", error)
            return Person()

    def _write(self, user: str, person: Person) -> Person:
        self._known[user] = person
        file = self._file(user)
        part = file.with_suffix(".part")
        # A full disk is no reason to answer nobody: it holds until the bot stops.
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(asdict(person)), "utf-8")
            part.replace(file)
        return person

    def _file(self, user: str) -> Path:
        return self._folder / f"{re.sub(r'[^a-z0-9-]', '-', user.lower())}.json"
