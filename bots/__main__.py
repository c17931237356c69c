"""The ``vfxb`` command."""

from __future__ import annotations

import atexit
import gc
import sys

_OBJECTS = 50_000
"""So many new objects are made from one search for garbage to the next."""


def main() -> None:
    """Run the command line. Nothing heavy is imported before a command needs it."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text; showing it must not fail.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    # What a start imports stays; to search it for cycles again and again took a third of the time.
    gc.set_threshold(_OBJECTS)
    # What is left at the end goes with the process: to look for cycles in it took half a second.
    atexit.register(gc.freeze)
    try:
        from bots.terminal import app
    except KeyboardInterrupt:
        sys.exit(130)
    app(prog_name="vfxb")


if __name__ == "__main__":
    main()
