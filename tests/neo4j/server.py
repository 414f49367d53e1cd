"""A real Neo4j for the tests: the one that NEO4J_TEST_URI names, else one in a container, else one from its artifacts.

The last two are of the line 5.26, or of the one that NEO4J_TEST_LINE names (`artifacts.RELEASES`).
"""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph.stores.neo4j.address import parse_address, password
from tests.neo4j.artifacts import RELEASES, MissingError, Release, artifacts, cached, java, locked

URI = "NEO4J_TEST_URI"
LINE = "NEO4J_TEST_LINE"
_CONF = """
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size={memory}
server.memory.pagecache.size=256m
db.memory.transaction.max=512m
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

    def start(self) -> None:
        """Start it, or start it again, with the data it has; returns when it answers. A named one answers, or is none."""
        try:
            with self._driver() as driver:
                driver.verify_connectivity()
        except (Neo4jError, DriverError) as error:
            raise MissingError(f"a server at {self.uri} that lets us in ({str(error).splitlines()[0]})") from error

    def ask(self, text: str) -> list[dict[str, Any]]:
        """Run a statement beside the code that is tested; returns its records."""
        with self._driver() as driver, driver.session(database=parse_address(self.uri).database) as session:
            return [dict(record) for record in session.run(text)]

    @property
    def line(self) -> str:
        """The line of its version, as `5.26`."""
        (found,) = self.ask("CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version")
        return ".".join(str(found["version"]).split(".")[:2])

    @property
    def has_apoc(self) -> bool:
        """Whether APOC's functions are there."""
        return bool(self.ask("SHOW FUNCTIONS YIELD name WHERE name = 'apoc.convert.toJson' RETURN name"))

    def _driver(self) -> Driver:
        address = parse_address(self.uri)
        # Directly, without asking for routes: until the server answers, the driver would log each try as an error.
        return GraphDatabase.driver(address.uri.replace("neo4j", "bolt", 1), auth=(address.user, self.password), connection_timeout=2)

    def _gone(self) -> str | None:
        """Say how it ended, if it has."""
        return None

    def wait(self) -> None:
        """Wait until it answers, as tests will ask: the first answer over routes takes seconds where the machine is busy."""
        self._wait_directly()
        address = parse_address(self.uri)
        with GraphDatabase.driver(address.uri, auth=(address.user, self.password)) as driver:
            driver.execute_query("RETURN 1")

    def _wait_directly(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            if gone := self._gone():
                raise RuntimeError(f"Neo4j ended while it started: {gone}")
            try:
                with self._driver() as driver:
                    driver.verify_connectivity()
                    return
            except (Neo4jError, DriverError, OSError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.25)


class OwnServer(Server, ABC):
    """A server that the tests started, and may do anything to."""

    @abstractmethod
    def kill(self) -> None:
        """End it at once, as a crash does; `start` starts it again."""

    @abstractmethod
    def freeze(self) -> None:
        """Stop it from answering, its connections open, until `thaw`."""

    @abstractmethod
    def thaw(self) -> None:
        """Let it answer again."""

    @abstractmethod
    def refill(self, folder: Path, arguments: list[str]) -> None:
        """Stop it, let its admin tool replace its database in a folder with files, by these arguments, and start it again."""

    @abstractmethod
    def stop(self) -> None:
        """Stop it and remove what it leaves."""


class JavaServer(OwnServer):
    """A server from its artifacts, in a folder of its own."""

    def __init__(self, release: Release, home: Path, memory: str = "1g") -> None:
        super().__init__(f"neo4j://neo4j@127.0.0.1:{free_port()}", secrets.token_hex(12))
        self._memory = memory
        self._java = java(release.java)
        self._release = release
        self._folder = artifacts(release)
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        for name in ("conf", "data", "logs", "plugins", "import"):
            (self._home / name).mkdir(parents=True)
        for plugin in self._folder.glob("plugins/apoc-core-*.jar"):
            shutil.copy(plugin, self._home / "plugins")
        conf = _CONF.format(port=self.uri.rsplit(":", 1)[1], memory=self._memory)
        (self._home / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
        self.admin("dbms", "set-initial-password", self.password)

    def admin(self, *arguments: str, folder: Path | None = None) -> str:
        """Run the admin tool on the stopped server, in a folder; returns what it prints."""
        environment = os.environ | {"NEO4J_HOME": str(self._home), "NEO4J_CONF": str(self._home / "conf")}
        command = [str(self._java), *_OPENS, *self._release.flags, "-cp", f"{self._folder}/lib/*", "org.neo4j.cli.AdminTool", *arguments]
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """See `Server.start`."""
        path = f"{self._folder}/lib/*:{self._folder}/plugins/*"
        command = [str(self._java), f"-Xmx{self._memory}", *_OPENS, *self._release.flags, "-cp", path, self._release.main]
        with (self._home / "logs" / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, f"--home-dir={self._home}", f"--config-dir={self._home}/conf"], stdout=log, stderr=log
            )
        try:
            self.wait()
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """See `OwnServer.kill`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """See `OwnServer.freeze`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """See `OwnServer.thaw`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def refill(self, folder: Path, arguments: list[str]) -> None:
        """See `OwnServer.refill`."""
        self.kill()
        self.admin(*arguments, "--overwrite-destination=true", folder=folder)
        self.start()

    def stop(self) -> None:
        """See `OwnServer.stop`."""
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def _gone(self) -> str | None:
        if self._process is None or self._process.poll() is None:
            return None
        return (self._home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")[-1000:]


class DockerServer(OwnServer):
    """A server in a container of the official image."""

    def __init__(self, image: str) -> None:
        # The port is ours to choose, so that it stays when the container is started again.
        port = free_port()
        super().__init__(f"neo4j://neo4j@127.0.0.1:{port}", secrets.token_hex(12))
        settings = {"NEO4J_AUTH": f"neo4j/{self.password}", "NEO4J_PLUGINS": '["apoc"]', "NEO4J_server_memory_heap_max__size": "1g"}
        settings["NEO4J_db_memory_transaction_max"] = "512m"
        given = [part for name, value in settings.items() for part in ("--env", f"{name}={value}")]
        self._image = image
        self._container = _docker("create", "--publish", f"127.0.0.1:{port}:7687", *given, image)

    def start(self) -> None:
        """See `Server.start`."""
        _docker("start", self._container)
        try:
            self.wait()
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """See `OwnServer.kill`."""
        _docker("kill", self._container)

    def freeze(self) -> None:
        """See `OwnServer.freeze`."""
        _docker("pause", self._container)

    def thaw(self) -> None:
        """See `OwnServer.thaw`."""
        _docker("unpause", self._container)

    def refill(self, folder: Path, arguments: list[str]) -> None:
        """See `OwnServer.refill`."""
        self.kill()
        place = f"/data/{folder.name}"
        _docker("cp", str(folder), f"{self._container}:{place}")
        there = ("--rm", "--volumes-from", self._container, "--workdir", place, self._image)
        _docker("run", *there, "neo4j-admin", *arguments, "--overwrite-destination=true", "--report-file=/tmp/import.report")
        self.start()

    def stop(self) -> None:
        """See `OwnServer.stop`."""
        _docker("rm", "--force", "--volumes", self._container)

    def _gone(self) -> str | None:
        if _docker("inspect", "--format", "{{.State.Running}}", self._container) == "true":
            return None
        return _docker("logs", "--tail", "20", self._container)


def _docker(*arguments: str) -> str:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"what Docker was to do: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _has_docker() -> bool:
    docker = shutil.which("docker")
    return docker is not None and _answers(docker)


@functools.cache
def _answers(docker: str) -> bool:
    return subprocess.run([docker, "info"], capture_output=True, check=False).returncode == 0


def missing() -> str | None:
    """Say what is missing for a server on this machine; None when one can be had."""
    if os.environ.get(URI) or _has_docker():
        return None
    release = chosen()
    lacking = [] if cached(release).exists() or shutil.which("mvn") else ["Maven (mvn)"]
    try:
        java(release.java)
    except MissingError as error:
        lacking.append(str(error))
    return f"{URI} is not set, no Docker engine runs, and {' and '.join(lacking)} cannot be found" if lacking else None


def chosen() -> Release:
    """Return the release of the line that tests run on."""
    line = os.environ.get(LINE, "5.26")
    assert line in RELEASES, f"{LINE}={line}: name one of {', '.join(RELEASES)}"
    return RELEASES[line]


@contextmanager
def server(home: Path) -> Iterator[Server]:
    """Give a started server, and stop it. MissingError says what lacks.

    A named server has one user at a time on this machine, is refused when it holds data, and is left empty.
    """
    if uri := os.environ.get(URI):
        name = hashlib.sha256(uri.encode()).hexdigest()[:16]
        with locked(Path(tempfile.gettempdir()) / f"citegraph-neo4j-{name}.lock"):
            yield from _named(Server(uri, password()))
        return
    with own_server(home) as made:
        yield made


@contextmanager
def own_server(home: Path) -> Iterator[OwnServer]:
    """Give a started server that is ours, and stop it. MissingError says what lacks."""
    made = DockerServer(chosen().image) if _has_docker() else JavaServer(chosen(), home)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def _named(named: Server) -> Iterator[Server]:
    named.start()
    if named.ask("MATCH (n) RETURN n LIMIT 1"):
        raise MissingError(f"an empty database: {named.uri} holds data, and tests remove all of it; empty it or name another")
    try:
        yield named
    finally:
        named.ask("MATCH (n) CALL (n) {DETACH DELETE n} IN TRANSACTIONS OF 5000 ROWS")
