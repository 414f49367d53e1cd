"""Conditions hold for whatever node the server asks them of first: of few nodes it may look at all of them."""

from __future__ import annotations

from graph.kinds import Kind
from graph.plan import Supported
from graph.stores.neo4j.binds import Binds
from graph.stores.neo4j.filters import condition
from graph.stores.neo4j.store import Neo4jStore
from tests.build import acl, evaluates, record, titled, write


async def test_a_filter_by_source_may_be_asked_of_nodes_that_are_no_things(neo4j_store: Neo4jStore) -> None:
    """A version's `said` is a text, that of a node a list of numbers."""
    await write(neo4j_store, [record("a", titled(acl("P19-1001"), "A paper"), *evaluates(acl("P19-1001"), "SVHN"))])
    for source, found in (("test", 2), ("other", 0)):
        binds = Binds()
        asked = condition(Supported(0.0, (source,)), "n", None, binds, (Kind.PAPER,))
        rows = await neo4j_store._connection.read(f"MATCH (n) WHERE {asked} RETURN count(n) AS found", binds.parameters)
        assert rows == [{"found": found}]
