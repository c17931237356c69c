"""Sound, speed and parts of the time, as people speak of them in a first message."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Calls, Talk, asked, declined, edits, left_out
from tests.tools.made_up import FOUND, MEDIA


@dataclass(frozen=True)
class Said:
    """Words, and the calls that they mean.

    Attributes:
        words: What a person says.
        calls: Tools and their arguments.
    """

    words: str
    calls: Calls


OUT, IN = "out", "in"
SAID = (
    Said("fade in over 1 s and out over 0.5",
         [("fade_video", {"type": IN, "seconds": 1.0}),
          ("fade_video", {"type": OUT, "seconds": 0.5})]),
    Said("fade the sound in over 1 s and out over 0.5",
         [("fade_audio", {"type": IN, "seconds": 1.0}),
          ("fade_audio", {"type": OUT, "seconds": 0.5})]),
    Said("fade in 2 seconds fade out 3 seconds",
         [("fade_video", {"type": IN, "seconds": 2.0}),
          ("fade_video", {"type": OUT, "seconds": 3.0})]),
    Said("fade in and out over 2 s", [("fade_video", {"type": "both", "seconds": 2.0})]),
    Said("cut all the pauses longer than 0.8s and leave 0.2 s margins",
         [("remove_silence", {"longer_than": 0.8, "margin": 0.2})]),
    Said("cut out the awkward pauses but leave 0.2 s of them",
         [("remove_silence", {"margin": 0.2})]),
    Said("jump cut the silent bits, keep 300 ms around speech",
         [("remove_silence", {"margin": 0.3})]),
    Said("add the music from 0:20 of the track", [("add_music", {"start": 20.0})]),
    Said("add this music, skip its first 12 seconds", [("add_music", {"start": 12.0})]),
    Said("add the music only for the first 8 secs, dont loop it",
         [("add_music", {"at": 0.0, "end": 8.0, "loop": False})]),
    Said("take 2 seconds off the end", [("cut_out", {"start": 18.0, "end": 20.0})]),
    Said("take a second and a half off the end", [("cut_out", {"start": 18.5, "end": 20.0})]),
    Said("take the last 2 seconds", [("trim_video", {"start": 18.0})]),
    Said("make it 15 seconds long by speeding it up", [("change_speed", {"factor": 1.3333})]),
    Said("2x from 5 to 10", [("change_speed", {"factor": 2.0, "start": 5.0, "end": 10.0})]),
    Said("play it forward then reversed", [("boomerang", {})]),
    Said("turn the volume up by a third", [("change_volume", {"factor": 1.3333})]),
    Said("lower the volume by a third", [("change_volume", {"factor": 0.6667})]),
    Said("lower the volume to a third", [("change_volume", {"factor": 0.3333})]),
    Said("vol up 20%", [("change_volume", {"factor": 1.2})]),
    Said("lower the original sound to 30%", [("change_volume", {"factor": 0.3})]),
    Said("more bass less treble", [("equalize", {"bass": 6.0, "treble": -6.0})]),
    Said("pitch it down by 4", [("change_pitch", {"semitones": -4.0})]),
    Said("make my voice sound like a chipmunk", [("change_pitch", {"semitones": 4.0})]),
    Said("even out the volume", [("level_audio", {})]),
    Said("wind noise is terrible, get rid of it", [("enhance_audio", {"type": "noise_reduction"})]),
    Said("audio is ahead of video by half a second",
         [("shift_audio", {"direction": "later", "seconds": 0.5})]),
    Said('narrate "Welcome to Berlin" slowly in german',
         [("generate_voice", {"text": "Welcome to Berlin", "speed": 0.8, "language": "de"})]),
    Said('say "Hi there" in german, slowly',
         [("generate_voice", {"text": "Hi there", "speed": 0.8, "language": "de"})]),
    Said("read this aloud at 3s: thanks for watching",
         [("generate_voice", {"text": "thanks for watching", "at": 3.0})]),
    Said("the subtitles are 2 seconds too early, delay them", [("add_subtitles", {"later": 2.0})]),
    Said("add the vtt as soft subtitles", [("add_subtitles", {"mode": "soft"})]),
    Said("what do they say between 2 and 8", [("transcribe", {"start": 2.0, "end": 8.0})]),
    Said("make an srt", [("transcribe", {"format": "srt"})]),
    Said("put the other clip first then fade through black into this one over 1s",
         [("join_clips", {"position": "front", "transition": "fade_black", "seconds": 1.0})]),
)  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.words)
async def test_words_mean_calls(said: Said) -> None:
    history = History(source=SOURCE, findings=FOUND).with_media((MEDIA[0], MEDIA[2], MEDIA[4]))
    plan = await Talk(history=history).plan(said.words)

    assert edits(plan) == said.calls, plan
    assert [asked(plan), declined(plan), *left_out(plan)] == ["", ""]
