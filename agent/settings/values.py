"""Values of settings that are written as one word and read as several."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode


def _names(value: object) -> object:
    """Names between commas or blanks."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _address(value: object) -> object:
    """Host and port."""
    if not isinstance(value, str):
        return value
    host, colon, port = value.rpartition(":")
    if not (colon and host and port.isdigit() and int(port) < 1 << 16):
        raise ValueError("it needs an address and a port, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)


Address = Annotated[tuple[str, int], NoDecode, BeforeValidator(_address)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]
