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

from memory.embeddings import (
    EmbeddingFailed,
    MiniLmEmbedding,
    OpenAiEmbedding,
    choose_embedding,
)
from memory.lexical import MAX_CHARACTERS, LexicalEmbedding, stem, stems
from memory.memory import Memory


@dataclass(frozen=True)
class Alike:
    one: str
    other: str


ALIKE = [
    Alike("crop the video", "croping videos"),
    Alike("make it black and white", "Black & White please"),
    Alike("I always want my titles yellow", "yellow title"),
    Alike("change the colour", "changing colors"),
    Alike("add a voice-over", "the voiceover"),
    Alike("обрежь видео", "обрезать видео"),
    Alike("Füge Übergänge hinzu", "fuge ubergange hinzu"),
    Alike("add_text", "add text"),
    Alike("🎬🎬", "🎬"),
]
UNLIKE = [
    Alike("crop the video", "add a title"),
    Alike("make it loud", "make it short"),
    Alike("please crop it for me", "please mute it for me"),
    Alike("", "add a title"),
    Alike("🎬", "🎉"),
    Alike("\ud800", "\0"),
]


def likeness(case: Alike) -> float:
    one, other = LexicalEmbedding().vectors([case.one, case.other])
    return float(one @ other)


@pytest.mark.parametrize("case", ALIKE, ids=lambda case: case.one)
def test_what_is_alike_is_near(case: Alike) -> None:
    assert likeness(case) > LexicalEmbedding.floor + 0.1


@pytest.mark.parametrize("case", UNLIKE, ids=lambda case: ascii(case.one))
def test_what_is_not_alike_is_far(case: Alike) -> None:
    assert likeness(case) < LexicalEmbedding.floor


PLACES = [159, 313, 505, 523, 566, 576, 579, 651, 738, 824, 999]


def test_lexical_vectors_have_length_one_and_stay_the_same() -> None:
    texts = ["", "a", "add a title", "x" * 100_000, "🎬", "1:05"]
    vectors = LexicalEmbedding().vectors(texts)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert np.array_equal(vectors, LexicalEmbedding().vectors(texts))
    # Stored vectors outlive the program: another way to count needs another name.
    assert LexicalEmbedding.name == "lexical-1"
    assert np.flatnonzero(vectors[2]).tolist() == PLACES


STEMS = {
    "cropping": "crop", "crops": "crop", "cropped": "crop", "titles": "titl", "title": "titl",
    "movies": "movi", "movie": "movi", "colours": "color", "press": "press", "bass": "bass",
    "faded": "fad", "fades": "fad", "is": "is", "king": "king",
}  # fmt: skip


@pytest.mark.parametrize("word", STEMS)
def test_stems(word: str) -> None:
    assert stem(word) == STEMS[word]


def test_fillers_carry_no_meaning() -> None:
    assert stems("Please make my titles YELLOW, would you?") == ["titl", "yellow"]


Answer = Callable[[dict[str, Any]], tuple[int, Any]]


@asynccontextmanager
async def embedding_server(answer: Answer) -> AsyncIterator[str]:
    """A server that speaks OpenAI's protocol of embeddings."""
    import asyncio

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        request = json.loads(await reader.readexactly(length))
        assert head.startswith("post /v1/embeddings ")
        assert "authorization: bearer sk-test" in head
        status, body = answer(request)
        content = json.dumps(body).encode()
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


