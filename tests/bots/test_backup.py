"""Backup and restore: conversations, clips and memory of a running agent come back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent import Reply, Request, VideoAgent
from agent.settings import Settings
from bots.backup import save
from bots.restoring import load
from bots.terminal import app
from memory.memory import Memory
from tests.media import Media
from tools.errors import BadInput, ToolFailed


async def say(agent: VideoAgent, text: str, *clips: Path) -> Reply:
    return await agent.handle(Request(conversation="c", user="u", text=text, attachments=clips))


async def test_a_conversation_goes_on_from_a_backup(tmp_path: Path, media: Media) -> None:
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "vfxb.tar"
    async with VideoAgent.open(settings=Settings(home=home)) as agent:
        await say(agent, "make it sepia", media.clip(1.0))
        await say(agent, "always use red titles")
        await say(agent, "what do you remember about me?")
        # The agent stays open: nobody stops a bot for a backup.
        await save(Settings(home=home), file)
        await say(agent, "make it brighter")
    with tarfile.open(file) as archive:
        names = archive.getnames()
    assert not [name for name in names if name.split("/")[0] in {"outputs", "cache", "locks"}]
    assert not [name for name in names if name.endswith(("-wal", "-shm"))]

    shutil.rmtree(home)
    said = await load(file, Settings(home=other))
    assert said == f"Brought {len(names)} files back to {other}."
    async with VideoAgent.open(settings=Settings(home=other)) as agent:
        again = await say(agent, "back to v1")
        assert again.kind == "edit", again.text
        assert again.files[0].is_file()
        assert [step.tool for step in again.steps] == ["apply_filter"]
        assert "red" in (await say(agent, "what do you remember about me?")).text


async def test_a_database_is_saved_as_it_is_at_one_moment(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with closing(sqlite3.connect(home / "a.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE t (n)")
        writer.execute("INSERT INTO t VALUES (1)")
        writer.execute("BEGIN")
        writer.execute("INSERT INTO t VALUES (2)")
        await save(Settings(home=home), tmp_path / "b.tar")
        writer.execute("COMMIT")
    await load(tmp_path / "b.tar", Settings(home=tmp_path / "other"))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["a.sqlite"]
    with closing(sqlite3.connect(tmp_path / "other" / "a.sqlite")) as reader:
        assert reader.execute("SELECT n FROM t").fetchall() == [(1,)]


async def test_results_come_along_when_they_are_to(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "outputs" / "a").mkdir(parents=True)
    (home / "outputs" / "a" / "v1.mp4").write_bytes(b"1")
    (home / "outputs" / "a" / ".job").write_bytes(b"1")
    (home / "people.json").write_bytes(b"{}")
    settings = Settings(home=home)
    assert await save(settings, tmp_path / "one.tar") == f"Saved 1 files to {tmp_path}/one.tar."
    said = await save(settings, tmp_path / "two.tar", results=True)
    assert said == f"Saved 2 files to {tmp_path}/two.tar."


async def test_nobody_else_on_the_machine_reads_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "files.key").write_bytes(b"key")
    (home / "files.key").chmod(0o600)
    before = os.umask(0o022)
    try:
        await save(Settings(home=home), tmp_path / "b.tar")
    finally:
        os.umask(before)
    assert (tmp_path / "b.tar").stat().st_mode & 0o777 == 0o600
    await load(tmp_path / "b.tar", Settings(home=tmp_path / "other"))
    assert (tmp_path / "other" / "files.key").stat().st_mode & 0o777 == 0o600


async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "a").write_bytes(b"1")
    await save(Settings(home=home), tmp_path / "b.tar")
    with pytest.raises(BadInput, match="exists. Choose another"):
        await save(Settings(home=home), tmp_path / "b.tar")
    with pytest.raises(BadInput, match="is not empty"):
        await load(tmp_path / "b.tar", Settings(home=home))
    with pytest.raises(BadInput, match="Is VFXB_HOME right"):
        await save(Settings(home=tmp_path / "nowhere"), tmp_path / "c.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "home"]


async def test_what_is_no_backup_or_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.tar").write_text("hello")
    with pytest.raises(BadInput, match="is not a backup"):
        await load(tmp_path / "text.tar", Settings(home=tmp_path / "one"))
    with pytest.raises(BadInput, match="is not a backup"):
        await load(tmp_path / "nothing.tar", Settings(home=tmp_path / "two"))
    home = tmp_path / "home"
    home.mkdir()
    with closing(sqlite3.connect(home / "a.sqlite", isolation_level=None)) as writer:
        writer.execute("CREATE TABLE t (n)")
        writer.executemany("INSERT INTO t VALUES (?)", [("x" * 5000,)] * 20)
    content = bytearray((home / "a.sqlite").read_bytes())
    content[4096:12_288] = b"\xff" * 8192
    (home / "a.sqlite").write_bytes(content)
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        archive.add(home / "a.sqlite", "a.sqlite")
    with pytest.raises(ToolFailed, match=r"a\.sqlite in .* is damaged"):
        await load(tmp_path / "bad.tar", Settings(home=tmp_path / "three"))


async def test_nothing_gets_out_of_home(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.add(__file__, "../evil.py")
    with pytest.raises(BadInput, match="is not a backup"):
        await load(tmp_path / "evil.tar", Settings(home=tmp_path / "home"))
    assert not (tmp_path / "evil.py").exists()
    with tarfile.open(tmp_path / "link.tar", "w") as archive:
        link = tarfile.TarInfo("people")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(link)
    with pytest.raises(BadInput, match="'people' does not belong there"):
        await load(tmp_path / "link.tar", Settings(home=tmp_path / "home"))
    assert not (tmp_path / "home").exists()


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "a").write_bytes(b"1")
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VFXB_DATABASE_URL", "postgresql://db/vfxb")
    file = str(tmp_path / "b.tar")
    saved = CliRunner().invoke(app, ["backup", file])
    assert saved.exit_code == 0, saved.output
    assert "Saved 1 files" in saved.output
    assert "VFXB_DATABASE_URL is set: what lies there needs a backup of its own" in saved.output
    assert CliRunner().invoke(app, ["restore", file]).exit_code == 2
    # Of what lies in a bucket there are only copies.
    (tmp_path / "home" / "assets").mkdir()
    (tmp_path / "home" / "assets" / "copy").write_bytes(b"1")
    monkeypatch.setenv("VFXB_ASSETS", "s3://vfxb")
    again = CliRunner().invoke(app, ["backup", "--results", str(tmp_path / "c.tar")])
    assert "Saved 1 files" in again.output
    assert "VFXB_ASSETS is set" in again.output
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "other"))
    brought = CliRunner().invoke(app, ["restore", file])
    assert brought.exit_code == 0, brought.output
    assert (tmp_path / "other" / "a").read_bytes() == b"1"


async def test_tables_in_a_file_elsewhere_come_along(tmp_path: Path) -> None:
    elsewhere = tmp_path / "data" / "my.db"
    elsewhere.parent.mkdir()
    settings = Settings(home=tmp_path / "home", database_url=f"sqlite:///{elsewhere}")
    async with Memory.open(settings.home, database_url=settings.database_url) as memory:
        await memory.remember("u", text="one")
    settings.home.mkdir(exist_ok=True)
    await save(settings, tmp_path / "b.tar")
    with pytest.raises(BadInput, match="my.db is there already"):
        await load(tmp_path / "b.tar", settings.model_copy(update={"home": tmp_path / "x"}))
    elsewhere.unlink()
    await load(tmp_path / "b.tar", settings.model_copy(update={"home": tmp_path / "x"}))
    async with Memory.open(tmp_path / "x", database_url=settings.database_url) as memory:
        assert len(await memory.preferences("u")) == 1
