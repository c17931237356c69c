"""Scenes: what is to be found in a clip, in a person's own words."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

Scene = Annotated[str, WithJsonSchema({"type": "string"})]
"""What is to be seen or heard in a part of the clip, such as "the dog jumps"."""
