"""Words: every sentence that a chat says besides the replies of the agent. The same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agent.messages import Planned, Progress
from bots import text
from bots.language import catalogue, listing, sentence
from bots.limits import MEGABYTE

BAR_WIDTH = 12
"""A line of a phone's screen holds about 35 characters."""
_PLAN_LENGTH = 400
_RECIPE_LENGTH = 500

# Sentences without gaps: ``CANCEL`` is what the catalogue calls ``cancel``.
STARTED: str
WAITING: str
LISTENING: str
FIRST_LOOK: str
HERE: str
CANCEL: str
CANCELLING: str
CANCELLED: str
NOTHING_TO_CANCEL: str
NOT_YOURS: str
STALE: str
RESTARTING: str
BUG: str
GO_AHEAD: str
LEAVE_IT: str
UNDO: str
AGAIN: str
GIF: str
VERSIONS: str
FULL_QUALITY: str
NOT_HERE: str
PAUSED: str
NOW_PAUSED: str
NOW_RUNNING: str
STICKER: str
NOTHING_HEARD: str
NO_CLIP_THERE: str
EMPTY: str
AS_DOCUMENT: str
SOMEBODY: str
TELEGRAM_WAY_OUT: str
DISCORD_WAY_OUT: str
DISCORD_UNSEEN: str
EDIT_THIS: str
WHAT_TO_DO: str
SUCH_AS: str
HELP: str
WELCOME: str
STOPPED: str
NOTHING_TO_SAVE: str
BACK: str
RESET: str

if not TYPE_CHECKING:

    def __getattr__(name: str) -> str:
        """The sentence of that name, in the language that is spoken where it is asked for."""
        if name.isupper() and name.lower() in catalogue("en"):
            return sentence(name.lower())
        raise AttributeError(name)


ADMIN_COMMANDS = frozenset({"stats", "pause", "resume"})
"""Commands for those who run the bot."""

REQUESTS = {
    "edit": "",
    "undo": "undo",
    "redo": "redo",
    "versions": "which versions are there?",
    "look": "which looks are there?",
    "voices": "which voices are there?",
    "memory": "what do you remember about me?",
    "forget": "forget that",
    "quota": "/quota",
    "usage": "/usage",
}
"""What commands say to the agent when nothing is said along with them."""

ALIASES = {"looks": "look", "voice": "voices", "version": "versions"}
"""Commands under the names that people type, too."""

SAME_AGAIN = "the same edits again"
"""What the button Again says: they are made on the newest clip, or the file is sent once more."""

JOIN = "join them"
"""What an album of clips says that came without a word."""

PERSONAL = frozenset({"memory", "forget", "quota", "usage"})
"""Commands whose answer is about a person, and nobody else's business."""

COMMANDS = (
    "edit", "undo", "redo", "versions", "look", "voices", "memory", "forget", "settings", "quota",
    "usage", "cancel", "help",
)  # fmt: skip
"""All commands, in the order of the menus."""


def about(command: str) -> str:
    """What a command is for, in a line."""
    return listing("commands")[command]


def option(name: str) -> str:
    """What an option of a command is for."""
    return listing("options")[name]


def command(name: str, said: str) -> str:
    """What a command says to the agent.

    Args:
        name: One of ``REQUESTS``.
        said: What was said along with it, such as the title in ``/undo the title``.
    """
    said = said.strip()
    if not said or name in {"memory", "voices"}:
        return REQUESTS[name]
    if name == "look":
        return f"apply the {said} look"
    if name == "versions":
        return f"back to {said}"
    return said if name == "edit" else f"{name} {said}"


def stats(under_way: int, outcomes: Mapping[str, int], people: int, *, paused: bool) -> str:
    """How a bot is doing, in a line: for operators and the log, without anybody's words."""
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(outcomes.items())) or "none"
    return (
        f"{'paused, ' if paused else ''}{under_way} turns under way; answered so far: {told}; "
        f"{people} people"
    )


def plan(event: Planned) -> str:
    """What is going to be done."""
    return _short(text.plan(event.steps), _PLAN_LENGTH)


def progress(event: Progress) -> str:
    """How far it is, on two short lines: a bar with percent, and the time left."""
    fraction = min(1.0, max(0.0, event.fraction))
    filled = round(fraction * BAR_WIDTH)
    bar = f"{'▓' * filled}{'░' * (BAR_WIDTH - filled)} {fraction:.0%}"
    return "\n".join(filter(None, (f"{text.activity(event)} {bar}", text.time_left(event.eta))))


def place(ahead: int) -> str:
    """Where a render stands in the queue."""
    return sentence("place", ahead=ahead) if ahead else sentence("next")


def outage(reason: str) -> str:
    """Something is full or out of reach, and waited for."""
    return sentence("outage", reason=reason)


def fetching(name: str) -> str:
    """A clip is on its way."""
    return sentence("fetching", name=text.plain(name))


def heard(said: str) -> str:
    """What was understood of a spoken wish."""
    return sentence("heard", said=text.plain(said))


def recipe(version: str, steps: Sequence[str]) -> str:
    """All that was done to the clip of a version, which so travels with it."""
    told = sentence("recipe", version=version, steps=text.plain(", ".join(steps)))
    return _short(told, _RECIPE_LENGTH)


def whose(name: str) -> str:
    """An edit that goes on from the clip of somebody else."""
    return sentence("whose", name=text.plain(name))


def undelivered(reason: str, version: str) -> str:
    """The work is done, the answer did not arrive."""
    if version:
        return sentence("undelivered_version", reason=reason, version=version)
    return sentence("undelivered", reason=reason)


def not_fetched(name: str) -> str:
    """A clip could not be had from the platform."""
    return sentence("not_fetched", name=text.plain(name))


def size(number: int) -> str:
    """A size in megabytes."""
    return (
        f"{number / MEGABYTE:.0f} MB" if number >= 10 * MEGABYTE else f"{number / MEGABYTE:.1f} MB"
    )


def too_large_to_send(platform: str, bytes_: int, limit: int, wish: str) -> str:
    """The result is larger than the chat takes."""
    return sentence(
        "too_large_to_send", size=size(bytes_), platform=platform, limit=size(limit), wish=wish
    )


def too_large_to_fetch(
    platform: str, name: str, bytes_: int | None, limit: int, way_out: str
) -> str:
    """The clip that was sent is larger than a bot can fetch."""
    return sentence(
        "too_large_to_fetch" if bytes_ else "unknown_too_large_to_fetch",
        name=text.plain(name), size=size(bytes_ or 0), platform=platform, limit=size(limit),
        way_out=way_out,
    )  # fmt: skip


def go_on(name: str) -> str:
    """How a conversation at the terminal is gone on with."""
    return sentence("go_on", name=name)


def saved(name: str) -> str:
    """A file was saved."""
    return sentence("saved", name=name)


def not_at_terminal(name: str) -> str:
    """A command that only bots have."""
    return sentence("not_at_terminal", name=name)


def _short(told: str, length: int) -> str:
    return told if len(told) <= length else f"{told[: length - 1]}…"
