"""Guidance: "how do I undo?", "why is it so dark?", "what can you do with the sound?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.planner.choosing.index import Index

_HOW = re.compile(
    r"^(?:; |so |and |but |okay |please |tell me |, )*how (?:do|can|could|would|should|to)"
    r"(?: (?:i|you|we|one))? (?P<what>.+)$"
)
_WAYS: tuple[tuple[str, str], ...] = (
    (r"redo|bring back what i undid",
     "Say “redo”: that brings back what was undone last."),
    (r"undo|go back|take (?:it|that|something|the last \w+) back|revert|remove an edit",
     "Say “undo” to take the last edit back, “undo the title” for one edit, or “undo everything”. "
     "“redo” brings it back, and “show the versions” lists all that was delivered."),
    (r"start over|start again|begin again|reset",
     "Say “start over”: all edits are undone, and the clip is as you sent it."),
    (r"cancel|stop you|abort",
     "Press Cancel, or say “cancel”, while I work; your clip and your edits stay as they are."),
    (r"(?:save|download|keep|get) (?:it|this|that|the (?:result|video|clip|file))",
     "The file that I send is the finished clip: save it from the chat. At the terminal, "
     "“/save out.mp4” copies the latest result."),
    (r"(?:compare|see the (?:difference|versions))",
     "Say “show the versions”, then for example “compare v1 and v2”."),
)  # fmt: skip
_REMEDIES: tuple[tuple[str, str], ...] = (
    (r"dark|dim|gloomy|black", "make it brighter"),
    (r"bright|overexposed|washed|white", "make it darker"),
    (r"quiet|silent|low sound|hard to hear|can not hear|inaudible", "make it louder"),
    (r"loud|noisy sound", "make it quieter"),
    (r"sound(?:s)? (?:bad|terrible|muffled|dull)|muffled|echo", "make the voice clearer"),
    (r"slow", "speed it up 1.5x"),
    (r"fast|quick", "slow it down to half"),
    (
        r"file (?:\w+ )*(?:big|large|heavy|huge)|(?:big|large|heavy|huge) (?:a )?file",
        "make the file smaller",
    ),
    (r"blurry|blurred|soft|fuzzy|unsharp|out of focus", "sharpen it"),
    (r"shaky|wobbly|unsteady|jittery", "stabilize it"),
    (r"grainy|grain|noisy|noise", "remove the grain"),
    (r"long", "trim to the first 10 seconds"),
    (r"pale|dull|colorless|desaturated|faded", "boost the saturation"),
    (r"yellow|orange|warm", "make the colours cooler"),
    (r"blue|cold|cool", "make the colours warmer"),
    (r"bars?", "crop the black bars off"),
    (r"upside down", "rotate it 180 degrees"),
    (r"sideways|wrong way", "rotate it 90 degrees"),
    (r"small|tiny|pixelated|blocky|low quality|bad quality", "upscale it"),
)  # fmt: skip
_DOING = re.compile(
    r"^(?:; |so |and |okay |hey |, )*(?:what|which)(?: (?:else|tools?|edits?|effects?|commands?|"
    r"things?|all))* (?:can|do|could|are) (?:you|i|we|there)(?: (?:do|have|offer|know|make|edit|"
    r"change|use|for|with|to|about|the|my|on))+ (?P<about>\w+)(?: (?:in|of|on) .*)?$"
)
_MODULES: dict[str, frozenset[str]] = {
    "sound": frozenset({"sound", "leveling", "music", "silences", "voice"}),
    "text": frozenset({"titles", "subtitles", "captions", "counters"}),
    "picture": frozenset({"look", "framing", "turning", "grading", "denoising"}),
    "speed": frozenset({"cutting", "arranging"}),
    "file": frozenset({"export", "sizing", "publishing", "delivery"}),
}
_SUBJECTS = {
    "sound": "sound", "audio": "sound", "music": "sound", "voice": "sound", "voices": "sound",
    "text": "text", "title": "text", "titles": "text", "captions": "text", "words": "text",
    "subtitles": "text", "picture": "picture", "image": "picture", "color": "picture",
    "colors": "picture", "colours": "picture", "look": "picture", "frame": "picture",
    "speed": "speed", "time": "speed", "length": "speed", "cuts": "speed",
    "file": "file", "format": "file", "export": "file", "size": "file",
}  # fmt: skip
_MOST = 6


def how_to(line: str) -> str:
    """What to say for what is no edit of its own; empty for other lines."""
    found = _HOW.match(line.strip(" ;,.?"))
    if found is None:
        return ""
    return next((way for what, way in _WAYS if re.match(rf"(?:{what})\b", found["what"])), "")


def remedy(line: str) -> str:
    """An edit that helps where somebody wonders why the clip is so; empty if none is known."""
    return next((edit for cause, edit in _REMEDIES if re.search(rf"\b(?:{cause})\b", line)), "")


def abilities_about(line: str, index: Index) -> str:
    """“which tools do you have for sound?”: requests to copy; empty for other lines."""
    found = _DOING.match(line.strip(" ;,.?"))
    subject = _SUBJECTS.get(found["about"], "") if found else ""
    examples = list(_examples(_MODULES.get(subject, frozenset()), index))
    if not examples:
        return ""
    told = ", ".join(f"“{example}”" for example in examples[: _MOST - 1])
    return f"Say for example {told} or “{examples[-1]}”."


def _examples(modules: Iterable[str], index: Index) -> Iterable[str]:
    wanted = {f"tools.{name}" for name in modules}
    found = [e for e in index.clip_tools if e.spec.function.__module__ in wanted and not e.answers]
    return [entry.spec.examples[0] for entry in found][:_MOST]
