"""find_moment, keep_moment, remove_moment: what they make of what was found."""

from __future__ import annotations

from typing import Any

import pytest

from agent.history import History
from agent.toolbox import Bench, described, run
from tests.agent.scripted import call, described_source
from tests.tools.made_up import clip
from tools import SPECS
from tools.analysis import Unseen
from tools.answer import Answer
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut, Span
from tools.recipe import Step, afresh
from tools.sights import Sought


def moment(
    start: float, end: float, sure: float = 0.9, what: str = "a dog jumps"
) -> dict[str, Any]:
    return {"start": start, "end": end, "what": what, "sure": sure}


def found(*moments: dict[str, Any], unseen: str = "", notes: tuple[str, ...] = ()) -> Clip:
    """A clip of 20 s in which this was found for "the dog"."""
    plain = clip(findings={})
    key = Sought("the dog").key(plain)
    finding = {"engine": "x", "moments": list(moments), "unseen": unseen, "notes": list(notes),
               "passing": False}  # fmt: skip
    return clip(findings={key: finding})


def test_nobody_looked_yet() -> None:
    with pytest.raises(Unseen) as unseen:
        SPECS["find_moment"].call(clip(findings={}), {"what": " The dog. "})
    assert unseen.value.analysis == Sought("the dog")


def test_places_are_told_and_cuts_to_them_offered() -> None:
    answer = SPECS["find_moment"].call(found(moment(2, 4), moment(8, 11, 0.3)), {"what": "the dog"})
    assert isinstance(answer, Answer)
    assert "2 places for “the dog”" in answer
    assert "0:02-0:04 (a dog jumps), 0:08-0:11 (perhaps a dog jumps)" in answer
    assert answer.suggestions == (
        "trim to 0:02-0:04", "keep only 0:02-0:04 and 0:08-0:11",
    )  # fmt: skip


def test_notes_of_services_are_told() -> None:
    told = SPECS["find_moment"].call(found(notes=("OpenAI was down.",)), {"what": "the dog"})
    assert "no place for “the dog”" in str(told)
    assert "OpenAI was down." in str(told)


def test_what_nobody_can_see_is_said_with_the_way_out() -> None:
    told = str(SPECS["find_moment"].call(found(unseen="dog"), {"what": "the dog"}))
    assert "cannot see “dog”" in told
    assert "OPENAI_API_KEY" in told


def test_the_surest_place_is_kept_and_several_if_asked() -> None:
    seen = found(moment(2, 4, 0.5), moment(8, 11))
    best = SPECS["keep_moment"].call(seen, {"what": "the dog"})
    assert isinstance(best, Clip)
    assert best.operations == (Cut((Span(8.0, 11.0),)),)
    assert best.done[-1] == "kept where “the dog” is: 0:08-0:11 (3 s)"
    both = SPECS["keep_moment"].call(seen, {"what": "the dog", "several": True})
    assert isinstance(both, Clip)
    assert both.facts.duration == pytest.approx(5.0)


def test_the_rest_is_kept() -> None:
    rest = SPECS["remove_moment"].call(found(moment(0, 4), moment(8, 11)), {"what": "the dog"})
    assert isinstance(rest, Clip)
    assert rest.operations == (Cut((Span(4.0, 8.0), Span(11.0, 20.0))),)
    assert rest.facts.duration == pytest.approx(13.0)


@pytest.mark.parametrize(
    ("tool", "seen", "says"),
    [
        ("keep_moment", found(), "no place for"),
        ("keep_moment", found(unseen="dog"), "cannot see “dog”"),
        ("keep_moment", found(moment(2, 4), unseen="dog"), "say “keep 0:02-0:04”"),
        ("keep_moment", found(moment(0, 20)), "nothing to cut away"),
        ("remove_moment", found(moment(0, 20)), "nothing would be left"),
    ],
)
def test_what_cannot_be_cut_to(tool: str, seen: Clip, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(seen, {"what": "the dog"})


@pytest.mark.parametrize("what", ["", "?!", "x" * 300])
def test_words_that_say_nothing(what: str) -> None:
    with pytest.raises(BadInput):
        SPECS["find_moment"].call(clip(), {"what": what})


async def test_a_cut_means_the_same_for_ever() -> None:
    """What was found is stored with the step, so that nobody has to look again."""
    looks: list[Any] = []

    async def look(_clip: Clip, analysis: Any) -> Any:
        looks.append(analysis)
        return {"engine": "x", "moments": [moment(2, 4)], "unseen": "", "notes": [],
                "passing": True}  # fmt: skip

    bench = Bench(history=History(source=described_source()), mind=None, look=look)  # type: ignore[arg-type]
    outcome = await run(call("keep_moment", what="the dog"), bench)
    assert outcome.error == ""
    (step,) = bench.history.steps
    assert step.args == {"what": "the dog", "ranges": [[2.0, 4.0]]}
    later = bench.history.with_lasting_findings()
    assert later.findings == {}
    assert described(later).facts.duration == pytest.approx(2.0)
    assert len(looks) == 1


def test_on_another_clip_it_is_looked_for_anew() -> None:
    steps = [Step("keep_moment", {"what": "the dog", "ranges": [[2, 4]]}), Step("mute_audio", {})]
    assert afresh(steps, SPECS) == (Step("keep_moment", {"what": "the dog"}), steps[1])


async def test_another_wish_is_looked_for_anew() -> None:
    step = Step("keep_moment", {"what": "the dog", "ranges": [[2, 4]]})
    history = History(source=described_source(), steps=(step,), phrases=("kept",))

    async def look(_clip: Clip, analysis: Any) -> Any:
        assert analysis == Sought("the cat")
        return {"engine": "x", "moments": [moment(6, 9)], "unseen": "", "notes": []}

    bench = Bench(history=history, mind=None, look=look)  # type: ignore[arg-type]
    outcome = await run(call("change_edit", step=1, args={"what": "the cat"}), bench)
    assert outcome.error == ""
    assert described(bench.history).facts.duration == pytest.approx(3.0)
