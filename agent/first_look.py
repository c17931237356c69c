"""First look: something small to see while a render goes on that takes its time."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.messages import FirstLook
from tools.clip import Clip
from tools.errors import VfxbError
from tools.export_format import STILLS

if TYPE_CHECKING:
    from langgraph.types import StreamWriter

    from tools.engine.compile.preview import Preview
    from tools.engine.render.work import Rendered

log = logging.getLogger(__name__)

MOST_SECONDS = 20.0
"""Of a longer clip the beginning is shown: a look that takes long comes too late."""


class Render(Protocol):
    """Renders a clip, with all but these settled."""

    def __call__(
        self, clip: Clip, *, folder: Path, stem: str, on_progress: None, preview: Preview
    ) -> Awaitable[Rendered]:
        """Render what is to be looked at."""
        ...


def is_wanted(clip: Clip, seconds: float, above: float | None) -> bool:
    """Whether a render is preceded by a look.

    Args:
        clip: What is rendered.
        seconds: How long that is expected to take.
        above: Renders that take longer are; None where none is.
    """
    if above is None or seconds <= above or clip.output.video is None:
        return False
    return clip.encoding.container not in STILLS and not clip.zipped


@asynccontextmanager
async def first_look(clip: Clip, render: Render, write: StreamWriter) -> AsyncIterator[None]:
    """Render a small one and tell of it; its file is there as long as the block runs.

    One that fails is no loss: the full render follows, and says what there is to say.
    """
    from tools.engine.compile.preview import Preview
    from tools.engine.render.folder import scratch_folder

    end = MOST_SECONDS if clip.output.duration > MOST_SECONDS else None
    with scratch_folder() as folder:
        try:
            look = await render(
                clip, folder=folder, stem="first-look", on_progress=None,
                preview=Preview(None if end is None else 0.0, end),
            )  # fmt: skip
        except VfxbError as error:
            log.info("no first look: %s", error)
        else:
            write(FirstLook(path=look.files[0]))
        yield
