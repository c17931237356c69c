"""Quantities: sizes, factors, levels and other numbers with a unit become values.

Kinds that come out: ``<size>`` (width, height), ``<width>``, ``<height>``, ``<lines>``,
``<aspect>``, ``<times>`` (a factor), ``<percent>``, ``<db>``, ``<fps>``, ``<kbps>``, ``<mb>``,
``<hz>``, ``<degrees>``, ``<region>``, ``<semitones>``, ``<count>``, ``<px>``, ``<x>``, ``<y>`` and
``<num>``.
"""

from __future__ import annotations

from typing import Any

from agent.planner.reading.items import Found, Item, Items, Rule, rewrite

_PX = r"(?:px|pixels?|pix)"


_SHARES = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "side": 0.5, "fifth": 0.2, "tenth": 0.1}


def _kind(kind: str) -> Any:
    return lambda found: (kind, found.value("n"))


def _scaled(kind: str, factor: float) -> Any:
    return lambda found: (kind, found.value("n") * factor)


def _change(found: Found) -> Any:
    """“50% louder”, "lower by 20%": a change becomes the factor that it leads to."""
    change = found.value("n") * (-1 if found.has("less") else 1)
    return [*found.under("way"), Item("<times>", found["n"].start, found["n"].end, 1 + change)]


# What "128k" is of sound, where "44.1k" is a rate of samples.
_SOUND_KBPS = frozenset({64.0, 128.0, 160.0, 192.0, 224.0, 256.0, 320.0})
_LINES = frozenset({360.0, 480.0, 720.0, 1080.0, 1440.0, 2160.0})


def _octaves(found: Found) -> Any:
    """“an octave down”: twelve semitones each."""
    up = found.word("way") not in {"down", "lower", "<less>"}
    size = 12.0 * (found.value("n") or 1.0)
    item = found.items[-1]
    return [item.saying("pitch"), Item("<semitones>", item.start, item.end, size if up else -size)]


def _thousands(found: Found) -> Any:
    kept = found.value("n") in _SOUND_KBPS
    return ("<kbps>", found.value("n")) if kept else ("<hz>", found.value("n") * 1000)


def _bare_lines(found: Found) -> Any:
    """“make it 720”: a number that is known for nothing else."""
    value = found.value("n")
    return ("<lines>", round(value)) if value in _LINES else None


def _point(found: Found) -> Any:
    """“at 95% 95%”: a place by its shares of the width and the height."""
    x, y = found.value("a"), found.value("b")
    return ("<position>", f"{x:g},{y:g}") if 0 <= x <= 1 and 0 <= y <= 1 else None


def _signed_db(found: Found) -> Any:
    return "<db>", found.value("n")


def _box(found: Found) -> Any:
    return "<size>", (round(found.value("a")), round(found.value("b")))


def _per_second(found: Found) -> Any:
    amount = found.value("n") if found.has("n") else found.value("m")
    every = found.items[-1].value if found.has("m") else None
    if amount.unit != "frames" or (every is not None and every.value != 1):
        return None
    return "<fps>", amount.value


def _by_change(found: Found) -> Any:
    """The change as a factor, in the percentage's place; the words around it stay."""
    change = found.value("n") * (-1 if found.has("less") else 1)
    row = []
    for item in found.items:
        if item is found["n"]:
            row.append(Item("<times>", item.start, item.end, max(0.0, 1 + change)))
        elif item.word != "by":
            row.append(item)
    return row


def _leveled(found: Found) -> Any:
    """“brightness +20”, "saturation 120%": a change as a share; None where it is one already."""
    item = found["n"]
    value = item.value / 100 if item.word == "<num>" else item.value
    if item.word == "<num>" and abs(item.value) <= 1 or item.word == "<percent>" and value <= 1:
        return None
    value = max(-1.0, min(1.0, value - 1 if item.word == "<percent>" else value))
    return [*found.under("what"), Item("<percent>", item.start, item.end, value)]


