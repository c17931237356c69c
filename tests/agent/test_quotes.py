"""Quotes and what was agreed to: in words, for long sound as a whole, and on another machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.accounts import from_plain, to_plain
from agent.messages import Quote
from agent.replies import dollars, quote_text
from tests.media import ffmpeg
from tools.said import Transcript
from tools.services.account import Account, Allowance, account, on_behalf_of
from tools.services.pending import Pending
from tools.services.policy import Policy
from tools.services.prices import Prices
from tools.services.rates import Rates
from tools.services.registry import Capabilities
from tools.services.results import Results
from tools.services.spending import Unapproved
from tools.services.transcription.hearing import Hearing
from tools.services.transcription.protocol import Heard


def test_an_account_travels_to_where_it_is_rendered() -> None:
    agreed = Allowance(usd=2.0, unpriced=frozenset({"Seer"}), spent=0.5)
    with on_behalf_of(Account(person="u", group="g", job="j", allowance=agreed)):
        there = from_plain(json.loads(json.dumps(to_plain())))
    left = Allowance(usd=1.5, unpriced=frozenset({"Seer"}))
    assert there == Account(person="u", group="g", job="j", allowance=left)
    with on_behalf_of(Account(allowance=Allowance(usd=1.0))):
        assert from_plain(to_plain()).allowance.unpriced is None


@pytest.mark.parametrize(
    ("quote", "says"),
    [
        (Quote(what="x", seconds=10, cost=0.5), "about 10 seconds and cost $0.50: x."),
        (Quote(what="x", seconds=10, cost=0), "about 10 seconds: x."),
        (Quote(what="x", seconds=10, cost=0.002), "and cost $0.002: x."),
        (
            Quote(what="x", seconds=10, cost=0.5, unpriced=("A", "B")),
            "and cost $0.50 and A and B charge more for it, how much is not known here: x.",
        ),
    ],
)
def test_a_quote_in_words(quote: Quote, says: str) -> None:
    assert says in quote_text(quote)


@pytest.mark.parametrize(
    ("usd", "words"),
    [(0, "$0.00"), (1.239, "$1.24"), (0.012, "$0.01"), (0.0042, "$0.0042"), (0.004, "$0.004"),
     (0.00001, "less than $0.0001")],
)  # fmt: skip
def test_small_prices_are_no_zero(usd: float, words: str) -> None:
    assert dollars(usd) == words


class Listener:
    """An engine that hears nothing, part by part, and charges for it."""

    name = "Listener"
    version = "1"
    product = "test/listener"
    paid = True
    local = False
    rough = False
    languages: frozenset[str] | None = None
    longest: float | None = None

    async def ready(self) -> str | None:
        """Always."""
        return None

    async def transcribe(self, sound: Path, language: str, tell: Any) -> Heard:
        """Nothing is said."""
        return Heard(language="en", words=[], unclear=[])


async def test_long_sound_is_agreed_to_as_a_whole(tmp_path: Path) -> None:
    """It is transcribed in parts, and nobody says yes to part after part."""
    sound = tmp_path / "long.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=d=200", "-ac", "1", "-ar", "16000", sound)
    prices = Prices({"test/listener seconds": 0.001})
    policy = Policy(Results(tmp_path / "results"), prices=prices, rates=Rates({}))
    engines = {"transcription": (Listener(),)}
    pending = Pending(tmp_path / "pending")
    hearing = Hearing(Capabilities(policy=policy, pending=pending, engines=engines))
    ask = on_behalf_of(Account(allowance=Allowance(usd=0.0, unpriced=frozenset())))
    with ask, pytest.raises(Unapproved) as caught:
        await hearing.hear(sound, Transcript(), print)
    whole = caught.value.usd
    assert whole == pytest.approx(0.2, rel=0.02)
    with on_behalf_of(Account(allowance=Allowance(usd=whole or 0.0, unpriced=frozenset()))):
        found = await hearing.hear(sound, Transcript(), print)
        assert account().allowance.spent == pytest.approx(whole)
    assert found["engine"] == "Listener"
