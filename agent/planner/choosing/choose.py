"""Choose: the tool that a wish asks for, with its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from agent.planner.choosing.index import SEVERAL, Entry, Index, tokens
from agent.planner.choosing.worth import worth_of
from agent.planner.draft import Draft
from agent.planner.filling.fill import Form, fill
from agent.planner.reading.items import Items
from agent.planner.reading.sayings import SAYING
from agent.planner.reading.scenes import SCENE
from agent.planner.wishes.split import Wish
from tools.facts import Facts

# From here on a wish is taken for one of the tool; a wish of values alone has to be plainer.
SURE = 0.45
SURE_OF_VALUES = 0.75
SURE_OF_MARKED = 0.36
CLEAR = 0.75
# Tools whose score is so near the best that the arguments may decide between them.
_NEAR = 0.25
# A wish without values has this share of its words in common with its tool, or this score.
_LEAST = 0.45
_PLAIN = 0.78
# Who adds or makes something does not ask.
_ORDERS = frozenset({"add", "put", "make", "change", "set", "create", "turn"})
# What a clip is made of: nothing is said about it yet.
_MEDIA = frozenset({"audio", "picture", "image", "voice"})
_LETTERS = frozenset({"bold", "italic", "font"})
# Who asks where or how much it is wants to know, and nothing done.
_QUESTIONS = frozenset(
    {"what", "where", "when", "which", "how", "who", "why", "is", "are", "does", "has", "check",
     "verify", "inspect"}
)  # fmt: skip
# "see if there is noise", "tell me whether it is sharp".
_INQUIRING = frozenset({"see", "tell", "look", "find", "know", "test", "say"})
_DEGREES = frozenset({"<more>", "<less>", "<small>", "<large>"})
# Values that only say how an edit is done; "turn it left" is one by its verb.
_TURNING = frozenset({"turn", "make", "everything", "all", "paint", "color"})
_DETAILS = frozenset({"<position>", "<color>", "<num>", "<more>", "<less>"})
# Values that are told when they went into nothing.
TOLD = frozenset(
    {"<fps>", "<mb>", "<kbps>", "<hz>", "<lufs>", "<degrees>", "<semitones>", "<db>", "<lines>",
     "<size>", "<width>", "<height>", "<aspect>", "<color>"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """The tool that a wish asks for, with its arguments.

    Attributes:
        form: The tool and what was filled in.
        score: How well the words fit it, 0 to 1.
    """

    form: Form
    score: float

    @property
    def entry(self) -> Entry:
        """The tool."""
        return self.form.entry

    @property
    def clear(self) -> bool:
        """Whether the words leave no doubt."""
        return self.score >= CLEAR


def wanted(wish: Wish) -> frozenset[str]:
    """The tokens of a wish: those of its main piece, or of all when it has no words of its own."""
    main, every = tokens(wish.pieces[0]), tokens(wish.items)
    if not any(not token.startswith("<") for token in main):
        return every
    # Several parts are removed one by one, but kept together.
    return main | (every & {SEVERAL}) if "keep" in main else main


def choose(
    wish: Wish,
    message: str,
    index: Index,
    facts: Facts | None,
    draft: Draft | None = None,
    *,
    whole: bool = True,
) -> Choice | None:
    """The tool on clips that a wish asks for; None when none fits.

    Args:
        wish: The wish.
        message: The message that it is from.
        index: The tools.
        facts: The clip as it is then.
        draft: The plan so far; with it, a call that works is preferred to one that does not.
        whole: Whether a tool is rather meant when nothing that it needs is missing.
    """
    sought = wanted(wish)
    worded = any(not token.startswith("<") for token in sought)
    all_said = sought | tokens(wish.items)
    orders = any(item.word in _ORDERS for item in wish.pieces[0])
    asks = not orders and _asks_first(wish.pieces[0])
    denied = tokens(b for a, b in pairwise(wish.items) if a.word in {"without", "not"})
    ranked = [
        (score, entry)
        for score, entry in index.rank(sought)
        if (_fits(entry, score, all_said) or asks and entry.answers)
        and not (orders and entry.answers or asks and not entry.answers or denied & entry.named)
    ]
    if not worded and _is_detail(wish, sought) or sought and sought <= _MEDIA | _LETTERS:
        return None
    least = SURE if worded or orders and sought == {"<aspect>"} else SURE_OF_VALUES
    if ranked and _is_marked(ranked[0][1], sought, index):
        least = SURE_OF_MARKED
    if not ranked or ranked[0][0] < least:
        return None
    near = [pair for pair in ranked if pair[0] >= max(least, ranked[0][0] - _NEAR)][:4]
    forms = [(score, fill(entry, wish.items, message, facts)) for score, entry in near]
    meeting = [pair for pair in forms if _meets(pair[1], pair[0], wish, index)]
    if not meeting:
        return None

    def worth(pair: tuple[float, Form]) -> float:
        others = [other for _, other in meeting if other is not pair[1]]
        named = any(not t.startswith("<") for t in sought) and sought <= pair[1].entry.named
        return worth_of(*pair, others, draft, whole=whole and not named)

    score, form = max(meeting, key=worth)
    return Choice(form, score)


def _asks_first(items: Items) -> bool:
    """Whether a wish begins like a question, or like one that is told."""
    words = [item.word for item in items[:4]] or [""]
    told = words[0] in _INQUIRING and bool({"if", "whether"} & set(words))
    return words[0] in _QUESTIONS or told


def _is_detail(wish: Wish, sought: frozenset[str]) -> bool:
    """Whether values only say how something is done: "at the top", "in red", "for 3 seconds"."""
    if sought <= _DETAILS:
        return not any(item.word in _TURNING for item in wish.items)
    points = {"<span>", "<moment>", "<every>"}
    return sought == {"<time>"} and not any(item.word in points for item in wish.items)


def _is_marked(entry: Entry, sought: frozenset[str], index: Index) -> bool:
    """Whether a value in the wish points at this tool: "-14 LUFS", "the face in the top left"."""
    if sought & entry.core & {"<position>", "<region>", "<width>"}:
        return any(not token.startswith("<") for token in sought & entry.heads)
    worded = any(not token.startswith("<") for token in sought)
    return not worded and index.alone(sought, entry)


def _meets(form: Form, score: float, wish: Wish, index: Index) -> bool:
    """Whether the tool answers to most of what is said, and not to a word by the way."""
    if any(item.word == "<quote>" for item in form.used):
        return True
    items = wish.pieces[0]
    if not index.rests(wanted(wish), form.entry):
        return False
    told = any(item.is_value and item.word not in _DEGREES for item in form.used)
    return told or score >= _PLAIN or _covered(form, items, index) >= _LEAST


def _covered(form: Form, items: Items, index: Index) -> float:
    """How much of what a wish says the tool speaks of, 0 to 1.

    A word that no tool knows counts in full here: "I hate the sound" is not about sound alone.
    """
    said = {token for token in tokens(items) if not token.startswith("<")}
    taken = tokens(form.used)
    strange = {t for t in said if t not in form.entry.vocabulary and t not in taken}
    total = sum(map(index.tells, said))
    return 1 - sum(map(index.tells, strange)) / total if total else 1.0


def _fits(entry: Entry, score: float, sought: frozenset[str]) -> bool:
    """Whether a tool may be meant at all.

    One that answers needs a question, one that adds an effect is not meant by who wants it
    removed, and one that removes time needs a time and not a thing.
    """
    if entry.answers:
        return "keep" not in sought and _asks(score, sought)
    if "remove" not in sought:
        return True
    if "remove" not in entry.core:
        return any(slot.kind in {"decibels", "factor"} for slot in entry.slots)
    timed = any(slot.kind == "start" for slot in entry.required)
    things = any(not t.startswith("<") and t not in entry.core for t in sought)
    return not (timed and things and "<time>" not in sought)


def _asks(score: float, sought: frozenset[str]) -> bool:
    """Whether a wish may be for a tool that only answers: it speaks of no change."""
    values = {token for token in sought if token.startswith("<")}
    return score >= CLEAR and values <= {SCENE, SAYING}


def other_choices(choice: Choice) -> frozenset[str]:
    """What could have been chosen in place of what was: "contrast" beside black and white."""
    slot = next((slot for slot in choice.entry.required if slot.choices), None)
    if slot is None or slot.name not in choice.form.args:
        return frozenset()
    return frozenset(slot.choices) - {choice.form.args[slot.name]}


def aliased(wish: Wish, message: str, index: Index, facts: Facts | None) -> Choice | None:
    """The tool that has a further word for one of its choices: "prep it for twitter"."""
    said = [token for token in tokens(wish.items) if not token.startswith("<")]
    if not said or any(map(index.knows, said)):
        return None
    found = []
    for entry in index.clip_tools:
        slot = entry.required[0] if len(entry.required) == 1 else None
        if slot is not None and slot.choices and any(map(slot.takes, said)):
            found.append(fill(entry, wish.items, message, facts))
    whole = [form for form in found if not form.missing]
    return Choice(whole[0], CLEAR) if len(whole) == 1 else None
