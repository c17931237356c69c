"""Looking: files from outside are opened in a child, which may break down over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.engine.limits import Limits
from tools.engine.probe.opening import shown_name
from tools.errors import BadInput, LimitExceeded
from tools.facts import Source
from tools.resident import Crashed, Overdue, Residents

Look = Callable[[Path, str, str | None, Limits], Source]

_CHILDREN = Residents(2, modules=("av", "tools.engine.probe.file"))
# The look itself ends in time; this is for one that is stuck.
_GRACE_SECONDS = 5.0


async def look(function: Look, path: Path, name: str, id: str | None, limits: Limits) -> Source:
    """What a function finds out about a file.

    Args:
        function: A function of a module; gets the other arguments.
        path: The file.
        name: What the person calls it.
        id: SHA-256 of the content, when it is known already.
        limits: What is too much.

    Raises:
        BadInput: The file broke the reader; and whatever the function raises.
        LimitExceeded: It took too long.
    """
    seconds = limits.probe_seconds + _GRACE_SECONDS
    shown = shown_name(name)
    try:
        return await _CHILDREN.run(seconds, function, Path.cwd() / path, shown, id, limits)
    except Overdue as error:
        raise LimitExceeded(
            f"'{shown}' could not be read within {limits.probe_seconds:g} s."
        ) from error
    except Crashed as error:
        raise BadInput(
            f"'{shown}' cannot be read: it is damaged so badly that its reader broke down. "
            "Please send another file."
        ) from error
