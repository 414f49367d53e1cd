"""How much one operation may ask for."""

from __future__ import annotations

from graph.plan import Connection, Item, Neighbourhood, NodesById, Paths, Plan

MAX_PAGE = 1000
MAX_COST = 100_000
"""Most nodes one operation may ask for: the product of its page sizes, summed."""
MAX_IDS = 1000
MAX_COMPARED = 5
MAX_RINGS = 3
MAX_SHOWN = 2000
MAX_PATHS = 50
MAX_PATH_LENGTH = 6
EDGES_A_NODE = 4
"""How many edges a subgraph is taken to have for each of its nodes; those of leaderboards and their papers have one to six."""
MAX_DEPTH = 24
MAX_TOKENS = 20_000


def cost(plan: Plan) -> int:
    """Return how many nodes a plan may bring: nested page sizes multiply."""
    return sum(_cost(item) for item in plan.items)


def _cost(item: Item) -> int:
    inside = sum(_cost(child) for child in item.items)
    match item.fetch:
        case Connection(page=page):
            size = page.last if page.last is not None else page.first
            return max(size or 0, 0) * (1 + inside) + 1
        case NodesById(ids=ids):
            return len(ids) * (1 + inside)
        case Neighbourhood(limit=limit):
            return sum(_cost_of_subgraph(child, limit) for child in item.items) + 1
        case Paths(first=first, max_length=length):
            return first * (length + 1) * (1 + inside)
        case None:
            return inside
        case _:
            return 1 + inside


def _cost_of_subgraph(part: Item, shown: int) -> int:
    inside = sum(_cost(child) for child in part.items)
    match part.name:
        case "nodes":
            return shown * (1 + inside)
        case "edges":
            return EDGES_A_NODE * shown * (1 + inside)
        case _:
            return sum(_cost_of_subgraph(child, shown) for child in part.items)
