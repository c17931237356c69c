"""Translating: lines in another language, a few dozen at a time, by the best engine there is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

from tools.errors import ToolFailed
from tools.services.registry import Capabilities
from tools.services.results import WEEK
from tools.services.translation.protocol import Translator
from tools.translations import Translation, TranslationFound
from tools.values.languages import LANGUAGES

CAPABILITY = "translation"

# So many lines at a time: enough for them to explain each other, few enough for none to get lost.
_AT_A_TIME = 50
# A token is about so many letters, in languages with Latin letters.
_LETTERS = 3.5


async def translated(wish: Translation, capabilities: Capabilities) -> TranslationFound:
    """Lines in another language.

    Args:
        wish: Which lines, and which language.
        capabilities: The engines, and how they are asked.

    Raises:
        ToolFailed: There is no language model, or it failed.
        LimitExceeded: It would cost more than it may.
    """
    engines = cast("Sequence[Translator]", capabilities.of(CAPABILITY))
    if not [each for each in engines if await each.ready() is None]:
        raise ToolFailed(
            f"Captions in {LANGUAGES.get(wish.language, wish.language)} need a language model to "
            "translate them, and none is set up: set OPENAI_API_KEY, or OPENAI_BASE_URL for a "
            "server of your own. Say “add captions” for the language that is spoken."
        )
    found: list[str] = []
    engine = ""
    for first in range(0, len(wish.lines), _AT_A_TIME):
        lines = wish.lines[first : first + _AT_A_TIME]
        tokens = sum(map(len, lines)) / _LETTERS + 4 * len(lines)
        outcome = await capabilities.policy.call(
            CAPABILITY,
            engines,
            partial(_ask, wish, lines),
            key={"lines": lines, "spoken": wish.spoken, "language": wish.language},
            units={"tokens_in": tokens + 150, "tokens_out": tokens * 1.3},
            keep=WEEK,
        )
        found += outcome.value
        engine = outcome.engine
    return TranslationFound(lines=found, engine=engine)


async def _ask(wish: Translation, lines: Sequence[str], engine: Translator) -> list[str]:
    return await engine.translate(lines, wish.spoken, wish.language)
