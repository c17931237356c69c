"""Places, colours and things: the words by which they are found in a sentence."""

from __future__ import annotations

import re

from agent.planner.lexicon.reading import word_set

# Where on the picture; the nine names as titles take them.
PLACES = {
    "top-left": "top left corner|top left|upper left corner|upper left|left top|left upper corner|"
    "upper left hand corner|top left hand corner",
    "top-right": "top right corner|top right|upper right corner|upper right|right top|"
    "right upper corner|upper right hand corner|top right hand corner",
    "bottom-left": "bottom left corner|bottom left|lower left corner|lower left|left bottom|"
    "left lower corner|lower left hand corner|bottom left hand corner",
    "bottom-right": "bottom right corner|bottom right|lower right corner|lower right|right bottom|"
    "right lower corner|lower right hand corner|bottom right hand corner|corner",
    "top": "top center|top middle|center top|at the very top|upper middle|top of the frame|"
    "top of frame|top of the screen|top of screen|top of the video|top of the picture|upper part|"
    "upper third|top edge|top|upper side|up side|on the upside|along the top|up top|across the top",
    "bottom": "bottom center|bottom middle|center bottom|lower middle|bottom of the frame|"
    "bottom of frame|bottom of the screen|bottom of screen|bottom of the video|"
    "bottom of the picture|lower part|lower third|down side|lower side|bottom edge|bottom|"
    "along the bottom|"
    "across the bottom|underneath|as a subtitle|like a subtitle",
    "left": "left side|left edge|middle left|center left|left middle|left|left hand side",
    "right": "right side|right edge|middle right|center right|right middle|right|right hand side",
    "center": "center of the screen|center of the frame|center of the picture|middle of the screen|"
    "middle of the frame|middle of the picture|in the middle|in the center|dead center|center|"
    "right in the middle|middle of screen|center of screen|centrally",
}

COLORS = (
    "white|black|red|green|blue|yellow|orange|purple|pink|cyan|magenta|gray|gold|silver|"
    "brown|teal|navy|maroon|turquoise|violet|lime|beige|coral|salmon|crimson|indigo|olive|khaki|"
    "lavender|light blue|dark blue|light green|dark green|light gray|dark gray|dark red|sky blue|"
    "hot pink|light yellow|lime green|light pink|royal blue|deep pink|dark orange"
)

# Names of resolutions, in lines.
LINES = {
    "full hd": 1080, "fullhd": 1080, "fhd": 1080, "ultra hd": 2160, "uhd": 2160, "hd": 720,
    "qhd": 1440, "sd": 480,
}  # fmt: skip

THINGS = word_set(
    """
    title titles text caption captions words blur voice subtitles bar bars border borders frame
    frames box mosaic mask logo watermark sticker image picture photo clip video music song track
    sound audio timer clock counter countdown timecode flash fade vignette effect filter overlay
    progress letterbox grain zoom background facecam webcam presenter avatar chapters subs emoji
    """
)
"""What can be put on a picture and is no wording."""

FONTS = re.compile(
    r"\bin (?:the )?(arial|helvetica|times new roman|times|comic sans(?: ms)?|courier(?: new)?|"
    r"georgia|verdana|impact|futura|roboto|open sans|montserrat|lato|papyrus|garamond|calibri|"
    r"cambria|tahoma|trebuchet(?: ms)?|dejavu sans|noto sans|ubuntu|bebas neue|poppins)\b",
    re.IGNORECASE,
)
"""Fonts that are known by name: "in Comic Sans"."""
