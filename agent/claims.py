"""Claims: whether words say that an edit was made."""

from __future__ import annotations

import re

_EDITED = (
    "trimmed|cropped|resized|scaled|added|removed|deleted|muted|silenced|converted|exported|"
    "changed|adjusted|applied|made|placed|turned|sped|slowed|blurred|sharpened|brightened|"
    "darkened|created|generated|edited|rendered|rotated|flipped|enhanced|boosted|increased|"
    "reduced|normalized|undone|undid|restored|updated|saved"
)
# In the present tense these are the same words: "I cut clips" claims nothing.
_BOTH = "cut|put|set"
_ADVERBS = r"(?:\s+(?:just|now|also|already|successfully))*"
_CLAIM = re.compile(
    rf"\b(?:i|we){_ADVERBS}\s+(?:{_EDITED})\b"
    rf"|\b(?:i|we)(?:['’]ve|\s+have|\s+just){_ADVERBS}\s+(?:{_EDITED}|{_BOTH})\b"
    rf"|\b(?:has|have)\s+been{_ADVERBS}\s+(?:{_EDITED}|{_BOTH})\b"
    rf"|\b(?:is|are|was|were)\s+(?:now|successfully)\s+(?:{_EDITED}|{_BOTH})\b"
    r"|^\W*(?:all )?done\b.{3,}"
    r"|\bhere(?:['’]s| is) your (?:new |edited |updated )?(?:clip|video)\b",
    re.IGNORECASE | re.DOTALL,
)


def claims_an_edit(text: str) -> bool:
    """Whether the words say that something was done to the clip."""
    return _CLAIM.search(text) is not None
