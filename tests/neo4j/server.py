"""A real Neo4j for the tests: the one that NEO4J_TEST_URI names, else one in a container, else one from its artifacts."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j.artifacts import RELEASES, MissingError, Release, artifacts, java

PASSWORD = "CITEGRAPH_NEO4J_PASSWORD"
_CONF = """
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
dbms.security.procedures.unrestricted=apoc.*
db.tx_log.rotation.retention_policy=keep_none
"""
_OPENS = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")]
START_SECONDS = 120


class Server:
    """A running server. One that was named by NEO4J_TEST_URI is used as it is: it is not started, stopped or killed."""

    def __init__(self, uri: str, password: str) -> None:
        self.uri = uri
        self.password = password

    @property
    def can_be_killed(self) -> bool:
        """Whether `kill` and `start` work."""
        return False

    def start(self) -> None:
        """Start it, or start it again, with the data it has; returns when it answers."""

    def kill(self) -> None:
        """End it at once, as a crash does."""
        raise MissingError("the right to kill the named server")

    def stop(self) -> None:
        """Stop it and remove what it leaves."""

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + START_SECONDS
        address = self.uri.replace("neo4j@", "")
        while True:
            try:
                with GraphDatabase.driver(address, auth=("neo4j", self.password), connection_timeout=2) as driver:
                    driver.verify_connectivity()
                    return
            except (Neo4jError, DriverError, OSError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.25)


class JavaServer(Server):
    """A server from its artifacts, in a folder of its own."""

    def __init__(self, release: Release, home: Path) -> None:
        super().__init__(f"bolt://neo4j@127.0.0.1:{_free_port()}", secrets.token_urlsafe(12))
        self._java = java(release.java)
        self._release = release
        self._folder = artifacts(release)
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._lay_out()

    @property
    def can_be_killed(self) -> bool:
        """It is ours."""
        return True

    def _lay_out(self) -> None:
        for name in ("conf", "data", "logs", "plugins", "import"):
            (self._home / name).mkdir(parents=True)
        for plugin in self._folder.glob("plugins/apoc-core-*.jar"):
            shutil.copy(plugin, self._home / "plugins")
        conf = _CONF.format(port=self.uri.rsplit(":", 1)[1])
        (self._home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
        self.admin("dbms", "set-initial-password", self.password)

    def admin(self, *arguments: str) -> str:
        """Run the admin tool on the stopped server; returns what it prints."""
        environment = os.environ | {"NEO4J_HOME": str(self._home), "NEO4J_CONF": str(self._home / "conf")}
        command = [str(self._java), *_OPENS, *self._release.flags, "-cp", f"{self._folder}/lib/*", "org.neo4j.cli.AdminTool", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """See `Server.start`."""
        path = f"{self._folder}/lib/*:{self._folder}/plugins/*"
        command = [str(self._java), "-Xmx1g", *_OPENS, *self._release.flags, "-cp", path, self._release.main]
        with (self._home / "logs" / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, f"--home-dir={self._home}", f"--config-dir={self._home}/conf"], stdout=log, stderr=log
            )
        self.wait()

    def kill(self) -> None:
        """See `Server.kill`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """See `Server.stop`."""
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)


class DockerServer(Server):
    """A server in a container of the official image."""

    def __init__(self, image: str) -> None:
        password = secrets.token_urlsafe(12)
        run = [
            "run",
            "--detach",
            "--publish",
            "127.0.0.1::7687",
            "--env",
            f"NEO4J_AUTH=neo4j/{password}",
            "--env",
            'NEO4J_PLUGINS=["apoc"]',
        ]
        self._container = _docker(*run, image)
        port = _docker("port", self._container, "7687/tcp").splitlines()[0].rsplit(":", 1)[1]
        super().__init__(f"bolt://neo4j@127.0.0.1:{port}", password)

    @property
    def can_be_killed(self) -> bool:
        """It is ours, but its port may change when it is started again."""
        return False

    def start(self) -> None:
        """See `Server.start`."""
        self.wait()

    def stop(self) -> None:
        """See `Server.stop`."""
        _docker("rm", "--force", "--volumes", self._container)


def _docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True).stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _has_docker() -> bool:
    return shutil.which("docker") is not None and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


def missing() -> str | None:
    """Say what is missing for a server on this machine; None when one can be had."""
    if os.environ.get("NEO4J_TEST_URI") or _has_docker():
        return None
    try:
        java(RELEASES["5.26"].java)
    except MissingError as error:
        return f"neither NEO4J_TEST_URI nor a Docker engine nor {error}"
    cached = (Path(os.environ.get("CITEGRAPH_CACHE") or Path.home() / ".cache" / "citegraph") / "neo4j-5.26.30").exists()
    return None if cached or shutil.which("mvn") else "neither NEO4J_TEST_URI nor a Docker engine nor Maven"


def open_server(home: Path, line: str = "5.26") -> Server:
    """Return a started server. MissingError says what lacks."""
    made: Callable[[], Server]
    if line == "5.26" and (uri := os.environ.get("NEO4J_TEST_URI")):
        made = lambda: Server(uri, os.environ.get(PASSWORD, ""))  # noqa: E731
    elif line == "5.26" and _has_docker():
        made = lambda: DockerServer("neo4j:5.26-community")  # noqa: E731
    else:
        made = lambda: JavaServer(RELEASES[line], home)  # noqa: E731
    server = made()
    server.start()
    return server
