"""Need: what speaking an utterance asks of the engines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from tools.operations import Utterance
from tools.services.needs import Need
from tools.values.voices import SPEECH_ENGINES, OwnVoice, own_voice

CAPABILITY = "speech"


def needed(utterance: Utterance) -> Need:
    """What speaking an utterance asks of the engines."""
    own = own_voice(utterance.voice)
    return Need(
        capability=CAPABILITY,
        units={"characters": len(utterance.text)},
        key=_content(utterance),
        chosen=utterance.engine or (keeper_of(own) if own else None),
        language=utterance.language,
    )


def _content(utterance: Utterance) -> dict[str, Any]:
    """All that the sound depends on besides the engine; the words as a hash, like a password."""
    content = asdict(utterance)
    for name in ("engine", "lasting"):
        del content[name]
    words = content.pop("text")
    content["words"] = hashlib.sha256(json.dumps(words).encode()).hexdigest()
    return content


def keeper_of(own: OwnVoice) -> str:
    """Name of the engine that keeps a voice; empty where there is no such any more."""
    return next((name for key, name in SPEECH_ENGINES.items() if key == own.engine), "")
