"""How well the built-in embedding finds what was meant, among 2,000 memories of 50 people."""

from __future__ import annotations

import os
import pwd
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.database import Database
from memory.embeddings import Embedding, MeaningEmbedding, MiniLmEmbedding
from memory.lexical import LexicalEmbedding
from memory.memory import Memory
from memory.records import add_conversation, add_person, known_id
from memory.tables import ChangeRow, TurnRow

# What was done, and other ways to speak of it: other order, forms, spellings, words, typos.
EDITS = [
    ("trim the {clip} to the first {n} seconds", "when I trimmed {clip} down to {n} sec"),
    ("cut out the part where {who} coughs", "the one with {who}'s coughing cut away"),
    ("make the {clip} black and white", "{clip} without any colour, black & white"),
    ("put the title {who} at the bottom", "{who} written below, the title"),
    ("speed the {clip} up {n} times", "{clip} at {n}x the speed"),
    ("blur the background behind {who}", "blury backgrounds around {who}"),
    ("add a voice-over about {clip}", "the voiceover for my {clip}"),
    ("remove the wind noise from the {clip}", "noisy wind in {clip}, take it out"),
    ("crop the {clip} to a square", "squared version of {clip}"),
    ("export the {clip} as a gif", "animated gif of {clip}"),
    ("mute the {clip} while {who} talks", "{clip} silent, muted during {who}"),
    ("make the colours of the {clip} warmer", "warm color on {clip}"),
    ("slow the {clip} down to half", "{clip} in slow motion"),
    ("add yellow subtitles for {who}", "{who} with subtitels in yellow"),
    ("sharpen the {clip}", "{clip} was too soft, make it sharper"),
    ("give the {clip} a vintage look", "the old-timey vintage filter on {clip}"),
    ("raise the volume of {who} by {n} decibels", "{who} was too quiet, louder by {n} dB"),
    ("convert the {clip} to webm", "webm file of the {clip}"),
    ("resize the {clip} to 480p", "{clip} smaller, 480p"),
    ("brighten the {clip} a little", "{clip} is too dark, brighter please"),
]
CLIPS = [
    "birthday party", "ski holiday", "wedding dance", "cooking lesson", "dog in the garden",
    "bike ride", "school concert", "drone flight", "football match", "train journey",
]  # fmt: skip
PEOPLE = ["Anna", "Grandpa", "Mr Chen", "Olga", "the twins", "Coach Diaz", "Lea", "Ibrahim"]

USERS = 50
EACH = 40
QUESTIONS = 100


def memories(chance: random.Random) -> list[tuple[str, str]]:
    """One person's memories, each with a question that means it.

    A person has few clips and people, so that these alone do not tell the memories apart.
    """
    made: dict[str, str] = {}
    clips, people = chance.sample(CLIPS, 3), chance.sample(PEOPLE, 2)
    while len(made) < EACH:
        said, asked = chance.choice(EDITS)
        details = {
            "clip": chance.choice(clips),
            "who": chance.choice(people),
            "n": chance.choice([2, 3, 5, 10]),
        }
        made.setdefault(said.format(**details), asked.format(**details))
    return list(made.items())


async def seed(home: Path, lives: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Everything at once: one transaction instead of two thousand."""
    now = datetime.now(UTC)

    async def work(session: AsyncSession) -> None:
        for user, life in lives.items():
            person = await add_person(session, user, now)
            talk = await add_conversation(session, f"of {user}", now)
            rows = [
                TurnRow(
                    user_id=known_id(person),
                    conversation_id=known_id(talk),
                    created_at=now,
                    text=said,
                )
                for said, _ in life
            ]
            session.add_all(rows)
            await session.flush()
            session.add_all(
                ChangeRow(user_id=row.user_id, kind="turn", record=known_id(row)) for row in rows
            )

    database = await Database.open(home)
    await database.write(work)
    await database.close()


async def found_of(home: Path, embedding: Embedding) -> int:
    """How many of the questions find what they mean among the first three."""
    chance = random.Random(20)  # noqa: S311
    lives = {f"user-{number}": memories(chance) for number in range(USERS)}
    await seed(home, lives)
    right = 0
    async with Memory.open(home, embedding=embedding) as memory:
        await memory.settle()
        for _ in range(QUESTIONS):
            user = chance.choice(list(lives))
            said, asked = chance.choice(lives[user])
            turns = (await memory.recall(user, asked, limit=3)).turns
            assert {turn.data["conversation"] for turn in turns} <= {f"of {user}"}
            right += said in [turn.text for turn in turns]
    return right


async def test_the_right_memory_is_among_the_first_three(tmp_path: Path) -> None:
    right = await found_of(tmp_path, MeaningEmbedding())
    assert right >= 0.9 * QUESTIONS, f"{right} of {QUESTIONS}"


async def test_minilm_finds_nine_of_ten(tmp_path: Path, minilm: Path) -> None:
    right = await found_of(tmp_path, MiniLmEmbedding(minilm))
    assert right >= 0.9 * QUESTIONS, f"{right} of {QUESTIONS}"


@pytest.fixture(scope="module")
def minilm() -> Path:
    """The folder of the MiniLM model; its file is too large to come along."""
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)  # The tests' own HOME is empty.
    folder = home / MiniLmEmbedding.default_folder().relative_to(Path.home())
    if not MiniLmEmbedding.is_present(folder):
        pytest.skip(f"the MiniLM model is not in {folder.relative_to(home)}")
    return folder


class Synonyms(LexicalEmbedding):
    """Knows that a feline is a cat, which no comparison of letters does."""

    name = "synonyms"

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.vectors([text.replace("feline", "cat") for text in texts])


async def test_the_chosen_embedding_decides_what_is_alike(tmp_path: Path) -> None:
    async with Memory.open(tmp_path, embedding=Synonyms()) as memory:
        for text in ("blur the cat", "sharpen the dog"):
            await memory.archive.add_turn(
                user="u", conversation="c", text=text, reply="", kind="edit"
            )
        await memory.settle()
        turns = (await memory.recall("u", "the feline")).turns
        assert [turn.text for turn in turns] == ["blur the cat"]
