"""Stage: what a soak runs on, as it was planned: programs, servers, disks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bots import discord_shapes, telegram_server
from tests.soak.chats import Chats
from tests.soak.faults import (
    BucketGone,
    DatabaseRestarts,
    DiskFull,
    Fault,
    bucket_behind_gate,
    small_disk,
)
from tests.soak.programs import Program, Programs, environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked for, and what goes wrong.

    Attributes:
        turns: How many messages are sent.
        bots: Platforms of the bots.
        heavy: How many of the messages one person sends at once, before others send one each.
        kills: How many programs are killed meanwhile.
        workers: How many workers render; 0 lets the bot render.
        sleepers: Whether workers sleep in place of rendering.
        people: By how many people the messages are sent.
        pause: Seconds that pass at most from one kill of a kind to the next.
        at_once: Whether messages come as fast as people type, whatever goes wrong.
        postgres: Whether a database server is used without workers, too.
        restart_postgres: Seconds for which it is gone; 0 leaves it alone.
        s3_gone: Seconds for which an S3 server is; 0 uses none.
        disk_full: Seconds for which the disk of all programs is full; 0 never.
    """

    turns: int
    bots: Sequence[str] = ("telegram",)
    heavy: int = 0
    kills: int = 0
    workers: int = 0
    sleepers: bool = False
    people: int = 10
    pause: float = 4.0
    at_once: bool = False
    postgres: bool = False
    restart_postgres: float = 0.0
    s3_gone: float = 0.0
    disk_full: float = 0.0


async def staged(
    plan: Plan, folder: Path, chats: Chats, ffmpeg: Path, stack: AsyncExitStack
) -> tuple[Programs, list[Fault]]:
    """The programs, not started yet, and what is to go wrong.

    Args:
        plan: What is to be there.
        folder: Where homes and logs are kept.
        chats: The chats, with a server for each bot.
        ffmpeg: What renders.
        stack: Ends all of it.
    """
    faults: list[Fault] = []
    more = {"ffmpeg": str(ffmpeg)} | ({"workers": "true"} if plan.workers else {})
    if plan.disk_full:
        disk = stack.enter_context(small_disk(folder / "disk"))
        faults.append(DiskFull(disk, plan.disk_full))
    if plan.workers or plan.postgres or plan.restart_postgres:
        from tests.postgres_server import postgres_server

        server = postgres_server()
        stack.callback(server.close)
        more["database_url"] = server.url
        if plan.restart_postgres:
            faults.append(DatabaseRestarts(server, plan.restart_postgres))
    if plan.s3_gone:
        bucket, gate = stack.enter_context(bucket_behind_gate())
        await gate.unlock()
        stack.push_async_callback(gate.shut)
        more |= {
            "assets": f"s3://{bucket.bucket}/{bucket.prefix}?endpoint=http://127.0.0.1:{gate.here}",
            "s3_access_key": bucket.key,
            "s3_secret_key": bucket.secret,
        }
        faults.append(BucketGone(gate, plan.s3_gone))
    homes = folder / "disk" if plan.disk_full else folder
    commands = {f"bot {platform}": platform for platform in plan.bots}
    commands |= {f"worker {number}": "worker" for number in range(plan.workers)}
    programs = {}
    for name, command in commands.items():
        # Where files are in a bucket, each program is a machine of its own.
        home = homes / (name.replace(" ", "-") if plan.s3_gone else "home")
        env = environment(home, "", "", **more, **_sign_in(chats, command))
        program = Program([command], env, folder / f"{name.replace(' ', '-')}.log")
        if plan.sleepers and command == "worker":
            program.command, program.argv = [], [sys.executable, "-m", "tests.soak.sleeper"]
        programs[name] = program
    return Programs(programs), faults


def _sign_in(chats: Chats, command: str) -> dict[str, str]:
    """Settings by which a program signs in where it is served, if it is a bot."""
    if command not in chats.servers:
        return {}
    token = (telegram_server if command == "telegram" else discord_shapes).TOKEN
    return {f"{command}_token": token, f"{command}_api_url": chats.servers[command].url}
