"""Languages: by name or tag, and guessed from a text for the voice that is to speak it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from tools.values.reading import reads, tidy, written_as

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
        "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
        "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
        "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
        "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
        "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
        "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
        "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
    }
)  # fmt: skip
"""Languages that can be spoken, by tag."""

# First word of a letter's Unicode name -> the language written in that script most of all.
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "ARABIC": "ar", "DEVANAGARI": "hi",
    "BENGALI": "bn", "THAI": "th", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja",
    "CJK": "zh", "GEORGIAN": "ka",
}  # fmt: skip
# Letters that tell a language from others in its script.
_LETTERS = {
    "uk": "іїєґ",
    "fa": "پچژگ",
    "de": "ß",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "tr": "ğış",
    "pl": "łąę",
    "cs": "ěřů",
    "hu": "őű",
    "vi": "đơư",
    "ro": "țș",
}
# Small words that nearly every sentence has, and that few other languages share.
_SMALL_WORDS = {
    "en": "the and to is of you your my this that with for we it in on what how welcome hello",
    "es": "el la los las que y en es un una del por con para mi bienvenidos bienvenido hola esto",
    "de": "der die das und ist nicht ein eine ich zu mit von auf wir willkommen hallo mein euch",
    "fr": "le la les et est un une des du que dans pour avec vous nous bienvenue bonjour ma mon",
    "pt": "o a os as e que em um uma do da não com para meu minha bem-vindo bem-vindos olá isso",
    "nl": "het een en ik niet dat zijn voor wij jij naar ook hallo welkom mijn deze dit wat",
    "sv": "och det att jag ett är som på för inte med du vi hej välkommen mitt här",
    "pl": "nie jest się na że jak dla czy tak witaj witamy moje mój dzień dobry cześć",
    "tr": "ve bir bu için çok biz merhaba hoş geldiniz benim değil ne nasıl bugün",
    "id": "yang dan ini untuk dengan tidak saya kami kita selamat datang halo adalah dari ke",
    "it": "il lo la gli e che di un una per con non mio mia benvenuti benvenuto ciao questo sono",
}


def guess_language(text: str) -> str:
    """The tag of the language that a text is most likely in.

    The script decides first. Among languages in Latin letters, the one with most small words of
    its own wins, and English when none does clearly.
    """
    counts: dict[str, int] = {}
    for letter in text[:500]:
        if letter.isalpha():
            script = unicodedata.name(letter, "LATIN").split()[0]
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return "en"
    script = max(counts, key=counts.__getitem__)
    if script == "CJK" and counts.keys() & {"HIRAGANA", "KATAKANA"}:
        return "ja"
    lowered = text[:500].casefold()
    own = [tag for tag, letters in _LETTERS.items() if any(letter in lowered for letter in letters)]
    if script in _SCRIPTS:
        close = {"CYRILLIC": "uk", "ARABIC": "fa"}.get(script)
        return close if close in own else _SCRIPTS[script]
    return _guess_latin(lowered, own)


def _guess_latin(text: str, own: list[str]) -> str:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    scores = {
        tag: sum(word in small.split() for word in words) + 2 * (tag in own)
        for tag, small in _SMALL_WORDS.items()
    }
    best = max(scores, key=scores.__getitem__)
    if scores[best] > scores["en"] and scores[best] >= min(2, len(words)):
        return best
    return next((tag for tag in own if tag not in scores), "en") if not scores["en"] else "en"


def parse_language(value: object) -> str:
    """The tag of a language: "de", "de-AT", "German".

    Raises:
        ValueError: It is no language that can be spoken here.
    """
    text = tidy(value)
    tag = re.split(r"[-_]", {"no": "nb", "cmn": "zh"}.get(text, text))[0]
    if tag in LANGUAGES:
        return tag
    for known, name in LANGUAGES.items():
        if text == name.casefold():
            return known
    raise ValueError(f"'{text}' is not a language that can be spoken here; write a tag such as es")


Language = Annotated[str, reads(parse_language), written_as(["en", "es", "German"], numbers=False)]
"""A language, by tag."""
