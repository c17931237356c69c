from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from memory.embeddings import (
    EmbeddingFailed,
    MeaningEmbedding,
    MiniLmEmbedding,
    choose_embedding,
)
from memory.lexical import LexicalEmbedding, stem, stems


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


async def test_what_says_nothing_is_near_to_nothing() -> None:
    vectors = await MeaningEmbedding().embed(["", "\ud800", "add a title", "x " * 100_000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert vectors[0] @ vectors[2] < MeaningEmbedding.floor


def test_nothing_is_fetched_to_choose(tmp_path: Path) -> None:
    assert isinstance(choose_embedding(), MeaningEmbedding)
    assert isinstance(choose_embedding(minilm_folder=tmp_path), MeaningEmbedding)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").touch()
    assert isinstance(choose_embedding(minilm_folder=tmp_path), MeaningEmbedding)
    for name in ("config", "special_tokens_map", "tokenizer_config", "tokenizer"):
        (tmp_path / "onnx" / f"{name}.json").touch()
    (tmp_path / "onnx" / "vocab.txt").touch()
    assert isinstance(choose_embedding(minilm_folder=tmp_path), MiniLmEmbedding)


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
