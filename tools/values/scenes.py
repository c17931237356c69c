"""Scenes: what is to be found in a clip, in a person's own words."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from tools.values.ranges import Ranges


class Settled:
    """Marks an argument that a tool decides by what it finds in the clip, where nobody gave it.

    It is stored with the step; on another clip it is decided anew.
    """


Scene = Annotated[str, WithJsonSchema({"type": "string"})]
"""What is to be seen or heard in a part of the clip, such as "the dog jumps"."""

FoundRanges = Annotated[Ranges, Settled()]
"""Where something was found, as pairs of start and end."""
