"""Spanish: requests about versions, memory, looks and voices, said as a whole message."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.planner.plan import Call

_START = r"^[\W]*(?:(?:por favor|porfa|ahora|y|oye|vale|puedes|podr[ií]as)\W+)*"
_END = r"(?:\W+(?:por favor|porfa|ahora|gracias|otra vez))*\W*$"
_SHOW = (
    r"(?:mu[eé]stra(?:me)?|mostrar|ense[nñ]a(?:me)?|lista|dime|di|ver|cu[eé]ntame|qu[eé]|cu[aá]les)"
)
_ALL = r"(?:(?:todas?|todos?|las?|los?|mis?|tus?|son|de)\s+)*"
_QUOTES = " \t\n.!?,;:\"'“”«»‘’¿¡"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(_START + pattern + _END, re.IGNORECASE)


_TO_VERSION = (
    r"(?:vuelve|volver|vu[eé]lvete|regresa|volvamos|v[ae]mos?|pasa)\s+(?:a|al|a la|a el)\s+"
)
_FORGET = r"(?:olvida(?:te de)?|olvidar|olv[ií]date de|borra|elimina)\s+"
_KNOWN = r"lo que (?:sabes|recuerdas|guardas|tienes|has guardado)(?: (?:de|sobre) m[ií])"

# What a whole message says, the tool that does it, and its arguments; ``{name}`` is what the person
# said there.
_RULES: tuple[tuple[re.Pattern[str], str, Mapping[str, str]], ...] = (
    (_rule(_TO_VERSION + r"(?:versi[oó]n\s+|v\.?\s*)(?P<number>\d+)"), "back_to",
     {"version": "v{number}"}),
    (_rule(_TO_VERSION + r"(?:versi[oó]n )?original|(?:quiero )?el original"), "back_to",
     {"version": "the original"}),
    (_rule(_TO_VERSION + r"(?:versi[oó]n )?(?:anterior|previa|de antes)"), "back_to",
     {"version": "the previous version"}),
    (_rule(_TO_VERSION + r"primera(?: versi[oó]n)?"), "back_to", {"version": "the first version"}),
    (_rule(rf"(?:{_SHOW}\s+{_ALL})?(?:versiones|ediciones|pasos|historial)(?:\s+(?:hay|tengo|"
           r"tienes|existen|llevamos))?"), "show_edits", {}),
    (_rule(r"qu[eé] (?:has|hemos|se ha) (?:hecho|cambiado|editado)(?: hasta ahora| ya)?"),
     "show_edits", {}),
    (_rule(r"compara(?:r)?\s+(?:la\s+)?(?:versi[oó]n\s+|v\.?\s*)(?P<a>\d+)\s+(?:y|con|e)\s+(?:la\s+)?"
           r"(?:versi[oó]n\s+|v\.?\s*)?(?P<b>\d+)"), "compare_versions",
     {"a": "v{a}", "b": "v{b}"}),
    (_rule(r"(?:(?:lo quiero |quiero |dame |p[aá]salo |en |a )*)?(?:la )?calidad completa|"
           r"(?:dame|quiero) (?:el )?(?:clip|v[ií]deo) (?:entero|completo)"), "render_full", {}),
    (_rule(r"qu[eé] (?:recuerdas|sabes|guardas)(?: (?:de|sobre) m[ií]| de mis gustos)?(?<!sabes)|"
           rf"{_SHOW}\s+{_ALL}(?:preferencias|memoria|recuerdos|looks)(?:\s+(?:tengo|tienes|son))?|"
           rf"{_SHOW}\s+(?:todo\s+)?{_KNOWN}"), "show_memory", {}),
    (_rule(_FORGET + rf"(?:todo )?(?:{_KNOWN}|todo (?:sobre|de) m[ií]|(?:sobre|de) m[ií]|todo|"
           r"(?:(?:toda |mi |tu |la |mis |todos |los )*(?:memoria|datos|preferencias)))"),
     "forget_memory", {"what": "everything"}),
    (_rule(r"(?:olvida|olv[ií]dalo|olv[ií]date de|olvidar)(?:\s+(?:eso|esto|lo [uú]ltimo))"),
     "forget_memory", {}),
    (_rule(_FORGET.replace("|borra|elimina", "") + r"(?:(?:lo que (?:te )?dije (?:de|sobre)|lo de|"
           r"lo que sabes de|mi preferencia (?:de|sobre|por))\s+)?"
           r"(?:(?:los|las|el|la|mis?|que)\s+)?(?P<what>.+?)"), "forget_memory",
     {"what": "{what}"}),
    (_rule(r"(?:recuerda|acu[eé]rdate(?: de)?|apunta|anota|guarda|ten en cuenta)"
           r"(?:\s+que|\s*[:,])?\s+(?P<fact>(?:est[ea]|es[ea]|el|la|mi)(?:\s+(?:clip|v[ií]deo|grabaci[oó]n|pel[ií]cula|"
           r"hombre|mujer|ni[nñ][oa]|chic[oa]|se[nñ]or[a]?)\b.*?)?\s+(?:es|era|son|fue|sale|muestra|"
           r"est[aá])\b.+?)"), "remember_fact", {"text": "{fact}"}),
    (_rule(r"(?:guarda|recuerda|llama)\s+(?:este|el|mi|esta|estos)\s+(?:look|estilo|aspecto|colores)\s+"
           r"(?:como|con el nombre(?: de)?)?\s*(?:mi\s+)?(?P<name>.+?)"), "save_look",
     {"name": "{name}"}),
    (_rule(r"(?:usa|aplica|pon(?:le|lo)?(?: con)?|dale|haz(?:lo)? con)\s+mi\s+(?:look|estilo)\s+"
           r"(?P<name>.+?)"), "use_look", {"name": "{name}"}),
    (_rule(r"(?:exporta|descarga|dame|env[ií]ame|m[aá]ndame)\s+(?:una copia de\s+)?(?:todos\s+)?"
           r"(?:mis datos|mi memoria)"), "export_memory", {}),
    (_rule(rf"(?:{_SHOW}\s+{_ALL})voces(?:\s+(?:hay|tengo|tienes|puedo usar|existen))?"),
     "list_voices", {}),
    (_rule(r"(?:borra|elimina|quita)\s+(?:la|mi)\s+voz\s+(?!en off)(?:llamada\s+)?(?P<name>\w+)"),
     "delete_voice", {"name": "{name}"}),
    (_rule(r"clona(?:r)?\s+(?:mi|la|esta)\s+voz(?:\s+(?:de|del|desde)\s+(?:este\s+|el\s+)?(?:clip|"
           r"v[ií]deo))?\s*,?\s*y?\s*(?:ll[aá]ma(?:la|rla)|con el nombre(?: de)?|como)\s+"
           r"(?P<name>\w+)"),
     "clone_voice", {"name": "{name}"}),
)  # fmt: skip


def in_spanish(words: str) -> Call | None:
    """The call that a message as a whole asks for; None when it is about something else."""
    for pattern, tool, args in _RULES:
        if found := pattern.match(words):
            said = {name: (value or "").strip(_QUOTES) for name, value in found.groupdict().items()}
            made = {name: value.format(**said) for name, value in args.items()}
            return Call(tool=tool, args=made, wish=words)
    return None
