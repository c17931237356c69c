"""What a start needs: what is missing for the moment is an outage, and wrong settings are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots.needs import need
from memory.errors import StoreAway, StoreFailed
from tests.memory.s3_server import s3_bucket
from tests.postgres_server import PostgresServer, postgres_server
from tests.soak.faults import Gate, small_disk
from tools.errors import BadInput, Outage


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    server = postgres_server()
    yield server
    server.close()


def fill(ballast: Path) -> None:
    """Leave no room on a disk."""
    with ballast.open("wb", buffering=0) as sink, suppress(OSError):
        while True:
            sink.write(bytes(1 << 12))


async def test_a_disk_that_is_full_is_an_outage(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        fill(disk / "ballast")
        with pytest.raises(Outage, match=r"disk of VFXB_HOME .* is full"):
            await need(Settings(home=disk / "home"))
        (disk / "ballast").unlink()
        with small_disk(tmp_path / "other", megabytes=4) as other:
            await need(Settings(home=other / "home"))
            assert not list((other / "home").iterdir())


async def test_a_database_out_of_reach_is_an_outage(tmp_path: Path, server: PostgresServer) -> None:
    settings = Settings(home=tmp_path, database_url=server.url)
    await need(settings)
    server.stop()
    try:
        with pytest.raises(StoreAway, match="refused"):
            await need(settings)
    finally:
        server.start()
    await need(settings)


async def test_a_bucket_out_of_reach_is_an_outage(tmp_path: Path) -> None:
    with s3_bucket() as bucket:
        at = httpx.URL(bucket.endpoint)
        gate = Gate(at.host, at.port or 0)
        await gate.unlock()
        settings = bucket_settings(tmp_path, f"s3://clips/x?endpoint=http://127.0.0.1:{gate.here}")
        await need(settings)
        await gate.shut()
        with pytest.raises(StoreAway, match="out of reach"):
            await need(settings)
        wrong = bucket_settings(tmp_path, f"s3://nope/x?endpoint={bucket.endpoint}")
        with pytest.raises(StoreFailed, match="Are the keys and the bucket in VFXB_ASSETS right"):
            await need(wrong)


def bucket_settings(home: Path, assets: str) -> Settings:
    key, secret = SecretStr("key"), SecretStr("secret")
    return Settings(home=home, assets=assets, s3_access_key=key, s3_secret_key=secret)


@dataclass(frozen=True)
class Wrong:
    """Settings that no waiting makes right, and what is said of them."""

    id: str
    settings: Callable[[Path, str], Settings]
    error: type[Exception]
    told: str


WRONG = (
    Wrong(
        "nobody of that name",
        lambda home, url: Settings(home=home, database_url=url.replace("vfxb@", "stranger@")),
        StoreFailed,
        "stranger",
    ),
    Wrong(
        "no such database",
        lambda home, url: Settings(home=home, database_url=f"{url}-nowhere"),
        StoreFailed,
        "nowhere",
    ),
    Wrong(
        "no address of a database",
        lambda home, _: Settings(home=home, database_url="somewhere"),
        StoreFailed,
        "not understood",
    ),
    Wrong(
        "no address of a bucket",
        lambda home, _: Settings(home=home, assets="clips"),
        StoreFailed,
        "VFXB_ASSETS looks like this",
    ),
    Wrong(
        "no address of a chat",
        lambda home, _: Settings(home=home, telegram_api_url="localhost"),
        BadInput,
        "VFXB_TELEGRAM_API_URL is 'localhost'",
    ),
    Wrong(
        "no folder",
        lambda home, _: Settings(home=home / "file"),
        BadInput,
        "cannot be used",
    ),
)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.id)
async def test_wrong_settings_are_no_outage(
    wrong: Wrong, tmp_path: Path, server: PostgresServer
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(wrong.error, match=wrong.told) as caught:
        await need(wrong.settings(tmp_path, server.url))
    assert not isinstance(caught.value, (StoreAway, Outage))


async def test_a_wrong_password_is_no_outage(tmp_path: Path, server: PostgresServer) -> None:
    url = server.url
    with server.asking_for_passwords():
        settings = Settings(home=tmp_path, database_url=url.replace("vfxb@", "vfxb:wrong-one@"))
        with pytest.raises(StoreFailed, match="password authentication failed") as caught:
            await need(settings)
    assert not isinstance(caught.value, StoreAway)
    assert "wrong-one" not in str(caught.value)
