"""The compose file and the image: what they start, that they ask for a password, and that they publish to this machine only."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from tests.realdata import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load(TEXT)["services"]


def test_the_services_are_the_server_and_the_api() -> None:
    assert set(SERVICES) == {"neo4j", "api"}
    assert SERVICES["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert SERVICES["neo4j"]["healthcheck"]["test"]
    assert "/readyz" in DOCKERFILE.split("HEALTHCHECK", 1)[1]


def test_data_outlives_the_server_and_files_to_load_are_only_read() -> None:
    assert set(yaml.safe_load(TEXT)["volumes"]) == {"neo4j-data"}
    assert SERVICES["neo4j"]["volumes"] == ["neo4j-data:/data"]
    assert SERVICES["api"]["volumes"] == ["./data:/data:ro"]


@pytest.mark.parametrize("service", ["neo4j", "api"])
def test_ports_are_published_to_this_machine_only(service: str) -> None:
    assert SERVICES[service]["ports"]
    assert all(re.fullmatch(r"127\.0\.0\.1:(\d+):\1", port) for port in SERVICES[service]["ports"])


def test_the_password_is_asked_for_and_stands_nowhere() -> None:
    required = r"\$\{CITEGRAPH_NEO4J_PASSWORD:\?[^}]+\}"
    assert re.fullmatch(f"neo4j/{required}", SERVICES["neo4j"]["environment"]["NEO4J_AUTH"])
    assert re.fullmatch(required, SERVICES["api"]["environment"]["CITEGRAPH_NEO4J_PASSWORD"])
    for name, value in [*SERVICES["neo4j"]["environment"].items(), *SERVICES["api"]["environment"].items()]:
        if re.search("password|auth|secret", name, re.IGNORECASE):
            assert "${" in value, name
    assert "PASSWORD" not in DOCKERFILE


def test_images_have_a_version() -> None:
    images = [SERVICES["neo4j"]["image"], *re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)]
    assert len(images) == 4
    assert all(re.fullmatch(r"[a-z0-9]+:\d+\.\d+(\.\d+)?-[a-z]+", image) for image in images), images


def test_the_api_talks_to_the_server_of_this_file_and_apoc_is_there() -> None:
    assert SERVICES["api"]["environment"]["CITEGRAPH_STORE"] == "neo4j://neo4j@neo4j:7687"
    assert json.loads(SERVICES["neo4j"]["environment"]["NEO4J_PLUGINS"]) == ["apoc"]


def test_the_image_is_built_from_the_lock_file_and_runs_as_no_root() -> None:
    *_, final = re.split(r"^FROM .*$", DOCKERFILE, flags=re.MULTILINE)
    assert re.search(r"^USER citegraph$", final, re.MULTILINE)
    assert json.loads(re.findall(r"^CMD (.*)$", final, re.MULTILINE)[-1]) == ["citegraph", "serve", "--host", "0.0.0.0"]
    assert "pip wheel --require-hashes --no-deps --requirement requirements.lock --wheel-dir /wheels" in DOCKERFILE
    for command in re.findall(r"pip install .*", DOCKERFILE):
        assert "--no-index --find-links /wheels" in command


def test_everything_that_the_image_copies_is_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copied = [name for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()]
    assert {"graph", "loaders", "api", "citegraph.py"} <= set(copied)
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name.split('/')[0]}" in ignored
    assert {"api/static", "api/explorer/node_modules"} <= set(ignored), "what this machine built is no part of the image"


def test_the_image_builds_its_pages_from_the_lock_file() -> None:
    stage = DOCKERFILE.split("AS explorer", 1)[1].split("FROM", 1)[0]
    assert re.findall(r"^RUN (.*)$", stage, re.MULTILINE) == ["npm ci --omit=dev", "npm run build"]
    assert re.search(r"^COPY --from=explorer /src/api/static api/static\nRUN pip", DOCKERFILE, re.MULTILINE)
