"""Vectors by a service, over real HTTP: what is asked, what it costs, and what a cap closes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from agent.embedding import ServedEmbedding, embedding_for
from agent.settings import Settings
from memory.embeddings import EmbeddingFailed, EmbeddingRefused
from memory.lexical import MAX_CHARACTERS
from memory.memory import Memory
from tests.raw_server import Asked
from tests.tools.services.engines_here import Book, policy_in
from tests.tools.services.servers.speech_days import Answer, Day, Server, serving
from tools.services.account import Account, Allowance, on_behalf_of
from tools.services.embedding import OpenAIEmbedding

KEY = "sk-test-0123456789"
Say = Callable[[dict[str, Any]], Any]


def vectors_of(request: dict[str, Any]) -> Any:
    """Vectors that tell cats from all else, out of order as the protocol allows."""
    data = [
        {"object": "embedding", "index": index, "embedding": [3.0, 4.0 * ("cat" in text), 0.1]}
        for index, text in enumerate(request["input"])
    ]
    usage = {"prompt_tokens": 1_000, "total_tokens": 1_000}
    return {"object": "list", "model": request["model"], "data": data[::-1], "usage": usage}


@asynccontextmanager
async def embedding_server(say: Say = vectors_of) -> AsyncIterator[Server]:
    """A server that speaks OpenAI's protocol of embeddings."""

    def respond(asked: Asked) -> Answer:
        assert (asked.method, asked.path) == ("POST", "/v1/embeddings")
        assert asked.headers["authorization"] == f"Bearer {KEY}"
        return Answer(json.dumps(say(asked.json)).encode(), "application/json")

    async with serving(respond) as server:
        server.url += "/v1"
        yield server


def served(url: str, folder: Path, book: Book | None = None, model: str = "") -> ServedEmbedding:
    model = model or "text-embedding-3-small"
    embedding = ServedEmbedding(OpenAIEmbedding(KEY, url, model), model)
    embedding.policy = policy_in(folder, book=book)
    return embedding


async def test_a_server_of_embeddings_is_asked(tmp_path: Path) -> None:
    async with embedding_server() as server:
        embedding = served(server.url, tmp_path, model="tiny")
        vectors = await embedding.embed(["a cat", "a dog", "", "x" * 100_000])
    assert embedding.name == "openai-tiny"
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert vectors[0][1] > 0.7
    assert vectors[1][1] == 0
    asked = server.asked[0].json
    assert asked["model"] == "tiny"
    assert asked["input"][2:] == [" ", "x" * MAX_CHARACTERS]


async def test_what_it_reads_is_paid_and_a_cap_closes_it(tmp_path: Path) -> None:
    book = Book()
    async with embedding_server() as server:
        embedding = served(server.url, tmp_path, book)
        nothing_agreed = Account(person="u", allowance=Allowance(usd=0, unpriced=frozenset()))
        with on_behalf_of(nothing_agreed):
            await embedding.embed(["a cat"])
        assert book.spent == pytest.approx(1_000 * 0.02e-6)
        assert book.took == [{"tokens_in": 1_000}]
        assert [word for word, _, _ in book.lines] == ["reserved", "paid"]
        book.cap = book.spent
        with pytest.raises(EmbeddingRefused, match="Your limit for services a day"):
            await embedding.embed(["a cat"])
        book.cap, book.broken = None, True
        with pytest.raises(EmbeddingFailed, match="nothing is spent"):
            await embedding.embed(["a cat"])
        assert len(server.asked) == 1


@dataclass(frozen=True)
class Useless:
    """An answer that has no vectors in it."""

    id: str
    say: Say = vectors_of
    day: Day = Day()


def cut(request: dict[str, Any]) -> Any:
    body = vectors_of(request)
    return body | {"data": body["data"][1:]}


def _said(words: str) -> Any:
    return {"error": {"message": words}}


USELESS = [
    Useless("wrong key", day=Day(status=401, body=_said(f"wrong key: {KEY}"))),
    Useless("no such model", day=Day(status=404, body=_said(f"no such model for {KEY}"))),
    Useless("a vector too few", cut),
    Useless("another shape", lambda request: {"vectors": []}),
    Useless("a list", lambda request: [1, 2]),
    Useless("a word", lambda request: "hello"),
    Useless("no numbers", lambda request: {"data": [{"index": 0, "embedding": ["x"]}] * 2}),
    Useless("uneven", lambda request: {"data": [{"index": 0, "embedding": [1]}, {}]}),
    Useless("no number", lambda request: {"data": [{"index": 0, "embedding": [1e400]}] * 2}),
]


@pytest.mark.parametrize("case", USELESS, ids=lambda case: case.id)
async def test_a_useless_answer_is_no_embedding(case: Useless, tmp_path: Path) -> None:
    async with embedding_server(case.say) as server:
        server.days = [case.day] * 3
        with pytest.raises(EmbeddingFailed) as caught:
            await served(server.url, tmp_path).embed(["a cat", "a dog"])
    assert KEY not in "".join(format_exception(caught.value))


async def test_memory_works_with_a_server_of_embeddings(tmp_path: Path) -> None:
    """What it does for everybody is charged to nobody in particular."""
    who: list[str] = []

    class Names(Book):
        async def reserve(self, charge: Any) -> int:
            who.append(charge.account.person)
            return await super().reserve(charge)

    async with embedding_server() as server:
        embedding = served(server.url, tmp_path / "results", Names())
        async with Memory.open(tmp_path, embedding=embedding) as memory:
            with on_behalf_of(Account(person="u")):
                for text in ("blur the cat", "sharpen everything"):
                    await memory.archive.add_turn(
                        user="u", conversation="c", text=text, reply="", kind="edit"
                    )
                await memory.recall("u", "dogs?")
            await memory.settle()
            with on_behalf_of(Account(person="v")):
                assert (await memory.recall("u", "cats?")).turns[0].text == "blur the cat"
    assert set(who) == {"", "v"}


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"openai_api_key": SecretStr(KEY)}, "openai-text-embedding-3-small"),
        ({"openai_api_key": SecretStr(KEY), "openai_base_url": "http://x/v1"}, ""),
        ({"openai_base_url": "http://x/v1", "embedding_model": "tiny"}, "openai-tiny"),
        ({"openai_api_key": SecretStr(KEY), "offline": True}, ""),
        ({"embedding_model": "tiny"}, ""),
    ],
    ids=["OpenAI's own", "elsewhere", "elsewhere, named", "offline", "no key"],
)
def test_which_embedding_the_settings_choose(settings: dict[str, Any], name: str) -> None:
    chosen = embedding_for(Settings(**settings))
    assert isinstance(chosen, ServedEmbedding) is bool(name)
    assert not name or chosen.name == name
