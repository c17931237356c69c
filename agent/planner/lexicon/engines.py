"""Engines: whom people name, what each does, and the tools whose engine nobody chooses."""

from __future__ import annotations

OURS = {
    "ElevenLabs": r"eleven[ -]?labs", "OpenAI": r"open[ -]?ai", "VibeVoice": r"vibe[ -]?voice",
    "HeyGen": r"hey[ -]?gen", "faster-whisper": r"(?:faster[ -]?)?whisper",
    "PocketSphinx": r"(?:pocket[ -]?)?sphinx", "Real-ESRGAN": r"real[ -]?esrgan",
    "Replicate": r"replicate",
}  # fmt: skip
"""Those that can be asked here, as people write them."""

OTHERS = {
    "Google": r"google(?: cloud)?", "Azure": r"azure", "Amazon Polly": r"(?:amazon )?polly",
    "Topaz": r"topaz(?: video)?(?: ai)?", "Runway": r"runway(?:[ -]?ml)?", "Sora": r"sora",
    "Midjourney": r"mid[ -]?journey", "Stable Diffusion": r"stable[ -]?diffusion",
    "D-ID": r"d-id", "Synthesia": r"synthesia", "Murf": r"murf(?:\.ai)?", "Descript": r"descript",
    "Gemini": r"gemini", "Deepgram": r"deepgram", "AssemblyAI": r"assembly[ -]?ai",
    "DALL-E": r"dall[ -]?e", "Kling": r"kling", "Pika": r"pika",
}  # fmt: skip
"""Those that people know, and that cannot be asked here."""

DOES = {
    "ElevenLabs": "makes voices", "VibeVoice": "makes voices", "HeyGen": "makes presenters",
    "OpenAI": "makes voices, transcripts and descriptions of clips",
    "faster-whisper": "makes transcripts", "PocketSphinx": "makes transcripts",
    "Real-ESRGAN": "makes pictures larger",
    "Replicate": "makes pictures larger, styles, faces, colours and backgrounds",
}  # fmt: skip
"""What each of ours does."""

EXAMPLES = {
    "ElevenLabs": "say “Hello” with ElevenLabs", "VibeVoice": "say “Hello” with VibeVoice",
    "OpenAI": "say “Hello” with OpenAI", "HeyGen": "let a HeyGen presenter say “Hello”",
    "faster-whisper": "transcribe it with faster-whisper", "Replicate": "upscale it with Replicate",
    "PocketSphinx": "transcribe it with PocketSphinx", "Real-ESRGAN": "upscale it with Real-ESRGAN",
}  # fmt: skip
"""How each is asked."""

UNCHOSEN = {
    "analyze_video": ("OpenAI",),
    "find_moment": ("OpenAI",),
    "colorize_video": ("Replicate",),
    **dict.fromkeys(
        ("add_captions", "find_words", "cut_words", "chapter_marks"),
        ("faster-whisper", "OpenAI", "PocketSphinx"),
    ),
}
"""Tools whose engine nobody chooses, with those who may be asked."""

ONLY = frozenset({"colorize_video"})
"""Those of them that nobody else does."""

STYLES = {
    "cartoon": "cartoon", "oil": "oil_painting", "sketch": "sketch", "vintage": "vintage",
    "watercolor": "watercolor", "cyberpunk": "cyberpunk",
}  # fmt: skip
"""Filters that are styles too, which somebody else draws."""
