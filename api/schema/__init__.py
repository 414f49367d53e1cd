"""The GraphQL schema, derived from `graph.kinds`."""

from api.schema.build import build_schema, sdl

__all__ = ["build_schema", "sdl"]
