"""Files in a bucket: in parts, by ranges, by links; and as the store of several machines."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from aiohttp import web

from bots.web import serving
from memory.bucket import Bucket
from memory.errors import StoreFailed
from memory.s3 import PART_BYTES, S3
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
        answer = await fetched(bucket.link("linked", 60, "my clip.mp4"))
    assert answer.content == b"a clip"
    assert "my%20clip.mp4" in answer.headers["content-disposition"]


def test_a_link_leads_where_the_world_knows_the_server() -> None:
    inside = Bucket.of("s3://clips/state?endpoint=http://s3:8333", "key", "secret")
    link = replace(inside, public="https://clips.example.org").link("known", 60)
    assert link.startswith("https://clips.example.org/clips/state/known?")
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    # The name of the server is signed: whoever passes it on has to keep it.
    signature, now = query.pop("X-Amz-Signature"), query["X-Amz-Date"]
    signed = inside.signature(
        "GET", inside.path("known"), query, {"host": "clips.example.org"}, "UNSIGNED-PAYLOAD",
        datetime.strptime(now, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
    )  # fmt: skip
    assert signature == signed


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
        with pytest.raises(StoreFailed, match="not in the bucket"):
            await here.bring("0" * 64)
        await here.settle()
        await there.settle()


@asynccontextmanager
async def misbehaving(*, refused: str = "", stalls: bool = False) -> AsyncIterator[S3]:
    """A server that knows no ranges, and may refuse or be silent."""

    async def answer(request: web.Request) -> web.Response:
        if request.method == "POST":
            return web.Response(text="<UploadId>1</UploadId>")
        if request.method == refused:
            return web.Response(status=403)
        if request.method == "PUT" and stalls:
            await asyncio.sleep(30)
        return web.Response(body=b"0123456789", status=403 if request.method == "PUT" else 200)

    app = web.Application(client_max_size=2 * PART_BYTES)
    app.router.add_route("*", "/{path:.*}", answer)
    async with serving(app, ("127.0.0.1", 0), "X") as address:
        bucket = Bucket.of(f"s3://b?endpoint={address}", "k", "s")
        async with S3.open(bucket) as s3:
            yield s3


async def test_an_upload_that_fails_says_why_and_one_that_is_cancelled_is(tmp_path: Path) -> None:
    (tmp_path / "clip").write_bytes(bytes(PART_BYTES + 1))
    async with misbehaving(refused="DELETE") as s3:
        with pytest.raises(StoreFailed, match="refused PUT"):
            await s3.put("clip", tmp_path / "clip")
    async with misbehaving(refused="DELETE", stalls=True) as s3:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await s3.put("clip", tmp_path / "clip")


async def test_a_server_that_knows_no_ranges_damages_nothing(tmp_path: Path) -> None:
    async with misbehaving() as s3:
        with pytest.raises(StoreFailed, match="10 bytes of clip in place of 3"):
            await s3.read("clip", 2, 5)


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


def test_an_address_may_say_more() -> None:
    url = "s3://clips/state?endpoint=http://s3:8333&public=https://clips.example.org/&region=eu-1"
    bucket = Bucket.of(url, "k", "s")
    assert (bucket.endpoint, bucket.public) == ("http://s3:8333", "https://clips.example.org")
    assert (bucket.bucket, bucket.prefix, bucket.region) == ("clips", "state", "eu-1")
    assert Bucket.of("s3://clips?endpoint=http://s3:8333&public=", "k", "s").public == ""


@pytest.mark.parametrize("url", ["https://bucket/x", "s3://", "bucket"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(StoreFailed, match="VFXB_ASSETS looks like this"):
        Bucket.of(url, "k", "s")
