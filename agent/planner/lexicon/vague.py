"""Vague: what words without a number are worth. The reply tells the value that was taken.

======================  ==========  =========  ==========
what is asked           a bit       (nothing)  a lot
======================  ==========  =========  ==========
faster                  1.25x       1.5x       2x
slower, slow motion     0.8x        0.5x       0.25x
a timelapse                         8x
louder, quieter         3 dB        6 dB       12 dB
a look, an effect       25 %        its own    85 %
brighter, more contrast 25 %        30 %       85 %
bigger                  x1.25       x1.5       x2
smaller                 x0.8        x0.67      x0.5
stronger, weaker        +-15 %      +-25 %     +-40 %
higher, deeper voice    2           4          8 semitones
======================  ==========  =========  ==========

Speeds, decibels and strengths are those of ``tools.values``; the other ones stand here.
"""

from __future__ import annotations

from typing import Literal

Degree = Literal["small", "plain", "large"]

SIZES: dict[str, dict[Degree, float]] = {
    "more": {"small": 1.25, "plain": 1.5, "large": 2.0},
    "less": {"small": 0.8, "plain": 2 / 3, "large": 0.5},
}
"""Factor for "bigger" and "smaller"."""

TIMELAPSE = 8.0
"""How many times as fast "a timelapse" plays: less would not be seen as one."""

STRENGTH_STEP: dict[Degree, float] = {"small": 0.15, "plain": 0.25, "large": 0.4}
"""How far "stronger" and "a bit less" move an intensity."""

DECIBELS: dict[Degree, float] = {"small": 3.0, "plain": 6.0, "large": 12.0}
"""How far "louder still" moves a change of level."""

SEMITONES: dict[Degree, float] = {"small": 2.0, "plain": 4.0, "large": 8.0}
"""How far "a deeper voice" and "a bit higher" move a pitch."""

STEPS: dict[Degree, float] = {"small": 0.25, "plain": 0.3, "large": 0.85}
"""What "a bit more" and "more" are worth on a scale from -1 to 1."""

POLARITY = {"cool": "less", "cold": "less", "warm": "more"}
"""Words that say which way on a scale without "more" or "less"."""

WORDS: dict[Degree, str] = {"small": "a bit ", "plain": "", "large": "a lot "}
"""How a degree is said to the parsers of ``tools.values``."""

REGION_SECONDS = 3.0
"""How long "in the intro" and "at the end" are, for an effect."""

REGION_SHARE = 0.4
"""The most of a short clip that such a region takes."""

REGION_MIDDLE = 1 / 3
"""The share of the clip that "in the middle part" is, for an effect."""
