"""The ``vfxb`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Nothing heavy is imported before a command needs it."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text; showing it must not fail.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        from bots.terminal import app
    except KeyboardInterrupt:
        sys.exit(130)
    app(prog_name="vfxb")


if __name__ == "__main__":
    main()
