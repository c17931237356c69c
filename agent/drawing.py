"""Drawing: who draws pictures anew, by the settings, and whether anybody can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Redraw
from tools.services.registry import Capabilities

if TYPE_CHECKING:
    from agent.settings import Settings
    from tools.services.engine import Engine
    from tools.services.pending import Pending
    from tools.services.pictures.protocol import PictureEngine

_WORDS = {
    "upscaling": "Upscaling",
    "faces": "Work on faces",
    "styles": "That style",
    "colour": "Giving a film colours",
    "background": "Taking away a background of more than one colour",
}


def pictures_of(settings: Settings, pending: Pending) -> Mapping[str, Sequence[Engine]]:
    """The engines of all work on pictures.

    Args:
        settings: Keys, addresses and models.
        pending: Where predictions are noted.
    """
    from tools.services.pictures.engines import picture_engines
    from tools.services.pictures.predictions import Replicate
    from tools.services.pictures.weights import Weights

    token = settings.replicate_api_token
    return picture_engines(
        Replicate(
            token=token.get_secret_value() if token else None,
            url=settings.replicate_url,
            poll_seconds=settings.replicate_poll_seconds,
            give_up_seconds=settings.replicate_give_up_seconds,
            pending=pending,
        ),
        Weights(settings.home / "models" / "realesrgan"),
        style_model=settings.replicate_style_model or "",
        offline=settings.offline,
    )


async def check_drawable(clip: Clip, capabilities: Capabilities) -> None:
    """See whether somebody here can draw what a clip wants drawn, before it is agreed to.

    Raises:
        BadInput: Nobody can; the message says what it takes.
    """
    for redraw in clip.operations:
        if isinstance(redraw, Redraw):
            about = clip.notes[-1:] if redraw.work == "background" else ()
            await _check(redraw, capabilities, " ".join(("", *about)))


async def _check(redraw: Redraw, capabilities: Capabilities, about: str) -> None:
    there = cast("Sequence[PictureEngine]", capabilities.of(redraw.work))
    able = [each for each in there if not each.refuses(redraw)]
    estimate = await capabilities.policy.estimate(
        redraw.work, able, key=None, units={}, chosen=redraw.engine or None
    )
    if estimate.engine:
        return
    named = [each for each in able if redraw.engine in {"", each.name}]
    reasons = [f"{each.name}, where {why}" for each in named if (why := await each.ready())]
    what = _WORDS[redraw.work]
    if not reasons:
        raise BadInput(f"{what} is not possible just now: {_only(named)} may not be asked.")
    raise BadInput(f"{what} needs {' or '.join(reasons)}.{about}")


def _only(engines: Sequence[PictureEngine]) -> str:
    return " and ".join(each.name for each in engines) or "whoever does it"
