"""Discord that is small enough to read, for tests with the real client library.

REST, gateway and attachments as the bot uses them; see https://docs.discord.com/developers.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from tests.bots import discord_shapes as shapes
from tests.bots.chat_server import Fault, Shown, listening
from tests.bots.discord_interactions import Interactions
from tests.bots.discord_shapes import (
    BOT,
    CHANNEL,
    DIRECT,
    GUILD,
    ME,
    SOMEONE_ELSE,
    TOKEN,
    json_response,
)

_DISPATCH, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 6, 7, 9, 10, 11


class DiscordServer(Interactions):
    """REST, gateway and file server; people write in a server's channel unless ``direct``.

    Attributes:
        direct: Whether they write to the bot alone.
        alone: Number of the channel in which they do.
    """

    me, someone_else = ME, SOMEONE_ELSE

    def __init__(self) -> None:
        super().__init__()
        self.url = ""
        self.direct = False
        self.alone = DIRECT
        self.level = 0
        self.commands: list[dict[str, Any]] = []
        self.fetched: list[str] = []
        self.gateways: list[str] = []
        self._files: dict[str, Path] = {}
        self._attached: dict[int, dict[str, Any]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._sequence = 0

    def number(self) -> int:
        # The time is in the upper bits of a Discord number; interactions end 15 minutes after it.
        return (1_900_000_000_000 << 22) + super().number()

    # What people do.

    async def send(
        self, text: str, clip: Path | None = None, reply_to: Shown | None = None, user: int = 0,
        *, mention: bool = True, **fields: Any,
    ) -> Shown:  # fmt: skip
        """A message, with a mention of the bot unless it is direct or there should be none."""
        message = self.put(Shown(id=self.number(), chat=self.channel(), text=text))
        data = self.json(message, user or self.me)
        if mention and not self.direct:
            data |= {"content": f"<@{BOT['id']}> {text}", "mentions": [BOT]}
        if clip:
            data["attachments"] = [self.file(clip)]
        if reply_to:
            data["type"] = 19
            place = {key: data[key] for key in ("channel_id", "guild_id") if key in data}
            data["message_reference"] = {"message_id": str(reply_to.id), **place}
            data["referenced_message"] = self.json(reply_to, self.me)
            if not reply_to.by_bot and reply_to.id not in self._attached:
                # Without the intent for it, what people wrote to others comes empty.
                data["referenced_message"]["content"] = ""
        self._latest = ("MESSAGE_CREATE", data | fields)
        await self.event(*self._latest)
        return message

    async def edit(self, message: Shown, text: str) -> None:
        """Write something else in a message to the bot."""
        message.text = text
        data = self.json(message, self.me) | {"content": f"<@{BOT['id']}> {text}"}
        await self.event("MESSAGE_UPDATE", data | {"mentions": [BOT]})

    async def remove(self, message: Shown) -> None:
        """Delete a message."""
        data = {"id": str(message.id), "channel_id": str(message.chat), "guild_id": str(GUILD)}
        await self.event("MESSAGE_DELETE", data)

    def file(self, path: Path, host: str = "https://cdn.discordapp.com") -> dict[str, Any]:
        """A file that lies at the server, as messages describe it."""
        number = str(self.number())
        self._files[number] = path
        return {
            "id": number, "filename": path.name, "size": path.stat().st_size,
            "url": f"{host}/attachments/{CHANNEL}/{number}/{path.name}?ex=1",
            "proxy_url": "", "content_type": "video/mp4", "width": 320, "height": 180,
        }  # fmt: skip

    async def event(self, name: str, data: Any) -> None:
        """Something that the gateway brings."""
        self._sequence += 1
        for socket in self._sockets:
            await socket.send_json({"op": _DISPATCH, "t": name, "s": self._sequence, "d": data})

    def attach(self, message: Shown, clip: Path) -> None:
        """Let a message carry a clip that the bot may see."""
        self._attached[message.id] = self.file(clip)

    def connected(self) -> bool:
        """Whether the gateway reaches the bot."""
        return any(not socket.closed for socket in self._sockets)

    async def repeat(self) -> None:
        """Bring the last message once more, as happens after a resumed connection."""
        await self.event(*self._latest)

    async def drop(self, *, invalid: bool = False) -> None:
        """End the connection of the gateway: asked to come back, or with an invalid session."""
        for socket in self._sockets:
            await socket.send_json({"op": _INVALID if invalid else _RECONNECT, "d": False})

    def channel(self) -> int:
        return self.alone if self.direct else CHANNEL

    # What the bot calls.

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        self.gateways.append(request.path_qs)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": 40_000}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            await self._said(socket, json.loads(message.data))
        with suppress(ValueError):
            self._sockets.remove(socket)
        return socket

    async def _said(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said["op"] == 1:
            await socket.send_json({"op": _ACK})
        elif said["op"] == _RESUME:
            self._sockets = [socket]
            await self.event("RESUMED", {})
        elif said["op"] == 2:
            self.intents = said["d"]["intents"]
            self._sockets = [socket]
            await self.event("READY", shapes.ready(said["d"]["shard"]))
            await self.event("GUILD_CREATE", shapes.guild(self.level))

    async def call(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        name = f"{request.method} {shapes.kind_of(path)}"
        if request.headers.get("Authorization") not in {None, f"Bot {TOKEN}"}:
            return json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        with_file = request.content_type == "multipart/form-data"
        if fault := self.fault(f"{name} with a file" if with_file else name):
            return await self._faulty(request, fault)
        try:
            body, file = await shapes.body_of(request)
        except ConnectionResetError:  # The client changed its mind.
            return web.Response()
        if name.endswith("original"):
            return self.original(request.method, path.split("/")[2], body, file)
        answer = self._answer(name, path.split("/"), body, file)
        self.news()
        return web.Response(status=204) if answer is None else json_response(answer)

    def _answer(self, name: str, path: list[str], body: Any, file: tuple[str, bytes] | None) -> Any:
        match name:
            case "GET users":
                return BOT
            case "GET oauth2":
                return {"id": BOT["id"], "name": "vfxb", "flags": 0, "verify_key": ""} | shapes.APP
            case "GET gateway":
                limit = {"total": 9, "remaining": 9, "reset_after": 0, "max_concurrency": 1}
                url = self.url.replace("http", "ws")
                return {"url": url, "shards": 1, "session_start_limit": limit}
            case "PUT commands":
                self.commands = body
                known = {"description": "", "application_id": BOT["id"], "version": "1"}
                return [known | {**c, "id": str(n)} for n, c in enumerate(body, 1)]
            case "POST messages":
                return self._arrived(int(path[1]), body, file)
            case "PATCH messages":
                return self.changed_to(self.messages[int(path[3])], body, file)
            case "DELETE messages":
                self.messages[int(path[3])].deleted = True
                return None
            case "POST callback":
                self.respond(path[1], body)
                return {"interaction": {"id": path[1], "type": 2}}
        raise AssertionError(f"the test server does not know {name} {path}")

    def _arrived(self, channel: int, body: Any, file: tuple[str, bytes] | None) -> Any:
        answers = int((body.get("message_reference") or {}).get("message_id", 0))
        message = Shown(id=self.number(), chat=channel, by_bot=True, answers=answers)
        return self.changed_to(message, body, file)

    def changed_to(self, message: Shown, body: Any, file: tuple[str, bytes] | None) -> Any:
        if "content" in body:
            message.text = (body["content"] or "").replace("\\", "")
        if "components" in body:
            message.buttons = {
                button["label"]: button["custom_id"]
                for row in body["components"] or []
                for button in row["components"]
            }
        if file:
            message.name, message.content = file
        elif body.get("attachments") == []:
            message.name, message.content = "", b""
        return self.json(self.put(message), int(BOT["id"]))

    async def download(self, request: web.Request) -> web.StreamResponse:
        self.fetched.append(request.path)
        if fault := self.fault("download"):
            return await self._faulty(request, fault)
        return web.FileResponse(self._files[request.match_info["number"]])

    async def _faulty(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.breaks:
            await fault.break_off(request)
        body: dict[str, Any] = {"message": fault.said, "code": fault.code}
        headers = {}
        if fault.retry_after:
            body |= {"retry_after": fault.retry_after, "global": False}
            headers["Via"] = "1.1 google"
        return json_response(body, status=fault.status, headers=headers)

    def json(self, message: Shown, user: int) -> dict[str, Any]:
        return shapes.message(message, user, self._attached.get(message.id))


@asynccontextmanager
async def discord_server() -> AsyncIterator[DiscordServer]:
    """A server at a free port of this machine."""
    server = DiscordServer()
    app = web.Application(client_max_size=1 << 28)
    app.router.add_route("*", "/api/v10/{path:.+}", server.call)
    app.router.add_get("/attachments/{channel}/{number}/{name}", server.download)
    app.router.add_get("/", server.gateway)
    async with listening(app) as server.url:
        yield server
