"""Within: "starting at 30 seconds of the song", "skip its first 12 s": a place in another file.

Such a place becomes ``<offset>``, seconds from that file's start: it is no time of the clip.
"""

from __future__ import annotations

from agent.planner.reading.items import Built, Found, Items, Rule, rewrite
from agent.planner.reading.moments import Amount, Moment, Stretch

_FILE = (
    r"(?:the |this |that |my )?(?:song|track|music|tune|mp3|wav|audio file|sound file|"
    r"sound effect|recording)"
)
_STARTING = (
    r"(?:(?:starting|start|starts|begin|begins|beginning|play|playing|use|used|using)(?: it)? )?"
    r"(?:at|from|with|on)?"
)
_SKIPPING = r"(?:skip|skipping|without|minus|remove|leave out|omit|jump over|not)"


def _offset(found: Found) -> Built:
    """The second of the file from which on it is heard."""
    value = found.value("at")
    if isinstance(value, Stretch):
        told = value.end if found.match.groupdict().get("gone") else value.start
        value = told if told and not told.from_end else None
    amount = value.amount if isinstance(value, Moment) else value
    if isinstance(amount, Amount):
        return ("<offset>", amount.value) if amount.unit == "s" else None
    return ("<offset>", float(amount)) if isinstance(amount, int | float) else None


_RULES = (
    # "skip its first 12 seconds", "without the first 10 s of the song".
    Rule(rf"(?P<gone>{_SKIPPING}) (?:(?:its|the song|the track|the music) )(?P<at><span>)"
         rf"(?: of {_FILE})?", _offset),
    Rule(rf"(?P<gone>{_SKIPPING}) (?:the )?(?P<at><span>) of {_FILE}", _offset),
    # "from 0:30 of the song", "starting at 30 seconds into the track".
    Rule(rf"(?:{_STARTING} )?(?:the )?(?P<at><moment>|<length>|<span>|<num>)"
         rf"(?: mark| on| onwards?)? (?:of|in|into|from|inside|within) {_FILE}", _offset),
)  # fmt: skip


def read_places(items: Items) -> Items:
    """The row with places in other files as values of their own."""
    return rewrite(items, _RULES)
