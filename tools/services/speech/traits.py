"""Traits: how even, how close to the recording and how exaggerated a voice speaks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools.operations import Utterance

Traits = tuple[float, float, float]
"""Stability, similarity and exaggeration of style, each 0 to 1."""

USUAL: Mapping[tuple[str, str], Traits] = MappingProxyType(
    {
        ("professional", "narration"): (0.7, 0.8, 0.2),
        ("professional", "conversation"): (0.5, 0.7, 0.4),
        ("professional", "announcement"): (0.8, 0.9, 0.1),
        ("casual", "narration"): (0.4, 0.6, 0.6),
        ("casual", "conversation"): (0.3, 0.5, 0.8),
        ("casual", "announcement"): (0.6, 0.7, 0.3),
        ("dramatic", "narration"): (0.6, 0.7, 0.8),
        ("dramatic", "conversation"): (0.4, 0.6, 0.9),
        ("dramatic", "announcement"): (0.7, 0.8, 0.6),
    }
)
"""Those of each type of voice for each kind of content."""

OTHERWISE: Traits = (0.5, 0.7, 0.5)
"""Those of all other voices."""

# What a mood adds to them.
_MOODS: Mapping[str, Traits] = MappingProxyType(
    {"calm": (0.15, 0.0, -0.2), "excited": (-0.15, 0.0, 0.2)}
)


def traits_of(utterance: Utterance) -> Traits:
    """How a voice speaks: as was asked, or as fits its type and what is spoken."""
    dramatic = utterance.style == "dramatic"
    kind = "dramatic" if dramatic else utterance.voice.partition("_")[0]
    usual = USUAL.get((kind, utterance.content), OTHERWISE)
    mood = _MOODS.get(utterance.style, (0.0, 0.0, 0.0))
    asked = (utterance.stability, utterance.similarity, utterance.expression)
    stability, similarity, expression = (
        value if value is not None else round(min(1.0, max(0.0, usual[at] + mood[at])), 2)
        for at, value in enumerate(asked)
    )
    return stability, similarity, expression
