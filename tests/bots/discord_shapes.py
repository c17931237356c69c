"""What Discord's messages, people and servers look like on the wire, for the local Discord."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.bots.chat_server import Shown

TOKEN = "MTE.test.token"
BOT = {"id": "99", "username": "vfxb", "discriminator": "0", "avatar": None, "bot": True}
ME, SOMEONE_ELSE = 7, 8
GUILD, CHANNEL, DIRECT = 500, 501, 600

APP = {
    "description": "", "bot_public": True, "bot_require_code_grant": False, "icon": None,
    "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": None},
    "summary": "", "hook": True,
}  # fmt: skip


def json_response(
    data: Any, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    # The library reads JSON only where nothing else stands in the content type.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


async def body_of(request: web.Request) -> tuple[Any, tuple[str, bytes] | None]:
    """The JSON of a call, and the file that came with it."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else {}), None
    form = await request.post()
    upload: Any = form["files[0]"]
    return json.loads(str(form["payload_json"])), (upload.filename, upload.file.read())


def kind_of(path: str) -> str:
    """What a path is about: ``messages`` of ``channels/1/messages/2``."""
    words = path.split("/")
    if "@original" in words:
        return "original"
    known = ("callback", "commands", "messages", "gateway", "oauth2", "users")
    return next((word for word in known if word in words), path)


def person(number: int) -> dict[str, Any]:
    return {"id": str(number), "username": f"person{number}", "discriminator": "0", "avatar": None}


def member(number: int) -> dict[str, Any]:
    return {
        "user": person(number), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False, "mute": False, "flags": 0, "permissions": "8",
    }  # fmt: skip


def guild(level: int) -> dict[str, Any]:
    channel = {
        "id": str(CHANNEL), "type": 0, "name": "clips", "position": 0, "permission_overwrites": []
    }  # fmt: skip
    return {
        "id": str(GUILD), "name": "a server", "owner_id": "1", "roles": [], "emojis": [],
        "features": [], "channels": [channel], "members": [], "threads": [], "presences": [],
        "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "stickers": [],
        "soundboard_sounds": [], "member_count": 3, "large": False, "premium_tier": level,
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
        "mfa_level": 0, "system_channel_flags": 0, "nsfw_level": 0, "preferred_locale": "en-US",
        "afk_timeout": 60, "premium_progress_bar_enabled": False,
    }  # fmt: skip


def ready(shard: list[int]) -> dict[str, Any]:
    """What the gateway begins with."""
    return {
        "v": 10, "user": BOT, "session_id": "s", "shard": shard,
        "guilds": [{"id": str(GUILD), "unavailable": True}],
        "application": {"id": BOT["id"], "flags": 0},
        "resume_gateway_url": "wss://gateway-us-east1-b.discord.gg",
    }  # fmt: skip


def message(shown: Shown, user: int, attached: dict[str, Any] | None) -> dict[str, Any]:
    """A message of the bot or of a person."""
    data: dict[str, Any] = {
        "id": str(shown.id), "channel_id": str(shown.chat), "content": shown.text,
        "author": BOT if shown.by_bot else person(user), "type": 0, "tts": False,
        "timestamp": "2026-11-20T10:00:00+00:00", "edited_timestamp": None, "pinned": False,
        "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
        "embeds": [], "components": [],
    }  # fmt: skip
    if attached:
        data["attachments"] = [attached]
    elif shown.by_bot and shown.name:
        file = {"id": "1", "filename": shown.name, "size": 1, "url": "", "proxy_url": ""}
        data["attachments"] = [file]
    if shown.chat == CHANNEL:
        data["guild_id"] = str(GUILD)
        if not shown.by_bot:
            data["member"] = member(user)
    return data


def interaction(number: str, channel: int, user: int) -> dict[str, Any]:
    """A command or a press, but for what it is about."""
    direct = channel == DIRECT
    data: dict[str, Any] = {
        "id": number, "application_id": BOT["id"], "token": f"token-{number}", "version": 1,
        "channel": {"id": str(channel), "type": 1 if direct else 0}, "channel_id": str(channel),
        "attachment_size_limit": 10 << 20, "entitlements": [], "locale": "en-US",
        "authorizing_integration_owners": {},
    }  # fmt: skip
    if direct:
        return data | {"user": person(user)}
    place = {"id": str(GUILD), "features": [], "locale": "en-US"}
    return data | {"guild_id": place["id"], "guild": place, "member": member(user)}
