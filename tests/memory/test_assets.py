from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from memory.assets import AssetStore
from memory.blobs import ABANDONED_SECONDS, CHUNK_BYTES
from memory.errors import NotStorable, StoreFailed, TooMuch

CONTENT = bytes(range(256)) * 5_000


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    return AssetStore(tmp_path / "home")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    file = tmp_path / 'it\'s "my" clip 🎬\n.mp4'
    file.write_bytes(CONTENT)
    return file


def kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "home").rglob("*") if path.is_file())


async def test_a_file_is_kept_under_its_hash(store: AssetStore, clip: Path, tmp_path: Path) -> None:
    asset = await store.add(clip)
    assert asset.id == hashlib.sha256(CONTENT).hexdigest()
    assert asset.name == clip.name
    assert asset.size == len(CONTENT)
    assert asset.path == store.path(asset.id)
    assert asset.path.read_bytes() == CONTENT == clip.read_bytes()
    assert kept(tmp_path) == [asset.id]


async def test_equal_content_is_kept_once(store: AssetStore, clip: Path, tmp_path: Path) -> None:
    assets = await asyncio.gather(*(store.add(clip, name=f"take {n}") for n in range(12)))
    assert {asset.id for asset in assets} == set(kept(tmp_path))
    assert [asset.name for asset in assets] == [f"take {n}" for n in range(12)]
    assert assets[0].path.read_bytes() == CONTENT


async def test_a_damaged_copy_is_mended_by_the_next_one(store: AssetStore, clip: Path) -> None:
    asset = await store.add(clip)
    asset.path.write_bytes(CONTENT[:100])
    assert (await store.add(clip)).path.read_bytes() == CONTENT


async def test_files_settle(store: AssetStore, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"other")
    first, second = await store.add(clip), await store.add(tmp_path / "other")
    store.remove(second.id)
    await store.settle([first.id, "0" * 64])
    await store.settle()
    assert first.path.read_bytes() == CONTENT
    assert not second.path.exists()


async def test_an_empty_file_is_a_file(store: AssetStore, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert (await store.add(tmp_path / "empty")).size == 0


@dataclass(frozen=True)
class Case:
    id: str
    says: str
    make: Callable[[Path], object]


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)
        server.bind(path.name)
        os.chdir(here)


REFUSED = [
    Case("nothing there", "no file", lambda path: None),
    Case("a folder", "a folder", lambda path: path.mkdir()),
    Case("a link", "a link", lambda path: path.symlink_to(__file__)),
    Case("a link to nothing", "a link", lambda path: path.symlink_to("nowhere")),
    Case("a pipe", "not a regular file", lambda path: os.mkfifo(path)),
    Case("a socket", "Cannot read", listen),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
async def test_what_is_no_file_is_refused(store: AssetStore, tmp_path: Path, case: Case) -> None:
    case.make(tmp_path / "clip.mp4")
    with pytest.raises(NotStorable, match=case.says) as caught:
        await store.add(tmp_path / "clip.mp4")
    assert str(tmp_path) not in str(caught.value)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["a\0b", "x" * 5_000], ids=["NUL", "too long"])
async def test_a_name_that_cannot_be_is_refused(store: AssetStore, name: str) -> None:
    with pytest.raises(NotStorable):
        await store.add(Path(name))


