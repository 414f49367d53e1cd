"""A server whose disk is full: what is told, and what is there when it is started again."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import AsyncManagedTransaction

from graph.errors import StoreUnavailableError
from graph.stores.neo4j.address import parse_address
from graph.stores.neo4j.connection import Connection, rows
from tests.neo4j.server import JavaServer, chosen

pytestmark = [pytest.mark.neo4j, pytest.mark.long]
BATCH = 2000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 MB, of which a new server takes 520."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.fail(f"a small disk can be mounted by root only: {mounted.stderr.decode().strip()}", pytrace=False)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, *, but: int) -> Path:
    """Fill a disk; `but` bytes stay free."""
    found = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(b"x" * (found.f_bavail * found.f_frsize - but))
    return filler


async def write_until_it_fails(connection: Connection) -> tuple[int, str]:
    """How many batches were acknowledged, and what was told then."""

    async def work(tx: AsyncManagedTransaction) -> None:
        await rows(tx, "UNWIND range(1, $size) AS n CREATE (:Big {text: $text})", {"size": BATCH, "text": "y" * 1500})

    for done in range(100):
        try:
            await connection.write(work)
        except StoreUnavailableError as error:
            return done, str(error)
    raise AssertionError("the disk did not become full")


async def test_a_full_disk_is_told_and_what_was_acknowledged_is_kept(disk: Path) -> None:
    server = JavaServer(chosen(), disk / "home")
    await asyncio.to_thread(server.start)
    connection = Connection(parse_address(server.uri), server.password)
    try:
        filler = fill(disk, but=30 * 2**20)
        done, told = await write_until_it_fails(connection)
        assert done > 0
        assert "whether its disk is full" in told
        for asked in (connection.check(), connection.read("RETURN 1"), connection.run("CREATE (:After)")):
            with pytest.raises(StoreUnavailableError, match="then restart it"):
                await asked
        filler.unlink()
        server.kill()
        await asyncio.to_thread(server.start)
        (found,) = await connection.read("MATCH (n:Big) RETURN count(n) AS count")
        assert found["count"] in (done * BATCH, (done + 1) * BATCH)  # what was not acknowledged may be there as well, whole
    finally:
        await connection.close()
        server.stop()
