"""Embedding: how memories become vectors by a service, asked and paid as every other one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from agent import tokens
from memory.embeddings import (
    Embedding,
    EmbeddingFailed,
    EmbeddingRefused,
    choose_embedding,
    unit_rows,
)
from memory.lexical import MAX_CHARACTERS
from tools.errors import LimitExceeded, VfxbError
from tools.services.account import unasked
from tools.services.embedding import CAPABILITY, Embedded, Embedder, OpenAIEmbedding

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from agent.settings import Settings
    from tools.services.policy import Policy


class ServedEmbedding:
    """An embedding of memory that a service makes.

    Args:
        engine: Who is asked.
        model: Name of its model.

    Attributes:
        name: Names the vectors: those of different names are never compared.
        floor: Similarity below which two texts have nothing to do with each other.
        policy: By which it is asked; None until memory, where the ledger lies, is open.
    """

    floor = 0.25

    def __init__(self, engine: Embedder, model: str) -> None:
        self._engine = engine
        self.name = f"openai-{model}"
        self.policy: Policy | None = None

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, each of length 1.

        Raises:
            EmbeddingRefused: A cap is reached.
            EmbeddingFailed: It cannot be asked, or gave no vectors.
        """
        if self.policy is None:
            raise EmbeddingFailed(f"{self._engine.name} cannot be asked yet.")
        read = [text[:MAX_CHARACTERS] for text in texts]
        units = {"tokens_in": float(sum(map(tokens.count, read)))}

        def used(made: Embedded) -> dict[str, float]:
            return {"tokens_in": float(made.tokens)} if made.tokens else units

        try:
            with unasked():
                made = await self.policy.call(
                    CAPABILITY,
                    (self._engine,),
                    partial(_embed, read),
                    key=None,
                    units=units,
                    used=used,
                )
            return unit_rows(made.value.vectors)
        except LimitExceeded as error:
            raise EmbeddingRefused(str(error)) from error
        except (VfxbError, ValueError) as error:
            raise EmbeddingFailed(f"The embedding {self.name} failed: {error}") from error


async def _embed(texts: Sequence[str], engine: Embedder) -> Embedded:
    return await engine.embed(texts)


def embedder_of(settings: Settings) -> OpenAIEmbedding:
    """The engine that the settings allow.

    A server that only speaks the chat protocol may have no embeddings, so one at another address
    is asked only when its model is named.
    """
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    return OpenAIEmbedding(key, settings.openai_base_url, settings.embedding_model)


def embedding_for(settings: Settings) -> Embedding:
    """What turns memories into vectors: a service where there is one, else what is built in."""
    engine = embedder_of(settings)
    served = settings.openai_api_key or settings.openai_base_url
    if settings.offline or not served or not engine.model:
        return choose_embedding()
    return ServedEmbedding(engine, engine.model)
