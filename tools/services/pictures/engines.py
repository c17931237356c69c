"""The engines of each kind of work on pictures, best first, built-in last."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tools.services.engine import Engine
from tools.services.pending import Pending
from tools.services.pictures.esrgan import RealEsrgan
from tools.services.pictures.filtered import FaceSharpening, Lanczos, VintageFilters
from tools.services.pictures.opencv import OpenCV
from tools.services.pictures.predictions import Replicate
from tools.services.pictures.replicate_models import ReplicateImages, ReplicateStyle
from tools.services.pictures.weights import Weights


def picture_engines(
    replicate: Replicate, weights: Weights, *, style_model: str = "", offline: bool = False
) -> Mapping[str, tuple[Engine, ...]]:
    """All of them, by work.

    Args:
        replicate: The account there.
        weights: Where the weights of the built-in network lie.
        style_model: The model for styles of whole clips; empty for none.
        offline: Whether nothing may be fetched.
    """
    return {
        "upscaling": (
            ReplicateImages(replicate, "upscaling"),
            RealEsrgan(weights, offline=offline),
            Lanczos(),
        ),
        "faces": (ReplicateImages(replicate, "faces"), FaceSharpening()),
        "styles": (ReplicateStyle(replicate, style_model), OpenCV(), VintageFilters()),
        "colour": (ReplicateImages(replicate, "colour"),),
        "background": (ReplicateImages(replicate, "background"),),
    }


def nobodys(folder: Path) -> Replicate:
    """An account for those who have none."""
    return Replicate(token=None, pending=Pending(folder))
