from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.doctor.examination import CHECKS
from bots.terminal import app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def findings() -> dict[str, dict[str, str]]:
    result = CliRunner().invoke(app, ["doctor", "--json"])
    found = {finding["name"]: finding for finding in json.loads(result.stdout)}
    assert list(found) == list(CHECKS)
    assert result.exit_code == (0 if all(finding["ok"] for finding in found.values()) else 1)
    return found


def test_all_is_well_here(home: Path) -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.stdout
    assert "libx264" in result.stdout
    assert "said “Hello”" in result.stdout
    assert str(home) in result.stdout
    assert "BAD" not in result.stdout


@pytest.mark.usefixtures("home")
def test_a_key_is_used_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "BAD  planner" in result.stdout
    assert "not reached (ConnectError)" in result.stdout
    assert "-> Check OPENAI_API_KEY" in result.stdout
    assert "secret" not in result.stdout + result.stderr


@pytest.mark.usefixtures("home")
def test_an_ffmpeg_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VFXB_FFMPEG", str(tmp_path / "nowhere"))
    found = findings()["ffmpeg"]
    assert not found["ok"]
    assert "Unset VFXB_FFMPEG" in found["remedy"]


@pytest.mark.usefixtures("home")
def test_an_ffmpeg_that_lacks_encoders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poor = tmp_path / "ffmpeg"
    poor.write_text("#!/bin/sh\necho ' V..... libx264  H.264'\n")
    poor.chmod(0o700)
    monkeypatch.setenv("VFXB_FFMPEG", str(poor))
    assert "it lacks aac, libvpx-vp9" in findings()["ffmpeg"]["text"]


def test_a_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "file" / "home"))
    found = findings()["home"]
    assert not found["ok"]
    assert "Set VFXB_HOME" in found["remedy"]


@pytest.mark.parametrize(
    ("name", "value"), [("VFXB_MODEL_TIMEOUT", "soon"), ("VFXB_PLANNER", "nobody")]
)
def test_a_setting_that_makes_no_sense(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 2
    assert name in result.stderr
    assert value in result.stderr
