"""Stopping: a program is told to stop by a signal."""

from __future__ import annotations

import asyncio
import signal


def stop_signals() -> asyncio.Future[None]:
    """Done with the first signal to stop; the second one cancels the present task."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    task = asyncio.current_task()

    def stopped() -> None:
        if not stop.done():
            stop.set_result(None)
        elif task is not None:
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped)
    return stop
