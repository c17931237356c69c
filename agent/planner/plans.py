"""Plans: what a planner's answer is made of: calls, one question, or a reason to decline."""

from __future__ import annotations

from agent.planner.draft import Draft, Meant
from agent.planner.plan import Call, Plan, Situation


def plan_of(found: list[Meant], draft: Draft) -> Plan:
    """One plan from what all wishes mean: a question goes before everything."""
    asked = next((meant for meant in found if meant.question), None)
    if asked is not None:
        return Plan(calls=(ask(asked.question, asked.choices),))
    calls = draft.calls
    refused = [meant for meant in found if meant.reason]
    if calls:
        return Plan(calls=(*calls, *(_leave_out(meant) for meant in refused)))
    if not refused and (answers := [meant.text for meant in found if meant.text]):
        return Plan(text=answers[0])
    strange = [meant for meant in refused if not meant.understood]
    if strange and len(strange) == len(refused):
        return not_understood([meant.wish for meant in strange])
    known = [meant for meant in refused if meant.understood]
    said = dict.fromkeys(f"{_about(meant, len(known))}{meant.reason}." for meant in known)
    nearest = dict.fromkeys(meant.nearest for meant in known if meant.nearest)
    return decline(" ".join(said), " ".join(list(nearest)[:2]))


def _about(meant: Meant, wishes: int) -> str:
    """The wish that a reason is about, where there are several."""
    return f"“{meant.wish[:60]}”: " if wishes > 1 else ""


def without_clip(found: list[Meant], draft: Draft) -> bool:
    """Whether a message makes sense although no clip was sent."""
    return all(meant.calls for meant in found) and all(
        call.tool in {"show_edits"} for meant in found for call in meant.calls
    )


def not_understood(wishes: list[str]) -> Plan:
    """Nothing was understood: a question with examples that work."""
    named = " and ".join(f"“{wish[:80]}”" for wish in wishes[:3] if wish)
    return Plan(
        calls=(
            ask(
                f"I did not understand {named or 'that'}. What should I do with the clip? You "
                "could say “trim to the first 5 seconds”, “make it black and white” or “add the "
                "title “Hello””."
            ),
        )
    )


def failed(situation: Situation) -> Plan | None:
    """The error of a call that was run becomes a question; None where nothing is to be asked."""
    last = situation.rounds[-1]
    errors = [outcome.error for outcome in last if outcome.error and not outcome.in_vain]
    return Plan(calls=(ask(errors[0]),)) if errors else None


def ask(question: str, choices: tuple[str, ...] = ()) -> Call:
    """A question to the person."""
    args: dict[str, object] = {"question": question}
    if choices:
        args["choices"] = list(choices)
    return Call(tool="ask_person", args=args)


def decline(reason: str, nearest: str = "") -> Plan:
    """The whole request is refused."""
    return Plan(calls=(Call(tool="decline", args={"reason": reason, "nearest": nearest}),))


def _leave_out(meant: Meant) -> Call:
    args = {"wish": meant.wish[:120], "reason": f"{meant.reason[0].lower()}{meant.reason[1:]}"
            if not meant.reason.startswith("I ") else meant.reason}  # fmt: skip
    return Call(tool="leave_out", args=args, wish=meant.wish)
