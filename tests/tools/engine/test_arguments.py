"""Graphs as arguments: as the library writes them, and of any depth."""

from __future__ import annotations

from typing import Any

import ffmpeg
import pytest

from tools.engine.compile.arguments import arguments


def chain() -> Any:
    return ffmpeg.output(ffmpeg.input("a.mp4", ss=3)["0"].filter("hflip"), "b.mp4", crf=20)


def branches() -> Any:
    """Two files and a split one, joined again, and a stream that is copied."""
    first, second = ffmpeg.input("a.mp4"), ffmpeg.input("b.mp4", format="mov")
    parts = first["0"].filter("scale", width=64).filter_multi_output("split", 2)
    left = parts[0].filter("crop", w=32).filter("hflip")
    stacked = ffmpeg.filter([left, parts[1], second["v"]], "hstack", inputs=3)
    return ffmpeg.output(stacked, second["a"], "c.mkv", format="matroska", **{"c:a": "copy"})


def copied() -> Any:
    return ffmpeg.output(ffmpeg.input("a.mp4")["0"], "b.mp4", c="copy")


@pytest.mark.parametrize("graph", [chain, branches, copied])
def test_they_are_those_of_the_library(graph: Any) -> None:
    assert arguments(graph()) == tuple(map(str, graph().get_args()))


def test_what_shares_no_filter_is_a_graph_of_its_own() -> None:
    first, second = ffmpeg.input("a.mp4"), ffmpeg.input("b.mp4")
    sound = first["a"].filter("volume", 2)
    parts = first["v"].filter("hflip").filter_multi_output("split", 2)
    seen = ffmpeg.filter([second["v"].filter("negate"), parts[0], parts[1]], "hstack", inputs=3)
    words = arguments(ffmpeg.output(seen, sound, "c.mp4"))
    graphs = [words[n + 1] for n, word in enumerate(words) if word == "-filter_complex"]
    assert sorted(graph.count(";") for graph in graphs) == [0, 3]
    assert "volume" in min(graphs, key=len)
    for mapped in (word for place, word in enumerate(words) if words[place - 1] == "-map"):
        assert sum(graph.endswith(mapped) for graph in graphs) == 1


def test_a_long_chain_is_no_problem() -> None:
    stream = ffmpeg.input("a.mp4")["0"]
    for _ in range(3_000):
        stream = stream.filter("hflip")
    words = arguments(ffmpeg.output(stream, "b.mp4"))
    assert words[words.index("-filter_complex") + 1].count("hflip") == 3_000
