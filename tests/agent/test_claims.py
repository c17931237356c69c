"""Words that say an edit was made, and words that do not."""

from __future__ import annotations

import pytest

from agent.claims import claims_an_edit


@pytest.mark.parametrize(
    "text",
    [
        "I've trimmed your video to 5 seconds.",
        "I have added the title.",
        "I just muted it for you",
        "I just cut it.",
        "We've put it at the top.",
        "Your clip has been cropped to a square.",
        "The video is now resized.",
        "Done! Your video is shorter now.",
        "Here is your edited video.",
        "I’ve successfully applied the filter",
    ],
)
def test_a_claim(text: str) -> None:
    assert claims_an_edit(text)


@pytest.mark.parametrize(
    "text",
    [
        "DONE",
        "done.",
        "",
        "Your clip is 12 seconds long.",
        "I cut, title and colour clips. Send me one!",
        "I can trim, crop and add titles.",
        "Which part should be cut?",
        "I cannot add music, but I can add a voice-over.",
        "Do you want it trimmed?",
    ],
)
def test_no_claim(text: str) -> None:
    assert not claims_an_edit(text)
