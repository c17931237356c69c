"""Everything that memory raises on purpose. It knows nothing of tools, so it has its own tree.

    MemoryFault          something about memory that a person can be told
    ├── NotStorable      what was given cannot be kept as it is: a folder, a link, a wrong name
    ├── StoreFailed      the database or the disk failed; trying the same again will not help
    │   └── StoreAway    it is full or out of reach for the moment: the same works again later
    └── TooMuch          a set limit would be passed

A message says what was wrong, the value, and the next step. A failing vector store is none of
these: it only costs quality, is logged as a warning, and is rebuilt from the database.
"""

from __future__ import annotations


class MemoryFault(Exception):
    """Base of all errors whose message may be shown to a person."""


class NotStorable(MemoryFault):
    """What was given cannot be kept as it is; something else in its place could."""


class StoreFailed(MemoryFault):
    """The database or the disk failed."""


class StoreAway(StoreFailed):
    """The database, the disk or the bucket is full or out of reach for the moment.

    Attributes:
        what: Which of them, in that word.
    """

    def __init__(self, message: str, what: str = "database") -> None:
        super().__init__(message)
        self.what = what


class TooMuch(MemoryFault):
    """A limit would be passed."""
