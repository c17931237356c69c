"""Files in a bucket: in parts, by ranges, by links; and as the store of several machines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from memory.errors import StoreFailed
from memory.s3 import PART_BYTES, S3, Bucket
from memory.shared_assets import SharedAssets
from tests.memory.s3_server import s3_bucket


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with s3_bucket() as bucket:
        yield bucket


async def fetched(link: str) -> httpx.Response:
    async with httpx.AsyncClient() as anybody:
        return await anybody.get(link)


async def test_a_large_file_goes_in_parts_and_comes_back_whole(
    bucket: Bucket, tmp_path: Path
) -> None:
    clip = tmp_path / "clip"
    clip.write_bytes(os.urandom(2 * PART_BYTES + 1000))
    async with S3.open(bucket) as s3:
        await s3.put("outputs/a/ä b.mp4", clip)
        assert await s3.size("outputs/a/ä b.mp4") == clip.stat().st_size
        assert await s3.read("outputs/a/ä b.mp4", 5, 25) == clip.read_bytes()[5:25]
        await s3.get("outputs/a/ä b.mp4", tmp_path / "again")
        assert await s3.names("outputs/a") == ["outputs/a/ä b.mp4"]
        await s3.remove("outputs/a/ä b.mp4")
        assert await s3.size("outputs/a/ä b.mp4") is None
    assert (tmp_path / "again").read_bytes() == clip.read_bytes()


async def test_a_link_needs_no_key(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "clip").write_bytes(b"a clip")
    async with S3.open(bucket) as s3:
        await s3.put("linked", tmp_path / "clip")
        answer = await fetched(s3.link("linked", 60, "my clip.mp4"))
    assert answer.content == b"a clip"
    assert "my%20clip.mp4" in answer.headers["content-disposition"]


async def test_two_machines_share_clips_and_results(bucket: Bucket, tmp_path: Path) -> None:
    clip = tmp_path / "clip"
    clip.write_bytes(b"pictures and sound")
    async with S3.open(bucket) as s3:
        here, there = SharedAssets(tmp_path / "here", s3), SharedAssets(tmp_path / "there", s3)
        asset = await here.add(clip)
        assert (await there.bring(asset.id)).read_bytes() == b"pictures and sound"
        result = there.outputs("a chat") / "clip-v1.mp4"
        result.parent.mkdir(parents=True)
        result.write_bytes(b"edited")
        await there.publish(result)
        written = there.written_down(result)
        assert (await here.at_hand(written)).read_bytes() == b"edited"
        assert (await fetched(here.link(written, 60))).content == b"edited"
        with pytest.raises(StoreFailed, match="not in the bucket"):
            await here.bring("0" * 64)
        await here.settle()
        await there.settle()


def test_requests_are_signed_as_amazon_wants_it() -> None:
    """The example of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html."""
    bucket = Bucket.of(
        "s3://examplebucket?endpoint=https://examplebucket.s3.amazonaws.com",
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": empty,
        "x-amz-date": "20130524T000000Z",
    }
    signed = bucket.signature(
        "GET", "/test.txt", {}, headers, empty, datetime(2013, 5, 24, tzinfo=UTC)
    )
    assert signed == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"


@pytest.mark.parametrize("url", ["https://bucket/x", "s3://", "bucket"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(StoreFailed, match="VFXB_ASSETS looks like this"):
        Bucket.of(url, "k", "s")
