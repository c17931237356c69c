"""Meaning: texts as vectors by what their words mean, from tables that lie in a wheel.

The tables are those of WordLlama: 32,000 pieces of English words, each with a vector. Of that
package only its two files of data are read, and nothing of it is imported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

DIMENSIONS = 256
_WEIGHTS = Path("weights", "l2_supercat_256.safetensors")
_TOKENIZER = Path("tokenizers", "l2_supercat_tokenizer_config.json")
_TENSOR = "embedding.weight"
_LENGTH_BYTES = 8


def meanings(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row per text, each of length 1; a text that says nothing has a row of zeros.

    The first time takes some tenths of a second and some 17 MB, later ones 0.2 ms per text.

    Raises:
        OSError: The tables are not there.
        ValueError: They are not what they should be.
    """
    import numpy as np

    tokenizer, table = _tables()
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        plain = text.casefold().encode("utf-8", "replace").decode("utf-8")  # no lone surrogates
        pieces = tokenizer.encode(plain, add_special_tokens=False).ids
        if pieces:
            row += table[pieces].astype(np.float32).mean(axis=0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return rows


@lru_cache(maxsize=1)
def _tables() -> tuple[Tokenizer, NDArray[np.float16]]:
    from tokenizers import Tokenizer

    folder = _folder()
    table = _mapped(folder / _WEIGHTS)
    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer, table


def _folder() -> Path:
    spec = find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The package wordllama is not installed.")
    return Path(spec.submodule_search_locations[0])


def _mapped(path: Path) -> NDArray[np.float16]:
    """The table in a file of safetensors; of its 16 MB only the rows that are asked for are read.

    The file is the length of a header, the header as JSON, and the numbers:
    https://huggingface.co/docs/safetensors
    """
    import numpy as np

    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        header = json.loads(file.read(length))
    found = header[_TENSOR]
    if found["dtype"] != "F16" or found["shape"][1] != DIMENSIONS:
        raise ValueError(f"{path.name} holds {found['dtype']} of {found['shape']}")
    start = _LENGTH_BYTES + length + found["data_offsets"][0]
    return np.memmap(path, np.float16, "r", offset=start, shape=tuple(found["shape"]))
