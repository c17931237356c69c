"""Attachments: which of the words that a person typed are clips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote, urlparse

from bots.language import sentence
from bots.text import plain
from tools.errors import BadInput


def clip_file(name: str) -> Path:
    """The file of that name.

    Raises:
        BadInput: There is none, or it is no file that can be read.
    """
    path = Path(name)
    shown = _shown(name)
    try:
        if path.is_dir():
            raise BadInput(sentence("clip_is_folder", name=shown))
        if not path.exists():
            raise BadInput(sentence("clip_is_nowhere", name=shown))
        if not path.is_file():
            raise BadInput(sentence("clip_is_no_file", name=shown))
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or sentence("name_of_no_use")
        raise BadInput(sentence("clip_is_unreadable", name=shown, reason=reason)) from error
    return path


def originals(clips: Sequence[Path]) -> tuple[Path, ...]:
    """The files that the names stand for: the agent follows no link, the person may."""
    return tuple(clip.resolve() if clip.is_symlink() else clip for clip in clips)


def is_clip(name: str) -> bool:
    """Whether a word names an existing file."""
    try:
        return bool(name) and Path(name).is_file()
    except (OSError, ValueError):
        return False


def split_command(words: Sequence[str], *, conversation: str) -> tuple[tuple[Path, ...], str]:
    """Clips and request of ``vfxb edit``: the request comes last, the clips before it.

    Args:
        words: What was typed after ``vfxb edit``.
        conversation: Name of the conversation to go on with, empty for a new one. Only one that
            goes on can do without a clip.

    Raises:
        BadInput: A clip or the request is missing; the message shows how to say it.
    """
    *names, request = words
    usage = sentence("usage_of_edit")
    if not request.strip():
        raise BadInput(sentence("request_is_empty", usage=usage))
    for number, name in enumerate(names):
        if number and not is_clip(name):
            raise BadInput(sentence("request_in_quotes", usage=usage))
    if not names and is_clip(request):
        raise BadInput(sentence("request_missing", name=_shown(request), usage=usage))
    if not names and not conversation:
        raise BadInput(sentence("clip_missing", usage=usage))
    if names and not is_clip(names[0]) and is_clip(request):
        raise BadInput(sentence("clip_comes_first", usage=usage))
    return tuple(clip_file(name) for name in names), request


def split_message(text: str) -> tuple[tuple[Path, ...], str]:
    """Clips and words of a chat message: files at its start or its end are attachments.

    A path dropped on the terminal comes quoted, escaped or as a ``file://`` address.
    """
    if is_clip(text.strip()):
        return (Path(text.strip()),), ""
    words = list(_WORD.finditer(text))
    for end in (words, words[::-1]):
        clips = list(takewhile(is_clip, (_unquoted(word[0]) for word in end)))
        if clips and end is words:
            return tuple(map(Path, clips)), text[words[len(clips) - 1].end() :].strip()
        if clips:
            return tuple(map(Path, reversed(clips))), text[: words[-len(clips)].start()].strip()
    return (), text


# A word as a shell would see it: quoted, or up to the next space that is not escaped.
_WORD = re.compile(r"""'[^']*'|"[^"]*"|(?:\\.|\S)+""", re.DOTALL)


def _unquoted(word: str) -> str:
    if word[0] in "'\"":
        return word[1:-1]
    plain_word = re.sub(r"\\(.)", r"\1", word)
    return unquote(urlparse(word).path) if word.startswith("file://") else plain_word


def _shown(name: str) -> str:
    return "'" + plain(name).replace("\n", "\\n") + "'"
