"""Bucket: where clips and results of all machines lie, as the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.settings import Settings
    from memory.bucket import Bucket


def bucket_of(settings: Settings) -> Bucket | None:
    """The bucket that is set; None where files lie under home.

    Raises:
        StoreFailed: Its address is not understood.
    """
    if settings.assets is None:
        return None
    from memory.bucket import Bucket

    key, secret = settings.s3_access_key, settings.s3_secret_key
    return Bucket.of(
        settings.assets,
        key.get_secret_value() if key else "",
        secret.get_secret_value() if secret else "",
    )
