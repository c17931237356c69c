"""Topics: brief answers to common questions about video."""

from __future__ import annotations

import re

GENERAL = re.compile(
    r"^(?:; |so |and |but |okay )*(?:why|what (?:is|are|does|do) (?:an? |the difference|gif|webm|"
    r"mp4|codecs?|h264|hevc|bitrate|"
    r"aspect|fps|framerate|vp9|av1|mov|mkv|resolution)|do|does|is|are|should|which|will|would|who|"
    r"where|when|can|what)\b"
)
"""How a question begins that is about video at large, or about what I can do."""

# "Can you make it sharper?" wants it made.
_ORDERED = re.compile(r"^(?:\S+ )?(?:can|could|would|will) you (?:please )?(?:make|turn|put|get)\b")


def general(line: str) -> str:
    """A brief answer to a common question about video; empty when it is not one."""
    if not GENERAL.match(line) or _ORDERED.match(line):
        return ""
    words = set(line.split())
    if "<quote>" in words or len(words) > 24:
        return ""
    best = max(_TOPICS, key=lambda topic: _likeness(topic[0], words))
    return best[1] if _likeness(best[0], words) >= 2 else ""


def _likeness(topic: str, words: set[str]) -> int:
    return len(set(topic.split()) & words)


# Words that a question has to share two of with a topic, and the answer.
_TOPICS = (
    ("less fewer frames smaller gif fps size reduce large big",
     "Yes: fewer frames make a smaller GIF, and so do a smaller width and a shorter clip. "
     "Try “make a gif at 8 fps, 320 wide”."),
    ("gif webm difference mp4 mov mkv better format formats between best",
     "MP4 plays everywhere and keeps the sound. WebM is about as small and made for the web. A GIF "
     "has no sound, few colours and is much larger, but loops everywhere."),
    ("codec codecs h264 hevc h265 vp9 av1 best better difference between",
     "A codec is how picture or sound is packed. H.264 plays everywhere; H.265 and AV1 give "
     "smaller "
     "files but not every device plays them; VP9 is the usual one in WebM."),
    ("bitrate kbps higher quality mean means",
     "The bitrate is how many bits a second of video may take: more looks better and makes a "
     "larger file."),
    ("framerate frames second good 24 30 60 higher smoother film best",
     "The frame rate is how many pictures are shown a second: 24 looks like film, 30 is usual, "
     "60 is smooth."),
    ("aspect <aspect> tiktok instagram youtube reels shorts shape best size",
     "The aspect ratio is the shape of the picture: 16:9 for YouTube, 9:16 for TikTok, Reels and "
     "Shorts, 1:1 for a square post. Say “make it vertical” to change it."),
    ("resolution <lines> 4k hd pixels better quality difference higher",
     "The resolution is how many pixels the picture has: 720p is 1280x720, 1080p is 1920x1080, "
     "4K is 3840x2160."),
    ("lose quality losing loss lossless original edits converting cropping reencode",
     "I keep your original and render every version from it once, so edits do not add up losses."),
    ("private privacy store delete videos data safe who keep share sees clips",
     "Your clips stay where this program runs; I send them nowhere by myself."),
    ("much cost free price pay money charge",
     "Editing with what is built in costs nothing. Where a paid service is set up, I ask before "
     "using it."),
    ("long take time render rendering slow fast finish",
     "Most edits take a few seconds; longer clips take longer, and I show the time that is left."),
    ("languages language speak understand german spanish french english russian portuguese",
     "I understand English best, and common edits in Spanish, German, French, Portuguese and "
     "Russian. Voice-overs speak many more languages."),
    ("formats format support supported files types open read import export upload",
     "I take MP4, MOV, MKV, WebM, GIF and common sound files, and make MP4, WebM, MKV, MOV, GIF, "
     "MP3, M4A, WAV, FLAC, OGG and OPUS."),
    ("voices voice available which have choose",
     "There are nine voices: professional, casual, narrator and elderly, each male or female, and "
     "a child's. Say “add a voice-over saying \"Hello\" in a casual female voice”."),
)  # fmt: skip
