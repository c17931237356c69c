"""Dockerfile, compose file and manifests: linted, and true to the program that they run."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import promql_parser
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from typer.main import get_command
from yamllint import linter
from yamllint.config import YamlLintConfig

from bots.reference import settings_by_subject
from bots.terminal import app
from tools import process

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = [name for name, one in COMPOSE["services"].items() if one["image"] == "vfxb"]
YAML = sorted([*DEPLOY.rglob("*.yaml"), *DEPLOY.rglob("*.yml")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

BEYOND = {"ANONYMIZED_TELEMETRY"}
"""What other libraries read."""


def manifests() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every resource, with the file that it is in."""
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")):
        if path.name != "kustomization.yaml":
            for resource in yaml.safe_load_all(path.read_text()):
                yield path.name, resource


RESOURCES = list(manifests())
PODS = [(file, one["spec"]["template"]["spec"]) for file, one in RESOURCES if "selector" in one.get(
    "spec", {}) and "template" in one["spec"]]  # fmt: skip


def ids(value: object) -> str | None:
    if isinstance(value, dict):
        return str(value.get("kind", ""))
    return value if isinstance(value, str) else None


async def test_the_dockerfile_pleases_its_linter() -> None:
    said: list[str] = []
    hadolint = Path(sys.executable).parent / "hadolint"
    done = await process.run([hadolint, DEPLOY / "Dockerfile"], on_line=said.append)
    assert done.code == 0, said


def test_the_image_has_all_of_the_program_and_no_root() -> None:
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.M)) == set(packages)
    extras = re.search(r"\"\.\[([\w,]+)\]\"", DOCKERFILE)
    assert extras is not None
    assert set(extras[1].split(",")) <= PROJECT["project"]["optional-dependencies"].keys()
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.M) == ["10001:10001"]
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert allowed[1] == "*"
    for copied in re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.M):
        assert {f"!{name}" for name in copied.split()} <= set(allowed)


def test_the_health_check_asks_where_the_monitor_listens() -> None:
    port = re.search(r"VFXB_MONITOR_LISTEN=0\.0\.0\.0:(\d+)", DOCKERFILE)
    assert port is not None
    assert f"http://127.0.0.1:{port[1]}/health" in DOCKERFILE
    code = re.search(r'CMD \["python", "-c", "(.+)"\]', DOCKERFILE)
    assert code is not None
    compile(code[1], "health check", "exec")


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_yaml_is_clean(path: Path) -> None:
    config = YamlLintConfig(file=str(DEPLOY / "yamllint.yaml"))
    assert list(linter.run(path.read_text(), config)) == []


def test_the_compose_file_follows_its_specification() -> None:
    jsonschema.validate(COMPOSE, get_builtin_schema("vendor.compose-spec"))


def test_the_compose_file_has_everything() -> None:
    services = COMPOSE["services"]
    assert {"postgres", "s3", "chroma", "telegram", "discord", "worker"} <= services.keys()
    assert services["worker"]["deploy"]["replicas"] == 2
    named = {
        volume.partition(":")[0]
        for one in services.values()
        for volume in one.get("volumes", ())
        if not volume.startswith(("/", "."))
    }
    assert named == COMPOSE["volumes"].keys()
    for one in services.values():
        assert set(one.get("depends_on", ())) <= services.keys()
        for volume in one.get("volumes", ()):
            if volume.startswith("."):
                assert (DEPLOY / volume.partition(":")[0]).exists()
    text = (DEPLOY / "compose.yaml").read_text()
    asked = set(re.findall(r"\$\{(\w+)", text))
    assert asked <= {
        line.partition("=")[0]
        for line in (DEPLOY / "example.env").read_text().splitlines()
        if not line.startswith("#")
    }


@pytest.mark.parametrize("name", OURS)
def test_our_containers_write_only_to_volumes_and_have_no_rights(name: str) -> None:
    one = COMPOSE["services"][name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert {volume.split(":")[-1] for volume in one["volumes"]} == {"/state", "/tmp"}


@pytest.mark.parametrize(("file", "resource"), RESOURCES, ids=ids)
def test_manifests_follow_the_schema_of_kubernetes(file: str, resource: dict[str, Any]) -> None:
    kubernetes_validate.validate(resource, "1.37", strict=True)


def test_every_manifest_is_applied() -> None:
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
    assert set(listed["resources"]) == {file for file, _ in RESOURCES}


@pytest.mark.parametrize(("file", "pod"), PODS, ids=ids)
def test_pods_have_probes_limits_and_no_rights(file: str, pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    (container,) = pod["containers"]
    assert {"livenessProbe", "readinessProbe"} <= container.keys()
    assert {"cpu", "memory"} <= container["resources"]["limits"].keys()
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    volumes = {volume["name"] for volume in pod.get("volumes", ())} | {"state"}
    assert {mount["name"] for mount in container["volumeMounts"]} <= volumes


def test_workers_grow_with_a_queue_that_the_program_tells_of() -> None:
    (scaler,) = [one for _, one in RESOURCES if one["kind"] == "HorizontalPodAutoscaler"]
    (metric,) = scaler["spec"]["metrics"]
    handbook = (ROOT / "docs" / "operations.md").read_text()
    (rule,) = re.findall(r"^```yaml\n(externalRules:.+?)^```", handbook, re.M | re.S)
    (made,) = yaml.safe_load(rule)["externalRules"]
    assert metric["external"]["metric"]["name"] == made["name"]["as"]
    # That it asks for what the program shows, the test of the handbook's figures sees.
    assert set(re.findall(r"\bvfxb_\w+", made["metricsQuery"])) == {
        "vfxb_queue_depth", "vfxb_turns_under_way"
    }  # fmt: skip
    promql_parser.parse(made["metricsQuery"])
    assert scaler["spec"]["scaleTargetRef"]["name"] == "worker"


def test_only_settings_that_there_are_are_set() -> None:
    known = {name for variables in settings_by_subject().values() for name in variables}
    config = {
        name
        for _, one in RESOURCES
        if one["kind"] in {"ConfigMap", "Secret"}
        for name in {**one.get("data", {}), **one.get("stringData", {})}
    }
    compose = {name for service in OURS for name in COMPOSE["services"][service]["environment"]}
    image = set(re.findall(r"\b(VFXB_\w+)=", DOCKERFILE))
    handbook = (ROOT / "docs" / "operations.md").read_text()
    told = set(re.findall(r"\b(?:VFXB|OTEL)_[A-Z_]*[A-Z]\b", handbook))
    assert (config | compose | image | told) - BEYOND <= known


def test_only_commands_that_there_are_are_run() -> None:
    commands = get_command(app).list_commands(None)  # type: ignore[attr-defined]
    run = {
        COMPOSE["services"][name]["command"][0]
        for name in OURS
        if "entrypoint" not in COMPOSE["services"][name]
    }
    run |= {word for _, pod in PODS for one in pod["containers"] for word in one.get("args", ())}
    assert run <= set(commands)