def vectors_of(request: dict[str, Any]) -> tuple[int, Any]:
    """Vectors that tell cats from all else, out of order as the protocol allows."""
    data = [
        {"object": "embedding", "index": index, "embedding": [3.0, 4.0 * ("cat" in text), 0.1]}
        for index, text in enumerate(request["input"])
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return 200, {"object": "list", "model": request["model"], "data": data[::-1], "usage": usage}


async def test_a_server_of_embeddings_is_asked() -> None:
    asked: list[dict[str, Any]] = []

    def answer(request: dict[str, Any]) -> tuple[int, Any]:
        asked.append(request)
        return vectors_of(request)

    async with embedding_server(answer) as url:
        embedding = OpenAiEmbedding(api_key="sk-test", base_url=url, model="tiny")
        vectors = await embedding.embed(["a cat", "a dog", "", "x" * 100_000])
    assert embedding.name == "openai-tiny"
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert vectors[0][1] > 0.7
    assert vectors[1][1] == 0
    assert asked[0]["model"] == "tiny"
    assert asked[0]["input"][2:] == [" ", "x" * MAX_CHARACTERS]


@dataclass(frozen=True)
class Useless:
    id: str
    answer: Answer


def cut(request: dict[str, Any]) -> tuple[int, Any]:
    status, body = vectors_of(request)
    return status, body | {"data": body["data"][1:]}


USELESS = [
    Useless("wrong key", lambda request: (401, {"error": {"message": "wrong key: sk-test"}})),
    Useless("no such model", lambda request: (404, {"error": {"message": "no such model"}})),
    Useless("a vector too few", cut),
    Useless("another shape", lambda request: (200, {"vectors": []})),
    Useless("a list", lambda request: (200, [1, 2])),
    Useless("a word", lambda request: (200, "hello")),
    Useless("no numbers", lambda request: (200, {"data": [{"index": 0, "embedding": ["x"]}] * 2})),
    Useless("uneven", lambda request: (200, {"data": [{"index": 0, "embedding": [1]}, {}]})),
]


@pytest.mark.parametrize("case", USELESS, ids=lambda case: case.id)
async def test_a_useless_answer_is_no_embedding(case: Useless) -> None:
    async with embedding_server(case.answer) as url:
        embedding = OpenAiEmbedding(api_key="sk-test", base_url=url)
        with pytest.raises(EmbeddingFailed) as caught:
            await embedding.embed(["a cat", "a dog"])
    assert "sk-test" not in "".join(format_exception(caught.value))


async def test_memory_works_with_a_server_of_embeddings(tmp_path: Path) -> None:
    async with embedding_server(vectors_of) as url:
        embedding = choose_embedding(openai_key="sk-test", openai_base_url=url)
        async with Memory.open(tmp_path, embedding=embedding) as memory:
            for text in ("blur the cat", "sharpen everything"):
                await memory.record_turn(
                    user="u", conversation="c", text=text, reply="", kind="edit"
                )
            await memory.settle()
            assert (await memory.recall("u", "cats?")).turns[0].text == "blur the cat"


def test_nothing_is_fetched_to_choose(tmp_path: Path) -> None:
    assert isinstance(choose_embedding(), LexicalEmbedding)
    assert isinstance(choose_embedding(minilm_folder=tmp_path), LexicalEmbedding)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").touch()
    assert isinstance(choose_embedding(minilm_folder=tmp_path), LexicalEmbedding)
    for name in ("config", "special_tokens_map", "tokenizer_config", "tokenizer"):
        (tmp_path / "onnx" / f"{name}.json").touch()
    (tmp_path / "onnx" / "vocab.txt").touch()
    assert isinstance(choose_embedding(minilm_folder=tmp_path), MiniLmEmbedding)
    assert isinstance(choose_embedding(openai_key="k", minilm_folder=tmp_path), OpenAiEmbedding)


async def test_a_damaged_model_is_no_embedding(tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    for name in ("model.onnx", "vocab.txt"):
        (tmp_path / "onnx" / name).write_text("damaged")
    for name in ("config", "special_tokens_map", "tokenizer_config", "tokenizer"):
        (tmp_path / "onnx" / f"{name}.json").write_text("damaged")
    with pytest.raises(EmbeddingFailed, match="MiniLM"):
        await choose_embedding(minilm_folder=tmp_path).embed(["a cat"])


async def test_a_model_that_went_away_is_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingFailed, match="no longer"):
        await MiniLmEmbedding(tmp_path).embed(["a cat"])