RULES: tuple[Rule, ...] = (
    # "brightness +20 contrast 120%".
    Rule(r"(?P<what>(?:brightness|contrast|saturation|temperature|vibrance)(?: (?:to|by|at|of|=|:|"
         r"<more>|<less>))*) (?P<n><num>|<percent>)(?! (?:db|s|secs?|seconds?)\b)", _leveled),
    # "vintage but not too much".
    Rule(r"(?:, )?(?:but )?(?:please )?not (?:too|so|overly|that|very) "
         r"(?:<large>|much|hard|obvious)(?! (?:<more>|<less>|speed|volume|brightness|size)\b)",
         lambda f: ("<small>", None)),
    # "replace the sound with a voice saying ...": the sound goes first.
    Rule(r"(?:replace|swap|substitute|exchange) (?:(?:the|its|my|this|original|whole|old|existing|"
         r"current) )*(?:audio|voice|music) (?:track )?(?:with|by|for)(?= .*\bvoiceover\b)",
         lambda f: [f.items[0].saying("mute"), f.items[-1].saying("and"),
                    f.items[-1].saying("add")]),
    # Rates and sizes of data.
    Rule(r"(?P<n><num>) framerate|framerate (?:of |to |at |= |: )*(?P<m><num>)",
         lambda f: ("<fps>", f.value("n") if f.has("n") else f.value("m"))),
    Rule(r"(?P<n><length>) (?:per|a|every) second|(?P<m><length>) <every>", _per_second),
    Rule(r"(?P<what>bitrate) (?:of |to |at |= |: )*(?P<n><num>) k",
         lambda f: [f["what"], Item("<kbps>", f["n"].start, f["n"].end, f.value("n"))]),
    Rule(r"(?P<what>bitrate) (?:of |to |at |= |: )*(?P<n><num>)(?= (?:,|;|and|then|please)|$)",
         lambda f: [f["what"], Item("<kbps>", f["n"].start, f["n"].end, f.value("n"))]),
    Rule(r"(?P<n><num>) (?:kbps|kbit s|kbits s|kbit|kb s|k bitrate|kilobits?(?: per second)?)",
         _kind("<kbps>")),
    Rule(r"(?P<n><num>) (?:mbps|mbit s|mbits s|mbit|megabits?(?: per second)?)",
         _scaled("<kbps>", 1000.0)),
    Rule(r"(?P<n><num>) (?:mb|mbs|megs?|megabytes?|mib)", _kind("<mb>")),
    Rule(r"(?P<n><num>) (?:kb|kilobytes?|kib)", _scaled("<mb>", 0.001)),
    Rule(r"(?P<n><num>) (?:gb|gigabytes?)", _scaled("<mb>", 1000.0)),
    Rule(r"(?P<n><num>) k(?= |$)", _thousands),
    Rule(r"(?P<n><num>) khz", _scaled("<hz>", 1000.0)),
    Rule(r"(?P<n><num>) (?:hz|hertz)", _kind("<hz>")),
    # Sound.
    Rule(r"(?P<n><num>) (?:db|dbs|decibels?)", _signed_db),
    Rule(r"(?P<n><num>) (?:lufs)", _kind("<lufs>")),
    Rule(r"(?P<n><num>) (?:semitones?|half steps?|halfsteps?|half tones?)", _kind("<semitones>")),
    Rule(r"(?:(?P<n><num>) octaves?|(?:an? |one )?octave)(?: (?P<way>up|down|higher|lower|<more>|"
         r"<less>))?", _octaves),
    Rule(r"(?P<n><num>) (?:degrees?|deg|°)", _kind("<degrees>")),
    # Pictures.
    Rule(r"(?:at |on |to |position |place |@ )*(?:\( )?(?P<a><percent>)(?: (?:,|and|/|x|by|across|"
         r"from the left))* (?P<b><percent>)(?: (?:\)|down|from the top))*", _point),
    Rule(r"(?:x|left) ?[=:]? (?P<n><num>)", _kind("<x>")),
    Rule(r"(?:y) ?[=:]? (?P<n><num>)", _kind("<y>")),
    Rule(rf"(?P<a><num>)(?: {_PX})? (?:x|by|times|\*) (?P<b><num>)(?: {_PX})?", _box),
    Rule(rf"(?P<a><num>)(?: {_PX})? wide(?: and| by| ,)* (?P<b><num>)(?: {_PX})? (?:tall|high)",
         _box),
    Rule(rf"(?:width|w|wide) (?:of |to |at |is |= |: )*(?P<n><num>)(?: {_PX})?", _kind("<width>")),
    Rule(rf"(?:height|h|tall|high) (?:of |to |at |is |= |: )*(?P<n><num>)(?: {_PX})?",
         _kind("<height>")),
    Rule(rf"(?P<n><num>)(?: {_PX})? (?:wide|width|in width|across)", _kind("<width>")),
    Rule(rf"(?P<n><num>)(?: {_PX})? (?:tall|high|height|in height)", _kind("<height>")),
    Rule(rf"(?P<n><num>) {_PX}", _kind("<px>")),
    Rule(r"(?P<n><num>) (?:p|lines)", lambda f: ("<lines>", round(f.value("n")))),
    Rule(r"(?P<p><position>) (?P<s>half|third|quarter|side)(?! (?:transparent|opaque|"
         r"see|clear|visible))(?: of (?:the )?(?:picture|frame|"
         r"screen|image|video|clip))?",
         lambda f: ("<region>", (f.value("p"), _SHARES[f.word("s")]))),
    # Factors and changes.
    Rule(r"(?:(?P<less><less>)|<more>)(?: \S+){0,5}? by (?:about |around |another |a further )*"
         r"(?P<n><percent>)", _by_change),
    Rule(r"by (?:about |around )?(?P<n><percent>)(?: \S+){0,2}? (?:(?P<less><less>)|<more>)",
         _by_change),
    Rule(r"(?P<n><percent>) (?P<way>(?:speed |volume |brightness |size )?(?:(?P<less><less>)|"
         r"<more>))",
         _change),
    Rule(r"by (?:a )?(?:factor )?(?:of )?(?P<n><num>)(?: times)?(?= (?:speed|faster)|$)",
         _kind("<times>")),
    Rule(r"(?:a )?factor (?:of )?(?P<n><num>)", _kind("<times>")),
    Rule(r"(?P<n><num>) times(?= (?:speed|volume|brightness|size|the|as|<more>|<less>))",
         _kind("<times>")),
    Rule(r"(?P<w>speed(?: <more>| <less>)?(?: it| this| the)?(?: video| clip)?(?: by)?) "
         r"(?P<n><num>) times(?: faster| slower)?",
         lambda f: [*f.under("w"), Item("<times>", f["n"].start, f.items[-1].end, f.value("n"))]),
    Rule(r"(?P<n><num>) (?:times|copies|repeats|repetitions|loops)", _kind("<count>")),
    Rule(r"(?<=into )(?:two |2 |<num> )?halves|(?<=in )(?:two )?halves",
         lambda f: ("<count>", 2.0)),
    Rule(r"(?:in|to|by) half(?! of)", lambda f: ("<times>", 0.5)),
    Rule(r"(?P<n><num>) (?P<s>thirds?|quarters?|fifths?|tenths?)",
         lambda f: ("<times>", f.value("n") * _SHARES[f.word("s").rstrip("s")])),
    Rule(r"(?<=to )(?P<s>third|quarter)", lambda f: ("<times>", _SHARES[f.word("s")])),
    Rule(r"(?:doubled|double|twice)(?: (?:its|the|as))?", lambda f: ("<times>", 2.0)),
    Rule(r"(?:tripled|triple)(?: (?:its|the))?", lambda f: ("<times>", 3.0)),
    Rule(r"(?:halve|halved)(?: (?:its|the))?", lambda f: ("<times>", 0.5)),
    Rule(r"half (?:of )?(?:the |its )?(?:original )?(?P<n>size|resolution|width|height|volume|"
         r"speed|filesize)",
         lambda f: [Item("<times>", f.items[0].start, f.items[0].end, 0.5), f["n"]]),
    Rule(r"<fraction>", lambda f: ("<times>", f.items[0].value)),
    Rule(r"(?:the |in the |to the |at the |into the )?(?:middle|center)(?! (?:<|of the clip))",
         lambda f: ("<position>", "center")),
    Rule(r"(?:(?<=^)|(?<=it )|(?<=to )|(?<=in )|(?<=at )|(?<=as )|(?<=, )|(?<=; )|(?<=and )|"
         r"(?<=resize )|(?<=video )|(?<=resolution )|(?<=quality ))(?P<n><num>)"
         r"(?= (?:,|;|and|is|are|would|will|quality|video|resolution|format|version|export)|$)",
         _bare_lines),
)  # fmt: skip


def read_quantities(items: Items) -> Items:
    """The row with every number that has a unit as a value."""
    return rewrite(items, RULES)
