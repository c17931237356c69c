"""What of the present edit is shown: its steps and versions in words, a preview, all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.history import History, Version
from agent.showing import preview_edit, render_full, show_edits
from tests.agent.scripted import described_source
from tools import SPECS
from tools.errors import BadInput
from tools.recipe import Step, apply

TRIM = Step("trim_video", {"start": 2.0, "end": 10.0})
GRAY = Step("apply_filter", {"filter_type": "blackwhite"})
UNTOUCHED = History(source=described_source())
EDITED = replace(
    UNTOUCHED,
    steps=(TRIM, GRAY),
    phrases=apply(described_source(), (TRIM, GRAY), SPECS).done,
    versions=(Version(id="v1", steps=(TRIM,), description="trimmed it"),),
    head="v1",
)


def test_edits_and_versions_are_listed() -> None:
    told = show_edits(EDITED)
    assert "1. trimmed to 0:02-0:10" in told
    assert "2. " in told
    assert "v1 (now): trimmed it" in told
    assert show_edits(History()) == "No clip was sent yet."
    assert "as you sent it" in show_edits(UNTOUCHED)


def test_showing_changes_nothing() -> None:
    assert render_full(EDITED).history is EDITED
    assert preview_edit(EDITED, start=1.0, end=3.0).history is EDITED


def test_what_shows_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="no clip yet"):
        render_full(History())
    with pytest.raises(BadInput, match="no clip yet"):
        preview_edit(History())
    with pytest.raises(BadInput, match="from 3 to 1 s shows nothing: swap the two"):
        preview_edit(EDITED, start=3.0, end=1.0)
