"""Replies: the sentences that people read. Only measured facts and finished work are told."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from agent.families import CONTROL_TOOLS, MEMORY_TOOLS, VOICE_TOOLS, answers
from agent.history import History
from agent.messages import Quote, Receipt
from agent.planner.plan import Outcome
from tools.clip import Clip
from tools.export_format import STILLS
from tools.facts import Facts, Source
from tools.values import format_length, format_size

# Calls by which a planner speaks to the person.
_SPEAKING = frozenset({"ask_person", "decline", "leave_out"})
_WISH_LENGTH = 100


IDLE = "nothing had to be done"
"""What is said of a wish that the clip met already."""


def edit_text(
    *,
    done: Sequence[str],
    result: str,
    version: str,
    receipt: Receipt,
    notes: Sequence[str],
    answers: Sequence[str],
    suggestions: Sequence[str],
) -> str:
    """The reply to an edit that is done: what, the measured result, what is missing, what next.

    A preview is no version: an empty one says so.
    """
    what = f"I {joined(done)}" if done else "Here it is"
    lines = [f"{what}. {version or 'This preview'} is {result}."]
    if not version:
        lines.append("For the whole thing say: full quality.")
    lines += dict.fromkeys(notes)
    lines += answers
    lines += receipt_lines(receipt)
    return "\n".join([*lines, *next_lines(suggestions)])


def next_lines(suggestions: Sequence[str]) -> list[str]:
    """What is suggested, in a line; none where nothing is."""
    if not suggestions:
        return []
    return ["Next, if you like: " + " or ".join(f"“{s}”" for s in suggestions) + "."]


def receipt_lines(receipt: Receipt) -> list[str]:
    """What was asked, wish by wish: ticked where it was done, crossed with the reason where not.

    What the clip met already is neither.
    """
    done = [
        wish
        for wish in receipt.asked
        if not any(left.startswith(f"{wish}:") for left in receipt.not_done)
    ]
    return [
        *(receipt_line(wish, receipt) for wish in done if receipt.done),
        *(f"✗ Not done: {left}" for left in receipt.not_done),
    ]


def receipt_line(wish: str, receipt: Receipt) -> str:
    """What became of a wish that did not fail."""
    if wish in receipt.idle:
        return f"– {shortened(wish)}: {IDLE}"
    return f"✓ {shortened(wish)}"


def shortened(words: str) -> str:
    """A person's words on one line of a bearable length."""
    return textwrap.shorten(words, _WISH_LENGTH, placeholder=" ...") or words[:_WISH_LENGTH]


def quote_text(quote: Quote) -> str:
    """What an edit would take, and the question whether to do it."""
    return (
        f"This would take about {rough_time(quote.seconds)}{_price(quote)}: {quote.what}. "
        "Shall I do it? (yes / no)"
    )


def _price(quote: Quote) -> str:
    parts = [f"cost {dollars(quote.cost)}"] if quote.cost else []
    if quote.unpriced:
        more = " more" if parts else ""
        charges = "charges" if len(quote.unpriced) == 1 else "charge"
        parts.append(f"{joined(quote.unpriced)} {charges}{more} for it, how much is not known here")
    return "".join(f" and {part}" for part in parts)


def dollars(usd: float) -> str:
    """A price as people write it; of less than a cent as much as tells something."""
    if usd >= 0.01 or not usd:
        return f"${usd:.2f}"
    return f"${usd:.4f}".rstrip("0") if usd >= 0.0001 else "less than $0.0001"


def with_notes(text: str, notes: Sequence[str]) -> str:
    """The text with further sentences below it."""
    return "\n".join([text, *dict.fromkeys(notes)])


def not_understood(history: History) -> str:
    """What to say when nothing came of a message."""
    if history.source is None:
        return (
            "I did not understand that as an edit, and I have no clip yet. Send one along and say "
            "what to do, such as “trim to the first 5 seconds”."
        )
    return (
        "I did not understand that. Tell me an edit, such as “trim to the first 5 seconds”, "
        "“make it black and white” or “add the title Hello”."
    )


def done_phrases(rounds: Sequence[Sequence[Outcome]]) -> tuple[str, ...]:
    """What the successful calls that changed something did, a phrase each."""
    quiet = {
        *MEMORY_TOOLS,
        *(VOICE_TOOLS.keys() - {"voice_settings"}),
        *CONTROL_TOOLS,
        "show_edits",
        "describe_clip",
        "render_full",
        "preview_edit",
    }
    return tuple(
        outcome.result
        for outcomes in rounds
        for outcome in outcomes
        if outcome.result
        and not (outcome.error or outcome.call.tool in quiet or answers(outcome.call.tool))
    )


