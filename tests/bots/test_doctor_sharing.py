"""What the doctor finds about what machines share: conversations in a database, and a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots.doctor.sharing import check_bucket, check_conversations
from memory.bucket import Bucket
from memory.errors import StoreFailed
from tests.memory.s3_server import s3_bucket
from tests.postgres_server import postgres_server
from tools.errors import ToolFailed


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with s3_bucket() as bucket:
        yield bucket


def settings(home: Path, **more: Any) -> Settings:
    keys = {"s3_access_key": SecretStr("key"), "s3_secret_key": SecretStr("secret")}
    return Settings(home=home, **keys, **more)


async def test_conversations_in_a_file_and_in_a_database(tmp_path: Path) -> None:
    found = await check_conversations(settings(tmp_path))
    assert found.ok
    assert str(tmp_path / "conversations.sqlite") in found.text
    server = postgres_server()
    try:
        found = await check_conversations(settings(tmp_path, database_url=server.url))
    finally:
        server.close()
    assert found.ok
    assert "the database, for all machines" in found.text


async def test_a_bucket_is_tried(tmp_path: Path, bucket: Bucket) -> None:
    address = f"s3://{bucket.bucket}/state?endpoint={bucket.endpoint}"
    found = await check_bucket(settings(tmp_path, assets=address, files_url="bucket"))
    assert found.ok, found.text
    assert found.text == "takes files, gives parts of them, deletes them; its links work from here"
    elsewhere = f"{address}&public=http://127.0.0.1:9"
    found = await check_bucket(settings(tmp_path, assets=elsewhere, files_url="bucket"))
    assert not found.ok
    assert found.text == "its links are not reached from here (ConnectError)"
    nowhere = f"s3://nowhere?endpoint={bucket.endpoint}"
    with pytest.raises(StoreFailed, match="refused PUT"):
        await check_bucket(settings(tmp_path, assets=nowhere))


async def test_conversations_that_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "conversations.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(ToolFailed, match="cannot be kept in .*not a database"):
        await check_conversations(settings(tmp_path))


async def test_a_bucket_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.doctor.sharing.BUCKET_SECONDS", 0.3)
    found = await check_bucket(settings(tmp_path, assets="s3://b?endpoint=http://127.0.0.1:9"))
    assert (found.ok, found.text) == (False, "no answer within 0.3 s")
    assert "VFXB_ASSETS" in found.remedy


async def test_no_bucket_is_no_fault(tmp_path: Path) -> None:
    assert (await check_bucket(settings(tmp_path))).ok
