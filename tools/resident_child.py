"""The child of ``resident``: runs one function after another, as it is told through its input.

``python resident_child.py MODULE ...`` imports the modules first, so that the first job finds
them there. The child ends with its input: also when the program that started it was killed.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from resource import RLIM_INFINITY, RLIMIT_CPU, RUSAGE_SELF, getrlimit, getrusage, setrlimit

from tools.errors import VfxbError

# A job that passes its time by so much is stuck in a library, and nobody may be left to end it.
_GRACE_SECONDS = 10


def main() -> None:
    """Work until the input ends."""
    jobs, answers = Connection(os.dup(0), writable=False), Connection(os.dup(1), readable=False)
    # What a library reads or prints is not part of the conversation.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    for name in sys.argv[1:]:
        import_module(name)
    while True:
        try:
            function, args, seconds = jobs.recv()
        except EOFError:
            return
        _bound(seconds)
        try:
            answers.send((function(*args), None))
        except VfxbError as error:
            answers.send((None, error))
        except BaseException:
            answers.send((None, RuntimeError(traceback.format_exc())))


def _bound(seconds: float) -> None:
    """Limit the processor time of the next job."""
    used = getrusage(RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + _GRACE_SECONDS
    _, hard = getrlimit(RLIMIT_CPU)
    setrlimit(RLIMIT_CPU, (most if hard == RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
