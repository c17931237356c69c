"""Embedding: texts as vectors by a model, on OpenAI's servers or any that speak its protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tools.services.engine import Engine
from tools.services.failures import ServiceError
from tools.services.openai_client import NAME, OpenAIEngine

CAPABILITY = "embedding"
DEFAULT_MODEL = "text-embedding-3-small"

_SECONDS = 5.0  # A turn waits for it, and does without rather than long.


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts as vectors.

    Attributes:
        vectors: One for each text, in their order.
        tokens: How much the server read; 0 where it does not say.
    """

    vectors: Sequence[Sequence[float]]
    tokens: int


class Embedder(Engine, Protocol):
    """An engine that turns texts into vectors, near each other where they are about the same."""

    async def embed(self, texts: Sequence[str]) -> Embedded:
        """One vector for each text.

        Raises:
            ServiceError: It failed, or gave something else.
        """
        ...


class OpenAIEmbedding(OpenAIEngine):
    """The engine.

    Args:
        key: The key; empty where none is set.
        url: The address of the server, where it is not OpenAI's own.
        model: Which model; None takes the usual one of OpenAI, and none at another address.
        seconds: How long it may be silent.
    """

    setting = "VFXB_EMBEDDING_MODEL"

    def __init__(
        self,
        key: str,
        url: str | None = None,
        model: str | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        super().__init__(key, url, model or ("" if url else DEFAULT_MODEL), seconds)
        self.model = self._model

    async def embed(self, texts: Sequence[str]) -> Embedded:
        """One vector for each text, in one request.

        Raises:
            ServiceError: It does not do it.
        """
        async with self.client() as client:
            try:
                answer: Any = await client.embeddings.create(
                    model=self._model,
                    input=[text or " " for text in texts],
                    encoding_format="float",
                )
                ordered = sorted(answer.data, key=lambda item: item.index)
                vectors = [[float(value) for value in item.embedding] for item in ordered]
            except (AttributeError, TypeError, ValueError) as error:
                raise ServiceError(NAME, "answer", "no vectors") from error
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) > 1:
            raise ServiceError(NAME, "answer", f"{len(vectors)} vectors for {len(texts)} texts")
        return Embedded(vectors, _tokens(answer))


def _tokens(answer: Any) -> int:
    """How much the server says that it read."""
    read = getattr(getattr(answer, "usage", None), "prompt_tokens", 0)
    return read if isinstance(read, int) else 0
