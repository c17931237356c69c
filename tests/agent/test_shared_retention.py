"""Retention of several machines: what one of them cleans up the others do not miss."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from agent import Request, VideoAgent
from agent.retention import DAY
from agent.settings import Settings
from memory.s3 import S3
from tests.media import Media
from tests.memory.s3_server import s3_bucket


async def test_a_machine_leaves_alone_what_others_may_reach(
    tmp_path: Path, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3_bucket() as bucket:
        one, other = (
            Settings(
                home=tmp_path / name,
                database_url=f"sqlite:///{tmp_path}/shared.sqlite",
                assets=f"s3://{bucket.bucket}/state?endpoint={bucket.endpoint}",
                s3_access_key=SecretStr("key"),
                s3_secret_key=SecretStr("secret"),
            )
            for name in ("one", "other")
        )
        (stranger := tmp_path / "stranger").write_bytes(b"nobody sent it")
        async with (
            VideoAgent.open(settings=one) as agent,
            VideoAgent.open(settings=other) as neighbour,
            S3.open(agent._services.assets._bucket._bucket) as s3,  # type: ignore[attr-defined]
        ):
            clip = media.clip(1.0)
            sent = Request(conversation="c", user="u", text="make it sepia", attachments=[clip])
            assert (await agent.handle(sent)).files
            await agent._services.afterwards.settle()
            (source,) = await s3.names("assets")
            results = await s3.names("outputs")
            await s3.put(f"assets/bb/{'b' * 64}", stranger)

            later = time.time() + 40 * DAY
            monkeypatch.setattr("agent.cleaning.time.time", lambda: later)
            done = await neighbour.clean()
            assert [one.item.name for one in done.removals if one.item.shared] == ["b" * 64]
            assert await s3.names("assets") == [source]
            assert await s3.names("outputs") == results

            done = await agent.clean()
            assert {one.item.kind for one in done.removals if one.item.shared} <= {"result"}
            assert await s3.names("assets") == [source]
            assert await s3.names("outputs") == []
            monkeypatch.undo()
            again = Request(conversation="c", user="u", text="back to v1")
            reply = await agent.handle(again)
            assert reply.files, reply.text
            assert reply.files[0].is_file()
