"""How long memory takes to recall, among 2,000 memories of 50 people."""

from __future__ import annotations

import random
from pathlib import Path
from time import perf_counter

from memory.memory import Memory
from tests.bench.rows import Row
from tests.memory.test_retrieval import QUESTIONS, USERS, memories, seed


async def measure(folder: Path) -> list[Row]:
    """The row of recalling."""
    chance = random.Random(20)  # noqa: S311
    lives = {f"user-{number}": memories(chance) for number in range(USERS)}
    home = folder / "recall"
    await seed(home, lives)
    values = []
    async with Memory.open(home) as memory:
        await memory.settle()
        for _ in range(QUESTIONS):
            user = chance.choice(list(lives))
            _, asked = chance.choice(lives[user])
            started = perf_counter()
            await memory.recall(user, asked)
            values.append(1000 * (perf_counter() - started))
    return [Row(case="recall among 2,000 memories", values=values, target=30, unit="ms")]
