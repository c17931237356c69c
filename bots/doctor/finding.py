"""Finding: what a check found, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.settings import Settings

PATIENCE = 20.0
"""Longest time that one check may take, in seconds."""
REMEDIES = {
    "processor": "More renders at once than there is memory for: lower VFXB_PARALLEL_RENDERS, or "
    "unset it.",
    "ffmpeg": "Unset VFXB_FFMPEG to use the ffmpeg that is installed along, "
    "or point it to a build that has them.",
    "hardware": "Until it works the processor encodes. Check the driver, let VFXB_FFMPEG name a "
    "build that has these encoders, or unset VFXB_HARDWARE.",
    "speech": "Voice-overs will not work. Install it again: pip install --force-reinstall "
    "espeakng-loader",
    "planner": "Check OPENAI_API_KEY, OPENAI_BASE_URL and VFXB_MODEL; "
    "until then the built-in planner takes over.",
    "services": "Check the key and the address that are set for it; until then others take over. "
    "vfxb services tells all about them.",
    "tools": "Update or uninstall the package; its author can repair it.",
    "home": "Set VFXB_HOME to a folder that you can write to.",
    "disk": "Delete what you do not need, or set VFXB_HOME to a folder on a larger disk.",
    "conversations": "Check VFXB_DATABASE_URL, or set VFXB_HOME to another folder.",
    "connections": "Let max_connections of PostgreSQL be larger, or stop programs.",
    "bucket": "Check VFXB_ASSETS and its keys, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; where "
    "people reach it by another address, add &public= to VFXB_ASSETS.",
    "memory": "Check VFXB_DATABASE_URL and VFXB_CHROMA_URL, or set VFXB_HOME to another folder.",
}
"""What to do where a check fails, by its name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        name: What was checked.
        ok: Whether it works.
        text: What was found.
        remedy: What to do about it; empty when all is well.
    """

    name: str
    ok: bool
    text: str
    remedy: str = ""


Check = Callable[["Settings"], Awaitable[Finding]]
