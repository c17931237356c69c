"""Protocol: what every engine that lets a presenter speak offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tools.operations import Presentation
from tools.services.engine import Engine

CAPABILITY = "presenting"
"""Its name in the registry and in the ledger."""

Tell = Callable[[str], None]
"""Told what is waited for, in words."""


class Presenting(Engine, Protocol):
    """An engine that makes the film of a presenter. It makes one attempt."""

    @property
    def shows_pictures(self) -> bool:
        """Whether it can show a picture of the person's in the presenter's place."""
        ...

    async def present(self, wanted: Presentation, key: str, target: Path, tell: Tell) -> None:
        """Make a film with picture and sound, in which the whole script is spoken.

        Its size need not be the wanted one, but its shape should be near to it.

        Args:
            wanted: The script, and the size.
            key: Names the film by all that it depends on, for jobs that outlive a process.
            target: The file to write, which is not there yet.
            tell: Told what is waited for.

        Raises:
            ServiceError: It could not be made.
            BadInput: The words cannot be spoken.
        """
        ...
