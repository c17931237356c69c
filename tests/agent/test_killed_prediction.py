"""The process is killed while a paid prediction runs: it is picked up again, and not paid twice."""

from __future__ import annotations

import asyncio
import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.spending import Ledgered
from memory.memory import Memory
from memory.spendings import Caps
from tests.tools.services.behaving import Answer, behaving
from tests.tools.services.engines_here import QUICK, UNITS
from tools.services.account import Account, on_behalf_of
from tools.services.pending import Pending
from tools.services.policy import Outcome, Policy
from tools.services.prices import Prices
from tools.services.results import Results
from tools.services.web import client, json_of, send

BEGUN = Answer(201, {"id": "p1"})
RUNNING = Answer(body={"status": "processing"}, waits=0.02)
DONE = Answer(body={"status": "succeeded", "output": "made"})


@dataclass(frozen=True)
class Predictor:
    """An engine whose work is a prediction, noted before anybody waits for it."""

    url: str
    pending: Pending
    name = "Replicate"
    version = "1"
    product = "test/Replicate"
    paid = True
    local = False
    languages = None
    longest = None

    async def ready(self) -> str | None:
        """Always."""
        return None

    async def work(self) -> Any:
        """Begin or find the prediction, and wait for its end."""
        async with client() as over:
            job = self.pending.find(self.name, "k")
            if job is None:
                begun = await send(self.name, over, "POST", f"{self.url}/predictions", json={})
                job = json_of(self.name, begun)["id"]
                self.pending.keep(self.name, "k", job)
            while True:
                got = await send(self.name, over, "GET", f"{self.url}/predictions/{job}")
                state = json_of(self.name, got)
                if state["status"] == "succeeded":
                    self.pending.drop(self.name, "k")
                    return state["output"]


async def _call(home: Path, url: str) -> Outcome[Any]:
    async with Memory.open(home) as memory:
        policy = Policy(
            Results(home / "results"),
            spending=Ledgered(memory.spendings, Caps(person_day=0.15)),
            prices=Prices({"test/Replicate characters": 0.001}),
            patience=QUICK,
        )
        engine = Predictor(url, Pending(home / "pending"))
        with on_behalf_of(Account(person="u")):
            return await policy.call("upscaling", [engine], Predictor.work, key="k", units=UNITS)


def _process(home: Path, url: str) -> None:
    asyncio.run(_call(home, url))


async def test_a_prediction_of_a_killed_process_is_picked_up_and_paid_once(tmp_path: Path) -> None:
    async with behaving(BEGUN, RUNNING) as server:
        other = multiprocessing.get_context("spawn").Process(
            target=_process, args=(tmp_path, server.url)
        )
        other.start()
        try:
            for _ in range(3_000):
                if len(server.asked) > 2:
                    break
                await asyncio.sleep(0.02)
        finally:
            other.kill()
            await asyncio.to_thread(other.join)
        server.script = [RUNNING, DONE]
        # The cap has room for one: what the killed process set aside is taken over.
        outcome = await _call(tmp_path, server.url)
        again = await _call(tmp_path, server.url)
    assert outcome.value == again.value == "made"
    assert [method for method, _, _, _ in server.asked].count("POST") == 1
    assert not list((tmp_path / "pending").iterdir())
    async with Memory.open(tmp_path) as memory:
        (use,) = await memory.usage.by_engine(person="u")
    assert (use.calls, use.cached, round(use.usd, 6)) == (1, 1, 0.1)
