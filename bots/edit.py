"""Edit: one request from the command line, from the words typed to the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from json import dumps
from uuid import uuid4

import typer

from agent.messages import Reply, Request, as_json
from bots.attachments import originals, split_command
from bots.console import screen
from bots.delivery import Destination
from bots.language import of_the_terminal, sentence, speak, spoken, translated
from bots.session import Session
from bots.text import answer, plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

DONE, FAILED, WRONG_INPUT, REFUSED = 0, 1, 2, 3
USER = "local"
"""Who writes at this machine's terminal; preferences are kept under this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What ``vfxb edit`` was told.

    Attributes:
        words: Clip and request, as typed.
        output: What ``-o`` says.
        force: Whether an existing file may be replaced.
        conversation: Name of the conversation to go on with, empty for a new one.
        preview: Whether a small, fast rendering is enough.
        yes: Whether edits that cost money or long minutes are agreed to in advance.
        json: Whether the reply is printed as JSON.
    """

    words: Sequence[str]
    output: str = ""
    force: bool = False
    conversation: str = ""
    preview: bool = False
    yes: bool = False
    json: bool = False

    def run(self) -> int:
        """Do it, print the reply, and return the exit code. Programs that read it get English."""
        if not self.json:
            speak(of_the_terminal())
        try:
            return self._run()
        except (VfxbError, MemoryFault) as error:
            self._print(Reply(kind="refuse", text=translated(str(error))), error=True)
            return WRONG_INPUT if isinstance(error, BadInput) else FAILED

    def _run(self) -> int:
        clips, text = split_command(self.words, conversation=self.conversation)
        destination = Destination.of(self.output, clips, replace=self.force)
        request = Request(
            conversation=self.conversation or f"edit-{uuid4().hex[:8]}",
            user=USER,
            text=destination.wish(clips, text),
            attachments=originals(clips),
            preview=self.preview,
            keep_edits=True,
            language=spoken(),
        )
        with Session(screen()) as session:
            reply = session.say(request, destination.accept)
            if reply.kind == "approve":
                reply = self._decide(session, request, reply)
        if reply.files:
            reply = replace(reply, files=destination.save(reply.files))
        self._print(reply)
        if reply.kind in {"clarify", "approve"} and not self.json:
            typer.echo(sentence("answer_with", name=request.conversation), err=True)
        return exit_code(reply)

    def _decide(self, session: Session, request: Request, reply: Reply) -> Reply:
        """Answer a quote: agreed to in advance, or asked at a terminal, or left open."""
        word = "yes" if self.yes else ""
        if not word and sys.stdin.isatty() and sys.stderr.isatty():
            try:
                question = plain(reply.text).removesuffix(sentence("yes_or_no"))
                word = "yes" if typer.confirm(question, err=True) else "no"
            except typer.Abort as stopped:
                raise KeyboardInterrupt from stopped
        if not word:
            return reply
        return session.say(replace(request, text=word, attachments=()))

    def _print(self, reply: Reply, *, error: bool = False) -> None:
        if self.json:
            typer.echo(dumps(as_json(reply)))
        else:
            typer.echo(answer(reply, saved=reply.files), err=error)


def exit_code(reply: Reply) -> int:
    """What the shell gets for a reply."""
    if reply.failed:
        return FAILED
    if reply.unusable:
        return WRONG_INPUT
    return DONE if reply.kind in {"edit", "answer"} else REFUSED
