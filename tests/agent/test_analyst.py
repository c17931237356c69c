"""The analyst: looks are taken where tools need them, once, and kept in the history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent import Request, VideoAgent
from agent.analyst import after_looking
from agent.history import History, from_json, to_json
from agent.messages import Progress, Reply
from agent.toolbox import Bench, described, run
from tests.agent.scripted import call, described_source
from tests.media import Media
from tools.analysis import Analysis, Pauses
from tools.clip import Clip
from tools.errors import ToolFailed

FOUND: dict[str, Any] = {
    "speech": -20.0, "noise": -70.0, "threshold": -44.0, "spans": [[4.0, 6.0]],
    "integrated": -30.0, "range": 3.0, "peak": -9.0,
}  # fmt: skip


class Looker:
    """Finds the same in every clip, and counts."""

    def __init__(self) -> None:
        self.looks: list[Analysis] = []

    async def __call__(self, clip: Clip, analysis: Analysis) -> Any:
        self.looks.append(analysis)
        return FOUND


def bench(look: Any) -> Bench:
    return Bench(history=History(source=described_source()), mind=None, look=look)  # type: ignore[arg-type]


async def test_a_call_looks_and_runs_again() -> None:
    looker = Looker()
    work = bench(looker)
    outcome = await run(call("remove_silence"), work)
    assert outcome.error == ""
    assert outcome.result.startswith("removed a silence")
    assert looker.looks == [Pauses()]
    assert described(from_json(to_json(work.history))).facts.duration == pytest.approx(
        18.2, abs=0.1
    )
    await run(call("apply_filter", filter_type="sepia"), work)
    assert len(looker.looks) == 1


async def test_changing_an_earlier_step_looks_again() -> None:
    looker = Looker()
    work = bench(looker)
    await run(call("trim_video", start=0, end=15), work)
    await run(call("remove_silence"), work)
    outcome = await run(call("undo", what="trim"), work)
    assert outcome.error == ""
    assert len(looker.looks) == 2
    assert [step.tool for step in work.history.steps] == ["remove_silence"]
    assert (await run(call("change_edit", step=1, args={"margin": 0.3}), work)).error == ""


async def test_an_answer_comes_with_suggestions() -> None:
    work = bench(Looker())
    await run(call("measure_loudness"), work)
    assert "-30.0 LUFS" in work.answers[0]
    assert work.suggestions == ["normalize the loudness to -16 LUFS"]
    assert work.history.steps == ()


async def test_what_cannot_be_looked_at_is_told() -> None:
    async def broken(clip: Clip, analysis: Analysis) -> Any:
        raise ToolFailed("It could not be read.")

    assert (await run(call("detect_scenes"), bench(broken))).error == "It could not be read."
    assert "looked at first" in (await run(call("detect_scenes"), _blind())).error


def _blind() -> Bench:
    return Bench(history=History(source=described_source()), mind=None)  # type: ignore[arg-type]


async def test_looking_has_an_end() -> None:
    def never(history: History) -> Clip:
        clip = Clip.of(described_source())
        return clip.finding(Pauses(below=float(len(history.findings))))  # type: ignore[no-any-return]

    with pytest.raises(ToolFailed, match="more looks"):
        await after_looking(never, History(source=described_source()), Looker())


async def test_a_person_asks_and_accepts(media: Media, tmp_path: Path) -> None:
    quiet = media.clip(options=("-af", "volume=-12dB"))
    async with VideoAgent.open(home=tmp_path / "home") as agent:

        async def say(text: str, *files: Path) -> tuple[Reply, list[Any]]:
            request = Request(conversation="c", user="u", text=text, attachments=list(files))
            events = [event async for event in agent.stream(request)]
            reply = events[-1]
            assert isinstance(reply, Reply)
            return reply, events

        reply, events = await say("how loud is it? and trim to 1.5 s", quiet)
        assert reply.kind == "edit"
        assert "LUFS" in reply.text
        told = [event.what for event in events if isinstance(event, Progress)]
        assert told[0] == "looking at the clip"
        reply, _ = await say("how loud is it?")
        assert reply.kind == "answer"
        assert reply.suggestions == ("normalize the loudness to -16 LUFS",)
        reply, _ = await say(reply.suggestions[0])
        assert [step.tool for step in reply.steps] == ["trim_video", "normalize_loudness"]
