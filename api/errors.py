"""Errors of the API: one shape (message, path, `extensions.code`), internals masked."""

from __future__ import annotations

import logging
from typing import Any

from graphql import GraphQLError

from graph.errors import AmbiguousError, CitegraphError, InputError, NotFoundError, StoreError

log = logging.getLogger("citegraph.api")

BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL"


class CostLimitError(InputError):
    """The operation asks for more nodes than it may."""


_CODES: tuple[tuple[type[CitegraphError], str], ...] = (
    (CostLimitError, "COST_LIMIT"),
    (AmbiguousError, "AMBIGUOUS"),
    (NotFoundError, "NOT_FOUND"),
    (InputError, BAD_USER_INPUT),
    (StoreError, "UNAVAILABLE"),
)


def code_of(error: BaseException) -> str:
    """Return the code of an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), INTERNAL)


def _details(error: BaseException) -> dict[str, Any]:
    if isinstance(error, AmbiguousError):
        return {"candidates": [{"id": c.id, "name": c.name, "year": c.year, "paper": c.paper} for c in error.candidates]}
    return {}


def presented(error: GraphQLError) -> GraphQLError:
    """Return the error as a client may see it. Errors of the GraphQL library itself are the client's."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        extensions = {"code": BAD_USER_INPUT, **(error.extensions or {})}
        return GraphQLError(error.message, error.nodes, error.source, error.positions, error.path, None, extensions)
    code = code_of(original)
    if code == INTERNAL:
        log.error("unexpected error in an operation", exc_info=original)
    message = str(original) if code != INTERNAL else "internal error; the server's log has the details"
    return GraphQLError(message, error.nodes, path=error.path, extensions={"code": code, **_details(original)})
