"""A Bot API server that is small enough to read, for tests with the real client library.

It speaks https://core.telegram.org/bots/api as far as the bot uses it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from tests.bots.chat_server import Board, Fault, Shown, listening

TOKEN = "110201543:test-token"
BOT = {"id": 99, "is_bot": True, "first_name": "VFXB", "username": "vfxb_bot"}
ME, SOMEONE_ELSE = 7, 8
_FIELDS = ("video", "animation", "audio", "document")


class TelegramServer(Board):
    """Bot API and file server; a private chat with ``me`` unless ``chat`` is a group's number."""

    me, someone_else = ME, SOMEONE_ELSE

    def __init__(self) -> None:
        super().__init__()
        self.url = ""
        self.chat = ME
        self.language = "en"
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.actions: list[str] = []
        self.alerts: dict[str, str] = {}
        self.fetched: list[str] = []
        self._updates: list[dict[str, Any]] = []
        self._latest: dict[str, Any] = {}
        self.webhook: dict[str, Any] = {}
        self.behind_proxy = ""
        self._pushes: list[asyncio.Task[None]] = []
        self._files: dict[str, Path] = {}

    # What people do.

    async def send(
        self, text: str, clip: Path | None = None, reply_to: Shown | None = None, user: int = 0,
        **fields: Any,
    ) -> Shown:  # fmt: skip
        message = self.put(Shown(id=self.number(), chat=self.chat, text=text))
        data = self.json(message, user or self.me)
        data["from"] |= {"language_code": self.language}
        if reply_to:
            data["reply_to_message"] = self.json(reply_to, self.me)
        if clip:
            message.name = clip.name
            data["caption"] = data.pop("text")
            data["video"] = self.file(clip)
        self.update(message=data | fields)
        return message

    async def edit(self, message: Shown, text: str) -> None:
        """Write something else in a message to the bot, or beside its clip."""
        message.text = text
        self.update(edited_message=self.json(message, self.me))

    async def press(self, message: Shown, label: str, user: int = 0) -> str:
        query = str(self.number())
        self.update(
            callback_query={
                "id": query,
                "from": _person(user or self.me) | {"language_code": self.language},
                "message": self.json(message, self.me),
                "chat_instance": "1",
                "data": message.buttons[label],
            }
        )
        await self.until(lambda: query in self.alerts)
        return self.alerts[query]

    def update(self, **content: Any) -> None:
        """Something that ``getUpdates`` brings."""
        self._latest = {"update_id": self.number(), **content}
        self._bring(self._latest)

    async def repeat(self) -> None:
        """Bring the last update once more, as happens when an answer was lost."""
        self._bring(self._latest)

    def _bring(self, update: dict[str, Any]) -> None:
        """Have an update fetched; where there is a webhook, bring it there."""
        if self.webhook:
            self._pushes.append(asyncio.create_task(self._push(update)))
        else:
            self._updates.append(update)
            self.news()

    async def _push(self, update: dict[str, Any]) -> None:
        """As Telegram does: once more, until it is taken."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
        async with ClientSession() as client:
            while True:
                answer = await client.post(self.behind_proxy, json=update, headers=headers)
                if answer.status == 200:
                    return
                await asyncio.sleep(0.05)

    def file(self, path: Path) -> dict[str, Any]:
        """A file that lies at the server, as messages describe it."""
        file_id = f"file-{path.name}"
        self._files[file_id] = path
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "width": 320,
            "height": 180,
            "length": 180,
            "duration": 2,
            "file_name": path.name,
            "file_size": path.stat().st_size,
        }

    # What the bot calls.

    async def call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _refused(Fault(status=401, said="Unauthorized"))
        with_file = request.content_type == "multipart/form-data"
        if fault := self.fault(f"{name} with a file" if with_file else name):
            return await self._faulty(request, fault)
        try:
            form = dict(await request.post())
        except ConnectionResetError:  # The client changed its mind.
            return web.Response()
        result = await getattr(self, f"_{name}")(form)
        self.news()
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.StreamResponse:
        self.fetched.append(request.path)
        if fault := self.fault("download"):
            return await self._faulty(request, fault)
        return web.FileResponse(self._files[request.match_info["file"]])

    async def _faulty(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.breaks:
            await fault.break_off(request)
        return _refused(fault)

    async def _getMe(self, form: dict[str, Any]) -> Any:
        return BOT

    async def _setWebhook(self, form: dict[str, Any]) -> Any:
        self.webhook = form
        return True

    async def _deleteWebhook(self, form: dict[str, Any]) -> Any:
        return True

    async def _setMyCommands(self, form: dict[str, Any]) -> Any:
        self.menus[form.get("language_code", "")] = json.loads(form["commands"])
        return True

    async def _getUpdates(self, form: dict[str, Any]) -> Any:
        # What is asked for with its number, or a higher one, was received; the rest comes again.
        offset = int(form.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), float(form.get("timeout", 0)))
        return self._updates

    async def _sendChatAction(self, form: dict[str, Any]) -> Any:
        self.actions.append(form["action"])
        return True

    async def _getChatMember(self, form: dict[str, Any]) -> Any:
        return {"status": "member", "user": _person(int(form["user_id"]))}

    async def _answerCallbackQuery(self, form: dict[str, Any]) -> Any:
        self.alerts[form["callback_query_id"]] = form.get("text", "")
        return True

    async def _getFile(self, form: dict[str, Any]) -> Any:
        file_id = form["file_id"]
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}

    async def _sendMessage(self, form: dict[str, Any]) -> Any:
        return self.json(self._arrived(form, form["text"]), BOT["id"])

    async def _sendVideo(self, form: dict[str, Any]) -> Any:
        message = self._arrived(form, form.get("caption", ""))
        kind = next(name for name in _FIELDS if name in form)
        upload = form[kind]
        message.name, message.content = upload.filename, upload.file.read()
        if attached := str(form.get("thumbnail", "")).removeprefix("attach://"):
            message.thumbnail = form[attached].file.read()
        message.fields = {k: v for k, v in form.items() if isinstance(v, str)} | {"sent_as": kind}
        return self.json(message, BOT["id"])

    _sendAnimation = _sendAudio = _sendDocument = _sendVideo

    async def _editMessageText(self, form: dict[str, Any]) -> Any:
        message = self.messages[int(form["message_id"])]
        message.text, message.buttons = form["text"], _buttons(form)
        return self.json(self.put(message), BOT["id"])

    async def _editMessageMedia(self, form: dict[str, Any]) -> Any:
        message = self.messages[int(form["message_id"])]
        media = json.loads(form["media"])
        upload = form[media["media"].removeprefix("attach://")]
        message.name, message.content = upload.filename, upload.file.read()
        message.text, message.buttons = media.get("caption", ""), _buttons(form)
        message.fields = {k: str(v) for k, v in media.items()} | {"sent_as": media["type"]}
        return self.json(self.put(message), BOT["id"])

    async def _editMessageReplyMarkup(self, form: dict[str, Any]) -> Any:
        message = self.messages[int(form["message_id"])]
        message.buttons = _buttons(form)
        return self.json(message, BOT["id"])

    async def _deleteMessage(self, form: dict[str, Any]) -> Any:
        self.messages[int(form["message_id"])].deleted = True
        return True

    def _arrived(self, form: dict[str, Any], text: str) -> Shown:
        reply = json.loads(form.get("reply_parameters", "{}"))
        return self.put(
            Shown(
                id=self.number(),
                chat=int(form["chat_id"]),
                text=text,
                buttons=_buttons(form),
                by_bot=True,
                answers=reply.get("message_id", 0),
            )
        )

    def json(self, message: Shown, user: int) -> dict[str, Any]:
        kind = "private" if message.chat > 0 else "supergroup"
        data: dict[str, Any] = {
            "message_id": message.id,
            "date": 1_790_000_000,
            "chat": {"id": message.chat, "type": kind, "title": "a chat"},
            "from": BOT if message.by_bot else _person(user),
            "text": message.text,
        }
        if message.name:
            data["caption"] = data.pop("text")
            data["video"] = {
                "file_id": f"file-{message.name}", "file_unique_id": "1", "width": 320,
                "height": 180, "duration": 2, "file_name": message.name,
            }  # fmt: skip
        return data


@asynccontextmanager
async def telegram_server() -> AsyncIterator[TelegramServer]:
    """A server at a free port of this machine."""
    server = TelegramServer()
    app = web.Application(client_max_size=1 << 28)
    app.router.add_route("*", "/bot{token}/{method}", server.call)
    app.router.add_get("/file/bot{token}/{file}", server.download)
    async with listening(app) as server.url:
        yield server


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": f"Person {number}"}


def _buttons(form: dict[str, Any]) -> dict[str, str]:
    rows = json.loads(form.get("reply_markup") or "{}").get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def _refused(fault: Fault) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": fault.said}
    if fault.retry_after:
        answer["parameters"] = {"retry_after": fault.retry_after}
    return web.json_response(answer, status=fault.status)
