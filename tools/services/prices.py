"""Prices: what engines charge, in one dated table.

A product is looked up by ``Engine.product``. One that is not here has no known price and is asked
only after a yes. What an operator pays by contract is set as ``VFXB_PRICES`` and stands above the
table.

Replicate's image models (Real-ESRGAN, GFPGAN, rembg, bigcolor) and video style models are not
here on purpose: Replicate charges for the time that a run takes on its hardware, and names no price
for a run. What it costs at least can be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from tools.errors import BadInput

Unit = Literal["characters", "seconds", "images", "tokens_in", "tokens_out", "predictions"]
UNITS: tuple[str, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Price:
    """What one product charges for one unit.

    Attributes:
        product: Which, as ``Engine.product`` says.
        unit: For what.
        usd: US dollars for one unit.
        source: Where the provider tells it.
        date: When it was looked up.
        note: Who quotes it, where that was looked at in its place, or how it was reckoned.
    """

    product: str
    unit: Unit
    usd: float
    source: str
    date: str
    note: str = ""


_THOUSAND, _MILLION, _MINUTE = 1e3, 1e6, 60
_LOOKED_UP = "2026-11"
_ELEVENLABS = "https://elevenlabs.io/pricing/api"
_PUTER = "quoted in 2026-06 by developer.puter.com/tutorials/elevenlabs-api-pricing"
_CREDITS = "by credits of a character, as elevenlabs.io's help says, from the price of v2"
_OPENAI = "https://developers.openai.com/api/docs/pricing"
_HEYGEN = "https://developers.heygen.com/docs/pricing"


def _elevenlabs(model: str, usd: float, note: str) -> Price:
    product = f"elevenlabs/{model}"
    return Price(product, "characters", usd / _THOUSAND, _ELEVENLABS, _LOOKED_UP, note)


def _openai(model: str, unit: Unit, usd: float, note: str) -> Price:
    return Price(f"openai/{model}", unit, usd, _OPENAI, _LOOKED_UP, note)


PRICES: tuple[Price, ...] = (
    _elevenlabs("eleven_multilingual_v2", 0.10, _PUTER),
    _elevenlabs("eleven_v3", 0.10, _PUTER),
    _elevenlabs("eleven_monolingual_v1", 0.10, _CREDITS),
    _elevenlabs("eleven_turbo_v2", 0.05, _PUTER),
    _elevenlabs("eleven_turbo_v2_5", 0.05, _PUTER),
    _elevenlabs("eleven_flash_v2", 0.05, _PUTER),
    _elevenlabs("eleven_flash_v2_5", 0.05, _PUTER),
    _openai(
        "tts-1",
        "characters",
        15 / _MILLION,
        "from a bill of 2025-11: github.com/sanand0/blog, posts/2025/openai-tts-cost.md",
    ),
    _openai(
        "gpt-4o-mini-tts",
        "characters",
        0.015 / 900,
        "$0.015 a minute by OpenAI's estimate, quoted by community.openai.com/t/1151816; "
        "150 words of 6 characters a minute",
    ),
    _openai(
        "whisper-1",
        "seconds",
        0.006 / _MINUTE,
        "quoted in 2026-04 by openrouter.ai/openai/whisper-1",
    ),
    _openai(
        "gpt-4o-mini-transcribe",
        "seconds",
        0.006 / _MINUTE,
        "$0.003 a minute for the sound and as much for the text: halfpower.work/?p=3800",
    ),
    _openai(
        "gpt-4.1-mini", "tokens_in", 0.40 / _MILLION, "quoted in 2026-04 by losclouds.com/ai-models"
    ),
    _openai(
        "gpt-4.1-mini",
        "tokens_out",
        1.60 / _MILLION,
        "quoted in 2026-04 by losclouds.com/ai-models",
    ),
    _openai("gpt-4.1", "tokens_in", 2.00 / _MILLION, "quoted by docs.github.com/copilot"),
    _openai("gpt-4.1", "tokens_out", 8.00 / _MILLION, "quoted by docs.github.com/copilot"),
    _openai("gpt-4o-mini", "tokens_in", 0.15 / _MILLION, "quoted by vercel.com/ai-gateway/models"),
    _openai(
        "gpt-4o-mini",
        "tokens_out",
        0.60 / _MILLION,
        "quoted by github.com/kunishou/GenerativeAI-Cost",
    ),
    _openai(
        "text-embedding-3-small",
        "tokens_in",
        0.02 / _MILLION,
        "quoted in 2026-07 by tokenprice.fyi/models/text-embedding-3-small",
    ),
    _openai(
        "text-embedding-3-large",
        "tokens_in",
        0.13 / _MILLION,
        "quoted in 2026-05 by embeddingcost.com/openai",
    ),
    Price(
        "heygen/avatar", "seconds", 0.0667, _HEYGEN, _LOOKED_UP, "Avatar IV, studio avatar, 1080p"
    ),
)


# What a second costs on the cheapest of its graphics cards, and how long a picture takes at least.
# https://replicate.com/docs/billing, 2026-11
_REPLICATE, _USD_A_SECOND, _SECONDS_A_PICTURE = "replicate/", 0.000225, 2.0


class Prices:
    """The table, with what the operator pays in its place.

    Args:
        own: US dollars for one unit by product and unit, such as
            ``{"replicate/nightmareai/real-esrgan images": 0.002}``.

    Raises:
        BadInput: A unit is not known, or a price is below 0 or no number.
    """

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        self._usd: dict[tuple[str, str], float] = {
            (price.product, price.unit): price.usd for price in PRICES
        }
        for name, usd in (own or {}).items():
            product, _, unit = name.rpartition(" ")
            if unit not in UNITS or not product or not 0 <= usd < float("inf"):
                raise BadInput(
                    f"The price '{name}': {usd} is not understood. It looks like this: "
                    f"'openai/tts-1 characters': 0.000015, with one of {', '.join(UNITS)}."
                )
            self._usd[product, unit] = usd

    def of(self, product: str, units: Mapping[str, float]) -> float | None:
        """US dollars for so much of a product; None where that is not known.

        A product is charged by the units that it has prices for; others do not count.
        """
        parts = [
            self._usd[product, unit] * amount
            for unit, amount in units.items()
            if (product, unit) in self._usd
        ]
        return sum(parts) if parts else None

    def least(self, product: str, units: Mapping[str, float]) -> float:
        """About what so much of a product without a known price costs at least; 0 for no idea."""
        if not product.startswith(_REPLICATE):
            return 0.0
        return units.get("images", 0.0) * _SECONDS_A_PICTURE * _USD_A_SECOND
