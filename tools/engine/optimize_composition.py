"""Rules for what is brought in from other files, and how it is reached within an operation."""

from __future__ import annotations

from dataclasses import replace

from tools.operations import (
    Background,
    Join,
    JoinSound,
    Material,
    Mix,
    Operation,
    Overlay,
)


def material_of(operation: Operation) -> Material | None:
    """What an operation brings in, if it does."""
    match operation:
        case Join() | JoinSound() | Overlay() | Background():
            return operation.material
        case Mix(sound=Material() as material):
            return material
    return None


def with_material(operation: Operation, material: Material) -> Operation:
    """The operation, bringing in something else."""
    match operation:
        case Join() | JoinSound() | Overlay() | Background():
            return replace(operation, material=material)
        case Mix():
            return replace(operation, sound=material)
    return operation
