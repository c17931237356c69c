"""Said afterwards: a value, a way, a detail or a choice alone is about the edit made last."""

from __future__ import annotations

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Case, Talk, asked, declined, edits
from tests.tools.made_up import FOUND, MEDIA

SUBTITLES, SONG, SECOND = MEDIA[0], MEDIA[2], MEDIA[4]

VALUES = (
    Case("a number", ("fade out the audio over 3 s", "make it 5"),
         (("fade_audio", {"type": "out", "seconds": 5.0}),)),
    Case("a number keeps its sign", ("lower volume by 3 db", "make it 5"),
         (("change_volume", {"decibels": -5.0}),)),
    Case("for what was left out", ("loop it", "5 times"), (("loop_video", {"times": 5}),)),
    Case("a word", ("split in 3", "five"), (("split_clip", {"parts": 5}),)),
    Case("another value", ("speed it up 2x", "3x is better"), (("change_speed", {"factor": 3.0}),)),
    Case("a percentage of the same kind", ("volume up 20%", "make it 30"),
         (("change_volume", {"factor": 1.3}),)),
    Case("a strength", ("add reverb", "at 30%"), (("add_sound_effect", {"intensity": 0.3}),)),
    Case("with second thoughts", ("split in 3", "4 actually"), (("split_clip", {"parts": 4}),)),
    Case("beside a complaint", ("speed it up 2x", "too fast, 1.2 instead"),
         (("change_speed", {"factor": 1.2}),)),
    Case("so many more", ("make it quieter by 4 db", "5 more"),
         (("change_volume", {"decibels": -9.0}),)),
    Case("one more", ("pitch down 2 semitones", "make it one more"),
         (("change_pitch", {"semitones": -3.0}),)),
    Case("so much longer", ("fade out 2s", "another second"),
         (("fade_video", {"type": "out", "seconds": 3.0}),)),
    Case("still not enough", ("audio is late by 0.4s", "still late, another 0.1"),
         (("shift_audio", {"seconds": 0.5, "direction": "earlier"}),)),
    Case("another part", ("mute from 3 to 6", "3 to 8"),
         (("mute_audio", {"start": 3.0, "end": 8.0}),)),
    Case("until when", ("blur it from 2 to 5", "until 7"),
         (("apply_filter", {"start": 2.0, "end": 7.0}),)),
    Case("how long a part is", ("cut the last 3 seconds off", "make it 5"),
         (("cut_out", {"start": 15.0}),)),
    Case("of a fall", ("turn it down", "not that much", "by 2 db"),
         (("change_volume", {"decibels": -2.0}),)),
)  # fmt: skip
WAYS = (
    Case("down", ("pitch up 3 semitones", "no down"), (("change_pitch", {"semitones": -3.0}),)),
    Case("out", ("fade in 1 sec", "no, out"), (("fade_video", {"type": "out", "seconds": 1.0}),)),
    Case("earlier", ("shift the audio 200 ms later", "no, earlier"),
         (("shift_audio", {"direction": "earlier", "seconds": 0.2}),)),
    Case("slower is slower", ("slow mo from 5 to 8", "make that part even slower"),
         (("change_speed", {"factor": 0.3333, "start": 5.0, "end": 8.0}),)),
    Case("louder, of a part", ("make it louder from 2 to 5", "even louder"),
         (("change_volume", {"decibels": 12.0, "start": 2.0, "end": 5.0}),)),
    Case("slower, some edits later", ("speed 2x", 'add text "fast" at the top', "slower"),
         (("change_speed", {"factor": 1.3333}), ("add_text", {"text": "fast"}))),
    Case("the same elsewhere", ("mute the first 3s", "do the same for the last 3s"),
         (("mute_audio", {"end": 3.0}), ("mute_audio", {"start": 17.0}))),
    Case("both edits go", ("mute from 4 to 6", "and blur it there", "remove both"), ()),
    Case("let it be", ("increase volume", "no dont, leave the audio alone"), ()),
    Case("another amount keeps its own sign", ("bass +6", "and treble -3"),
         (("equalize", {"bass": 6.0, "treble": -3.0}),)),
    Case("in as well, of both", ("fade to black", "and fade in from black too"),
         (("fade_video", {"type": "both"}),)),
    Case("what stays is no new edit",
         ("cut the first 4 seconds", "black and white", "undo the cut but keep the bw"),
         (("apply_filter", {"filter_type": "blackwhite"}),)),
    Case("the second one", ("reverse it", "black and white", "fade out 2s",
                            "take the second one back"),
         (("reverse_video", {}), ("fade_video", {}))),
    Case("a question changes nothing",
         ("turn the volume down", "by how much did you lower it", "10 db please"),
         (("change_volume", {"decibels": -10.0}),)),
    Case("other words of a voice", ("voiceover: welcome back", "change the words to welcome home"),
         (("generate_voice", {"text": "welcome home"}),)),
    Case("out as well", ("fade in 1 sec", "and out as well"), (("fade_video", {"type": "both"}),)),
    Case("so many percent more", ("make it 10% louder", "5 more"),
         (("change_volume", {"factor": 1.15}),)),
)  # fmt: skip
DETAILS = (
    Case("a box, soft ones", ("add the subtitles", "and in a box", "soft ones please"),
         (("add_subtitles", {"box": True, "mode": "soft"}),)),
    Case("no box", ("add the subtitles", "in a box", "without the box"),
         (("add_subtitles", {"box": False}),)),
    Case("late subtitles", ("burn the subtitles in", "they come a second too late"),
         (("add_subtitles", {"later": -1.0}),)),
    Case("later still", ("add the srt but 2 seconds later", "another half a second"),
         (("add_subtitles", {"later": 2.5}),)),
    Case("which pauses, and what stays of them",
         ("remove the pauses", "only those over a second", "leave 0.3 s around the words"),
         (("remove_silence", {"longer_than": 1.0, "margin": 0.3}),)),
    Case("when it begins", ('say "hi there" at 2s', "start at 5 instead"),
         (("generate_voice", {"text": "hi there", "at": 5.0}),)),
    Case("when the clip begins", ("black and white", "start at 5 seconds"),
         (("apply_filter", {}), ("trim_video", {"start": 5.0}))),
    Case("ducked, and not", ("add the song at 40%", "duck it under the speech",
                             "never mind the ducking"),
         (("add_music", {"volume": 0.4, "duck": False}),)),
    Case("not looped, not faded", ("add the song", "don't loop it", "no fade out"),
         (("add_music", {"loop": False, "fade_out": 0.0}),)),
    Case("how the song is", ("add this song", "at half volume", "only until 10 s",
                             "fade it out over 2 seconds"),
         (("add_music", {"volume": 0.5, "end": 10.0, "fade_out": 2.0}),)),
    Case("the song goes round", ("replace the sound with the song", "loop it"),
         (("replace_audio", {"loop": True}),)),
    Case("where in the song", ("replace the sound with the song",
                               "start from the 10th second of the song"),
         (("replace_audio", {"start": 10.0}),)),
    Case("which comes first, and how", ("append the clip second.mp4", "it should come first",
                                        "fade thru white between them"),
         (("join_clips", {"position": "front", "transition": "fade_white"}),)),
)  # fmt: skip


