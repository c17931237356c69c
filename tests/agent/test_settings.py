"""Settings: what the environment says, typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import Settings, read_settings
from tools.errors import BadInput


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VFXB_HOME", str(tmp_path))
    monkeypatch.setenv("VFXB_OFFLINE", "1")
    monkeypatch.setenv("VFXB_MODEL_TEMPERATURE", "none")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:11434/v1")
    monkeypatch.setenv("VFXB_CHROMA_URL", "http://ana:s3cret@127.0.0.1:8000")
    settings = read_settings()
    assert settings.home == tmp_path
    assert settings.offline
    assert settings.model_temperature is None
    assert settings.openai_base_url == "http://127.0.0.1:11434/v1"
    assert "sk-secret" not in repr(settings)
    assert "s3cret" not in repr(settings)
    assert not settings.uses_model


def test_a_model_is_used_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Settings().uses_model
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert not Settings().uses_model
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert Settings().uses_model
    assert not Settings(planner="builtin").uses_model
    assert Settings(planner="model").uses_model


def test_what_makes_no_sense_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VFXB_PARALLEL_RENDERS", "0")
    with pytest.raises(BadInput, match="VFXB_PARALLEL_RENDERS is '0'"):
        read_settings()


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_limits_are_those_of_the_settings() -> None:
    limits = Settings(max_render_seconds=7, max_output_mb=2, max_pixels=1000).limits
    assert (limits.seconds, limits.output_bytes, limits.pixels) == (7, 2 * 1024**2, 1000)
