"""What was spent is asked for in many words, and edits are none of them."""

from __future__ import annotations

import pytest

from agent.usage import asked


@pytest.mark.parametrize(
    "text",
    [
        "/usage", "what did I spend?", "How much have I spent so far", "how much did that cost?",
        "what have we paid this month", "show me my spending", "what are my costs?",
        "tell me our bill", "¿cuánto he gastado?",
    ],
)  # fmt: skip
def test_spending_is_asked_for(text: str) -> None:
    assert asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "how much does upscaling cost?", "write how much did that cost at the top",
        "what did I say?", "make it cost less", "usage",
    ],
)  # fmt: skip
def test_other_words_are_not_about_it(text: str) -> None:
    assert not asked(text)
