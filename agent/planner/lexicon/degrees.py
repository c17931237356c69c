"""Degrees: the ways in which people say more, less, a bit and a lot.

``<more>`` and ``<less>`` are directions, ``<small>`` and ``<large>`` degrees: "a bit darker" is
"<small> brightness <less>". What a degree is worth stands in ``vague``.
"""

from __future__ import annotations

DIRECTIONS = {
    "<more>": "more|increase|increased|increasing|raise|boost|boosted|bump|bump up|lift|crank|"
    "crank up|amp up|pump up|pump|amplify|higher|up the|turn up|stronger|intensify|"
    "dial up|ramp up",
    "<less>": "less|reduce|reduced|reducing|decrease|decreased|lower|lowered|tone down|bring down|"
    "turn down|weaker|softer|dial down|diminish|lessen|soften|pull down|tone it down",
    "<small>": "a bit|a little|a little bit|a tiny bit|a wee bit|slightly|a touch|a tad|somewhat|"
    "gently|gentle|subtle|subtly|slight|light|lightly|mild|mildly|a smidge|kinda|kind of|a notch|"
    "just a bit|just a little|tiny bit|little bit|bit|faint|soft|moderately",
    "<large>": "a lot|much|way|very|strong|strongly|heavy|heavily|super|really|extremely|a ton|"
    "far|massively|intense|intensely|extreme|seriously|lots|hugely|quite a bit|significantly|"
    "drastically|ridiculously|insanely|dramatically|full|fully|completely|max out",
}
