"""One at a time has the graphics processor."""

from __future__ import annotations

import threading
from pathlib import Path

from tools.engine.frames.turns import turn


def test_the_next_one_waits_until_the_turn_is_over(tmp_path: Path) -> None:
    file, taken = tmp_path / "lock", threading.Event()
    first = turn(file)

    def next_one() -> None:
        with turn(file):
            taken.set()

    waiting = threading.Thread(target=next_one)
    waiting.start()
    assert not taken.wait(0.1)
    first.close()
    assert taken.wait(5.0)
    waiting.join()
