"""The server's artifacts from Maven Central, and the Java that runs them."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class MissingError(Exception):
    """Something that a server needs is not on this machine; the message says what."""


@dataclass(frozen=True)
class Release:
    """A release of the server: its version, its image, its plugins' artifacts, its main class, and the Java that it needs."""

    version: str
    image: str
    plugins: tuple[str, ...]
    main: str
    java: int
    flags: tuple[str, ...] = ()


RELEASES = {
    "5.26": Release(
        "5.26.30",
        "neo4j:5.26-community",
        (
            "org.neo4j.procedure:apoc-core:5.26.19",
            "org.neo4j.procedure:apoc-common:5.26.19",
            "org.hdrhistogram:HdrHistogram:2.2.2",
            "org.apache.commons:commons-collections4:4.4",
            "com.jayway.jsonpath:json-path:2.9.0",
        ),
        "org.neo4j.server.CommunityEntryPoint",
        17,
    ),
    "2026": Release("2026.08.1", "neo4j:2026.08.1", (), "org.neo4j.server.Neo4jCommunity", 21, ("--enable-native-access=ALL-UNNAMED",)),
}

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>citegraph</groupId><artifactId>neo4j</artifactId><version>1</version><dependencies><dependency>
<groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency></dependencies></project>
"""


def java(least: int) -> Path:
    """Return the oldest Java that is new enough. MissingError when there is none."""
    homes = [Path(os.environ[name]) for name in ("JAVA_HOME",) if name in os.environ]
    found = [home / "bin" / "java" for home in (*homes, *sorted(Path("/usr/lib/jvm").glob("*")))]
    if on_path := shutil.which("java"):
        found.append(Path(on_path))
    versions = {path: major for path in found if path.exists() and (major := _major(path)) >= least}
    if not versions:
        raise MissingError(f"a JDK {least} or newer")
    return min(versions, key=lambda path: versions[path])


def _major(path: Path) -> int:
    told = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return int(version[1]) if version else 0


def cached(release: Release) -> Path:
    """Return the folder in which a release's artifacts are kept: in CITEGRAPH_CACHE, else in the user's cache."""
    root = os.environ.get("CITEGRAPH_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "citegraph"
    return Path(root) / f"neo4j-{release.version}"


def artifacts(release: Release) -> Path:
    """Return the folder with `lib` and `plugins` of a release; they are got once and kept. MissingError without Maven."""
    folder = cached(release)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            _get(release, folder)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that one process on this machine can have; it goes with the process."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _get(release: Release, folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingError("Maven (mvn)")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    (part / "pom.xml").write_text(_POM.format(version=release.version), encoding="utf-8")
    commands = [["dependency:copy-dependencies", "-DoutputDirectory=lib"]]
    commands += [["dependency:copy", f"-Dartifact={plugin}", "-DoutputDirectory=plugins"] for plugin in release.plugins]
    for command in commands:
        made = subprocess.run([maven, "-q", "-B", *command], cwd=part, capture_output=True, text=True, check=False)
        if made.returncode:
            raise MissingError(f"the server's artifacts, which Maven could not get: {(made.stdout + made.stderr).strip()[-500:]}")
    (part / "plugins").mkdir(exist_ok=True)
    part.rename(folder)
