"""Compile: a described clip as one run of ffmpeg."""
