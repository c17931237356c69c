"""An agent that needs no media engine: it does what the words of a test say, on real files."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from agent.messages import Event, FirstLook, Planned, Progress, Receipt, Reply, Request
from memory.assets import AssetStore
from tools.errors import BadInput
from tools.facts import AudioFacts, Facts, VideoFacts

FACTS = Facts(
    duration=2.0,
    video=VideoFacts(width=320, height=180, fps=Fraction(25)),
    audio=AudioFacts(),
)


# Seconds of work by the word that asks for it.
_WORK = {"very slow": 60.0, "slow": 0.8, "steady": 1.9}


class ScriptedAgent:
    """Delivers the clip that was sent as each version; special words make it do other things.

    Attributes:
        requests: What came in.
        stopped: Texts of the turns that were cancelled.
        facts: What the results are said to be.
        suffix: What results are called.
        look: What is shown while “slow” work goes on; None for nothing.
        owner: Whose clip it is said to be.
        recipe: What is said to have been done in all.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = AssetStore(folder / "home")
        self.requests: list[Request] = []
        self.stopped: list[str] = []
        self.facts = FACTS
        self.suffix = ".mp4"
        self.look: Path | None = None
        self.owner = ""
        self.recipe: tuple[str, ...] = ()
        self._clips: dict[str, Path] = {}
        self._versions: dict[str, int] = {}

    async def spoken(self, path: Path, user: str, group: str = "") -> str:
        """What a recording says is the text that is in its file."""
        return path.read_text()

    async def versions(self, conversation: str) -> tuple[str, ...]:
        return tuple(f"v{number + 1}" for number in range(self._versions.get(conversation, 0)))

    async def stream(self, request: Request, steps: object = None) -> AsyncIterator[Event]:
        self.requests.append(request)
        try:
            for attachment in request.attachments:
                kept = self.folder / f"{len(self.requests)}-{attachment.name}"
                asset = await self._store.add(attachment)
                shutil.copyfile(asset.path, kept)
                self._clips[request.conversation] = kept
            for word, seconds in _WORK.items():
                if word in request.text:
                    async for event in self._work(seconds):
                        yield event
                    break
            yield self._reply(request)
        except asyncio.CancelledError:
            self.stopped.append(request.text)
            raise

    async def _work(self, seconds: float) -> AsyncIterator[Event]:
        yield Planned(steps=("made it slow", "made it black and white"))
        if self.look:
            yield FirstLook(path=self.look)
        steps = int(seconds / 0.05)
        for step in range(steps):
            yield Progress(fraction=step / steps, eta=(steps - step) * 0.05)
            await asyncio.sleep(0.05)

    def _reply(self, request: Request) -> Reply:
        text = request.text
        if "bug" in text:
            raise RuntimeError("a bug")
        if "bad" in text:
            raise BadInput("That cannot be used. Say it in another way.")
        if "costly" in text:
            return Reply(kind="approve", text="This would cost $2.00. Shall I do it?")
        if text.endswith("?") or text == "no":
            return Reply(kind="answer", text=f"You said: {text}")
        clip = self._clips.get(request.conversation)
        if clip is None or not text:
            return Reply(kind="clarify", text="Send a clip and say what to do with it.")
        return self._edited(request, clip)

    def _edited(self, request: Request, clip: Path) -> Reply:
        number = self._versions[request.conversation] = (
            self._versions.get(request.conversation, 0) + 1
        )
        stem = f"{clip.stem}-{len(self.requests)}-v{number}"
        parts = ["-1", "-2", "-3"] if "three files" in request.text else [""]
        results = tuple(self.folder / f"{stem}{part}{self.suffix}" for part in parts)
        for result in results:
            shutil.copyfile(clip, result)
        facts = replace(self.facts, size_bytes=results[0].stat().st_size)
        about = f" starting from {request.version}" if request.version else ""
        return Reply(
            kind="edit",
            text=f"I did “{request.text}”{about}. v{number} is 0:02.",
            files=results,
            version=f"v{number}",
            owner=self.owner,
            recipe=self.recipe,
            receipt=Receipt(facts=facts),
        )