def talk() -> Talk:
    """A conversation about a clip that was looked at, with subtitles, a song and another clip."""
    history = History(source=SOURCE, findings=FOUND)
    return Talk(history=history.with_media((SUBTITLES, SECOND, SONG)))


@pytest.mark.parametrize("case", [*VALUES, *WAYS, *DETAILS], ids=lambda case: case.id)
async def test_what_is_said_afterwards(case: Case) -> None:
    conversation = talk()
    for message in case.said:
        plan = await conversation.say(message)

    steps = conversation.history.steps
    assert [step.tool for step in steps] == [tool for tool, _ in case.steps], plan
    for step, (_, wanted) in zip(steps, case.steps, strict=True):
        assert {name: step.args.get(name) for name in wanted} == wanted, plan


async def test_a_choice_that_is_made_already_is_told() -> None:
    conversation = talk()
    await conversation.say("fade")
    plan = await conversation.say("both")

    assert not edits(plan)
    assert "how it is already" in plan.text


async def test_the_speed_of_the_sound_alone_is_refused_and_nothing_is_undone() -> None:
    conversation = talk()
    await conversation.say("slow it down to half")
    plan = await conversation.say("keep the audio normal speed tho")

    assert "picture and sound together" in declined(plan)
    assert len(conversation.history.steps) == 1


@pytest.mark.parametrize(
    "message", ["remove echo", "get rid of the echo in the room", "less reverb"]
)
async def test_what_was_recorded_stays(message: str) -> None:
    plan = await talk().plan(message)

    assert "not take it out" in declined(plan)
    assert not asked(plan)


async def test_an_effect_of_ours_goes() -> None:
    conversation = talk()
    await conversation.say("add echo")
    await conversation.say("remove the echo")

    assert not conversation.history.steps


async def test_a_kind_that_is_not_wanted_takes_nothing_else_away() -> None:
    conversation = talk()
    await conversation.say("caption it")
    plan = await conversation.say("no karaoke")

    assert "classic" in asked(plan)
    assert len(conversation.history.steps) == 1
