"""One collection of Chroma, in a folder or on a server. Everything here blocks.

Chroma raises whatever it likes, bare ``Exception`` and panics of its Rust core included, and a
damaged folder can even end the process. So this file only calls it; ``memory.vectors`` runs these
calls in a thread, takes every failure there for a broken index, and makes a new one.
"""

from __future__ import annotations

import http.client
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from memory.errors import StoreFailed

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings
    from numpy.typing import NDArray

SERVER_SECONDS = 10.0
"""How long a server may take to answer."""

_DATABASE_FILE = "chroma.sqlite3"
# Whoever stands before the host, with or without a password, up to the last @.
_SECRET = re.compile(r"(?<=//).*@|^(?!.*//).*@", re.DOTALL)
_SMALL_TABLES = ("migrations", "collections", "collection_metadata", "segments")


@dataclass(frozen=True, slots=True)
class Entry:
    """A vector with what it belongs to. It carries no words: those stay in the database.

    Attributes:
        kind: ``turn``, ``recipe`` or ``preference``.
        record: Id of the row in the table of that kind.
        user: Id of the person.
    """

    kind: str
    record: int
    user: int

    @property
    def id(self) -> str:
        """Its id in the collection."""
        return vector_id(self.kind, self.record)


def vector_id(kind: str, record: int) -> str:
    """The id that a record's vector has."""
    return f"{kind}-{record}"


class ChromaCollection:
    """An open collection of vectors.

    Attributes:
        mark: Number of the last change of the database that the collection contains.
    """

    def __init__(self, client: ClientAPI, family: str, embedding: str) -> None:
        """Open the collection, or make it.

        Args:
            client: Where it is.
            family: Start of the names of all collections that are made from one database.
            embedding: Name of the embedding that its vectors come from.
        """
        self._client = cast("Client", client)
        self._family = family
        self._embedding = embedding
        self._collection = self._open()
        self.mark = int((self._collection.metadata or {}).get("mark", 0))

    @classmethod
    def in_folder(cls, folder: Path, family: str, embedding: str) -> ChromaCollection:
        """A collection in a folder that no other process uses."""
        import chromadb

        return cls(chromadb.PersistentClient(path=folder, settings=_settings()), family, embedding)

    @classmethod
    def on_server(cls, url: str, family: str, embedding: str) -> ChromaCollection:
        """A collection on a server."""
        import chromadb

        _knock(url)
        address = urlsplit(url)
        client = chromadb.HttpClient(
            host=url,
            port=address.port or (443 if address.scheme == "https" else 80),
            ssl=address.scheme == "https",
            settings=_settings(),
        )
        for session in _sessions(client):
            # Chroma waits for ever, and has no setting for it.
            session.timeout = SERVER_SECONDS
        return cls(client, family, embedding)

    def add(self, entries: Sequence[Entry], vectors: NDArray[np.float32]) -> None:
        """Put vectors in, or in the place of those that are there."""
        self._collection.upsert(
            ids=[entry.id for entry in entries],
            embeddings=vectors,
            metadatas=[{"user": entry.user, "kind": entry.kind} for entry in entries],
        )

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are in the collection."""
        return set(self._collection.get(ids=list(ids), include=[])["ids"])

    def remove(self, ids: Sequence[str]) -> None:
        """Take vectors out, also from the collections of other embeddings."""
        for collection in self._client.list_collections():
            if collection.name.startswith(self._family):
                collection.delete(ids=list(ids))

    def keep_mark(self, mark: int) -> None:
        """Note which change of the database was the last one."""
        self._collection.modify(metadata={"embedding": self._embedding, "mark": mark})
        self.mark = mark

    def nearest(
        self, user: int, kinds: Sequence[str], vector: NDArray[np.float32], limit: int
    ) -> list[tuple[str, int, float]]:
        """Kind, record and cosine similarity of one person's nearest vectors of each kind."""
        found = []
        for kind in kinds:
            result = self._collection.query(
                query_embeddings=vector[None],
                n_results=limit,
                where={"$and": [{"user": user}, {"kind": kind}]},
                include=["distances"],
            )
            distances = (result["distances"] or [[]])[0]
            for name, distance in zip(result["ids"][0], distances, strict=True):
                found.append((kind, int(name.rpartition("-")[2]), 1.0 - distance))
        return found

    def clear(self) -> None:
        """Empty the collection."""
        self._client.delete_collection(self._collection.name)
        self._collection = self._open()
        self.mark = 0

    def close(self) -> None:
        """Let go of the files or the connection."""
        sessions = _sessions(self._client)
        self._client.close()
        for session in sessions:
            session.close()

    def _open(self) -> Collection:
        name = f"{self._family}-{self._embedding}"
        return self._client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
        )


def check_url(url: str) -> None:
    """Refuse what cannot be the address of a Chroma server. Nothing is connected.

    Raises:
        StoreFailed: It cannot; the message shows one that can.
    """
    try:
        address = urlsplit(url)
        fits = address.scheme in {"http", "https"} and address.hostname and address.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise StoreFailed(
            f"The address of the vector store, {_without_password(url)!r}, is not understood. "
            "It looks like this: http://127.0.0.1:8000"
        )


def _without_password(url: str) -> str:
    """The address as it may be shown; it may be no address at all, so nothing is parsed."""
    return _SECRET.sub("***@", url)


def is_sound(folder: Path) -> bool:
    """Whether a folder can be given to Chroma, which does not survive every damaged one."""
    file = folder / _DATABASE_FILE
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            for table in _SMALL_TABLES:
                connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            return connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def _settings() -> Settings:
    from chromadb.config import Settings

    # Left to itself it reads a file named .env in the folder where it is started.
    options: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False}
    return Settings(**options)


def _knock(url: str) -> None:
    """Ask the server for a sign of life, because Chroma's own first question has no time limit."""
    address = urlsplit(url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    with closing(kind(address.netloc.rpartition("@")[2], timeout=SERVER_SECONDS)) as connection:
        connection.request("GET", f"{address.path.rstrip('/')}/api/v2/heartbeat")
        connection.getresponse().close()


def _sessions(client: ClientAPI) -> list[Any]:
    """The HTTP connections of a client, which it does not close itself; none for a folder."""
    owners = (client, getattr(client, "_admin_client", None))
    sessions = (getattr(getattr(owner, "_server", None), "_session", None) for owner in owners)
    return [session for session in sessions if session is not None]
