"""Choices of tools that work on what is said, with the other words that people use for them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from tools.values.choices import also

Saying = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""Words that somebody says in the clip; several words or phrases are separated by commas."""

Cover = Annotated[
    Literal["beep", "silence"],
    also({"beep": "bleep tone beeping bleeping", "silence": "mute muted silent quiet nothing"}),
]
"""What is heard in place of what is covered."""

Recogniser = Annotated[
    Literal["faster-whisper", "OpenAI", "PocketSphinx"],
    also(
        {
            "faster-whisper": "whisper fasterwhisper localwhisper local",
            "OpenAI": "openai openaiwhisper gpt",
            "PocketSphinx": "sphinx pocketsphinx builtin builtinrecogniser offline",
        }
    ),
]
"""Who writes down what is said."""

TranscriptFormat = Annotated[
    Literal["text", "txt", "srt", "vtt"],
    also(
        {
            "text": "message chat answer words",
            "txt": "file textfile plaintext document",
            "srt": "subrip subtitles subtitle subtitlefile",
            "vtt": "webvtt",
        }
    ),
]
"""How a transcript is given."""

CaptionStyle = Annotated[
    Literal["karaoke", "classic", "boxed", "bold", "single"],
    also(
        {
            "karaoke": "highlight highlighted wordbyword animated dynamic lit",
            "classic": "plain subtitle subtitles simple normal standard film movie netflix",
            "boxed": "box inabox darkbox background banner label",
            "bold": "tiktok reels shorts social hormozi capcut instagram big loud punchy",
            "single": "oneword onewordatatime onebyone wordatatime singleword singlewords",
        }
    ),
]
"""How captions look."""
