from __future__ import annotations

import re

import pytest

from tools.errors import BadInput
from tools.services.embedding import OpenAIEmbedding
from tools.services.prices import PRICES, UNITS, Price, Prices
from tools.services.speech.openai_speech import OpenAISpeech
from tools.services.transcription.openai_transcription import OpenAITranscription
from tools.services.translation.openai_translation import OpenAITranslation
from tools.services.vision.openai_vision import OpenAIVision


@pytest.mark.parametrize("price", PRICES, ids=lambda price: f"{price.product} {price.unit}")
def test_every_price_says_where_and_when_it_stood(price: Price) -> None:
    assert price.source.startswith("https://")
    assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", price.date)
    assert price.unit in UNITS
    assert 0 < price.usd < 1


def test_no_price_stands_there_twice() -> None:
    names = [(price.product, price.unit) for price in PRICES]
    assert len(set(names)) == len(names)


def test_what_is_charged_by_two_units_costs_both() -> None:
    usd = Prices().of("openai/gpt-4.1-mini", {"tokens_in": 1e6, "tokens_out": 1e6, "images": 12})
    assert usd == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("product", "units"),
    [
        ("replicate/nightmareai/real-esrgan", {"images": 3}),
        ("openai/tts-1", {"seconds": 3}),
        ("openai/tts-1", {}),
    ],
)
def test_what_is_not_in_the_table_has_no_known_price(product: str, units: dict[str, float]) -> None:
    assert Prices().of(product, units) is None


def test_what_replicate_charges_at_least() -> None:
    units = {"images": 250.0, "predictions": 250.0}
    assert Prices().least("replicate/nightmareai/real-esrgan", units) == pytest.approx(0.1125)
    assert Prices().least("openai/some-model", units) == 0


@pytest.mark.parametrize(
    "own",
    [
        {"openai/tts-1": 1.0},
        {"openai/tts-1 letters": 1.0},
        {"openai/tts-1 characters": -1},
        {"openai/tts-1 characters": float("nan")},
    ],
)
def test_a_price_that_makes_no_sense_is_refused(own: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="It looks like this"):
        Prices(own)


@pytest.mark.parametrize("key", ["", "sk-of-somebody"])
def test_who_wants_a_key_may_charge_wherever_it_is(key: str) -> None:
    url = "https://models.example/v1"
    engines = (
        OpenAISpeech(key, url, "speaker"),
        OpenAITranscription(key, url, "listener"),
        OpenAITranslation(key, url, "writer"),
        OpenAIVision(key, url, "seer"),
        OpenAIEmbedding(key, url, "reader"),
    )
    assert {engine.paid for engine in engines} == {bool(key)}
