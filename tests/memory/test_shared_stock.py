"""What lies in a bucket is listed and deleted there; copies of it are not mistaken for it."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from agent.retention import DAY, HOUR, Reach, Rule, due
from agent.settings import Settings
from bots.links import BucketLinks, Links, links_of
from memory.bucket import Bucket
from memory.errors import StoreFailed
from memory.s3 import S3, Listed
from memory.shared_assets import SharedAssets
from memory.stock import Item
from tests.memory.s3_server import s3_bucket
from tools.errors import BadInput

FOLDER = "0123456789abcdef" * 2
REACHED, UNREACHED = "a" * 64, "b" * 64
NOW = 1_790_000_000.0


class FakeBucket:
    """A bucket that is a dictionary."""

    def __init__(self, **files: float) -> None:
        self.files = files
        self.is_there = True

    async def listed(self, folder: str) -> list[Listed]:
        return [
            Listed(name=name, size=5, modified=NOW - age)
            for name, age in self.files.items()
            if name.startswith(f"{folder}/")
        ]

    async def remove(self, name: str) -> None:
        if not self.is_there:
            raise StoreFailed("the server is gone")
        del self.files[name]


def source(identity: str) -> str:
    return f"assets/{identity[:2]}/{identity}"


async def test_the_bucket_is_cleaned_and_copies_go_by_age(tmp_path: Path) -> None:
    old = f"outputs/{FOLDER}/beach-v1.mp4"
    young = f"outputs/{FOLDER}/beach-v2.mp4"
    bucket: Any = FakeBucket(
        **{source(REACHED): 400 * DAY, source(UNREACHED): 400 * DAY, old: 40 * DAY, young: DAY}
    )
    copy, needed = tmp_path / source("c" * 64), tmp_path / source(REACHED)
    now = time.time()
    for path in (copy, needed):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"12345")
        os.utime(path, (now, now - 8 * DAY))
    assets = SharedAssets(tmp_path, bucket)
    assert await assets.bring(REACHED) == needed
    items = await assets.stored()
    assert sorted((item.kind, item.shared) for item in items) == [
        ("copy", False), ("copy", False),
        ("result", True), ("result", True), ("source", True), ("source", True),
    ]  # fmt: skip
    reach = Reach(
        assets=frozenset({REACHED}),
        folders=frozenset({FOLDER}),
        results=frozenset({f"{FOLDER}/beach-v1.mp4", f"{FOLDER}/beach-v2.mp4"}),
    )
    rule = Rule(results_days=30, conversations_days=0, cache_bytes=1000)
    local = list(due([item for item in items if not item.shared], reach, rule, now))
    assert [one.why for one in local] == ["a copy of what lies in the bucket, not used for 7 days"]
    removals = [*local, *due([item for item in items if item.shared], reach, rule, NOW)]
    assert all([await assets.discard(one.item) for one in removals])
    assert set(bucket.files) == {source(REACHED), young}
    assert not copy.exists()
    assert needed.exists()


def test_copies_take_no_more_room_than_a_cache_unless_they_are_in_use(tmp_path: Path) -> None:
    hours = (1.0, 3.0, 5.0, 7.0)
    copies = [
        Item(kind="copy", path=tmp_path / str(age), name=str(age), size=400, modified=-age * HOUR)
        for age in hours
    ]
    rule = Rule(results_days=30, conversations_days=0, cache_bytes=1000)
    reach = Reach(assets=frozenset(), folders=frozenset(), results=frozenset())
    assert [one.item.name for one in due(copies, reach, rule, 0)] == ["5.0", "7.0"]
    none = replace(rule, cache_bytes=0)
    assert [one.item.name for one in due(copies, reach, none, 0)] == ["3.0", "5.0", "7.0"]


async def test_what_the_bucket_does_not_give_up_waits_for_the_next_time(tmp_path: Path) -> None:
    bucket: Any = FakeBucket(**{source(UNREACHED): 400 * DAY})
    assets = SharedAssets(tmp_path, bucket)
    (item,) = await assets.stored()
    bucket.is_there = False
    assert not await assets.discard(item)
    assert bucket.files


def settings(tmp_path: Path, bucket: Bucket) -> Settings:
    return Settings(
        home=tmp_path,
        files_url="bucket",
        files_hours=1,
        assets=f"s3://{bucket.bucket}/{bucket.prefix}?endpoint={bucket.endpoint}",
        s3_access_key=SecretStr(bucket.key),
        s3_secret_key=SecretStr(bucket.secret),
    )


async def test_a_real_server_lists_what_it_has_and_hands_it_out(tmp_path: Path) -> None:
    result = tmp_path / "outputs" / FOLDER / "beach-v1.mp4"
    result.parent.mkdir(parents=True)
    result.write_bytes(b"edited")
    with s3_bucket() as bucket:
        async with S3.open(bucket) as s3:
            assets = SharedAssets(tmp_path, s3)
            await assets.publish(result)
            (there,) = [item for item in await assets.stored() if item.shared]
            assert (there.kind, there.name, there.size) == ("result", f"{FOLDER}/{result.name}", 6)
            assert abs(there.modified - result.stat().st_mtime) < 60
            links = links_of(settings(tmp_path, bucket))
            assert isinstance(links, BucketLinks)
            async with httpx.AsyncClient() as client:
                answer = await client.get(links.link(result))
            assert answer.content == b"edited"
            assert "beach-v1.mp4" in answer.headers["content-disposition"]
            assert links.link(tmp_path / "elsewhere.mp4") == ""
            assert await assets.discard(there)
            assert not [item for item in await assets.stored() if item.shared]


def test_links_are_those_of_the_file_server_or_of_the_bucket(tmp_path: Path) -> None:
    assert links_of(Settings(home=tmp_path)) is None
    assert isinstance(links_of(Settings(home=tmp_path, files_url="https://x")), Links)
    bucket = Bucket.of("s3://b/p?endpoint=http://127.0.0.1:1", "key", "secret")
    links = links_of(settings(tmp_path, bucket).model_copy(update={"files_hours": 1000}))
    assert isinstance(links, BucketLinks)
    assert links.hours == 7 * 24  # S3 signs no longer.
    with pytest.raises(BadInput, match="set VFXB_ASSETS"):
        links_of(Settings(home=tmp_path, files_url="bucket"))
