"""The five edits in MoviePy; run by a Python that has it, and knows nothing of VFXB.

python moviepy_edits.py SOURCE TARGET FONT START END [ENCODER OPTION ...]   prints its seconds

Importing MoviePy does not count. Its sound is brought to the loudest without clipping, which is
less work than loudness by LUFS; it has nothing nearer.
"""

from __future__ import annotations

import sys
from time import perf_counter


def main(source: str, target: str, font: str, start: str, end: str, *options: str) -> None:
    """Edit a clip, and print how long it took."""
    from moviepy import CompositeVideoClip, TextClip, VideoFileClip, afx, vfx

    started = perf_counter()
    clip = VideoFileClip(source).subclipped(float(start), float(end))
    clip = clip.with_effects(
        [
            vfx.BlackAndWhite(),
            vfx.Crop(width=960, height=540, x_center=640, y_center=360),
            afx.AudioNormalize(),
        ]
    )
    title = TextClip(
        font=font, text="Hello", font_size=48, color="white", stroke_color="black",
        stroke_width=3, margin=(8, 8),
    )  # fmt: skip
    title = title.with_duration(clip.duration).with_position(("center", 0.85), relative=True)
    CompositeVideoClip([clip, title]).write_videofile(
        target, codec="libx264", audio_codec="aac", audio_fps=48_000, audio_bitrate="192k",
        preset=options[options.index("-preset") + 1], ffmpeg_params=list(options), logger=None,
    )  # fmt: skip
    sys.stdout.write(f"{perf_counter() - started}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
