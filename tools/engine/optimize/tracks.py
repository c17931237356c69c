"""Optimize: the same clip, described so that it costs less to make.

A clip's operations are split into what happens to the picture and what happens to the sound, and
each track is rewritten by small rules until none applies. A rule looks at neighbours, the
earlier one first, and gives what may stand in their place; its docstring says why nothing else
changes. The rules lie in ``picture``, ``sound``,
``arrangement`` and ``composition``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from tools.clip import Clip
from tools.engine.compile.graph import READERS
from tools.engine.compile.time import on_grid, retimed, walk
from tools.engine.optimize.arrangement import ARRANGED_PICTURE_RULES, ARRANGED_SOUND_RULES
from tools.engine.optimize.composition import (
    COMPOSED_PICTURE_RULES,
    COMPOSED_SOUND_RULES,
    material_of,
    with_material,
)
from tools.engine.optimize.picture import PICTURE_RULES
from tools.engine.optimize.rules import Rule, is_nothing
from tools.engine.optimize.sound import SOUND_RULES
from tools.facts import Facts
from tools.operations import Join, JoinSound, Operation, Retime

_ON_PICTURE = PICTURE_RULES + ARRANGED_PICTURE_RULES + COMPOSED_PICTURE_RULES
_ON_SOUND = SOUND_RULES + ARRANGED_SOUND_RULES + COMPOSED_SOUND_RULES


@dataclass(frozen=True, slots=True)
class Tracks:
    """Operations on the picture and on the sound, each in order, times on the grid of frames.

    Attributes:
        facts: The clip before any of them.
        picture: What happens to the picture.
        sound: What happens to the sound. Its lengths are not rounded to frames again.
    """

    facts: Facts
    picture: tuple[Operation, ...]
    sound: tuple[Operation, ...]

    @property
    def sound_facts(self) -> Facts:
        """The clip before any operation, as the sound sees it: without frames."""
        return replace(self.facts, video=None)


def literal(clip: Clip) -> Tracks:
    """The clip's operations as they were asked for, one after the other."""
    facts = clip.source.facts.with_video(variable_rate=False)  # rates are made even on the way in
    return Tracks(facts, *_parted(facts, clip.operations, count(READERS, READERS)))


def _parted(
    facts: Facts, operations: Iterable[Operation], readers: Iterator[int]
) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
    """What happens to the picture, and what to the sound; of further files, too."""
    picture: list[Operation] = []
    sound: list[Operation] = []
    for operation, before, _ in walk(facts, on_grid(facts, operations)):
        shown = heard = operation
        material = material_of(operation)
        if material is not None:
            inside = _parted(material.stored, material.operations, readers)
            # Each reads on its own: one reader for both would stand still where the picture waits
            # for what comes before it while the sound is needed, and nothing would go on.
            seen, listened = next(readers), next(readers)
            shown = with_material(operation, replace(material, operations=inside[0], reader=seen))
            heard = with_material(
                operation, replace(material, operations=inside[1], reader=listened)
            )
        if operation.on_picture and before.video is not None:
            picture.append(shown)
        if isinstance(operation, Join) and isinstance(heard, Join):
            first, second, shared = operation.parts(before)
            heard = JoinSound(
                material=heard.material,
                before=heard.before,
                first=first,
                second=second,
                shared=shared,
            )
        if operation.on_sound:
            sound.append(_heard(heard, before))
    return tuple(picture), tuple(sound)


def _heard(operation: Operation, before: Facts) -> Operation:
    """The operation for the sound, which is as long as the whole frames that are shown.

    A retimed part gets the speed that its frames have in truth; else all that follows would be
    off by up to half a frame.
    """
    if isinstance(operation, Retime) and operation.span and before.video:
        _, frames, become = retimed(operation, before)
        return replace(operation, factor=frames / become)
    return operation


def optimize(clip: Clip) -> Tracks:
    """The clip's operations, rewritten: the same frames and the same sound for less work."""
    asked = literal(clip)
    return replace(
        asked,
        picture=rewrite(asked.facts, asked.picture, _ON_PICTURE),
        sound=rewrite(asked.sound_facts, asked.sound, _ON_SOUND),
    )


def rewrite(
    facts: Facts, operations: Iterable[Operation], rules: Sequence[Rule]
) -> tuple[Operation, ...]:
    """Apply rules to neighbours until none applies.

    Done from left to right with a stack: what a rule gives is looked at again together with what
    stands before it. Each rule moves time towards the source or makes the list shorter, so this
    ends. What is done to further files is rewritten likewise.
    """
    done: list[tuple[Operation, Facts]] = []
    ahead = deque(operations)
    while ahead:
        operation = ahead.popleft()
        if is_nothing(operation, facts):
            continue
        if done:
            earlier, before = done[-1]
            better = _first(rules, earlier, operation, before)
            if better is not None:
                done.pop()
                facts = before
                ahead.extendleft(reversed(better))
                continue
        done.append((operation, facts))
        facts = operation.after(facts)
    return tuple(_rewritten_inside(operation, facts, rules) for operation, _ in done)


def _rewritten_inside(operation: Operation, facts: Facts, rules: Sequence[Rule]) -> Operation:
    material = material_of(operation)
    if material is None or not material.operations:
        return operation
    stored = material.stored if facts.video else replace(material.stored, video=None)
    inside = rewrite(stored, material.operations, rules)
    return with_material(operation, replace(material, operations=inside))


def _first(
    rules: Sequence[Rule], earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    for rule in rules:
        better = rule(earlier, later, before)
        if better is not None:
            return better
    return None
