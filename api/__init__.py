"""GraphQL and HTTP over the graph."""
