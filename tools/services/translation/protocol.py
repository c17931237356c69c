"""Protocol: what every engine that translates offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tools.services.engine import Engine


class Translator(Engine, Protocol):
    """An engine that translates lines which belong together, such as captions.

    It makes one attempt, and raises ``ServiceError`` where it fails.
    """

    async def translate(self, lines: Sequence[str], spoken: str, language: str) -> list[str]:
        """The lines in another language, one for each.

        Args:
            lines: What to translate, in order.
            spoken: Tag of their language; empty where that is not known.
            language: Tag of the language that is wanted.

        Raises:
            ServiceError: It failed, or gave another number of lines.
        """
        ...
