"""A terminal with a person at it: ``vfxb chat`` in this process, fed with lines, its output read.

What it writes between a line and the next one that it asks for is the answer: a text, and below it
the files on lines of their own.
"""

from __future__ import annotations

import asyncio
import shlex
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from queue import SimpleQueue

from bots.asking import Agent
from bots.attachments import is_clip
from bots.chat import Chat
from bots.progress import LogBar
from bots.session import Screen
from tests.bots.chat_server import Board, Shown


class Terminal(Board):
    """What is typed, and what is to be read; what is shown meanwhile is the status."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._typed: deque[Shown] = deque()
        self._printed: list[str] = []
        self._answered: Shown | None = None
        self._shown: Shown | None = None

    # What the person does.

    async def send(self, text: str, clip: Path | None = None) -> Shown:
        message = self.put(Shown(id=self.number(), chat=0, text=text))
        self._typed.append(message)
        self._lines.put(" ".join([*([shlex.quote(str(clip))] if clip else []), text]))
        return message

    def leave(self) -> None:
        """End the conversation, after all that was typed."""
        self._lines.put(None)

    async def status(self) -> Shown:
        return await self.until(lambda: self._shown)

    # What the program does, in a thread of its own.

    def read(self) -> str | None:
        self._loop.call_soon_threadsafe(self._take_answer)
        line = self._lines.get()
        self._loop.call_soon_threadsafe(self._begin, line)
        return line

    def write(self, text: str) -> None:
        self._loop.call_soon_threadsafe(self._take_text, text)

    def tell(self, text: str) -> None:
        self._loop.call_soon_threadsafe(self._take_status, text)

    # What comes of it, in the thread of the test.

    def _begin(self, line: str | None) -> None:
        self._answered = None if line is None else self._typed.popleft()

    def _take_text(self, text: str) -> None:
        self._printed.extend(text.split("\n"))

    def _take_status(self, text: str) -> None:
        if self._answered is None:
            return
        if self._shown is None:
            self._shown = Shown(id=self.number(), chat=0, by_bot=True)
        self._shown.text += f"{text}\n"
        self.put(self._shown)

    def _take_answer(self) -> None:
        lines, self._printed = self._printed, []
        if self._shown is not None:
            self._shown.deleted, self._shown = True, None
        if self._answered is None:
            return  # The welcome.
        files: list[Path] = []
        while lines and is_clip(lines[-1]):
            files.insert(0, Path(lines.pop()))
        answer = self._arrived("\n".join(lines))
        for number, file in enumerate(files):
            message = self._arrived("") if number else answer
            message.name, message.content = file.name, file.read_bytes()
        self.news()

    def _arrived(self, text: str) -> Shown:
        assert self._answered is not None
        return self.put(
            Shown(id=self.number(), chat=0, text=text, by_bot=True, answers=self._answered.id)
        )


@asynccontextmanager
async def terminal(
    agent: AbstractAsyncContextManager[Agent], language: str = "en"
) -> AsyncIterator[Terminal]:
    """A conversation at the terminal; the person leaves it with the block.

    Args:
        agent: Opens the agent, in the thread of the program.
        language: The language of the terminal.
    """
    board = Terminal()
    chat = Chat(
        opens=lambda _: agent,
        read=board.read,
        write=board.write,
        language=language,
        screen=Screen(write=board.tell, progress=lambda: LogBar(board.tell)),
    )
    program = asyncio.create_task(asyncio.to_thread(chat.run))
    try:
        yield board
    finally:
        board.leave()
        assert await program == 0
