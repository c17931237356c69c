"""Showing: the present edit as a preview, in full quality, or told in words. It stays as it is."""

from __future__ import annotations

from agent.history import History
from agent.reference import listed
from agent.revision import Revision
from tools.errors import BadInput
from tools.values import PreviewKind, Seconds

_NO_CLIP = "There is no clip yet. Send one along with what to do to it."


def render_full(history: History) -> Revision:
    """Render the present edit in full quality, after a preview of it.

    Args:
        history: The conversation.

    Examples:
        full quality
        render it in full quality
        now the real one
        give me the full version
        render the final video
        the preview is fine, now in full
    """
    if history.source is None:
        raise BadInput(_NO_CLIP)
    return Revision(history, "rendered it in full quality")


def preview_edit(
    history: History,
    start: Seconds | None = None,
    end: Seconds | None = None,
    kind: PreviewKind = "clip",
) -> Revision:
    """Show a small, quick preview of the present edit, all of it or a part, instead of the file.

    Args:
        history: The conversation.
        start: Where the preview begins; the start when left out.
        end: Where it ends; five seconds after a start that is given, or else the end.
        kind: clip moves and has sound; sheet is one picture with frames of all of it.

    Examples:
        show me a quick preview
        preview it first
        let me see a preview of seconds 3-8
        a preview of the last 5 seconds
        give me a fast low quality preview
        preview it as a contact sheet
    """
    if history.source is None:
        raise BadInput(_NO_CLIP)
    if start is not None and end is not None and end <= start:
        raise BadInput(f"A preview from {start:g} to {end:g} s shows nothing: swap the two.")
    return Revision(history, "made a preview")


def show_edits(history: History) -> str:
    """Tell what was done so far: the steps of the present edit and the versions.

    Args:
        history: The conversation.

    Examples:
        what have you done so far?
        show my edits
        list the steps
        which versions are there?
        what did we change?
    """
    if history.source is None:
        return "No clip was sent yet."
    lines = [listed(history)]
    if history.versions:
        lines.append("Versions:")
        lines += [
            f"{v.id}{' (now)' if v.id == history.head else ''}: {v.description}"
            for v in history.versions
        ]
    return "\n".join(lines)
