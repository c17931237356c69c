"""Frames: pictures that leave ffmpeg, are drawn anew elsewhere, and come back."""
