"""What was done, as what is going to be done."""

from __future__ import annotations

import pytest

from bots.intention import intended


@pytest.mark.parametrize(
    ("done", "meant"),
    [
        ("trimmed to 0:02-0:10 (8 s)", "trim to 0:02-0:10 (8 s)"),
        ("cropped to 720x720 (1:1)", "crop to 720x720 (1:1)"),
        ("made it black and white", "make it black and white"),
        ("added the text “made to be added”", "add the text “made to be added”"),
        ("resized to 640x360", "resize to 640x360"),
        ("normalized the loudness to -14 LUFS", "normalize the loudness to -14 LUFS"),
        ("froze the frame at 0:05 for 2 s", "freeze the frame at 0:05 for 2 s"),
        ("turned the volume down by 6 dB", "turn the volume down by 6 dB"),
        ("removed noise from the picture", "remove noise from the picture"),
        ("took 8 frames as png", "take 8 frames as png"),
        ("recortado a 0:02-0:10", "recortado a 0:02-0:10"),
        ("", ""),
    ],
)
def test_a_step_is_told_as_a_plan(done: str, meant: str) -> None:
    assert intended(done) == meant
