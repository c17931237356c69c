"""Replicate's models, as engines: one for single pictures of each kind of work, one for clips."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tools.facts import VideoFacts
from tools.operations import Redraw
from tools.services.engine import Report
from tools.services.pictures.predictions import Replicate
from tools.services.pictures.replicate_client import NAME


@dataclass(frozen=True, slots=True)
class Model:
    """A model and what it takes.

    Attributes:
        name: As Replicate calls it.
        image: Name of the input that takes the picture.
        inputs: All others.
        seconds: About how long a picture takes.
    """

    name: str
    image: str
    inputs: Callable[[Redraw], Mapping[str, Any]]
    seconds: float = 3.0


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "upscaling": Model(
            "nightmareai/real-esrgan",
            "image",
            lambda redraw: {"scale": redraw.factor, "face_enhance": False},
        ),
        "faces": Model("tencentarc/gfpgan", "img", lambda redraw: {"version": "v1.4", "scale": 2}),
        "background": Model(
            "cjwbw/rembg", "image", lambda redraw: {"model": "u2net", "alpha_matting": False}
        ),
        # https://replicate.com/cjwbw/bigcolor/api, 2026-11
        "colour": Model(
            "cjwbw/bigcolor", "image", lambda redraw: {"mode": "Real Gray Colorization"}
        ),
    }
)
"""By work."""

_GUIDANCE = 7.5
_PROMPTS: Mapping[str, str] = MappingProxyType(
    {
        "cartoon": "a cartoon with flat colours and bold outlines",
        "oil_painting": "an oil painting with visible brush strokes",
        "watercolor": "a watercolor painting on paper",
        "sketch": "a pencil sketch on white paper",
        "cyberpunk": "cyberpunk, neon lights at night, magenta and cyan",
        "vintage": "a vintage film from the 1960s, faded colours and grain",
    }
)
_FILM_SECONDS = 2.0  # for each picture


class _AtReplicate:
    """What both kinds have in common."""

    name = NAME
    paid = True
    local = False
    languages: frozenset[str] | None = None

    def __init__(self, account: Replicate, model: str) -> None:
        self._account = account
        self._model = model
        self.version = f"1 {model}"
        self.product = f"replicate/{model.partition(':')[0]}"
        # A prediction may take its time; sending and fetching take theirs.
        self.longest: float | None = account.give_up_seconds + 240.0
        self.method = f"{model.partition(':')[0]} at Replicate"

    async def ready(self) -> str | None:
        """Whether there is a key, and a model."""
        if not self._model:
            return "no model for video styles is set; set VFXB_REPLICATE_STYLE_MODEL"
        return self._account.missing

    async def report(self) -> Report:
        """Whether the account answers.

        Raises:
            ServiceError: It does not.
        """
        return Report(reachable=True, quota=await self._account.quota())


class ReplicateImages(_AtReplicate):
    """A model that draws one picture at a time.

    Args:
        account: The account.
        work: What it does: a name of ``MODELS``.
    """

    def __init__(self, account: Replicate, work: str) -> None:
        self._table = MODELS[work]
        super().__init__(account, self._table.name)

    def refuses(self, redraw: Redraw) -> str | None:
        """Nothing of its work."""
        return None

    def seconds(self, video: VideoFacts) -> float:
        """Waiting takes longer than drawing, whatever the size; four wait at once."""
        return self._table.seconds / 4

    async def draw(self, image: Path, redraw: Redraw, target: Path) -> Path:
        """Have a picture drawn.

        Raises:
            ServiceError: It was not.
        """
        inputs = self._table.inputs(redraw)
        return await self._account.run(
            self._model,
            {self._table.image: image},
            inputs,
            target,
            promised="image",
            key=[self._model, _digest(image), dict(inputs)],
        )


class ReplicateStyle(_AtReplicate):
    """A model that draws a whole clip in a style.

    Args:
        account: The account.
        model: Which one; empty for none.
    """

    def refuses(self, redraw: Redraw) -> str | None:
        """Nothing: what is no name is a description."""
        return None

    def seconds(self, video: VideoFacts) -> float:
        """About so long for each picture."""
        return _FILM_SECONDS

    async def film(self, clip: Path, redraw: Redraw, target: Path) -> Path:
        """Have a clip drawn.

        Raises:
            ServiceError: It was not.
        """
        inputs = {
            "prompt": _PROMPTS.get(redraw.style, redraw.style),
            "strength": redraw.strength,
            "guidance_scale": _GUIDANCE,
        }
        return await self._account.run(
            self._model,
            {"video": clip},
            inputs,
            target,
            promised="video",
            key=[self._model, _digest(clip), inputs],
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
