"""Clip: a described clip. Tools take one and return one; nothing is read, nothing is started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tools.analysis import Analysis, Unseen
from tools.errors import NotInClip
from tools.export_format import Export
from tools.facts import AudioFacts, Facts, Source, VideoFacts
from tools.operations import Cut, Operation
from tools.parts import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A source, what is to be done to it, and what that will give.

    Attributes:
        source: The file that it starts from.
        facts: What the clip is after all operations, before it is encoded.
        operations: What is to be done, in order.
        export: How it is to be encoded; None leaves it to ``Export.default``.
        done: What was done, one phrase per step in the past tense, for people.
        notes: What people should know besides: values that were chosen or rounded for them.
        split: How it is delivered as several files; None delivers one.
        zipped: Whether its files are delivered in one ZIP archive.
        media: Further files at hand, oldest first: what may be joined, laid over or mixed in.
        findings: What analyses of the clip found, by their key (see ``tools.analysis``).
        settled: Arguments that the last tool decided on by what it found; they are stored with its
            step, which then means the same for ever.
    """

    source: Source
    facts: Facts
    operations: tuple[Operation, ...] = ()
    export: Export | None = None
    done: tuple[str, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    split: Split | None = None
    zipped: bool = False
    media: tuple[Source, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict, compare=False)
    settled: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(
        cls,
        source: Source,
        *,
        media: tuple[Source, ...] = (),
        findings: Mapping[str, Any] | None = None,
    ) -> Clip:
        """The untouched clip of a source."""
        return cls(source=source, facts=source.facts, media=media, findings=findings or {})

    def then(self, *operations: Operation, done: str, note: str = "") -> Clip:
        """This clip with further operations.

        Args:
            operations: What to do, in order.
            done: The phrase that tells a person what was done, such as "trimmed to 0:02-0:10".
            note: A sentence about a value that was chosen or rounded, if any.
        """
        facts = self.facts
        for operation in operations:
            facts = operation.after(facts)
        return replace(
            self,
            facts=facts,
            operations=self.operations + operations,
            done=(*self.done, done),
            notes=(*self.notes, note) if note else self.notes,
            settled={},
        )

    def settled_on(self, **args: Any) -> Clip:
        """This clip, whose last step is to be stored with these arguments, plain JSON values."""
        return replace(self, settled=args)

    def exported(self, export: Export, *, done: str, note: str = "") -> Clip:
        """This clip, to be encoded in another way."""
        return replace(self.then(done=done, note=note), export=export)

    def finding(self, analysis: Analysis) -> Any:
        """What an analysis found in the clip as it is now.

        Raises:
            Unseen: Nobody has looked yet.
        """
        key = analysis.key(self)
        if key not in self.findings:
            raise Unseen(self, analysis)
        return self.findings[key]

    def pieces(self) -> tuple[Clip, ...]:
        """A clip for each file that is delivered: this one, or its parts."""
        if self.split is None:
            return (self,)
        whole = replace(self, split=None)
        spans = self.split.spans(self.facts)
        if len(spans) == 1:
            return (whole,)
        return tuple(whole.then(Cut((span,)), done="") for span in spans)

    @property
    def used(self) -> tuple[Source, ...]:
        """Further files that the operations work with, each once."""
        return tuple(dict.fromkeys(s for each in self.operations for s in each.sources))

    @property
    def encoding(self) -> Export:
        """How it is encoded: as asked, or as people expect."""
        return self.export or Export.default(self.source.facts, self.facts)

    @property
    def copies_picture(self) -> bool:
        """Whether the stored picture goes into the file as it is: nothing changed it."""
        return self._untouched(picture=True) and self.encoding.copies_picture(self.source.facts)

    @property
    def copies_sound(self) -> bool:
        """Whether the stored sound goes into the file as it is: nothing changed it."""
        return self._untouched(picture=False) and self.encoding.copies_sound(self.source.facts)

    @property
    def output(self) -> Facts:
        """What the rendered file will be."""
        return self.encoding.after(
            self.facts, copied_picture=self.copies_picture, copied_sound=self.copies_sound
        )

    def _untouched(self, *, picture: bool) -> bool:
        kind = "picture" if picture else "sound"
        return kind not in self.source.damaged and not any(
            operation.on_picture if picture else operation.on_sound for operation in self.operations
        )

    def need_video(self, tool: str) -> VideoFacts:
        """The picture's facts.

        Raises:
            NotInClip: There is no picture.
        """
        if self.facts.video is None:
            raise NotInClip(
                f"'{self.source.name}' has sound but no picture, and “{_spoken(tool)}” needs one."
            )
        return self.facts.video

    def need_audio(self, tool: str) -> AudioFacts:
        """The sound's facts.

        Raises:
            NotInClip: There is no sound (any more).
        """
        if self.facts.audio is None:
            was = "is muted by now" if self.source.facts.audio else "has no sound"
            raise NotInClip(
                f"'{self.source.name}' {was}, and “{_spoken(tool)}” needs some. Music or a "
                "voice-over can be added first."
            )
        return self.facts.audio


def _spoken(tool: str) -> str:
    return tool.replace("_", " ")
