"""Closed choices, each with the other words that people use for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from tools.operations import TextStyle


def also(synonyms: Mapping[str, str]) -> BeforeValidator:
    """A validator that takes other words for the choices, whatever their case and spacing.

    Args:
        synonyms: For each choice, further words for it, separated by spaces and written
            without spaces of their own.
    """
    known = {word: choice for choice, words in synonyms.items() for word in words.split()}
    known |= {_key(choice): choice for choice in synonyms}

    def validate(value: object) -> object:
        return known.get(_key(value), value) if isinstance(value, str) else value

    return BeforeValidator(validate)


def _key(text: str) -> str:
    return re.sub(r"[^\w&]|_", "", text.casefold())


Filter = Annotated[
    Literal[
        "vintage", "blackwhite", "sepia", "blur", "sharpen", "brightness", "contrast",
        "saturation", "desaturate", "invert", "vignette", "pixelate", "grain", "edges", "sketch",
        "cartoon", "oil", "warm", "cool", "dream", "glitch", "film", "night_vision", "underwater",
        "emboss",
    ],
    also(
        {
            "vintage": "retro old oldfilm oldschool oldfashioned faded 70s nostalgic vhs polaroid",
            "blackwhite": (
                "bw b&w blackandwhite blackwhite black&white grayscale greyscale gray grey "
                "monochrome mono noir colorless colourless"
            ),
            "sepia": "sepiatone brownish",
            "blur": "blurry blurred blurring gaussianblur soften unsharp outoffocus",
            "sharpen": "sharp sharper sharpness crisp crisper sharpening",
            "brightness": "bright brighter brighten exposure lighter lighten",
            "contrast": "contrasty punchy",
            "saturation": (
                "saturate saturated vibrant vivid vibrance colorful colourful colors colours "
                "morecolor morecolour"
            ),
            "desaturate": "desaturated desaturation pale paler muted lesscolor washedout",
            "invert": "inverted inversion negative negate invertcolors invertcolours",
            "vignette": "vignetting darkcorners darkedges",
            "pixelate": "pixelated pixelation pixels pixelart 8bit mosaic censor censored",
            "grain": "grainy filmgrain noise noisy",
            "edges": "edge edgedetect edgedetection outlines contours",
            "sketch": "pencil pencilsketch drawing drawn sketched",
            "cartoon": "comic cartoonish toon cartoony",
            "oil": "oilpainting oilpaint painting painted painterly watercolor watercolour",
            "warm": "warmer warmth golden sunset orange",
            "cool": "cooler cold colder bluish icy",
            "dream": "dreamy dreamlike soft softfocus glow ethereal",
            "glitch": "glitchy rgbsplit chromaticaberration broken",
            "film": "cinema movie filmlook filmic movielook",
            "night_vision": "nightvision nightcamera infrared",
            "underwater": "sea ocean aquatic submarine",
            "emboss": "embossed relief",
        }
    ),
]  # fmt: skip

SoundFix = Annotated[
    Literal["noise_reduction", "volume_boost", "clarity_enhance"],
    also(
        {
            "noise_reduction": (
                "denoise noise reducenoise removenoise noiseremoval noisereduction cleanup hiss hum"
            ),
            "volume_boost": "boost louder volume loudness normalize boostvolume",
            "clarity_enhance": (
                "clarity clear clearer enhance speech voice voiceenhance speechclarity "
                "enhanceclarity"
            ),
        }
    ),
]

SoundEffect = Annotated[
    Literal[
        "echo", "reverb", "hall", "cave", "telephone", "radio", "megaphone", "underwater", "robot",
    ],
    also(
        {
            "echo": "echoes echoing delay",
            "reverb": "reverberation reverberant room roomy",
            "hall": "concerthall church cathedral stadium bighall",
            "cave": "cavern tunnel canyon",
            "telephone": "phone phonecall call",
            "radio": "walkietalkie oldradio am transistor",
            "megaphone": "loudspeaker bullhorn tannoy",
            "underwater": "muffled water behindadoor nextroom",
            "robot": "robotic robovoice android machine",
        }
    ),
]  # fmt: skip

Style = Annotated[
    TextStyle,
    also(
        {
            "plain": "none simple normal flat noborder",
            "outline": "outlined stroke border bordered",
            "shadow": "dropshadow shadowed",
            "box": "boxed background banner label highlight",
            "subtitle": "subtitles caption captions",
        }
    ),
]

Mirror = Annotated[
    Literal["horizontal", "vertical"],
    also(
        {
            "horizontal": "h hflip horizontally mirror mirrored leftright lefttoright sideways x",
            "vertical": "v vflip vertically upsidedown updown topbottom y",
        }
    ),
]

Region = Annotated[
    Literal[
        "left", "right", "top", "bottom", "center",
        "top-left", "top-right", "bottom-left", "bottom-right",
    ],
    also(
        {
            "left": "lefthalf leftside lefthand",
            "right": "righthalf rightside righthand",
            "top": "tophalf upper upperhalf topside",
            "bottom": "bottomhalf lower lowerhalf bottomside",
            "center": "centre middle centered",
            "top-left": "upperleft topleftcorner upperleftcorner",
            "top-right": "upperright toprightcorner upperrightcorner",
            "bottom-left": "lowerleft bottomleftcorner lowerleftcorner",
            "bottom-right": "lowerright bottomrightcorner lowerrightcorner",
        }
    ),
]  # fmt: skip

Cover = Annotated[
    Literal["blur", "pixelate"],
    also({"blur": "blurry blurred soft", "pixelate": "pixelated pixels mosaic censor"}),
]

Layout = Annotated[
    Literal["mono", "stereo", "swap", "left", "right"],
    also(
        {
            "mono": "monaural onechannel single 1",
            "stereo": "twochannel twochannels 2",
            "swap": "swapped swapchannels switch exchange flip",
            "left": "leftonly leftchannel onlyleft",
            "right": "rightonly rightchannel onlyright",
        }
    ),
]

Ends = Annotated[
    Literal["in", "out", "both"],
    also(
        {
            "in": "fadein start beginning intro from",
            "out": "fadeout end ending outro to",
            "both": "inandout inout fadeinandout startandend",
        }
    ),
]

Fill = Annotated[
    Literal["crop", "bars", "blur"],
    also(
        {
            "crop": "cut cropped fillframe zoom",
            "bars": "pad padding padded black blackbars letterbox pillarbox bar fit",
            "blur": "blurred blurredbars blurredbackground blurbackground blurry blurredsides",
        }
    ),
]

Place = Annotated[
    Literal["start", "end"],
    also(
        {
            "start": "beginning front first begin thestart thebeginning",
            "end": "back last finish theend",
        }
    ),
]

Shift = Annotated[
    Literal["later", "earlier"],
    also(
        {
            "later": "late delay delayed back backward behind after",
            "earlier": "early advance advanced sooner before ahead",
        }
    ),
]

Followed = Annotated[
    Literal["middle", "subject"],
    also(
        {
            "middle": "center centre none nothing",
            "subject": (
                "subjects face faces person people speaker speakers action motion movement me him "
                "her them subjectinframe thesubject theface theaction whatmoves"
            ),
        }
    ),
]

BlurTarget = Annotated[
    Literal["area", "faces"],
    also({"area": "region part rectangle", "faces": "face allfaces everyface eachface theface"}),
]

QuietPlace = Annotated[
    Literal["everywhere", "start", "end", "both"],
    also(
        {
            "everywhere": "all anywhere whole allover throughout",
            "start": "beginning front leading first lead thestart thebeginning",
            "end": "trailing last finish tail theend",
            "both": "ends startandend beginningandend bothends leadingandtrailing startend",
        }
    ),
]

SplitBy = Annotated[Literal["scene"], also({"scene": "scenes shot shots scenechange scenechanges"})]
"""What of a clip becomes a file of its own."""

CardPlace = Annotated[
    Literal["start", "end"],
    also(
        {
            "start": "beginning front first begin thestart thebeginning intro opening before",
            "end": "back last finish theend outro ending closing endcard after",
        }
    ),
]
"""Where a card stands that is put in at no time of its own."""
