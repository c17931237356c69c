"""Everything that VFXB raises on purpose.

    VfxbError            something went wrong that a person can be told
    ├── BadInput         the arguments or the file are wrong: ask again with better ones
    │   └── NotInClip    the clip lacks what the tool works on: no arguments would help
    ├── ToolFailed       the work itself failed: explain it; trying the same again will not help
    │   └── Outage       what the work needs is full or out of reach: the same works again later
    ├── LimitExceeded    a set limit (time, size, pixels, memory, money) would be passed
    └── Unseen           a tool needs a look at the media first (see ``tools.analysis``)

A message says what was wrong, the value, and the next step. Anything else that is raised is a bug.
"""

from __future__ import annotations

import errno


class VfxbError(Exception):
    """Base of all errors whose message may be shown to a person."""


class BadInput(VfxbError):
    """The request or the file cannot be used as it is; better arguments would work."""


class NotInClip(BadInput):
    """What the tool works on is not in the clip. The other edits can go on without this one."""


class ToolFailed(VfxbError):
    """The work was tried and failed.

    Attributes:
        command: Argument list of the process that failed, empty when there was none.
        log: Last lines of what it printed, for the operator's log and not for the person.
    """

    def __init__(self, message: str, *, command: tuple[str, ...] = (), log: str = "") -> None:
        super().__init__(message)
        self.command = command
        self.log = log


class Outage(ToolFailed):
    """What the work needs is full or out of reach for the moment.

    Attributes:
        what: It in a word: ``disk``, ``database``, ``bucket`` or ``chat``.
    """

    def __init__(
        self, message: str, what: str = "disk", *, command: tuple[str, ...] = (), log: str = ""
    ) -> None:
        super().__init__(message, command=command, log=log)
        self.what = what


def is_full(error: OSError) -> bool:
    """Whether there was no room for a file."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


class LimitExceeded(VfxbError):
    """A limit set by the operator, the platform or the service would be passed."""
