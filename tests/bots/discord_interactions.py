"""Interactions of the local Discord: commands, menus and buttons, from both sides."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.bots import discord_shapes as shapes
from tests.bots.chat_server import Board, Shown
from tests.bots.discord_shapes import CHANNEL, ME, SOMEONE_ELSE, json_response

_SLASH, _MESSAGE_MENU = 1, 3
# https://docs.discord.com/developers/interactions/receiving-and-responding
_DEFER, _UPDATE, _CHOICES, _MODAL = 5, 7, 8, 9
_LIFETIME = 15 * 60.0
"""Seconds for which an interaction can be answered."""


class Interactions(Board, ABC):
    """Interactions, and what was told in return to the person alone.

    Attributes:
        now: Seconds on the clock by which interactions end.
        locale: In which language people use Discord.
        upload: Size of the largest file that may be sent in answer to one.
        whispers: What only the person sees, by number of the interaction.
        modals: Forms that opened, likewise.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.locale = "en-US"
        self.upload = 10 << 20
        self.whispers: dict[str, str] = {}
        self.modals: dict[str, dict[str, Any]] = {}
        self._answers: dict[str, Shown] = {}
        self._begun: dict[str, float] = {}
        self._pressed: dict[str, Shown] = {}

    @abstractmethod
    async def event(self, name: str, data: Any) -> None: ...

    @abstractmethod
    def json(self, message: Shown, user: int) -> dict[str, Any]: ...

    @abstractmethod
    def changed_to(self, message: Shown, body: Any, file: tuple[str, bytes] | None) -> Any: ...

    @abstractmethod
    def channel(self) -> int: ...

    @abstractmethod
    def file(self, path: Path) -> dict[str, Any]: ...

    async def press(self, message: Shown, label: str, user: int = 0) -> str:
        """Press a button; what only this person is told, empty when the bot takes it on."""
        self._pressed[message.buttons[label]] = message
        return await self._interaction(
            type=3,
            user=user or ME,
            message=self.json(message, ME),
            data={"component_type": 2, "custom_id": message.buttons[label]},
        )

    async def slash(
        self, name: str, /, clip: Path | None = None, user: int = 0, **options: str
    ) -> str:
        """Use a command."""
        given: list[dict[str, Any]] = [
            {"type": 3, "name": key, "value": value} for key, value in options.items()
        ]
        resolved = {}
        if clip:
            file = self.file(clip)
            given.append({"type": 11, "name": "clip", "value": file["id"]})
            resolved = {"attachments": {file["id"]: file}}
        data = {"id": "1", "name": name, "type": _SLASH, "options": given, "resolved": resolved}
        return await self._interaction(type=2, user=ME, data=data)

    async def complete(self, name: str, option: str, typed: str) -> list[str]:
        """Type a part of an option; what is offered."""
        given = [{"type": 3, "name": option, "value": typed, "focused": True}]
        data = {"id": "1", "name": name, "type": _SLASH, "options": given}
        offered: list[str] = json.loads(await self._interaction(type=4, user=ME, data=data))
        return offered

    async def menu(self, name: str, message: Shown, text: str, author: int = SOMEONE_ELSE) -> str:
        """Choose an entry in the menu of a message, and fill in the form that opens."""
        target = self.json(message, author)
        data = {
            "id": "1", "name": name, "type": _MESSAGE_MENU, "target_id": target["id"],
            "resolved": {"messages": {target["id"]: target}},
        }  # fmt: skip
        modal = self.modals[await self._interaction(type=2, user=ME, data=data)]
        field = modal["components"][0]["component"]
        answer = {"type": 4, "custom_id": field["custom_id"], "value": text}
        form = {
            "custom_id": modal["custom_id"],
            "components": [{"type": 18, "id": 1, "component": answer | {"id": 2}}],
        }
        return await self._interaction(type=5, user=ME, data=form)

    async def _interaction(self, *, user: int, **content: Any) -> str:
        number = str(self.number())
        data = shapes.interaction(number, self.channel(), user)
        data |= {"locale": self.locale, "attachment_size_limit": self.upload}
        self._begun[f"token-{number}"] = self.now
        if pressed := self._pressed.get(content["data"].get("custom_id", "")):
            self._pressed[number] = pressed
        await self.event("INTERACTION_CREATE", data | content)
        await self.until(lambda: number in self.whispers)
        return self.whispers[number]

    def respond(self, number: str, body: Any) -> None:
        kind, said = body["type"], body.get("data") or {}
        if kind == _CHOICES:
            self.whispers[number] = json.dumps([choice["value"] for choice in said["choices"]])
        elif kind == _MODAL:
            self.modals[number] = said
            self.whispers[number] = number
        elif kind == _DEFER:
            thinking = Shown(id=self.number(), chat=self.channel(), by_bot=True)
            thinking.fields["flags"] = str(said.get("flags", 0))
            self._answers[f"token-{number}"] = self.put(thinking)
            self.whispers[number] = ""
        elif kind == _UPDATE:
            self.changed_to(self._pressed[number], said, None)
            self.whispers[number] = ""
        else:
            self.whispers[number] = said.get("content", "")
            if "components" in said:
                self.changed_to(Shown(id=self.number(), chat=CHANNEL, by_bot=True), said, None)

    def original(
        self, method: str, token: str, body: Any, file: tuple[str, bytes] | None
    ) -> web.Response:
        """Change the answer to an interaction, or take it away, as long as that can be done."""
        if self.now - self._begun[token] > _LIFETIME:
            return json_response({"message": "Invalid Webhook Token", "code": 50027}, status=401)
        answer = self._answers[token]
        if method == "DELETE":
            answer.deleted = True
            self.news()
            return web.Response(status=204)
        changed = json_response(self.changed_to(answer, body, file))
        self.news()
        return changed
