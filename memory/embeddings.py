"""Embeddings: texts as vectors, near each other when the texts are about the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from memory.lexical import MAX_CHARACTERS, LexicalEmbedding
from memory.meaning import meanings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MINILM_FILES = (
    "config.json", "model.onnx", "special_tokens_map.json", "tokenizer_config.json",
    "tokenizer.json", "vocab.txt",
)  # fmt: skip
_WRITTEN = 0.3
"""How much of a likeness is in the letters; the rest is in the meaning."""


class Embedding(Protocol):
    """One way to turn texts into vectors.

    Attributes:
        name: Its name. Vectors of different names are never compared.
        floor: Similarity below which two texts have nothing to do with each other.
    """

    name: str
    floor: float

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, each of length 1.

        Raises:
            EmbeddingFailed: It cannot be reached, or did not answer usefully.
        """
        ...


class EmbeddingFailed(Exception):
    """An embedding cannot be reached or answered uselessly. It never leaves this package."""


class EmbeddingRefused(EmbeddingFailed):
    """An embedding is not asked for this person just now; for others it may be."""


class MiniLmEmbedding:
    """The MiniLM model that Chroma brings along, where its files already lie on this machine.

    Attributes:
        name: Name of the model.
        floor: Similarity below which two texts have nothing to do with each other.
    """

    name = "minilm-l6-v2"
    floor = 0.3

    def __init__(self, folder: Path) -> None:
        """Nothing is loaded before the first text.

        Args:
            folder: The folder that holds ``onnx/model.onnx``.
        """
        self._folder = folder
        self._model: Any = None

    @staticmethod
    def default_folder() -> Path:
        """Where Chroma keeps the model."""
        return Path.home() / ".cache" / "chroma" / "onnx_models" / "all-MiniLM-L6-v2"

    @staticmethod
    def is_present(folder: Path) -> bool:
        """Whether the model can be used without fetching anything."""
        return all((folder / "onnx" / name).is_file() for name in _MINILM_FILES)

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, computed in a thread.

        Raises:
            EmbeddingFailed: The model went away, or is damaged.
        """
        return unit_rows(
            await _computed(self._embed, texts, f"The MiniLM model in {self._folder} failed")
        )

    def _embed(self, texts: list[str]) -> Any:
        if not self.is_present(self._folder):
            raise EmbeddingFailed(f"The MiniLM model is no longer in {self._folder}.")
        if self._model is None:
            from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

            self._model = ONNXMiniLM_L6_V2(preferred_providers=["CPUExecutionProvider"])
            self._model.DOWNLOAD_PATH = self._folder
        return self._model(texts)


class MeaningEmbedding:
    """What words mean, by tables that lie in a wheel, and how they are written: always there.

    The written words keep names, other languages and typos near each other, for which the tables,
    which are of English words, know nothing.

    Attributes:
        name: Name with its version: another way to weigh both is another embedding.
        floor: Similarity below which two texts have nothing to do with each other.
    """

    name = "meaning-1"
    floor = 0.15

    def __init__(self) -> None:
        """Nothing is loaded before the first text."""
        self._lexical = LexicalEmbedding()

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, computed in a thread.

        Raises:
            EmbeddingFailed: The tables went away, or are damaged.
        """
        return unit_rows(await _computed(self._embed, texts, "The tables of word meanings failed"))

    def _embed(self, texts: list[str]) -> Any:
        import numpy as np

        written = self._lexical.vectors(texts) * _WRITTEN**0.5
        return np.hstack([written, meanings(texts) * (1 - _WRITTEN) ** 0.5])


async def _computed(embed: Callable[[list[str]], Any], texts: Sequence[str], failure: str) -> Any:
    """What a model on this machine makes of texts, in a thread.

    Raises:
        EmbeddingFailed: It failed. Models raise bare exceptions, so each one means that.
    """
    short = [text[:MAX_CHARACTERS] for text in texts]
    results = await asyncio.gather(asyncio.to_thread(embed, short), return_exceptions=True)
    if isinstance(results[0], BaseException):
        raise EmbeddingFailed(f"{failure}: {results[0]}") from results[0]
    return results[0]


def choose_embedding(minilm_folder: Path | None = None) -> Embedding:
    """The best embedding that can be had here without asking or fetching anything.

    Args:
        minilm_folder: Where the MiniLM model would be; None looks where Chroma keeps it.
    """
    folder = minilm_folder or MiniLmEmbedding.default_folder()
    return MiniLmEmbedding(folder) if MiniLmEmbedding.is_present(folder) else MeaningEmbedding()


def unit_rows(vectors: Any) -> NDArray[np.float32]:
    """Vectors as rows of length 1.

    Raises:
        ValueError: They are none, or not of one length.
    """
    import numpy as np

    rows: NDArray[np.float32] = np.array(vectors, dtype=np.float32)
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise ValueError("not one vector of numbers per text")
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return rows
