"""Answering plans: one statement each."""

from __future__ import annotations

import orjson

from graph.errors import Candidate
from graph.plan import Answer, Plan, Scalar
from graph.stores.sqlite.select import Writer
from graph.stores.sqlite.tables import Tables


def compile_plan(plan: Plan) -> tuple[str, dict[str, Scalar]]:
    """Return the one statement that answers a plan, and its parameters."""
    writer = Writer()
    return writer.statement(plan), writer.binds.values


def answer(db: Tables, plan: Plan) -> Answer:
    """Answer a plan by one statement."""
    sql, values = compile_plan(plan)
    text, version, ambiguous = next(iter(db.execute(sql, values)))
    several = tuple((key, tuple(Candidate(**one) for one in found)) for key, found in orjson.loads(ambiguous).items() if found is not None)
    return Answer(text, version, several)


def explain(db: Tables, plan: Plan) -> list[str]:
    """Return the lines of SQLite's query plan for a plan's statement."""
    sql, values = compile_plan(plan)
    return [str(row[3]) for row in db.execute("EXPLAIN QUERY PLAN " + sql, values)]
