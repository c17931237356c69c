"""Number words: "twenty five", "a couple of", "one and a half" become numbers."""

from __future__ import annotations

from text_to_num import text2num

from agent.planner.lexicon.reading import word_set
from agent.planner.reading.items import Found, Item, Items, Rule, rewrite

_UNITS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
NUMBER_WORDS = frozenset([*_UNITS, "hundred", "thousand", "point"])
_ONE = "|".join(sorted(_UNITS - {"zero", "one"}))
_ANY = "|".join(sorted(NUMBER_WORDS))
_NOUN = (
    r"(?:seconds?|secs?|s|minutes?|mins?|hours?|frames?|times|percent|pixels?|px|degrees?|"
    r"semitones?|db|decibels?|quarters?|thirds?|half|tenths?|fifths?|parts?|copies|loops?)"
)

# "put a frame around it" is about no length of time.
_NO_MOMENT = (
    r"(?!(?<=a) loop(?: |$))(?!(?<=a) frame(?! (?:later|earlier|long|longer|shorter|off)\b))"
)


def _number(found: Found) -> tuple[str, float] | None:
    words = found.match[0].split()
    try:
        return "<num>", float(text2num(" ".join(words), "en"))
    except ValueError:
        return _decimal(words)


def _decimal(words: list[str]) -> tuple[str, float] | None:
    """“two point five”: what stands behind the point is read digit by digit."""
    if words.count("point") != 1 or words[-1] == "point":
        return None
    at = words.index("point")
    try:
        whole = float(text2num(" ".join(words[:at]), "en")) if at else 0.0
        digits = "".join(str(text2num(word, "en")) for word in words[at + 1 :])
    except ValueError:
        return None
    return "<num>", whole + float(f"0.{digits}")


def _plus_half(found: Found) -> tuple[str, float]:
    return "<num>", (found.value("n") or 1.0) + 0.5


def _half_after_unit(found: Found) -> list[Item]:
    n = found["n"]
    return [Item("<num>", n.start, n.end, n.value + 0.5), found["unit"]]


_RULES = (
    Rule(rf"(?:(?:{_ANY}) )+(?:and (?={_ANY}))?(?:(?:{_ANY}) )*(?:{_ANY})", _number),
    Rule(rf"(?:{_ONE}|zero)", _number),
    Rule(r"one(?= (?:and a half|half))", lambda f: ("<num>", 1.0)),
    Rule(r"an?(?= hundred| thousand)", lambda f: ("<num>", 1.0)),
    Rule(r"(?:a )?couple(?: of)?", lambda f: ("<num>", 2.0)),
    Rule(r"(?:a )?few(?= (?:seconds?|secs?|s|frames?|minutes?|mins?)\b)", lambda f: ("<num>", 3.0)),
    Rule(r"(?:a )?dozen", lambda f: ("<num>", 12.0)),
    Rule(r"(?P<n><num>) and (?:a )?half", _plus_half),
    Rule(rf"(?P<n><num>) (?P<unit>{_NOUN}) and (?:a )?half", _half_after_unit),
    Rule(rf"(?P<one>an?|one) (?P<unit>{_NOUN}) and (?:a )?half",
         lambda f: [Item("<num>", f["one"].start, f["one"].end, 1.5), f["unit"]]),
    Rule(r"(?P<w>first|last|final) (?P<unit>second|minute) and (?:a )?half",
         lambda f: [f["w"], Item("<num>", f["unit"].start, f["unit"].end, 1.5), f["unit"]]),
    Rule(rf"(?<!half )(?<!of )(?:an?|one)(?= {_NOUN}(?: |$)){_NO_MOMENT}",
         lambda f: ("<num>", 1.0)),
    Rule(r"another(?= (?:second|sec|minute|frame|semitone|octave|db|decibel)(?: |$))",
         lambda f: [f.items[0], Item("<num>", f.items[0].end, f.items[0].end, 1.0)]),
    Rule(r"(?P<n><num>) <fraction>", lambda f: ("<num>", f.value("n") + f.items[-1].value)),
    Rule(r"twice", lambda f: [Item("<num>", f.items[0].start, f.items[0].end, 2.0),
                              f.items[0].saying("times")]),
    Rule(r"thrice", lambda f: [Item("<num>", f.items[0].start, f.items[0].end, 3.0),
                               f.items[0].saying("times")]),
)  # fmt: skip


def read_numbers(items: Items) -> Items:
    """The row with number words as numbers. "second" and the pronoun "one" stay words."""
    return rewrite(items, _RULES)
