"""The documents that are made from the code are those of the code as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import Settings
from bots import reference


@pytest.mark.parametrize("path", reference.documents(), ids=lambda path: path.name)
def test_they_are_up_to_date(path: Path) -> None:
    made = reference.documents()[path]
    assert path.read_text(encoding="utf-8") == made, "run: python -m bots.reference"


def test_each_setting_is_told_once() -> None:
    told = [name for variables in reference.settings_by_subject().values() for name in variables]
    assert len(told) == len(set(told)) == len(Settings.model_fields)
