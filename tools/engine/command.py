"""Command: one run of ffmpeg, described. Made by the compiler, carried out by the runner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One run of ffmpeg.

    It is run inside a job directory of its own, which the runner fills first: each of ``files``
    is written there and each of ``links`` is linked there (or copied where links cannot be made),
    under bare names or names with one folder such as ``fonts/NotoSans.ttf``. The arguments name
    them relative to that directory, and ``output`` appears in it.

    Attributes:
        args: Argument list after the binary. The last one is ``output``. Options that belong to
            the run and not to the edit (``-nostdin``, ``-progress``, log level) are the runner's.
        files: Content to write into the job directory, by relative name.
        links: Existing files to show inside the job directory, by relative name. Read only.
        output: Bare name of the file that appears; with a ``%`` the pattern of several names.
        expected: What that file will be.
        notes: What people should be told besides: characters that no font has, say.
        unbounded: Whether its memory is not limited: the drivers of graphics processors reserve
            far more addresses than they use.
        reasons: Why streams are copied or encoded, for the log and for ``--json``.
    """

    args: tuple[str, ...]
    output: str
    expected: Facts
    files: Mapping[str, bytes] = field(default_factory=dict)
    links: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unbounded: bool = False
