"""Times: "the last 3 seconds", "from the 3 sec mark till the end", "frames 30-90" become values.

Kinds that come out: ``<length>`` (an amount), ``<moment>``, ``<span>`` (a stretch), ``<for>`` (how
long something lasts) and ``<every>``.
"""

from __future__ import annotations

from agent.planner.reading.items import Items, Rule, rewrite
from agent.planner.reading.moments import END, START, Amount, Moment, first, last
from agent.planner.reading.timebuild import (
    SHARES,
    amount_of,
    between,
    both_ends,
    corner_at,
    ends,
    gone_at,
    length,
    middle_part,
    moment_of,
    moments,
    nth_share,
    ordinals,
    part,
    points,
    region,
    share_or_amount,
    shown_for,
    shown_until,
    span,
    swapped,
    taken_off,
    two_units,
)

_SECONDS = r"(?:seconds?|secs?|s)"
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|frames?|milliseconds?|ms)"
_POINT = r"(?:<moment>|<length>|<num>)"
_PLACE = r"(?: (?:of|in) (?:the |this |my |it|its )?(?:whole )?(?:video|clip|movie|film|footage)?)?"
_FROM = (
    r"(?:from|between|(?:starting|start|starts|begin|begins)"
    r"(?: (?:it|this|(?:the |my )?(?:video|clip))(?= (?:at|from|with)))?|beginning)"
    r"(?: (?:from|at|on|with|start|position|time|point|second|frame|around|about|the|:|=))*"
)
_LINK = (
    r"(?:to|until|till|through|-|and|up to|ending|ends|end|stopping|stop)"
    r"(?: (?:to|at|end|position|time|point|the|second|frame|on|around|about|:|=))*"
)
_FIRST = r"(?:very )?(?:first|initial|opening|starting)"
_LAST = r"(?:very )?(?:last|final|closing|ending)"
_MIDDLE = r"(?:middle|central|<position>)"
_SHARE = "|".join(SHARES)
_SEVERAL = (
    rf"(?:at|@) (?:<num>(?: {_SECONDS})? (?:, )?)+and (?:at )?(?P<last><num>) {_SECONDS}"
    r"(?! (?:long|later|before|after|earlier|of|from)\b)"
)
_GONE = (
    r"(?:(?:to|should|then|it|will) )*(?:vanish|vanishes|disappear|disappears|go away|goes away|"
    r"end|ends|stop|stops|leave|leaves|hide|hides|be gone|fade away|remove it|gone)(?: again)?"
)
_WHAT = (
    rf"(?:(?P<length><length>)|(?P<ratio><percent>|<fraction>)|(?P<share>{_SHARE})|"
    r"(?P<unit>second|sec|minute|frame)|(?P<num><num>)"
    r"(?! (?:lines?|words?|letters?|times|parts?|clips?|frames?|percent|pixels?|px|edits?|steps?|"
    r"changes?|things?)\b))"
)

