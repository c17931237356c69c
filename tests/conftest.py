"""Guards that are always on, and the fixtures that every test may ask for.

- The environment has no keys and no settings of the machine; home and caches are temporary.
- The network is refused, except loopback and unix sockets; a test that tried fails.
- A log record at ERROR or above fails the test, unless it takes ``error_log`` and empties it.
- Warnings are errors (pyproject.toml).
"""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.media import Media

_PRIVATE_PREFIXES = ("VFXB_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "CHROMA_", "HF_", "XDG_")
_PRIVATE_WORDS = ("API_KEY", "TOKEN", "SECRET", "PASSWORD", "PROXY")
_HOMES = {
    "HOME": "",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
}


class NetworkRefused(ConnectionError):
    """A test wanted to leave this machine."""


_refused: list[str] = []


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """Audit hook: sees every socket that Python opens, whatever library asks for it."""
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not _is_local(host):
        _refused.append(f"{event} {host}")
        raise NetworkRefused(f"tests do not leave this machine: {event} {host}")


def _is_local(host: object) -> bool:
    """Whether a host is this machine; unix sockets and "any address" have none."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(name).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


# A failure is the same for everybody, and none comes and goes with the load of the machine.
settings.register_profile("vfxb", derandomize=True, deadline=None)
settings.load_profile("vfxb")


def pytest_configure() -> None:
    """Clean the environment before any test module is imported."""
    for name in list(os.environ):
        upper = name.upper()
        if upper.startswith(_PRIVATE_PREFIXES) or any(word in upper for word in _PRIVATE_WORDS):
            del os.environ[name]
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    # As the program itself does: to search what was imported again and again takes a tenth.
    gc.set_threshold(50_000)
    sys.addaudithook(_refuse_network)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two cores: a third of its time, a test waits for what it has started."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


def pytest_collection_finish() -> None:
    """Take what collecting left out of all searches for garbage: it stays to the end."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _temporary_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in _HOMES.items():
            (home / folder).mkdir(exist_ok=True)
            patch.setenv(name, str(home / folder))
        yield


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    _refused.clear()
    yield
    assert not _refused, f"this test tried to leave the machine: {_refused}"


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def error_log() -> Iterator[list[logging.LogRecord]]:
    """Log records at ERROR or above of this test; whatever is left at its end fails it."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)
    assert not handler.records, [record.getMessage() for record in handler.records]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of this run, the same for all processes that share its tests."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


@pytest.fixture(scope="session")
def media(shared_folder: Path) -> Media:
    """Makes test clips, each at most once per run."""
    return Media(shared_folder / "media")


@pytest.fixture(scope="session")
def real_media() -> Path:
    """Folder of real clips beside the project; tests that want it skip where it is not."""
    folder = Path(__file__).parents[2] / "shared" / "media"
    if not folder.is_dir():
        pytest.skip(f"no real clips beside the project ({folder.parent.name}/{folder.name})")
    return folder
