"""Field: wishes that people have of a video editor but that no tool here may answer.

An entry is only used while no installed tool's own words cover it, so a tool that is added later
takes over by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Wanting:
    """A wish that takes a tool of its own.

    Attributes:
        words: Phrases that stand for it, parted by ``|``.
        reason: Why it is not done, ending a sentence that starts with the wish.
        nearest: The nearest thing that can be done, as a sentence with a request to copy.
        firm: Whether only a tool whose examples have all words of it is for it: one that speaks of
            the music in the clip has none to add.
        never: Whether no tool is for it, whatever its words: one that prepares a clip for a site
            does not send it there.
    """

    words: str
    reason: str
    nearest: str = ""
    firm: bool = False
    never: bool = False


ELSEWHERE = (
    Wanting(
        "green screen with blur|green screen with a blur|background with blur|background with a "
        "blur|blue screen with blur|background blurry|background blurred|blur behind me",
        "I have nothing to blur behind the person",
        "I can put a colour or a picture there, such as: replace the green screen with black.",
        never=True,
    ),
    Wanting(
        "transition between|transitions between|between scenes|between the scenes|between shots|"
        "between the shots|between cuts|between the cuts",
        "I put transitions between clips that are joined, and not within one clip",
        "Send the second clip along and say: join them with a crossfade. Or say: fade in and out.",
        never=True,
    ),
    Wanting(
        "linkedin|snapchat|pinterest|facebook|vimeo|twitch|threads|tumblr|vk|wechat",
        "I have no settings for that platform by name",
        "Name the shape and size, such as: make it square and 1080p; or a platform that I know: "
        "tiktok, reels, shorts, youtube, x, discord, telegram, whatsapp.",
    ),
    Wanting(
        "posterize|solarize|bokeh|fisheye|mirror effect|double exposure|light leaks|light leak",
        "I have no such effect",
        "I have many looks, such as: make it dreamy; ask “what filters are there?” for all.",
    ),
    Wanting(
        "speed up the silences|speed up the silence|speed up the pauses|speed up silences|"
        "speed up pauses|speed up the quiet|speed up the silent|fast forward the silences|"
        "fast forward the pauses|fast forward through the silences|speed through the silences|"
        "speed up when nobody|speed up where nobody|speed up the gaps|speed up the dead air",
        "I cannot change the speed of just the silences",
        "I can cut them out: say “remove the silences”. Or tell me the times of a part: “speed up "
        "0:04 to 0:09 4x”.",
        never=True,
    ),
    Wanting(
        "speed up the parts where|speed up the bits where|speed up the part where|speed up parts "
        "where|slow down the parts where|slow down the part where|slow down the bits where",
        "I cannot find the parts for another speed by myself",
        "Tell me the times, such as: speed up 0:04 to 0:09 2x.",
        never=True,
    ),
    Wanting(
        "upload it|upload this|upload the|upload my|upload to|"
        "post it|post this|post to|publish|share it|share this|share to|send it to|"
        "send this to|send the|email|e mail|mail it|tweet|slack|dropbox|google drive|whatsapp it|"
        "send to my|send to|mail to|livestream|live stream|download|go online and",
        "I cannot reach other services; I only edit the clip and hand it back here",
        "Ask me for the edit, or say “make it ready for youtube”, and send the file on yourself.",
        never=True,
    ),
    Wanting(
        "dub it in|dub it into|dub in|dub into|dubbed in|dub this in|dub the video in|"
        "dubbing|translate it|translate this|translate that|translate the video|translate the clip|"
        "translate the speech|translate the audio|translate what|translate everything|"
        "translate my|translate his|translate her|translated|translation|lip sync|lipsync|"
        "change the language",
        "I cannot translate speech yet",
        'I can speak a text that you give me, such as: add a voice-over saying "Hola a todos".',
        firm=True,
    ),
    Wanting(
        "add music|add some music|background music|add a song|add song|dramatic music|music track|"
        "add a sound track|add sound track|put in a soundtrack|put in music|put music|insert music|"
        "insert a song|add a soundtrack|add soundtrack|add a beat|compose|happy music|"
        "epic music|sad music|"
        "sound effect|sound effects|add audio|add sound|lofi|lofi music|lo fi music|a song|"
        "some music|"
        "replace the music|replace the audio with|replace audio with|change the music|music to",
        "I have no music of my own",
        "Send a sound file along and say: add this music in the background.",
        firm=True,
    ),
    Wanting(
        "blur the background|blurred background|blur my background",
        "I cannot tell the background from the people to blur it",
        "I can take the background away, such as: remove the background and make it white.",
        never=True,
    ),
    Wanting(
        "make it hdr|to hdr|into hdr|hdr look|hdr effect",
        "I cannot make HDR of it",
        "The nearest I have is: more contrast and stronger colours.",
        firm=True,
    ),
    Wanting(
        "license plate|licence plate|number plate|"
        "remove the person|remove object|remove the watermark|remove watermark|remove the logo|"
        "face swap|deepfake|swap the face|remove people|erase the|remove the man|remove the woman|"
        "blur the license plate|blur out the|object removal|inpaint|remove objects",
        "I cannot tell things in the picture apart yet",
        "I can blur the whole picture, crop it, or cut a part out.",
    ),
    Wanting(
        "anime|ghibli|pixar|disney|claymation",
        "That style has no name here",
        "The nearest I have is: restyle it as a cartoon. A model at Replicate takes descriptions, "
        'such as: style transfer "anime".',
    ),
    Wanting(
        "make me look|look younger|look older|ai generated|generate a video|text to video|"
        "generate an image|change the weather",
        "I cannot make up pictures",
        "I can restyle those that are there, such as: turn it into a watercolor.",
    ),
    Wanting(
        "before and after|side by side comparison",
        "I cannot show versions beside each other",
        "I can tell what differs, such as: compare v1 and v2; or go back to one: back to v1.",
    ),
    Wanting(
        "highlights|highlight reel|best moments|best parts|best part|most interesting|"
        "boring parts|boring bits|boring stuff|boring sections|"
        "interesting parts|filler words|ums|cut out the boring|good parts|funny "
        "parts",
        "I cannot judge what happens in the clip yet",
        "Tell me the times, such as: keep 0:05-0:12.",
    ),
    Wanting(
        "emoji|emojis|arrow|qr code",
        "I can only draw words and pictures that you give me",
        'Send a picture along, or say: add the text "Hello" in the top left corner.',
    ),
    Wanting(
        "ping pong|reorder|rearrange|shuffle|speed ramp|ramp the speed",
        "I cannot do that with time yet",
        "I can cut, keep parts in any order, or change the speed, such as: play it at half speed.",
    ),
    Wanting(
        "split screen|360|lens|distort|perspective|interpolate|smooth motion|deinterlace",
        "I cannot change the picture like that yet",
        "I can crop, turn, zoom and resize it, such as: make it square.",
    ),
    Wanting(
        "dissolve|transition|transitions|underwater|color grading|grading|lut|strobe|rainbow|"
        "color balance|curves|wave|ripple|kaleidoscope|denoise the picture|noisy picture|"
        "teal and orange|neon|rgb split",
        "I have no such effect yet",
        "I have many looks, such as: make it vintage; ask “what filters are there?” for all.",
    ),
    Wanting(
        "karaoke|vocals|remove vocals|autotune",
        "I cannot change the sound like that yet",
        "I can change its volume, tones and pitch, mute it, and take noise away.",
    ),
    Wanting(
        "faststart|avi",
        "I cannot make that kind of file yet",
        "I can make GIFs, stills and other formats, or a smaller file, such as: compress it.",
    ),
)

TRESPASS = (
    r"\b(?:rm|del|chmod|chown|wget|curl|sudo|bash|sh|powershell|cmd|python3?|pip|apt|nc|ssh)\s+-",
    r"\bffmpeg\s+-|\bffprobe\s+-|\s-i\s+\S+|(?:^|\s)/(?:etc|proc|dev|root|home|var|usr|sys)/",
    r"\brm\s+-rf\b|\$\(|&&\s*\w+|\|\s*(?:sh|bash)\b|;\s*(?:rm|drop|shutdown)\b|<script|\bdrop "
    r"table\b",
    r"\bfile:/|\bgopher:|\bconcat:|\.\./\.\.|\\windows\\",
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:previous|prior|above|earlier|your|all)\b"
    r".{0,20}\b(?:instructions?|rules|prompts?|guidelines)\b",
    r"\b(?:system prompt|developer message|jailbreak|api[ _-]?keys?|environment variables?|"
    r"your instructions|passwords?|credentials|secret keys?)\b",
    r"\b(?:you are now|pretend to be|act as)\b.{0,40}\b(?:dan|root|admin|unrestricted|shell|"
    r"terminal)\b",
)
"""What reads like a command for a machine, or like an attempt to turn the planner."""


@cache
def field_things() -> frozenset[str]:
    """The wishes above that are a single word: "watermark", "subtitles"."""
    phrases = (p for wanting in ELSEWHERE for p in wanting.words.split("|"))
    return frozenset(phrase for phrase in phrases if " " not in phrase)


def field_words() -> set[str]:
    """Every single word of the wishes above."""
    return {w for wanting in ELSEWHERE for w in wanting.words.replace("|", " ").split()}
