"""Short words for what the rules of identity see of references."""

from __future__ import annotations

from graph.identity import RefView


def acl(value: str) -> RefView:
    return RefView("acl", value)


def doi(value: str) -> RefView:
    return RefView("doi", value)


def text(value: str) -> RefView:
    return RefView("text", value, value.split("|")[0])


def name(block: str, scope: int | None = None, introduced: bool = False) -> RefView:
    return RefView("name", block, block, scope, introduced)
