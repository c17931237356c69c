"""Delivery: where a result goes, decided before the work starts: a bad ``-o`` costs nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from agent.messages import Planned
from bots.language import sentence
from bots.text import file_name
from tools.answer import DOCUMENTS
from tools.errors import BadInput, ToolFailed
from tools.export_format import AUDIO_CODECS, CONTAINERS, STILLS, VIDEO_CODECS

_BLOCK = 1 << 20
# Many files come in an archive; what is in it is for the request to say.
_ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the files of a turn go.

    Attributes:
        folder: The folder.
        stem: Name without suffix; empty takes the delivered file's own.
        suffix: Suffix that was asked for, such as ``.webm``; empty takes the delivered one.
        clips: The clips being edited, which are never written to.
        replace: Whether an existing file may be replaced; if not, a number makes the name new.
    """

    folder: Path
    stem: str = ""
    suffix: str = ""
    clips: tuple[Path, ...] = ()
    replace: bool = False

    @classmethod
    def of(cls, output: str, clips: Sequence[Path], *, replace: bool = False) -> Destination:
        """Where ``-o`` says, or else the current folder, named after the clip.

        Args:
            output: What ``-o`` said: a file, a folder, or empty when it was not given.
            clips: The clips being edited; none of them is ever written to.
            replace: Whether an existing file of the name that ``-o`` gives may be replaced.

        Raises:
            BadInput: The result could not or must not be written there.
        """
        stem = f"{clips[0].stem}-edited" if clips else ""
        if not output:
            return cls(folder=Path.cwd(), stem=stem)
        path = Path(output)
        if path.is_dir() or output.endswith("/"):
            return cls(folder=_writable(path), stem=stem)
        if output == "-" or not path.name:
            raise BadInput(sentence("output_is_no_name", name=output))
        suffix = path.suffix.lower()
        if suffix and suffix != _ARCHIVE and suffix[1:] not in {*CONTAINERS, *DOCUMENTS}:
            known = ", ".join((*CONTAINERS, *sorted(DOCUMENTS)))
            raise BadInput(sentence("output_is_no_format", suffix=suffix, known=known))
        if path.exists():
            _may_replace(path, clips, replace=replace)
        return cls(
            folder=_writable(path.parent), stem=path.stem, suffix=suffix,
            clips=tuple(clips), replace=replace,
        )  # fmt: skip

    def wish(self, clips: Sequence[Path], request: str) -> str:
        """The request, with the format that ``-o`` asks for added where it does not say it.

        MP4 is what people get anyway, and sound stays sound and a GIF a GIF: those need no words.
        """
        format_ = self.suffix[1:]
        if (
            not format_
            or self.suffix == _ARCHIVE
            or re.search(rf"\b{format_}\b", request, re.IGNORECASE)
        ):
            return request
        came_as = clips[0].suffix[1:].lower() if clips else ""
        kept = came_as == "gif" or came_as not in VIDEO_CODECS and came_as in AUDIO_CODECS
        if format_ == came_as if kept else format_ == "mp4" and came_as != "webm":
            return request
        said = " as" if format_ in STILLS | DOCUMENTS else ", and convert it to"
        return f"{request.rstrip(' .;,')}{said} {format_}"

    def accept(self, plan: Planned) -> None:
        """Refuse a plan whose file would be of another kind than ``-o`` names.

        Raises:
            BadInput: It would; the message says what to do.
        """
        if self.suffix and plan.suffix not in {"", self.suffix}:
            raise BadInput(
                sentence(
                    "result_would_differ",
                    kind=_kind(plan.suffix),
                    suffix=plan.suffix,
                    asked=self.suffix,
                    format=self.suffix[1:],
                )  # fmt: skip
            )

    def save(self, files: Sequence[Path]) -> tuple[Path, ...]:
        """Copy delivered files here, under names that people recognise.

        Raises:
            ToolFailed: One cannot be written; the message says where the result lies instead.
        """
        if len(files) == 1:
            return (self._save(files[0]),)
        return tuple(self._save(file, f"-{number}") for number, file in enumerate(files, 1))

    def _save(self, file: Path, number: str = "") -> Path:
        if self.suffix and file.suffix != self.suffix and file.suffix[1:] not in DOCUMENTS:
            kind = _kind(file.suffix)
            raise ToolFailed(sentence("result_differs", kind=kind, asked=self.suffix, kept=file))
        stem = f"{self.stem}{number}" if self.stem else file.stem
        target = self.folder / f"{stem}{file.suffix}"
        try:
            if self.replace and not any(_same(target, clip) for clip in self.clips):
                return _copy_over(file, target)
            for tried in count(2):
                with suppress(FileExistsError):
                    return _copy_new(file, target)
                target = self.folder / f"{stem}-{tried}{file.suffix}"
        except OSError as error:
            reason, name = error.strerror, file_name(target)
            raise ToolFailed(
                sentence("result_is_not_written", name=name, reason=reason, kept=file)
            ) from error
        raise AssertionError("count() does not end")


def _kind(suffix: str) -> str:
    """A kind of file with its article: an avi, an mp4, an ogg."""
    key = "kind_with_an" if suffix[1:2] in tuple("aeimo") else "kind_with_a"
    return sentence(key, format=suffix[1:])


def _writable(folder: Path) -> Path:
    if not folder.is_dir():
        raise BadInput(sentence("output_is_nowhere", name=file_name(folder)))
    if not os.access(folder, os.W_OK):
        raise BadInput(sentence("output_is_closed", name=file_name(folder)))
    return folder


def _may_replace(path: Path, clips: Sequence[Path], *, replace: bool) -> None:
    if any(path.samefile(clip) for clip in clips):
        raise BadInput(sentence("output_is_the_clip", name=file_name(path)))
    if not replace:
        raise BadInput(sentence("output_exists", name=file_name(path)))
    if not path.is_file():
        raise BadInput(sentence("output_is_no_file", name=file_name(path)))


def _same(target: Path, clip: Path) -> bool:
    return target.exists() and target.samefile(clip)


def _copy_new(file: Path, target: Path) -> Path:
    """Copy under a name that nobody else has; a copy that breaks off leaves nothing.

    Raises:
        FileExistsError: There is a file of that name.
    """
    with file.open("rb") as stream, target.open("xb") as sink:
        try:
            shutil.copyfileobj(stream, sink, _BLOCK)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return target


def _copy_over(file: Path, target: Path) -> Path:
    """Copy in place of a file, which stays as it is until the new one is whole."""
    part = target.with_name(f".vfxb-{os.getpid()}.part")
    try:
        return _copy_new(file, part).replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
