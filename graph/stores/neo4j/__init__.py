"""The Neo4j store: the same graph and the same answers on a server."""
