"""Packages of other people, installed on disk as pip leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def install(
    site: Path,
    name: str,
    entries: Mapping[str, str],
    files: Mapping[str, str],
    version: str = "1.0",
) -> None:
    """Install a package with tools.

    Args:
        site: Folder of installed packages; it must be on the path.
        name: Name of the package.
        entries: What stands under ``vfxb.tools``: name of a tool and where it is.
        files: Modules, by file name.
        version: Version of the package.
    """
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = "".join(f"{tool} = {where}\n" for tool, where in entries.items())
    (info / "entry_points.txt").write_text(f"[vfxb.tools]\n{lines}")
    for file, text in files.items():
        (site / file).write_text(text)
