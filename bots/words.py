"""Words: every sentence that a chat says besides the replies of the agent. The same everywhere."""

from __future__ import annotations

import math
from collections.abc import Mapping

from agent.messages import Planned, Progress
from bots import text
from bots.limits import MEGABYTE

BAR_WIDTH = 12
"""A line of a phone's screen holds about 35 characters."""
_PLAN_LENGTH = 400

STARTED = "On it…"
WAITING = "In line: first I finish what came before…"
CANCEL = "Cancel"
CANCELLING = "Stopping…"
CANCELLED = "Cancelled. Your clip and your edits are as they were."
NOTHING_TO_CANCEL = "There is nothing to cancel any more."
NOT_YOURS = "Only the person who asked for this can decide that."
STALE = "That button is no longer known. Say it in words."
RESTARTING = (
    "I have to restart and could not finish this. Your clip and your edits are as they were. "
    "Send it again in a minute."
)
BUG = (
    "Something went wrong on my side, and I could not finish that. Your clip and your edits are "
    "as they were. Please try again, or say it in another way."
)

GO_AHEAD, LEAVE_IT = "Go ahead", "Leave it"
UNDO, GIF, VERSIONS, FULL_QUALITY = "Undo", "GIF", "Versions", "Full quality"

NOT_HERE = "I may not work for you here. Whoever runs me decides that."
PAUSED = "I am having a break. Please try again later; nothing is lost."
NOW_PAUSED = "Paused: I answer only you now. /resume ends it."
NOW_RUNNING = "I answer everybody again."
ADMIN_COMMANDS = frozenset({"stats", "pause", "resume"})
"""Commands for those who run the bot."""

STICKER = "A sticker cannot be edited. Send a video, a GIF or sound, and say what to do with it."
VOICE = (
    "I cannot listen to spoken wishes. Type what you want; to edit the recording itself, reply to "
    "it and say how."
)
NO_CLIP_THERE = "There is no clip in that message. Pick one with a video, a GIF or sound."
EMPTY = "There is nothing to say about that."
TELEGRAM_WAY_OUT = (
    "Send a shorter or smaller one: Telegram's own editor trims and compresses while it sends a "
    "video. Whoever runs me can lift the limit with a local Bot API server (VFXB_TELEGRAM_API_URL)."
)

DISCORD_WAY_OUT = "Send a shorter or smaller one."
DISCORD_UNSEEN = (
    "I cannot see clips in messages that were not written to me. Choose “Edit this clip” under "
    "Apps in the menu of that message, or send me the clip."
)
EDIT_THIS = "Edit this clip"
WHAT_TO_DO = "What should be done with it?"

REQUESTS = {
    "edit": "",
    "undo": "undo",
    "redo": "redo",
    "versions": "which versions are there?",
    "look": "which looks are there?",
    "voices": "which voices are there?",
    "memory": "what do you remember about me?",
    "forget": "forget that",
}
"""What commands say to the agent when nothing is said along with them."""

PERSONAL = frozenset({"memory", "forget"})
"""Commands whose answer is about a person, and nobody else's business."""

COMMANDS = {
    "edit": "Say what to do with the clip, or with the one you reply to",
    "undo": "Take the last edit back, or the one you name",
    "redo": "Bring back what was undone",
    "versions": "List the edits and the versions",
    "look": "Give the clip a look, or list the looks",
    "voices": "List the voices that can speak",
    "memory": "Tell what I remember about you",
    "forget": "Forget what you name, or the latest",
    "cancel": "Stop what I am working on",
    "help": "Tell how this works",
}

HELP = """\
Send a clip and say what you want: “trim to 0:10-0:30 and make it black and white”.

Then go on in plain words: “a bit brighter”, “add the title Hello at the bottom”, “undo that”.
Reply to any clip, yours or mine, to edit just that one; reply to an older result to branch off.

What works: trimming and cutting, speed, crop and size, looks and filters, titles, sound, \
voice-overs, other formats and GIFs.
Nothing is ever lost: “which versions are there?”, “back to v2”.
“Always use white titles” is remembered; “forget that” is too."""


def command(name: str, said: str) -> str:
    """What a command says to the agent.

    Args:
        name: One of ``REQUESTS``.
        said: What was said along with it, such as the title in ``/undo the title``.
    """
    said = said.strip()
    if not said or name in {"versions", "memory", "voices"}:
        return REQUESTS[name]
    if name == "look":
        return f"apply the {said} look"
    return said if name == "edit" else f"{name} {said}"


def too_many_at_once(most: int) -> str:
    """A person has as much under way as they may."""
    return f"I am still busy with {most} of your wishes. Send this again when one is done."


def too_many_turns(most: int, seconds: float) -> str:
    """A person asked for as much within an hour as they may."""
    return f"That were {most} wishes within an hour, which is the limit here. {_again(seconds)}"


def too_many_minutes(most: float, seconds: float) -> str:
    """A person got as many minutes within a day as they may."""
    return f"You got {most:g} minutes of clips today, which is the limit here. {_again(seconds)}"


def _again(seconds: float) -> str:
    minutes = max(1, math.ceil(seconds / 60))
    left = f"{minutes} min" if minutes < 90 else f"{math.ceil(minutes / 60)} h"
    return f"Please try again in {left}."


def stats(under_way: int, outcomes: Mapping[str, int], people: int, *, paused: bool) -> str:
    """How a bot is doing, in a line: for operators and the log, without anybody's words."""
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(outcomes.items())) or "none"
    return (
        f"{'paused, ' if paused else ''}{under_way} turns under way; answered so far: {told}; "
        f"{people} people"
    )


def plan(event: Planned) -> str:
    """What is going to be done."""
    line = text.plan(event.steps)
    return line if len(line) <= _PLAN_LENGTH else line[: _PLAN_LENGTH - 1] + "…"


def progress(event: Progress) -> str:
    """How far it is, on two short lines: a bar with percent, and the time left."""
    fraction = min(1.0, max(0.0, event.fraction))
    filled = round(fraction * BAR_WIDTH)
    bar = f"{'▓' * filled}{'░' * (BAR_WIDTH - filled)} {fraction:.0%}"
    return "\n".join(filter(None, (f"{event.what} {bar}", text.time_left(event.eta))))


def fetching(name: str) -> str:
    """A clip is on its way."""
    return f"Getting {text.plain(name)}…"


def undelivered(reason: str, version: str) -> str:
    """The work is done, the answer did not arrive."""
    again = f" Say “back to {version}” and I send it once more." if version else ""
    return f"It is done, but it could not be sent: {reason}.{again}"


def not_fetched(name: str) -> str:
    """A clip could not be had from the platform."""
    return f"'{text.plain(name)}' could not be fetched. Please send it again."


def size(number: int) -> str:
    """A size in megabytes."""
    return (
        f"{number / MEGABYTE:.0f} MB" if number >= 10 * MEGABYTE else f"{number / MEGABYTE:.1f} MB"
    )


def too_large_to_send(platform: str, bytes_: int, limit: int, wish: str) -> str:
    """The result is larger than the chat takes."""
    return (
        f"The file has {size(bytes_)}, and {platform} takes {size(limit)} here, so I kept it. "
        f"Say “{wish}” for one that fits."
    )


def too_large_to_fetch(
    platform: str, name: str, bytes_: int | None, limit: int, way_out: str
) -> str:
    """The clip that was sent is larger than a bot can fetch."""
    has = (
        f"'{text.plain(name)}' has {size(bytes_)}"
        if bytes_
        else f"'{text.plain(name)}' is too large"
    )
    return f"{has}, and {platform} lets bots fetch up to {size(limit)}. {way_out}"
