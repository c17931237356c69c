"""Dashboard and alerts: every figure that they ask for is one that the program shows."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bots.jobs.job import PARTS, RENDERS
from bots.metrics import Metrics
from bots.standing import Queue, Standing
from tools import process
from tools.signals import Called, Ended, Looked, Ran, Staged

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((DEPLOY / "grafana" / "vfxb.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]
ALERT_TESTS = Path(__file__).with_name("alerts_test.yml")
# What Prometheus adds to what it reads.
ADDED = {"job", "instance"}


@dataclass(frozen=True)
class Asked:
    """What an expression asks for: metrics with the labels that it looks at."""

    name: str
    labels: frozenset[str]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Everything that the program shows: names with their labels."""
    home = tmp_path_factory.mktemp("home")
    queues = {name: Queue(1, 1.0) for name in ("turns", RENDERS, PARTS)}
    standing = Standing(queues=queues, under_way=1, ready=True)
    metrics = Metrics(home, lambda: standing)
    for signal in (
        Ended(outcome="edit", seconds=1),
        Staged(stage="render", seconds=1),
        Ran(outcome="ok", seconds=1, media_seconds=1),
        Called(service="model", seconds=1, error="X"),
        Looked(cache="passes", hit=True),
    ):
        metrics.heard(signal)
    found: dict[str, set[str]] = {"up": set()}
    for family in text_string_to_metric_families(metrics.text().decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def nodes(expression: Any) -> Iterator[Any]:
    """An expression and all that it consists of."""
    yield expression
    for name in ("lhs", "rhs", "expr", "param", "args", "vector_selector"):
        inner = getattr(expression, name, None)
        for one in inner if isinstance(inner, list) else [inner]:
            if one is not None:
                yield from nodes(one)


def asked(text: str) -> Iterator[Asked]:
    """The metrics of an expression, each with the labels by which it is chosen."""
    parsed = promql_parser.parse(text.replace("$__rate_interval", "5m"))
    for node in nodes(parsed):
        if isinstance(node, promql_parser.VectorSelector):
            chosen = frozenset(matcher.name for matcher in node.matchers.matchers)
            yield Asked(str(node.name), chosen)


def grouped(text: str) -> set[str]:
    """Labels by which an expression groups."""
    parsed = promql_parser.parse(text.replace("$__rate_interval", "5m"))
    aggregates = (one for one in nodes(parsed) if isinstance(one, promql_parser.AggregateExpr))
    return {label for one in aggregates if one.modifier for label in one.modifier.labels}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_what_is_asked_for_is_shown(text: str, shown: dict[str, set[str]]) -> None:
    metrics = list(asked(text))
    assert metrics
    for metric in metrics:
        assert metric.name in shown, metric.name
        assert metric.labels <= shown[metric.name] | ADDED
    known = set[str]().union(*(shown[metric.name] for metric in metrics))
    assert grouped(text) <= known | ADDED


def test_all_that_is_shown_can_be_seen_on_the_dashboard(shown: dict[str, set[str]]) -> None:
    seen = " ".join(EXPRESSIONS)
    bare = {re.sub(r"_(bucket|sum|count|created|total)$", "", name) for name in shown}
    assert {name for name in bare if name not in seen} == set()


def test_every_alert_is_shown_to_begin_when_it_should() -> None:
    tried = [
        test["alertname"]
        for group in yaml.safe_load(ALERT_TESTS.read_text())["tests"]
        for test in group["alert_rule_test"]
        if test.get("exp_alerts")
    ]
    assert set(tried) == {rule["alert"] for rule in RULES}


async def test_alerts_begin_and_end_when_they_should() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("there is no promtool here; it comes with Prometheus")
    said: list[str] = []
    done = await process.run([promtool, "test", "rules", ALERT_TESTS], on_line=said.append)
    assert done.code == 0, (said, done.log)


def test_every_alert_says_what_to_do() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert {"summary", "action"} <= rule["annotations"].keys()
    told = (DEPLOY.parent / "docs" / "operations.md").read_text()
    assert [name for name in names if f"`{name}`" not in told] == []


def test_the_handbook_names_every_figure_and_no_other(shown: dict[str, set[str]]) -> None:
    told = (DEPLOY.parent / "docs" / "operations.md").read_text()
    families = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in shown} - {"up"}
    named = set(re.findall(r"`(vfxb_\w+)`", told))
    assert {re.sub("_total$", "", name) for name in named} == {
        re.sub("_total$", "", name) for name in families
    }


def test_panels_do_not_overlap_and_have_one_number_each() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        taken |= cells
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(numbers)) == len(numbers)
    assert all(panel["title"] and panel["description"] for panel in PANELS)
