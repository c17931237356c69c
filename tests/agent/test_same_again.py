"""Asking for the same edits on another clip."""

from __future__ import annotations

import pytest

from agent.nodes.ingest import _ONLY_SAME, _SAME_AGAIN


@pytest.mark.parametrize(
    "text",
    [
        "do the same to this one",
        "same here",
        "the same for this please",
        "now do exactly the same with the new clip",
        "Do the same edits again!",
        "apply the same edits to this video",
        "same as before",
        "can you do the same thing to this one?",
    ],
)
def test_only_the_same(text: str) -> None:
    assert _SAME_AGAIN.search(text)
    assert _ONLY_SAME.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["do the same to this one but brighter", "same edits, then mute it", "like before as a gif"],
)
def test_the_same_and_more(text: str) -> None:
    assert _SAME_AGAIN.search(text)
    assert not _ONLY_SAME.fullmatch(text)


@pytest.mark.parametrize("text", ["mute it", "put the title Same on it", "trim to the first 5 s"])
def test_something_else(text: str) -> None:
    assert not _SAME_AGAIN.search(text)
