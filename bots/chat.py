"""Chat: a conversation at the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from locale import getlocale
from pathlib import Path
from uuid import uuid4

import typer

from agent.messages import Request
from bots import words
from bots.attachments import clip_file, originals, split_message
from bots.console import screen
from bots.delivery import Destination
from bots.edit import DONE, FAILED, USER, WRONG_INPUT
from bots.language import language_of, speak
from bots.session import Session
from bots.text import answer, file_name, plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

FAREWELLS = frozenset({"bye", "exit", "quit", "/exit", "/quit", ":q", "adiós", "adios", "salir"})


@dataclass(slots=True, kw_only=True)
class Chat:
    """A conversation at the terminal.

    Attributes:
        clips: Names of the clips to begin with.
        conversation: Its name; empty begins a new one.
        latest: Files of the latest reply that came with any.
    """

    clips: Sequence[str] = ()
    conversation: str = ""
    latest: tuple[Path, ...] = field(default=())

    def run(self) -> int:
        """Talk until the person leaves; the exit code."""
        with suppress(ImportError):
            import readline  # noqa: F401 - gives input() a history and arrow keys
        speak(language_of(getlocale()[0]))
        name = self.conversation or f"chat-{uuid4().hex[:8]}"
        try:
            attachments = originals([clip_file(clip) for clip in self.clips])
            with Session(screen()) as session:
                typer.echo(words.WELCOME)
                self._talk(session, name, attachments)
        except BadInput as error:
            typer.echo(plain(str(error)), err=True)
            return WRONG_INPUT
        except (VfxbError, MemoryFault) as error:
            typer.echo(plain(str(error)), err=True)
            return FAILED
        typer.echo(words.go_on(name))
        return DONE

    def _talk(self, session: Session, name: str, attachments: tuple[Path, ...]) -> None:
        if attachments:
            self._turn(
                session, Request(conversation=name, user=USER, text="", attachments=attachments)
            )
        while (line := _read()) is not None:
            if line.casefold() in FAREWELLS:
                return
            if line.split()[:1] == ["/save"]:
                self._save(line.removeprefix("/save").strip())
                continue
            named, text = split_message(line)
            clips = originals(named)
            if clips or text:
                self._turn(
                    session, Request(conversation=name, user=USER, text=text, attachments=clips)
                )

    def _turn(self, session: Session, request: Request) -> None:
        """One turn; what goes wrong, Ctrl-C included, ends the turn and not the conversation."""
        try:
            reply = session.say(request)
        except KeyboardInterrupt:
            if session.signal:
                raise
            typer.echo(f"\n{words.STOPPED}")
        except VfxbError as error:
            typer.echo(plain(str(error)))
        else:
            self.latest = reply.files or self.latest
            typer.echo(answer(reply))
            for file in reply.files:
                typer.echo(file_name(file))

    def _save(self, target: str) -> None:
        if not self.latest:
            typer.echo(words.NOTHING_TO_SAVE)
            return
        try:
            for path in Destination.of(target.strip("'\""), ()).save(self.latest):
                typer.echo(words.saved(file_name(path)))
        except VfxbError as error:
            typer.echo(plain(str(error)))


def _read() -> str | None:
    """A line of the person; None when they leave with Ctrl-D or Ctrl-C."""
    try:
        return input("\n> ").strip()
    except (EOFError, KeyboardInterrupt):
        typer.echo()
        return None
