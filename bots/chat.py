"""Chat: a conversation at the terminal."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import typer

from agent.messages import Request
from bots import words
from bots.attachments import clip_file, originals, split_message
from bots.console import screen
from bots.delivery import Destination
from bots.edit import DONE, FAILED, USER, WRONG_INPUT
from bots.language import of_the_terminal, speak, spoken, translated
from bots.session import Screen, Session, opened
from bots.text import answer, file_name, plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

if TYPE_CHECKING:
    from bots.asking import Agent

log = logging.getLogger(__name__)

FAREWELLS = frozenset({"bye", "exit", "quit", "/exit", "/quit", ":q", "adiós", "adios", "salir"})
_FOR_BOTS = frozenset({"quota", "settings"})
_COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)


def _read() -> str | None:
    """A line of the person; None when they leave with Ctrl-D or Ctrl-C."""
    try:
        return input("\n> ").strip()
    except (EOFError, KeyboardInterrupt):
        typer.echo()
        return None


@dataclass(slots=True, kw_only=True)
class Chat:
    """A conversation at the terminal.

    Attributes:
        clips: Names of the clips to begin with.
        conversation: Its name; empty begins a new one.
        opens: Opens the agent.
        read: Gives the next line of the person; None when they leave.
        write: Takes each answer.
        screen: Where turns are shown while they run.
        language: The language in which the person is spoken to.
        latest: Files of the latest reply that came with any.
    """

    clips: Sequence[str] = ()
    conversation: str = ""
    opens: Callable[[Path | None], AbstractAsyncContextManager[Agent]] = opened
    read: Callable[[], str | None] = _read
    write: Callable[[str], None] = typer.echo
    screen: Screen = field(default_factory=screen)
    language: str = field(default_factory=of_the_terminal)
    latest: tuple[Path, ...] = field(default=())

    def run(self) -> int:
        """Talk until the person leaves; the exit code."""
        with suppress(ImportError):
            import readline  # noqa: F401 - gives input() a history and arrow keys
        speak(self.language)
        name = self.conversation or f"chat-{uuid4().hex[:8]}"
        try:
            attachments = originals([clip_file(clip) for clip in self.clips])
            with Session(self.screen, opens=self.opens) as session:
                self.write(words.WELCOME)
                self._talk(session, name, attachments)
        except BadInput as error:
            typer.echo(plain(translated(str(error))), err=True)
            return WRONG_INPUT
        except (VfxbError, MemoryFault) as error:
            typer.echo(plain(translated(str(error))), err=True)
            return FAILED
        self.write(words.go_on(name))
        return DONE

    def _talk(self, session: Session, name: str, attachments: tuple[Path, ...]) -> None:
        if attachments:
            self._turn(session, _request(name, "", attachments))
        while (line := self.read()) is not None:
            if line.casefold() in FAREWELLS:
                return
            if (said := self._commanded(line)) is None:
                continue
            named, text = split_message(said)
            clips = originals(named)
            if clips or text:
                self._turn(session, _request(name, text, clips))

    def _commanded(self, line: str) -> str | None:
        """What a line says to the agent, a command in its full words; None where nothing."""
        command = _COMMAND.fullmatch(line)
        typed, said = (command[1].lower(), command[2] or "") if command else ("", "")
        name = words.ALIASES.get(typed, typed)
        if name == "save":
            self._save(said.strip())
        elif name == "help":
            self.write(words.WELCOME)
        elif name in _FOR_BOTS:
            self.write(words.not_at_terminal(name))
        else:
            return words.command(name, said) if name in words.REQUESTS else line
        return None

    def _turn(self, session: Session, request: Request) -> None:
        """One turn; what goes wrong, Ctrl-C included, ends the turn and not the conversation."""
        try:
            outcome = session.outcome(request)
        except KeyboardInterrupt:
            if session.signal:
                raise
            self.write(f"\n{words.STOPPED}")
            return
        if isinstance(outcome, Exception):
            self.write(_told(outcome))
            return
        self.latest = outcome.files or self.latest
        self.write(answer(outcome))
        for file in outcome.files:
            self.write(file_name(file))

    def _save(self, target: str) -> None:
        if not self.latest:
            self.write(words.NOTHING_TO_SAVE)
            return
        try:
            for path in Destination.of(target.strip("'\""), ()).save(self.latest):
                self.write(words.saved(file_name(path)))
        except VfxbError as error:
            self.write(plain(translated(str(error))))


def _request(conversation: str, text: str, clips: tuple[Path, ...]) -> Request:
    return Request(
        conversation=conversation, user=USER, text=text, attachments=clips, language=spoken()
    )


def _told(error: Exception) -> str:
    """What to tell the person about an error; what is a bug goes to the log with its trace."""
    if isinstance(error, VfxbError | MemoryFault):
        return plain(translated(str(error)))
    log.error("a turn failed unexpectedly", exc_info=error)
    return words.BUG
