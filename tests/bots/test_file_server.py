"""The file server: who has a link gets the file, whole or in part; nobody else gets anything."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots.file_server import application, file_server
from bots.links import Links
from bots.web import serving
from tools.errors import ToolFailed

CONTENT = bytes(range(256)) * 400
FOLDER = "0123456789abcdef" * 2


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "outputs" / FOLDER / "beach-v1.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
async def links(tmp_path: Path, clock: Clock) -> AsyncIterator[Links]:
    """Links to a running file server."""
    made = Links(outputs=tmp_path / "outputs", url="", key=b"key", hours=2, clock=clock)
    async with serving(application(made), ("127.0.0.1", 0), "X") as url:
        yield replace(made, url=url)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as opened:
        yield opened


async def test_a_link_brings_the_file(
    links: Links, result: Path, client: httpx.AsyncClient
) -> None:
    answer = await client.get(links.link(result))
    assert answer.status_code == 200
    assert answer.content == CONTENT
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="beach-v1.mp4"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    head = await client.head(links.link(result))
    assert (head.headers["Content-Length"], head.content) == (str(len(CONTENT)), b"")


@pytest.mark.parametrize(
    ("range_", "status", "content"),
    [
        ("bytes=0-9", 206, CONTENT[:10]),
        ("bytes=100000-", 206, CONTENT[100_000:]),
        ("bytes=-7", 206, CONTENT[-7:]),
        ("bytes=999999999-", 416, b""),
    ],
)
async def test_players_may_ask_for_a_part(
    links: Links, result: Path, client: httpx.AsyncClient, range_: str, status: int, content: bytes
) -> None:
    answer = await client.get(links.link(result), headers={"Range": range_})
    assert answer.status_code == status
    if status == 206:
        assert answer.content == content
        assert answer.headers["Content-Range"].endswith(f"/{len(CONTENT)}")


async def test_a_link_works_for_a_while(
    links: Links, result: Path, clock: Clock, client: httpx.AsyncClient
) -> None:
    link = links.link(result)
    clock.now += 2 * 3600 - 1
    assert (await client.get(link)).status_code == 200
    clock.now += 2
    answer = await client.get(link)
    assert answer.status_code == 410
    assert "Ask for the clip once more" in answer.text


async def test_nothing_is_handed_out_without_its_own_signature(
    links: Links, result: Path, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    (result.parent / "other-v1.mp4").write_bytes(b"other")
    (result.parent / ".job-1.mp4").write_bytes(b"at work")
    (tmp_path / "vfxb.sqlite").write_bytes(b"all")
    link = links.link(result)
    query = parse_qs(urlsplit(link).query)
    sign, until = query["sign"][0], query["until"][0]
    base = links.url
    for wrong in (
        f"{base}/",
        f"{base}/{FOLDER}",
        f"{base}/{FOLDER}/",
        f"{base}/{FOLDER}/beach-v1.mp4",
        link.replace("beach-v1", "other-v1"),
        link.replace(until, str(int(until) + 1)),
        link.replace(sign, sign[:-1] + ("0" if sign[-1] != "0" else "1")),
        link.replace(sign, "é"),
        link.replace(until, "٣"),
        link.replace(until, "9" * 5_000),
        f"{base}/{FOLDER}/.job-1.mp4?until={until}&sign={sign}",
        f"{base}/{FOLDER}/..%2f..%2fvfxb.sqlite?until={until}&sign={sign}",
        f"{base}/../vfxb.sqlite?until={until}&sign={sign}",
    ):
        answer = await client.get(wrong)
        assert answer.status_code == 404, wrong
        assert b"other" not in answer.content
    other = replace(links, key=b"another key")
    assert (await client.get(other.link(result))).status_code == 404


async def test_what_is_gone_or_a_link_to_elsewhere_is_not_there(
    links: Links, result: Path, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    link = links.link(result)
    result.unlink()
    assert (await client.get(link)).status_code == 404
    (tmp_path / "secret").write_bytes(b"secret")
    result.symlink_to(tmp_path / "secret")
    assert (await client.get(link)).status_code == 404


def test_only_results_have_links(tmp_path: Path, result: Path) -> None:
    links = Links(outputs=tmp_path / "outputs", url="https://x", key=b"key")
    assert links.link(result).startswith(f"https://x/{FOLDER}/beach-v1.mp4?until=")
    assert links.link(tmp_path / "vfxb.sqlite") == ""
    assert links.link(result.parent / ".part.mp4") == ""
    assert "key" not in repr(links)


async def test_it_is_off_unless_it_has_an_address(tmp_path: Path) -> None:
    assert Links.of(Settings(home=tmp_path)) is None
    async with file_server(Settings(home=tmp_path)) as address:
        assert address == ""
    assert not list(tmp_path.iterdir())


async def test_all_programs_of_a_home_share_one_key(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, files_url="https://clips.example/", files_listen=("127.0.0.1", 0)
    )
    one, two = Links.of(settings), Links.of(settings)
    assert one is not None
    assert two is not None
    assert one.key == two.key
    assert len(one.key) == 32
    (key,) = tmp_path.iterdir()
    assert key.stat().st_mode & 0o077 == 0
    given = Links.of(settings.model_copy(update={"files_secret": SecretStr("given")}))
    assert given is not None
    assert given.key == b"given"
    async with file_server(settings) as address, httpx.AsyncClient() as client:
        assert (await client.get(address)).status_code == 404


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_key_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ToolFailed, match="set VFXB_FILES_SECRET"):
        Links.of(Settings(home=tmp_path / "home", files_url="https://x"))
