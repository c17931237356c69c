"""What goes in and out of ``VideoAgent``: the only types that front ends know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tools.facts import Facts
from tools.recipe import Step

Kind = Literal["edit", "answer", "clarify", "refuse", "approve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One message of a person.

    Attributes:
        conversation: Which conversation it belongs to; clips and undo are per conversation.
        user: Who wrote it; memory is per person.
        group: The group in which they wrote it, where others read along; what is remembered there
            stays there. Empty for a chat with the person alone.
        text: What they wrote.
        attachments: Files that came with it. They are copied; the originals stay untouched.
        preview: Whether a small, fast rendering is enough.
        keep_edits: Whether the conversation's present clip, when it comes along again, keeps its
            edits; otherwise a clip that is sent begins anew.
        version: The delivered version that the message replies to, such as ``v3``; the edit starts
            from it. Empty goes on from where the conversation stands.
        max_bytes: Largest file that can be delivered where the message came from; a larger result
            is made to fit, and the reply says so. None for no limit.
        look_above: Renders that are expected to take more seconds are preceded by a
            ``FirstLook``. None for none.
        ask_above_usd: Edits that would cost this person more wait for a yes; None leaves it to the
            operator's setting.
        ask_above_seconds: Edits that would take longer do, likewise.
        turn: Name of a turn that is taken on for good: when it begins again after its process died,
            what it did is not done twice. Empty for one that ends with its process.
        likes: What the person set once and for all, such as ``{"generate_voice.voice":
            "casual_male"}``: it counts where a request leaves it open.
        language: The language of the answer, such as ``es``: one of ``LANGUAGES`` in
            ``agent.tongues.catalogue``; any other means English.
    """

    conversation: str
    user: str
    text: str
    attachments: Sequence[Path] = ()
    preview: bool = False
    keep_edits: bool = False
    version: str = ""
    group: str = ""
    max_bytes: int | None = None
    look_above: float | None = None
    ask_above_usd: float | None = None
    ask_above_seconds: float | None = None
    turn: str = ""
    likes: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was asked, what was done, and what was not.

    Attributes:
        asked: The person's wishes, in their words.
        done: What was done about them.
        not_done: What was not, each with its reason.
        idle: The wishes that the clip met already, so that nothing was done about them.
        facts: Measured facts of the first file; None without one.
        seconds: Wall time of the turn.
        cost: US dollars that services charged, the language model included where its price is set.
        tokens: What the language model was told and said.
        tokens_saved: About what it would have taken where it was not asked.
    """

    asked: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    facts: Facts | None = None
    seconds: float = 0.0
    cost: float = 0.0
    tokens: int = 0
    tokens_saved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a turn ends with.

    Attributes:
        kind: ``edit`` comes with files; ``answer`` is text; ``clarify`` asks something back;
            ``refuse`` says why not and what is possible; ``approve`` waits for yes or no.
        text: What to tell the person, receipt included, ready to send.
        files: Rendered files of this turn, best first.
        steps: The whole recipe after this turn.
        receipt: Asked, done, not done.
        version: Name of the version that was delivered, such as ``v3``; empty without files, and
            for a preview.
        suggestions: At most four requests that would work next; two after an edit.
        failed: Whether the work was tried and failed, as opposed to being refused.
        unusable: Whether it was refused because the message or a clip that came with it cannot be
            worked on: not media, say, or too long.
        recipe: What every step of the recipe did, a phrase each.
        owner: Who sent the clip, where that was somebody else in a group; empty otherwise.
    """

    kind: Kind
    text: str
    files: tuple[Path, ...] = ()
    steps: tuple[Step, ...] = ()
    receipt: Receipt = field(default_factory=Receipt)
    version: str = ""
    suggestions: tuple[str, ...] = ()
    failed: bool = False
    unusable: bool = False
    recipe: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """An answer in the making. The reply takes its place, and alone counts.

    A language model's plan is not shown before it has been checked; its answer to a question is,
    sentence by sentence, as long as it does not claim an edit.

    Attributes:
        text: The answer so far, whole sentences.
    """

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The plan is made; rendering is next.

    Attributes:
        steps: What is going to be done, a phrase each.
        suffix: What the name of the file will end with, such as ``.mp4``; empty where that is not
            known.
    """

    steps: tuple[str, ...]
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A step costs money or long minutes, and waits for a yes.

    Attributes:
        what: What would be done.
        seconds: Estimated render time.
        cost: Estimated price in US dollars.
        unpriced: Engines that charge for it, besides, a price that nobody here knows.
    """

    what: str
    seconds: float
    cost: float
    unpriced: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the rendering is.

    Attributes:
        fraction: 0 to 1, never falling within a turn.
        eta: Seconds left; None while nobody can know.
        what: What is being done, such as "rendering".
    """

    fraction: float
    eta: float | None
    what: str = "rendering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a turn with ``Request.preview`` delivers, told before its reply.

    The edits are kept, but a preview is no version: the full file comes when it is asked for.

    Attributes:
        path: The small rendering.
    """

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """Something to see while a render goes on that takes long; see ``Request.look_above``.

    Attributes:
        path: A small rendering. It lies there until the reply.
    """

    path: Path


Event = Answering | Planned | Quote | Progress | Preview | FirstLook | Reply


def as_json(reply: Reply) -> dict[str, Any]:
    """The reply as plain JSON values: the shape that ``vfxb edit --json`` prints."""
    facts = reply.receipt.facts
    return {
        "kind": reply.kind,
        "text": reply.text,
        "files": [str(path) for path in reply.files],
        "steps": [{"tool": step.tool, "args": dict(step.args)} for step in reply.steps],
        "version": reply.version,
        "suggestions": list(reply.suggestions),
        "receipt": {
            "asked": list(reply.receipt.asked),
            "done": list(reply.receipt.done),
            "not_done": list(reply.receipt.not_done),
            "idle": list(reply.receipt.idle),
            "seconds": round(reply.receipt.seconds, 3),
            "cost": reply.receipt.cost,
            "tokens": reply.receipt.tokens,
            "tokens_saved": reply.receipt.tokens_saved,
            "facts": facts and {
                "duration": round(facts.duration, 3),
                "width": facts.video and facts.video.width,
                "height": facts.video and facts.video.height,
                "fps": facts.video and round(float(facts.video.fps), 3),
                "video_codec": facts.video and facts.video.codec,
                "audio_codec": facts.audio and facts.audio.codec,
                "container": facts.container,
                "size_bytes": facts.size_bytes,
            },
        },
    }  # fmt: skip
