"""The ``vfxb`` command."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 128 + signal.SIGINT
"""Exit code of a command that Ctrl-C ended, as shells expect it."""


def main() -> None:
    """Run the command line.

    Nothing heavy is imported before a command needs it, and Ctrl-C is answered calmly even while
    something is being imported.
    """
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text; showing it must not fail.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        from bots.terminal import app

        app(prog_name="vfxb")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing was changed.\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`vfxb tools | head`); Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
