"""Conversations: what is said refers to what was done and asked before."""

from __future__ import annotations

import pytest

from tests.agent.planner.talk import Args, Case, Talk, asked, declined, edits, leads_to_its_recipe

TITLE: Args = {"text": "Hello"}
CASES = (
    Case("undo takes the last edit back", ("mute", "blur it", "undo"), (("mute_audio", {}),)),
    Case("undo that", ("blur it", "hmm, take that back"), ()),
    Case(
        "undo by name keeps the others",
        ('trim to 2-10, make it b&w and add the title "Hello"', "undo the black and white"),
        (("trim_video", {"start": 2.0}), ("add_text", TITLE)),
    ),
    Case(
        "undo by number",
        ("mute", "blur it", "sharpen it", "undo step 2"),
        (("mute_audio", {}), ("apply_filter", {"filter_type": "sharpen"})),
    ),
    Case("undo everything", ("mute", "blur it", "undo everything"), ()),
    Case("start over", ("mute", "blur it", "start over"), ()),
    Case("redo", ("mute", "undo", "redo"), (("mute_audio", {}),)),
    Case("back to a version", ("mute", "blur it", "back to v1"), (("mute_audio", {}),)),
    Case(
        "undo and go on", ("blur it", "undo that and sharpen it instead"),
        (("apply_filter", {"filter_type": "sharpen"}),),
    ),
    Case("take the title off", ("mute", 'add "Hello"', "remove the title"), (("mute_audio", {}),)),
    Case(
        "a title elsewhere", ('put "Hello" at the top', "put it at the bottom instead"),
        (("add_text", {**TITLE, "position": "bottom"}),),
    ),
    Case(
        "a title elsewhere, and not a look that could be limited to there",
        ('put "Hello" at the top', "make it black and white", "put it at the bottom instead"),
        (
            ("add_text", {**TITLE, "position": "bottom"}),
            ("apply_filter", {"filter_type": "blackwhite"}),
        ),
    ),
    Case(
        "a title in another colour", ('add the title "Hello"', "make the title yellow"),
        (("add_text", {**TITLE, "color": "#ffe000"}),),
    ),
    Case(
        "larger and elsewhere at once",
        ('add the text "Hello" at the top', "make it bigger and move it to the bottom left"),
        (("add_text", {**TITLE, "size": 0.135, "position": "bottom-left"}),),
    ),
    Case(
        "other words", ('add the title "Hi"', 'change the title to "Hello"'),
        (("add_text", TITLE),),
    ),
    Case(
        "the title, not what came after",
        ('add the title "Hello"', "blur it", "title in red please"),
        (("add_text", {**TITLE, "color": "#ff0000"}), ("apply_filter", {})),
    ),
    Case(
        "limited afterwards", ("mute it", "only from 5 to 8 seconds"),
        (("mute_audio", {"start": 5.0, "end": 8.0}),),
    ),
    Case(
        "limited after all", ("make it sepia", "no, just the first 3 seconds"),
        (("apply_filter", {"filter_type": "sepia", "start": 0.0, "end": 3.0}),),
    ),
    Case(
        "keep is a cut even then", ("make it sepia", "keep only the first 3 seconds"),
        (("apply_filter", {}), ("trim_video", {"end": 3.0})),
    ),
    Case(
        "no, the other one", ("apply a strong blur", "no, the other filter, sharpen i mean"),
        (("apply_filter", {"filter_type": "sharpen"}),),
    ),
    Case(
        "another number", ("speed it up 2x", "no, 3x"), (("change_speed", {"factor": 3.0}),),
    ),
    Case("a bit more", ("blur it", "a bit more"), (("apply_filter", {"intensity": 0.65}),)),
    Case("less", ("blur it", "less"), (("apply_filter", {"intensity": 0.25}),)),
    Case(
        "a stronger one", ("blur it", "make the blur stronger"),
        (("apply_filter", {"filter_type": "blur", "intensity": 0.75}),),
    ),
    Case(
        "once more", ("make it 2x faster", "do that again"),
        (("change_speed", {"factor": 2.0}), ("change_speed", {"factor": 2.0})),
    ),
    Case(
        "faster still is a further step", ("speed it up 2x", "now make it a bit faster"),
        (("change_speed", {"factor": 2.0}), ("change_speed", {"factor": 1.25})),
    ),
    Case("a smaller gif", ("make a gif", "smaller"), (("export_gif", {"width": 320}),)),
    Case(
        "a shorter gif", ("make a gif", "only the first 4 secs"), (("export_gif", {"end": 4.0}),),
    ),
    Case(
        "later", ("trim to 2-10", "start half a second later"),
        (("trim_video", {"start": 2.5, "end": 10.0}),),
    ),
    Case(
        "times are those of the clip as it is", ("trim to 5-15", "cut the last 2 seconds"),
        (("trim_video", {"start": 5.0, "end": 15.0}), ("cut_out", {"start": 8.0, "end": 10.0})),
    ),
    Case("a length that was asked for", ("make it shorter", "8 seconds"), (("trim_video", {}),)),
    Case(
        "a part that was asked for", ("cut the middle part", "5 seconds"),
        (("cut_out", {"start": 7.5, "end": 12.5}),),
    ),
    Case("words that were asked for", ("add a title", "Hello"), (("add_text", TITLE),)),
    Case(
        "the rest of the message is kept",
        ("make it black and white and cut the middle part", "from 5 to 8"),
        (("apply_filter", {"filter_type": "blackwhite"}), ("cut_out", {"start": 5.0, "end": 8.0})),
    ),
    Case("keep or remove", ("trim 5 seconds", "keep them"), (("trim_video", {"end": 5.0}),)),
    Case("a better number", ("speed it up 0x", "2x"), (("change_speed", {"factor": 2.0}),)),
    Case(
        "yes to what was proposed", ("trim from 12 to 8", "yes"),
        (("trim_video", {"start": 8.0, "end": 12.0}),),
    ),
    Case("no to a question", ("cut the middle part", "no, never mind"), ()),
    Case("another wish in place of an answer", ("add a title", "mute it"), (("mute_audio", {}),)),
    Case("praise changes nothing", ("mute it", "perfect, thanks!!"), (("mute_audio", {}),)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_conversation_leads_to_recipe(case: Case) -> None:
    await leads_to_its_recipe(case)


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ("do that again", "do again"),
        ("undo", "nothing to undo"),
        ("cut out seconds 0 to 20", "nothing would be left"),
        ("trim 0:25 to 0:30", "not within the clip"),
        ("0:10 to 2:00", "past its end"),
        ("speed it up 0x", "0.5 is half speed"),
        ("trim 5 seconds", "keep the first 5 seconds"),
        ("trim the video", "Which part should I keep"),
        ("cut the middle part of the video", "Which part should I remove"),
        ("add a caption at the top", "What should it say"),
        ("add a voice-over", "What should the voice say"),
        ("make it faster and slower", "do not go together"),
        ("export as mkv and as webm", "do not go together"),
        ("brighter and darker please", "do not go together"),
        ("qwrt plimf", "qwrt plimf"),
        ("make it look better", "What should I change"),
    ],
)
async def test_what_is_missing_or_impossible_is_asked(message: str, names: str) -> None:
    talk = Talk()

    plan = await talk.say(message)

    assert names in asked(plan)
    assert not edits(plan)
    assert not declined(plan)
    assert talk.history.steps == ()
