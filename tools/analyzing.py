"""Analyzing: what kind of clip it is, for whom, and what would make it better."""

from __future__ import annotations

from tools.advising import requests_of
from tools.answer import Answer
from tools.clip import Clip
from tools.sights import Impression, ImpressionFound

_MOST_ADVICE = 4
_CANNOT_SEE = (
    "That is what can be measured; what the pictures show I cannot tell here. A model that sees "
    "can: OPENAI_API_KEY sets one up."
)


def analyze_video(clip: Clip) -> str:
    """Tell what kind of clip it is: content, style, audience, issues, and what would improve it.

    Args:
        clip: The clip.

    Examples:
        analyze the video
        analyse the video and tell me what to improve
        what is this video about?
        what do you see in the clip?
        give me recommendations for this video
        how can I make this video better?
        what would you improve?
        review my clip and suggest improvements
        who is this video for?
        what kind of video is this?
        what is wrong with this video?
        any suggestions to make it more professional?
    """
    found: ImpressionFound = clip.finding(Impression())
    lines = [_what(found)]
    if found["style"]:
        lines.append(f"Style: {', '.join(found['style'])}.")
    if found["audience"]:
        lines.append(f"Made for {found['audience']}.")
    if found["issues"]:
        lines.append(f"What could be better: {'; '.join(found['issues'])}.")
    else:
        lines.append("I found nothing wrong with it.")
    if not found["summary"]:
        lines.append(_CANNOT_SEE)
    advice = requests_of(found["advice"], clip)
    return Answer(" ".join([*lines, *found["notes"]]), advice[:_MOST_ADVICE])


def _what(found: ImpressionFound) -> str:
    if found["summary"]:
        return f"{found['summary']}. Kind: {found['kind']}."
    return f"By its measurements it is: {found['kind']}."