@contextmanager
def nearly_full_disk(left: int) -> Iterator[None]:
    """No file may grow beyond ``left`` bytes: to a writer that is what a full disk is."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_leaves_nothing_behind(
    store: AssetStore, clip: Path, tmp_path: Path
) -> None:
    with nearly_full_disk(len(CONTENT) // 2), pytest.raises(StoreFailed, match="disk is full"):
        await store.add(clip)
    assert kept(tmp_path) == []
    assert (await store.add(clip)).path.read_bytes() == CONTENT


async def test_what_fails_its_check_is_not_stored(store: AssetStore, clip: Path) -> None:
    copied = asyncio.Event()

    async def check() -> None:
        copied.set()
        await asyncio.sleep(0.05)  # The copy, which is small, is long there.
        raise ValueError("not media")

    with pytest.raises(ValueError, match="not media"):
        await store.add(clip, check=check())
    assert copied.is_set()
    assert await store.stored() == ()


async def test_a_check_that_passes_is_waited_for(store: AssetStore, clip: Path) -> None:
    looked: list[str] = []

    async def check() -> None:
        await asyncio.sleep(0.05)
        looked.append("fine")

    asset = await store.add(clip, check=check())
    assert looked == ["fine"]
    assert asset.path.read_bytes() == CONTENT


async def test_a_limit_ends_the_copy(store: AssetStore, clip: Path, tmp_path: Path) -> None:
    with pytest.raises(TooMuch, match="1,000"):
        await store.add(clip, max_bytes=1_000)
    assert kept(tmp_path) == []
    assert (await store.add(clip, max_bytes=len(CONTENT))).size == len(CONTENT)


async def test_cancelling_leaves_nothing_behind(store: AssetStore, tmp_path: Path) -> None:
    long = tmp_path / "long.mp4"
    with long.open("wb") as file:
        file.truncate(300 * CHUNK_BYTES)
    copying = asyncio.create_task(store.add(long))
    for _ in range(1_000):
        if list((tmp_path / "home").rglob("*.part")):
            break
        await asyncio.sleep(0.001)
    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    assert kept(tmp_path) == []


async def test_a_home_that_cannot_be_made_is_explained(tmp_path: Path, clip: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFailed, match="cannot be kept"):
        await AssetStore(tmp_path / "file").add(clip)


CONVERSATIONS = [
    "c1", "C1", "", ".", "..", "../../etc", "/", "a/b", "a\\b", "c:d", "\0", "\n", "🎬" * 10,
    "con", "-rf", "x" * 10_000, "\ud800", "ü", "u\u0308", "telegram:-100123/4",
]  # fmt: skip


def test_every_conversation_has_a_folder_of_its_own(store: AssetStore, tmp_path: Path) -> None:
    folders = [store.outputs(name) for name in CONVERSATIONS]
    assert len({str(folder).casefold() for folder in folders}) == len(CONVERSATIONS)
    assert all(folder.parent == tmp_path / "home" / "outputs" for folder in folders)
    assert all(folder.name.isalnum() for folder in folders)
    assert [store.outputs(name) for name in CONVERSATIONS] == folders


def test_only_rendered_files_are_removed_as_such(store: AssetStore, tmp_path: Path) -> None:
    home = tmp_path / "home"
    one, other = store.outputs("one"), store.outputs("other")
    made = [one / "v1.mp4", other / "v1.mp4", other / "v2.mp4", other / ".job", home / "pace.json"]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    named = [store.written_down(path) for path in made[2:3]]
    strange = ["v1.mp4", "pace.json", "../file", f"outputs/{one.name}/../../pace.json", "/etc/x"]
    assert store.remove_outputs([*named, *named, *strange], ["one", "nowhere"]) == 2
    assert [path.exists() for path in made] == [False, True, False, True, True]
    assert not one.exists()


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "x" * 65, "a\n"])
def test_a_cache_has_a_plain_name(store: AssetStore, name: str) -> None:
    with pytest.raises(NotStorable, match="cannot name"):
        store.cache(name)
    assert store.cache("speech-1").is_dir()


@pytest.mark.parametrize("identity", ["", "../../x", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_hashes_are_ids(store: AssetStore, identity: str) -> None:
    with pytest.raises(NotStorable, match="not the id"):
        store.path(identity)


async def test_a_stored_file_is_removed_once(store: AssetStore, clip: Path) -> None:
    asset = await store.add(clip)
    store.remove(asset.id)
    store.remove(asset.id)
    assert not asset.path.exists()


async def test_what_a_killed_copy_left_is_swept(
    store: AssetStore, clip: Path, tmp_path: Path
) -> None:
    parts = tmp_path / "home" / "assets" / "parts"
    parts.mkdir(parents=True)
    (parts / "new.part").touch()
    (parts / "old.part").touch()
    os.utime(parts / "old.part", (time.time() - ABANDONED_SECONDS - 60,) * 2)
    await store.add(clip)
    assert [part.name for part in parts.iterdir()] == ["new.part"]
