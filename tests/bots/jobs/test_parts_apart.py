"""A long render in parts, by workers that share a database and a bucket, and no folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray
from prometheus_client.parser import text_string_to_metric_families

from agent import Request, VideoAgent
from agent.settings import Settings
from memory.bucket import Bucket
from memory.s3 import S3
from tests.bots.discord_server import discord_server
from tests.bots.discord_shapes import TOKEN
from tests.media import Media, beep_times, frames, number, samples
from tests.memory.s3_server import s3_bucket
from tests.postgres_server import free_port, postgres_server
from tests.soak.programs import Program, Programs, environment

PATIENCE = 120.0
"""Seconds within which the result is there, however busy the machine is."""
WORKERS = ("worker 1", "worker 2")
WISH = "make it black and white"
# So slow that a clip of a few seconds is worth being divided.
PACE = {"h264": 1000.0}

DEPLOY = Path(__file__).parents[3] / "deploy"

Image = NDArray[np.uint8]


@pytest.fixture
def url() -> Iterator[str]:
    with closing(postgres_server()) as server:
        yield server.url


def psnr(one: Image, other: Image) -> float:
    error = np.mean((one.astype(float) - other.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


async def undivided(clip: Path, home: Path) -> list[Image]:
    async with VideoAgent.open(settings=Settings(home=home, render_parts=1)) as agent:
        request = Request(conversation="c", user="u", text=WISH, attachments=[clip])
        return frames((await agent.handle(request)).files[0])


async def shown_at(port: int) -> str:
    """What a program shows to Prometheus."""
    async with httpx.AsyncClient() as client:
        return (await client.get(f"http://127.0.0.1:{port}/metrics")).text


def figures(text: str) -> dict[str, float]:
    """Figures by name and labels."""
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def families(text: str) -> set[str]:
    """Names of all figures, also of those that nothing was counted of yet."""
    return {re.sub("_total$", "", name) for name in re.findall(r"^# TYPE (\w+)", text, re.M)}


def asked_for() -> set[str]:
    """Names of the figures that dashboard and alerts ask for."""
    files = (DEPLOY / "grafana" / "vfxb.json", DEPLOY / "prometheus" / "alerts.yml")
    names = {name for file in files for name in re.findall(r"\bvfxb_\w+", file.read_text())}
    return {re.sub("_(total|bucket|sum|count)$", "", name) for name in names}


async def stored(bucket: Bucket, folder: Path) -> list[Path]:
    """All results in the bucket, fetched."""
    async with S3.open(bucket) as s3:
        names = await s3.names("outputs")
        for name in names:
            await s3.get(name, folder / Path(name).name)
    return [folder / Path(name).name for name in names]


async def test_workers_of_several_machines_make_one_clip(
    media: Media, tmp_path: Path, url: str
) -> None:
    clip, ports = media.clip(4.0), [free_port() for _ in WORKERS]
    with s3_bucket() as bucket:
        async with discord_server() as chat:
            shared = {
                "database_url": url,
                "assets": f"s3://{bucket.bucket}/{bucket.prefix}?endpoint={bucket.endpoint}",
                "s3_access_key": bucket.key,
                "s3_secret_key": bucket.secret,
                "render_parts": "3",
            }
            bot = environment(
                tmp_path / "bot", "", "", workers="true", discord_token=TOKEN,
                discord_api_url=chat.url, **shared,
            )  # fmt: skip
            programs = {"bot": Program(["discord"], bot, tmp_path / "bot.log")}
            for name, port in zip(WORKERS, ports, strict=True):
                home = tmp_path / name.replace(" ", "-")
                home.mkdir()
                (home / "pace.json").write_text(json.dumps(PACE))
                env = environment(home, "", "", monitor_listen=f"127.0.0.1:{port}", **shared)
                programs[name] = Program(["worker"], env, tmp_path / f"{home.name}.log")
            running = Programs(programs)
            try:
                await running.all_up()
                await chat.send(WISH, clip)
                await chat.until(lambda: any(each.content for each in chat.by_bot()), PATIENCE)
                (delivered,) = [each for each in chat.by_bot() if each.content]
                texts = [await shown_at(port) for port in ports]
            finally:
                running.end()
        (result,) = await stored(bucket, tmp_path)

    assert result.read_bytes() == delivered.content
    made, expected = frames(result), await undivided(clip, tmp_path / "alone")
    assert [number(image) for image in made] == list(range(100))
    assert min(psnr(one, other) for one, other in zip(made, expected, strict=True)) > 38
    assert beep_times(samples(result)) == beep_times(samples(clip))
    assert asked_for() <= families(texts[0])
    # One of the two divided it, and had some of it made by the other.
    told = [figures(text) for text in texts]
    divided = [one["vfxb_divided_renders_total[]"] for one in told]
    assert sorted(divided) == [0, 1]
    shown = told[divided.index(1)]
    by_place = {
        place: shown[f"vfxb_parts_total[('where', '{place}')]"] for place in ("here", "elsewhere")
    }
    assert sum(by_place.values()) == 3
    assert by_place["elsewhere"] >= 1
    assert shown["vfxb_queue_depth[('queue', 'parts')]"] == 0