def wishes(rounds: Sequence[Sequence[Outcome]]) -> tuple[str, ...]:
    """The person's words behind the calls, each once."""
    said = (outcome.call.wish.strip() for outcomes in rounds for outcome in outcomes)
    return tuple(dict.fromkeys(wish for wish in said if wish))


def idle(rounds: Sequence[Sequence[Outcome]]) -> tuple[str, ...]:
    """The wishes that the clip met already: none of their calls changed anything of it."""
    outcomes = [outcome for each in rounds for outcome in each]
    return tuple(
        wish
        for wish in wishes(rounds)
        if all(each.idle for each in outcomes if each.call.wish.strip() == wish)
    )


def unresolved(rounds: Sequence[Sequence[Outcome]]) -> tuple[Outcome, ...]:
    """Calls that failed and were not made good in a later round.

    A later call of the same tool makes one good, or fails in its place. Where the planner itself
    speaks to the person in a later round, it has seen what failed before.
    """
    failed: list[Outcome] = []
    for outcomes in rounds:
        if any(o.call.tool in _SPEAKING and not o.error for o in outcomes):
            failed.clear()
        for outcome in outcomes:
            same = (earlier for earlier in failed if earlier.call.tool == outcome.call.tool)
            if (tried := next(same, None)) is not None:
                failed.remove(tried)
        failed += [outcome for outcome in outcomes if outcome.error]
    return tuple(failed)


def not_done(outcome: Outcome) -> str:
    """A failed call as a line of the receipt: the wish, where it is known, and the reason."""
    wish = outcome.call.wish.strip()
    return f"{wish}: {outcome.error}" if wish else outcome.error


def unused(clip: Clip, arrived: Sequence[str]) -> list[str]:
    """What to say about files that came along and that no step works with.

    Args:
        clip: The described clip, with the files at hand.
        arrived: Ids of the files that came with the message.
    """
    left = [s.name for s in clip.media if s.id in arrived and s not in clip.used]
    return [f"I keep {names(left)} at hand; nothing of the edit uses it so far."] if left else []


def clip_line(source: Source) -> str:
    """A clip in a few words: 'beach.mp4' (0:12, 1280x720)."""
    return f"'{source.name}' ({facts_line(source.facts)})"


def result_line(facts: Facts, count: int, files: Sequence[Path]) -> str:
    """Measured facts of what was rendered, in a few words.

    Args:
        facts: Those of the first clip or picture.
        count: How many there are.
        files: The delivered files: as many, or one archive of them.
    """
    if count == 1:
        return facts_line(facts)
    kind = "pictures" if facts.container in STILLS else "files"
    packed = ", in one ZIP archive" if len(files) < count else ""
    if kind == "pictures" and facts.video:
        each = f"{facts.video.width}x{facts.video.height}, {facts.container.upper()}"
        return f"{count} pictures of {each}{packed}"
    return f"{count} files{packed}; the first is {facts_line(facts)}"


def facts_line(facts: Facts) -> str:
    """Measured facts in a few words: 0:08, 1280x720, 1.2 MB, GIF, no sound."""
    parts = [] if facts.container in STILLS else [f"{format_length(facts.duration)} long"]
    if facts.video:
        parts.append(f"{facts.video.width}x{facts.video.height}")
    parts.append(facts.container.upper())
    if facts.video and not facts.audio and facts.container not in {"gif", *STILLS}:
        parts.append("without sound")
    if facts.size_bytes is not None:
        parts.append(format_size(facts.size_bytes))
    return ", ".join(parts)


def rough_time(seconds: float) -> str:
    """A time that is only estimated: 40 seconds, 12 minutes, 2 hours."""
    for length, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= 1.5 * length or length == 1:
            count = max(1, round(seconds / length))
            return f"{count} {unit}{'s' if count != 1 else ''}"
    raise AssertionError("unreachable")


def joined(phrases: Sequence[str]) -> str:
    """Phrases as one: a, b and c."""
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def names(values: Sequence[str]) -> str:
    """Names in quotes: 'a', 'b' and 'c'."""
    return joined([f"'{value}'" for value in values])
