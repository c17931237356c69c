"""Planning: the language model as an engine, asked and paid by the policy as every other one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tools.services.openai_client import OpenAIEngine

if TYPE_CHECKING:
    from agent.settings import Settings

CAPABILITY = "planning"


class LanguageModel(OpenAIEngine):
    """The engine.

    Args:
        settings: Key, address and model.

    Attributes:
        paid: Whether it may charge: it wants a key, or the operator named its price.
        tries: How often it is asked for the same.
    """

    def __init__(self, settings: Settings) -> None:
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        super().__init__(key, settings.openai_base_url, settings.model, settings.model_timeout)
        self.paid = bool(key or own_prices(settings))
        self.tries = settings.model_tries


def own_prices(settings: Settings) -> Mapping[str, float]:
    """What the operator says that the language model charges, as the table of prices has it."""
    million = {
        "tokens_in": settings.model_usd_per_million_sent,
        "tokens_out": settings.model_usd_per_million_answered,
    }
    return {f"openai/{settings.model} {unit}": usd / 1e6 for unit, usd in million.items() if usd}
