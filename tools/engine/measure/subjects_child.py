"""The child of ``subjects.py``: looks for faces, motion and what stands out in a film.

It runs alone, by path and with nothing of VFXB imported, on a film that the engine made. For each
frame it writes a line of JSON: faces as [x, y, width, height], the centre of what moves and how
much of the picture that is, and the centre of what stands out, all as shares of the picture.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import cv2 as opencv
import numpy as np

cv2: Any = opencv  # its types leave out what is not in every build

# Rather one too many than one too few: what is seen but once is left out later.
# A face is at least this part of the picture's shorter side.
_SMALLEST = 0.07
# From one size that is looked for to the next, and how often one has to be seen around a place:
# who only tells where faces are claims none that is not sure.
_CLOSE, _SURE = (1.1, 3), (1.2, 4)
_CHANGED = 18
_OVERLAP = 0.3


def main(film: str, *, quick: bool) -> None:
    """Look at each frame of a film; for faces alone, and less closely, where it is to be quick."""
    cv2.setNumThreads(0)  # threads that wait for each other take longer on busy machines
    front, side = (
        cv2.CascadeClassifier(f"{cv2.data.haarcascades}haarcascade_{name}.xml")
        for name in ("frontalface_alt2", "profileface")
    )
    saliency = cv2.saliency.StaticSaliencySpectralResidual_create()
    frames = cv2.VideoCapture(film)
    before: Any = None
    while True:
        there, image = frames.read()
        if not there:
            return
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        blurred = cv2.GaussianBlur(grey, (9, 9), 0)
        found = {
            "faces": _faces(grey, front, side, _SURE if quick else _CLOSE),
            "motion": _motion(blurred, before),
            "salient": None if quick else _salient(image, saliency),
        }
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()
        before = blurred


def _faces(grey: Any, front: Any, side: Any, manner: tuple[float, int]) -> list[list[float]]:
    height, width = grey.shape
    least = round(min(height, width) * _SMALLEST)
    even = cv2.equalizeHist(grey)
    boxes = [tuple(map(int, box)) for box in _detected(front, even, least, manner)]
    if not boxes:  # the cascade knows profiles of one side only
        boxes += [tuple(map(int, box)) for box in _detected(side, even, least, manner)]
        for x, y, w, h in _detected(side, even[:, ::-1], least, manner):
            boxes.append((int(width - x - w), int(y), int(w), int(h)))
    kept: list[tuple[int, ...]] = []
    for box in boxes:
        if all(_overlap(box, other) < _OVERLAP for other in kept):
            kept.append(box)
    return [
        [round(x / width, 4), round(y / height, 4), round(w / width, 4), round(h / height, 4)]
        for x, y, w, h in kept
    ]


def _detected(cascade: Any, grey: Any, least: int, manner: tuple[float, int]) -> Any:
    step, neighbours = manner
    image = np.ascontiguousarray(grey)
    return cascade.detectMultiScale(image, step, neighbours, minSize=(least, least))


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Share of the smaller box that lies in the other."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(one[2] * one[3], other[2] * other[3])


def _motion(grey: Any, before: Any) -> list[float] | None:
    if before is None:
        return None
    changed = (cv2.absdiff(grey, before) > _CHANGED).astype(np.float32)
    return _centre(changed)


def _salient(image: Any, saliency: Any) -> list[float] | None:
    _, shares = saliency.computeSaliency(image)
    strong = np.where(shares > shares.mean() + shares.std(), shares, 0)
    return _centre(cv2.GaussianBlur(strong.astype(np.float32), (15, 15), 0))


def _centre(weights: Any) -> list[float] | None:
    """Where the weights lie, and how much of the picture they are."""
    total = float(weights.sum())
    if total <= 0:
        return None
    height, width = weights.shape
    x = float((weights.sum(axis=0) * np.arange(width)).sum() / total / width)
    y = float((weights.sum(axis=1) * np.arange(height)).sum() / total / height)
    return [round(x, 4), round(y, 4), round(total / (width * height), 4)]


if __name__ == "__main__":
    main(sys.argv[1], quick=len(sys.argv) > 2)