RULES: tuple[Rule, ...] = (
    # "crop to 640x480 starting at 100, 50" is about no time.
    Rule(r"(?P<size><size>|<num>(?: px| pixels)? (?:by|x) <num>)(?: px| pixels)?(?: ,)? (?:"
         r"starting |beginning |offset )?(?:at|from|@|offset)(?: position| offset| point| x| \()? "
         rf"(?P<x><num>)(?: px)?(?: ,| and| y| by| x)* (?P<y><num>)(?! {_UNIT}\b)", corner_at),
    # "swap the halves".
    Rule(r"(?P<verb>swap|exchange|switch)(?: the| both| its| two| around)* halves", swapped),
    Rule(r"(?:it|this|that|video|clip|to|will|should|must)(?: only| just)? (?P<w>last)"
         r"(?= (?:only |just |about |for )*<num>)",
         lambda f: [*(i for i in f.items if i.word != "last"), f["w"].saying("to")]),
    # "2 s from the start and 3 s from the end" are two stretches.
    Rule(rf"(?P<a><num>) (?P<u>{_UNIT}) (?:from|off|at|of) (?:the )?(?:start|beginning|front|"
         rf"opening) (?:,|and)(?: and)? (?P<b><num>) (?P<v>{_UNIT}) (?:from|off|at|of) (?:the )?"
         r"(?:end|back|ending|finish)", ends),
    Rule(rf"(?P<n><num>) (?P<w>first|last|final|middle) (?P<u>{_UNIT})",
         lambda f: [f["w"], f["n"], f["u"]]),
    Rule(r"<lasting>", lambda f: ("<length>", Amount(f.items[0].value))),
    Rule(r"<time>", lambda f: ("<moment>", Moment(Amount(f.items[0].value)))),
    Rule(r"frames? (?P<a><num>) (?:-|to|through|until|till|and) (?:frame )?(?P<b><num>)",
         points("frames")),
    Rule(rf"frame (?:number |# )?(?P<a><num>)(?! (?:{_UNIT}|px|pixels?)\b)",
         lambda f: ("<moment>", Moment(Amount(f.value("a"), "frames")))),
    Rule(rf"{_SECONDS} (?P<a><num>) (?:-|to|through|until|till|and) (?:{_SECONDS} )?(?P<b><num>)"
         rf"(?: {_SECONDS})?",
         points("s")),
    Rule(r"(?<!<num> )(?<!first )(?<!last )(?:second|sec|seconds) (?P<a><num>)",
         lambda f: ("<moment>", moment_of(f.value("a")))),
    Rule(r"minute (?P<a><num>)", lambda f: ("<moment>", moment_of(f.value("a") * 60))),
    Rule(rf"(?P<a><num>) (?P<u>minutes?|mins?|m|hours?|h) (?:and )?(?P<b><num>) {_SECONDS}",
         two_units),
    Rule(r"half (?:an? )?(?P<u>second|minute|hour|sec|min)(?!s)",
         lambda f: ("<length>", amount_of(0.5, f.word("u")))),
    Rule(r"(?:a )?quarter (?:of an? )?(?P<u>second|minute|hour)",
         lambda f: ("<length>", amount_of(0.25, f.word("u")))),
    Rule(rf"(?:from |between )?(?P<a><num>) (?:-|to|until|till|through) (?P<b><num>) "
         rf"(?P<u>{_UNIT})",
         points()),
    Rule(_SEVERAL, moments),
    Rule(rf"between (?P<a><num>) and (?P<b><num>) (?P<u>{_UNIT})", points()),
    Rule(rf"(?P<n><num>) (?P<u>{_UNIT})(?! =)", length),
    Rule(r"(?:every|each) (?P<n>\d+(?:st|nd|rd|th)) (?P<u>frame|second|minute)",
         lambda f: ("<every>", amount_of(float(f.word("n")[:-2]), f.word("u")))),
    Rule(r"(?P<a>\d+(?:st|nd|rd|th))(?: (?P<u>second|sec|frame))? (?P<link>to|and|till|until|-) "
         r"(?:the )?(?P<b>\d+(?:st|nd|rd|th)) (?P<v>second|sec|frame)", ordinals),
    Rule(r"(?P<a>\d+(?:st|nd|rd|th)) (?P<u>second|sec|minute|frame)",
         lambda f: ("<moment>", Moment(amount_of(float(f.word("a")[:-2]), f.word("u"))))),
    # First, last and middle parts.
    Rule(rf"{_FIRST} {_WHAT}{_PLACE}", part(first)),
    Rule(rf"{_LAST} {_WHAT}{_PLACE}", part(last)),
    Rule(rf"(?:the )?{_MIDDLE} {_WHAT}{_PLACE}", middle_part),
    Rule(rf"(?P<nth>2nd|second|3rd|third|4th|fourth) (?P<share>{_SHARE}){_PLACE}", nth_share),
    Rule(r"(?P<length><length>) (?:off|from|at|of|in|on) (?:of )?(?:(?:both|each|either) "
         r"(?:ends?|sides?)|(?:the )?(?:front|start|beginning) and (?:the )?(?:back|end))",
         both_ends),
    Rule(r"(?P<length><length>) (?:off|from|at|of|in|out of) (?:of )?(?:the )?(?:very )?"
         rf"(?:start|beginning|front|opening|intro){_PLACE}", part(first)),
    Rule(r"(?P<length><length>) (?:off|at|of|in|out of) (?:of )?(?:the )?(?:very )?"
         rf"(?:end|back|tail|ending|outro){_PLACE}", part(last)),
    Rule(r"(?P<length><length>) (?:in|from|out of|off|at|around) (?:the )?(?:middle|center)"
         rf"{_PLACE}", middle_part),
    Rule(rf"(?:the |a )?(?:last )?(?P<share>{_SHARE}) (?:from|off|at) (?:of )?(?:the )?(?:very )?"
         r"(?:end|back|tail)", part(last)),
    Rule(rf"(?:the |a )?(?:first )?(?P<share>{_SHARE}) (?:from|off|at) (?:of )?(?:the )?(?:very )?"
         r"(?:start|beginning|front)", part(first)),
    # "cut 3 s from the end" removes them; "at 3 s from the end" is a point.
    Rule(r"(?P<w>(?:trim|cut|remove|take|clip|crop|shorten)(?: (?:it|this|off|away|out|by|about|"
         r"the|video))*) (?P<n><length>|<percent>|<fraction>) (?:away )?(?:from|off) (?:the )?"
         rf"(?:very )?end{_PLACE}", taken_off),
    # Points.
    Rule(r"(?P<n><length>|<num>|<percent>|<fraction>) (?:before|from) (?:the )?(?:very )?end"
         rf"{_PLACE}",
         lambda f: ("<moment>", Moment(share_or_amount(f["n"]), from_end=True))),
    Rule(r"(?P<n><length>|<percent>) (?:in(?= (?:,|;|and|then|to|until|till|-)|$)|into(?: (?:the|"
         r"this|my|it))?|"
         r"(?:after|past) the (?:start|beginning)|of the way(?: through| in)?|through)"
         r"(?: (?:video|clip|movie))?(?= |$)",
         lambda f: ("<moment>", Moment(share_or_amount(f["n"])))),
    Rule(r"(?:the )?(?P<n><length>|<num>|<moment>|<percent>) (?:mark|point)\b",
         lambda f: ("<moment>", moment_of(share_or_amount(f["n"])))),
    Rule(rf"(?:the )?(?:very )?(?:start|beginning)(?! (?:position|time|point|at|from|:|=|<|(?:the |"
         rf"my )?(?:video|clip) |it |this ))"
         rf"{_PLACE}",
         lambda f: ("<moment>", START)),
    Rule(rf"(?:the )?(?:very )?(?:end|finish)(?! (?:position|time|point|at|:|=|<|(?:the |my "
         rf")?(?:video|clip) |it |this )){_PLACE}",
         lambda f: ("<moment>", END)),
    Rule(r"(?:the )?(?:halfway|half way|midway|midpoint|mid point)(?: (?:through|point|mark))?"
         rf"{_PLACE}",
         lambda f: ("<moment>", Moment(Amount(0.5, "share")))),
    Rule(r"(?<=from )(?:the )?(?:middle|center|half)|(?<= to )the (?:middle|center)(?! <size>)|"
         r"(?<=until )(?:the )?(?:middle|half)|(?<=till )(?:the )?(?:middle|half)",
         lambda f: ("<moment>", Moment(Amount(0.5, "share")))),
    # "the bit before the end".
    Rule(r"(?:the )?(?:part|bit|<small>|moment|section|piece|stuff) (?:right |just |shortly )?"
         r"before (?P<p><moment>)", region),
    # Ranges.
    Rule(rf"(?:(?P<from>{_FROM}) )?(?P<a>{_POINT})(?: ,)?(?: and)? (?P<link>{_LINK}) "
         rf"(?P<b>{_POINT})",
         between),
    Rule(rf"(?:{_FROM}|(?P<side>after|past|beyond|behind)|since) (?:the )?(?P<a>{_POINT})"
         r"(?: (?:on|onward|onwards|forward|mark))?(?! (?:in|to|later|earlier|sooner)\b)",
         lambda f: span(moment_of(f.value("a")), share=f.has("side"))),
    Rule(rf"(?:until|till|up to|(?P<side>before)|up until|(?<!the )ending at|ends at|"
         r"(?:end|stop|finish)(?: (?:it|this|(?:the |my )?(?:video|clip)))? (?:at|after)) "
         rf"(?:the )?(?P<b>{_POINT})",
         lambda f: span(None, moment_of(f.value("b")), share=f.has("side"))),
    Rule(r"(?P<a><moment>|<length>) (?:on|onward|onwards|forward)(?= |$)",
         lambda f: span(moment_of(f.value("a")))),
    Rule(r"(?:(?:at|@) (?:about |around |the |exactly )*(?P<a><length>|<moment>)|around (?:the )?"
         r"(?P<b><moment>))",
         lambda f: ("<moment>", moment_of(f.value("a" if f.has("a") else "b")))),
    Rule(r"(?:for|over|lasting|during|within) (?:about |around |a |the )*(?P<n><length>)(?: long)?",
         lambda f: ("<for>", f.value("n"))),
    Rule(r"(?:every|each|per) (?P<n><length>)", lambda f: ("<every>", f.value("n"))),
    Rule(r"(?:(?:every|each|per) (?P<u>second|minute|frame)|a (?P<v>second|minute))",
         lambda f: ("<every>", amount_of(1.0, f.word("u") or f.word("v")))),
    # "appear after 1 s and vanish half a second later".
    Rule(rf"(?P<a><span>|<moment>)(?: ,)?(?: and| then)* {_GONE} "
         r"(?:after |for )?(?P<n><length>|<for>) (?:later|after|afterwards|after that|thereafter|"
         r"on screen)", shown_for),
    Rule(rf"(?P<a><span>|<moment>)(?: ,)?(?: and| then)* {_GONE} "
         r"(?P<b><span>|<moment>)", shown_until),
    # 'a title "Hi" that disappears after 3 s'.
    Rule(r"(?:(?:that|which|it|should|will|to|then|and|,) )*(?:vanish|disappear|go away|goes away|"
         r"fade away|fades away|be gone|is gone|vanishes|disappears|vanishing|disappearing)"
         r"(?: again)? (?P<b><span>|<moment>)", gone_at),
    Rule(r"(?P<q><quote>(?: (?!;)\S+){0,10}?(?: (?:that|which|it|and|then|,))+) (?P<w>(?:remove|"
         r"delete|hide|end|stop) (?:it|them)|fade out|fades out) (?P<b><span>|<moment>)", gone_at),
    Rule(r"(?P<q><quote>) (?P<w>fade out|fades out|fading out) (?P<b><span>)", gone_at),
    # "NOW" only during the last second: what is shown is limited, and nothing is kept.
    Rule(r"(?<=<quote> )(?P<k>keep)(?= (?:(?:during|for|from|in|between|at|over|until|on|the) )*"
         r"(?:<span>|<for>|<moment>))", lambda f: []),
    # "add the song only for the first 8 s": the song is limited, and nothing is kept.
    Rule(r"(?P<head>(?:add|put|apply|play|insert) (?:(?!and |then |,|;|keep )\S+ ){1,5}?)keep"
         r"(?= (?:(?:during|for|from|in|between|at|over|until|on|the) )+(?:<span>|<for>|<moment>))",
         lambda f: f.under("head")),
    # Regions without a length.
    Rule(r"(?<=except )(?:for )?(?:the )?(?:middle|center)(?= (?:,|;|and|then)|$)",
         lambda f: span(vague=True)),
    Rule(r"(?:at |in |during |for |over )?(?:the |your |my )?(?:very )?"
         r"(?:first part|beginning part|opening|intro|introduction|(?:first|beginning) <small>)",
         lambda f: span(START, vague=True)),
    Rule(r"(?:at |in |during |for |over )?(?:the |your |my )?(?:very )?"
         r"(?:last part|end part|ending|outro|final part|(?:last|final) <small>)",
         lambda f: span(None, END, vague=True)),
    Rule(r"(?:in |during )?(?:the |a )?(?:middle|central)"
         r"(?: (?:part|section|bit|portion|segment|piece))",
         lambda f: span(vague=True)),
    Rule(r"(?:the )?(?P<p><moment>) (?:part|section|bit|portion|segment|piece)", region),
)  # fmt: skip


def read_times(items: Items) -> Items:
    """The row with every expression of time as a value."""
    return rewrite(items, RULES)
