"""How well what was done is found by somebody who speaks of it in other words."""

from __future__ import annotations

from collections.abc import Sequence

from memory.embeddings import Embedding, MeaningEmbedding
from memory.lexical import LexicalEmbedding

# What was said, and how a person comes back to it: hardly a word in common.
REPHRASED = [
    ("give it a faded 70s film look with grain", "that retro thing we did last week"),
    ("add my logo in the top right corner", "put my usual branding on"),
    ("add the title Cooking with Lea at the start", "my usual intro"),
    ("make the colours warmer and brighter", "the sunny look from last time"),
    ("speed it up 2x and add lofi music", "the fast one with the chill song"),
    ("cut out all the silences", "the one without pauses"),
    ("blur the faces of the kids", "the clip where the children are hidden"),
    ("remove the background noise", "when we cleaned the sound"),
    ("compress it under 8 MB for discord", "the small file for discord"),
    ("make a gif of the first 3 seconds", "that animated picture"),
    ("crop to 9:16 for tiktok", "the vertical version"),
    ("add subtitles in yellow", "captions like before"),
    ("mute the music while I talk", "when the song was silent during speech"),
    ("stabilize the drone flight", "the shaky aerial video"),
    ("turn the wedding dance black and white", "the marriage film without colour"),
    ("slow the goal down to half speed", "football in slow motion"),
    ("put a voice-over saying hello at the start", "the narrated one"),
    ("freeze the frame at 5 seconds", "where the picture stood still"),
    ("rotate it by 90 degrees", "the one that was turned"),
    ("add an echo to the voice", "the one with the cave sound"),
    ("replace the green screen with a beach", "me at the seaside"),
    ("fade to black at the end", "the ending that goes dark"),
    ("upscale it to 4k", "the one in higher resolution"),
    ("lower the volume by 6 dB", "when it was made quieter"),
    ("split it into three files", "the one in several pieces"),
    ("put a red border around it", "the framed one"),
    ("my titles are always in red Futura", "my favourite font"),
    ("clip is from my sister's graduation", "the university ceremony of my sibling"),
    ("reverse the skateboard jump", "the trick played backwards"),
    ("zoom in on the dog", "closer to my puppy"),
]
# The tables of meanings are of English words; these are found by how they are written.
ELSEWHERE = [
    ("haz el vídeo en blanco y negro", "el de blanco y negro"),
    ("añade subtítulos amarillos", "los subtítulos en amarillo"),
    ("recorta los primeros 5 segundos", "cuando recorté el principio"),
    ("сделай субтитры желтыми", "желтые субтитры"),
    ("mach das Video schwarzweiß", "das schwarzweiße Video"),
]
FIRST = 3


async def found_with(embedding: Embedding, pairs: Sequence[tuple[str, str]]) -> int:
    """How many are found among the first three, and near enough to be told."""
    said = await embedding.embed([said for said, _ in pairs])
    near = (await embedding.embed([asked for _, asked in pairs])) @ said.T
    best = near.argsort(axis=1)[:, ::-1][:, :FIRST]
    return sum(
        number in best[number] and near[number, number] >= embedding.floor
        for number in range(len(pairs))
    )


async def test_half_of_what_is_rephrased_is_found() -> None:
    right = await found_with(MeaningEmbedding(), REPHRASED)
    assert right >= len(REPHRASED) // 2, right
    assert right >= 3 * await found_with(LexicalEmbedding(), REPHRASED)


async def test_other_languages_are_found_by_their_words() -> None:
    assert await found_with(MeaningEmbedding(), ELSEWHERE) == len(ELSEWHERE)
