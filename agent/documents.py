"""Documents: files of text that come with answers, in the folder of their conversation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

from tools.answer import Document


def written(documents: Sequence[Document], folder: Path) -> tuple[Path, ...]:
    """Write documents; one of the same name takes the place of an earlier one.

    Args:
        documents: What to write.
        folder: Where; made when it is not there.
    """
    paths = []
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        path = folder / f"{document.stem}.{document.format}"
        # Written beside and moved: whoever reads meanwhile sees the whole file.
        part = folder / f".{uuid.uuid4().hex}"
        part.write_text(document.text, "utf-8", newline="\n")
        part.replace(path)
        paths.append(path)
    return tuple(paths)
