"""Platforms: what each takes, as its own pages say, with the page and the day it was looked up.

They change. Who corrects a number corrects its day as well. Sizes are those of a free account.

No platform publishes a loudness. -14 LUFS is the level to which the feeds are known to turn louder
sound down; messengers play what they get, and -16 LUFS is what phones are usually fed (AES TD1008,
https://www.aes.org/technical/documents/AESTD1008_1_21-9.pdf).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

_LOOKED_UP = date(2026, 11, 21)
_FEED, _MESSENGER = -14.0, -16.0
# Bit rates that YouTube recommends for uploads, by lines and for up to 30 frames a second; half as
# much again for more. https://support.google.com/youtube/answer/1722171
_YOUTUBE_KBPS = {360: 1_000, 480: 2_500, 720: 5_000, 1080: 8_000, 1440: 16_000, 2160: 40_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What a platform takes: MP4 with H.264 and AAC, all of them.

    Attributes:
        name: As it calls itself.
        long_side: Most pixels of the longer side.
        short_side: Most pixels of the shorter side.
        least_side: Fewest pixels of the shorter side.
        upright: Whether it shows pictures upright, so that wide ones are put into 9:16.
        least_fps: Fewest frames a second.
        most_fps: Most frames a second.
        seconds: Longest clip; None where only its size counts.
        megabytes: Largest file, in millions of bytes.
        kbps: Highest bit rate of the picture by its lines; the next higher line counts.
        audio_kbps: Highest bit rate of the sound.
        lufs: Loudness that suits it.
        source: The platform's own page that says so.
        looked_up: When.
    """

    name: str
    long_side: int = 1920
    short_side: int = 1080
    least_side: int = 2
    upright: bool = False
    least_fps: float = 1.0
    most_fps: float = 60.0
    seconds: float | None = None
    megabytes: float
    kbps: Mapping[int, int] = field(default_factory=dict)
    audio_kbps: int = 128
    lufs: float
    source: str
    looked_up: date = _LOOKED_UP

    def most_kbps(self, lines: int, fps: float) -> int | None:
        """Highest bit rate of a picture; None where the platform names none."""
        higher = [kbps for most, kbps in sorted(self.kbps.items()) if lines <= most]
        if not self.kbps:
            return None
        kbps = higher[0] if higher else max(self.kbps.values())
        return kbps * 3 // 2 if fps > 30.5 and len(self.kbps) > 1 else kbps


PLATFORMS: Mapping[str, Platform] = MappingProxyType(
    {
        "tiktok": Platform(
            name="TikTok",
            upright=True,
            least_side=360,
            least_fps=23,
            seconds=600,
            megabytes=4_000,
            lufs=_FEED,
            source="https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide",
        ),
        "reels": Platform(
            name="Instagram Reels",
            upright=True,
            least_fps=23,
            seconds=900,
            megabytes=300,
            kbps=MappingProxyType({2160: 25_000}),
            lufs=_FEED,
            source="https://developers.facebook.com/docs/instagram-platform/"
            "instagram-graph-api/reference/ig-user/media",
        ),
        "shorts": Platform(
            name="YouTube Shorts",
            upright=True,
            seconds=180,
            megabytes=256_000,
            kbps=MappingProxyType(_YOUTUBE_KBPS),
            audio_kbps=384,
            lufs=_FEED,
            source="https://support.google.com/youtube/answer/15424877",
        ),
        "youtube": Platform(
            name="YouTube",
            long_side=3840,
            short_side=2160,
            seconds=12 * 3600,
            megabytes=256_000,
            kbps=MappingProxyType(_YOUTUBE_KBPS),
            audio_kbps=384,
            lufs=_FEED,
            source="https://support.google.com/youtube/answer/71673",
        ),
        "x": Platform(
            name="X",
            short_side=1200,
            least_side=32,
            most_fps=40,
            seconds=140,
            megabytes=512,
            kbps=MappingProxyType({2160: 25_000}),
            lufs=_FEED,
            source="https://help.x.com/en/using-x/x-videos",
        ),
        "discord": Platform(
            name="Discord",
            megabytes=10,
            lufs=_MESSENGER,
            source="https://support.discord.com/hc/en-us/articles/25444343291031",
        ),
        "telegram": Platform(
            name="Telegram",
            megabytes=2_000,
            lufs=_MESSENGER,
            source="https://telegram.org/faq",
        ),
        "whatsapp": Platform(
            name="WhatsApp",
            megabytes=16,
            lufs=_MESSENGER,
            source="https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media",
        ),
    }
)
"""The platforms by the name that the tool knows them by."""
