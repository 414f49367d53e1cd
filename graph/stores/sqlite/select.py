"""Plans as one SELECT: objects, connections, pages."""

from __future__ import annotations

from collections.abc import Sequence

from graph import cursors
from graph.claims import CITEKEY_EXTRACTORS
from graph.evidence import TEXT
from graph.ids import ADDRESSES
from graph.kinds import KINDS, Kind, Property, Relation, ValueType
from graph.plan import Comparison, Connection, FoundPaths, Item, Neighbourhood, NodeById, NodeByKey, NodesById, Page, Paths, Plan, Scalar
from graph.stores.sqlite.binds import Binds
from graph.stores.sqlite.compare import comparison
from graph.stores.sqlite.paths import paths
from graph.stores.sqlite.rows import Key, Rows, boolean, json_object, text
from graph.stores.sqlite.schema import KIND_NUMBER, RELATION_NUMBER, column, long_text
from graph.stores.sqlite.sources import rows_of
from graph.stores.sqlite.subgraph import neighbourhood
from graph.stores.sqlite.trend import papers_by_year
from graph.text import fold, hash64, sort_name


class Writer:
    """Writes one plan's statement. `graph/stores/sqlite/sources.py` adds where rows come from."""

    def __init__(self) -> None:
        self.binds = Binds()
        self.ambiguous: list[tuple[str, str]] = []

    # --- whole statements

    def statement(self, plan: Plan) -> str:
        """Return the SELECT of a plan: JSON text, store version, JSON object of ambiguous root keys."""
        pairs = [(item.key, self._root(item)) for item in plan.items]
        answer = json_object(pairs)
        return f"SELECT {answer}, (SELECT value FROM meta WHERE name = 'version'), {json_object(self.ambiguous)}"

    def _root(self, item: Item) -> str:
        match item.fetch:
            case NodeById(id=wanted, kind=kind):
                return self.one(item.items, self.by_id(self.binds.add(wanted)), (kind,) if kind else tuple(Kind))
            case NodesById(ids):
                n = self.binds.alias("n")
                each = self.binds.many(ids)
                body = self.node(n, tuple(Kind), item.items)
                found = f"(SELECT {body} FROM node {n} WHERE {n}.node = {self.by_id('wanted.value')})"
                return f"json((SELECT json_group_array(json({found}) ORDER BY wanted.key) FROM json_each({each}) wanted))"
            case NodeByKey():
                return self._by_key(item, item.fetch)
            case Connection():
                return self.connection(item, item.fetch, None, None)
            case Comparison():
                return comparison(self, item, item.fetch)
            case Neighbourhood():
                return neighbourhood(self, item, item.fetch)
            case FoundPaths():
                return paths(self, item, item.fetch)
            case Paths():
                raise ValueError(f"root item {item.key!r}: paths are looked for first (graph.paths)")
            case None:
                raise ValueError(f"root item {item.key!r} fetches nothing")

    def by_id(self, value: str) -> str:
        """Return the node that an id names: a public id, a former one, or an identifier's address."""
        return (
            f"coalesce((SELECT node FROM node WHERE id = {value}), (SELECT node FROM redirect WHERE id = {value}),"
            f" (SELECT node FROM reference WHERE hash = hash64({value}) AND key = {value}))"
        )

    def one(self, items: tuple[Item, ...], node: str, kinds: tuple[Kind, ...]) -> str:
        """Return the JSON object of the node that an expression numbers, null when there is none of these kinds."""
        n = self.binds.alias("n")
        chosen = "" if len(kinds) == len(Kind) else f" AND {n}.kind IN ({', '.join(str(KIND_NUMBER[k]) for k in kinds)})"
        return f"json((SELECT {self.node(n, kinds, items)} FROM node {n} WHERE {n}.node = {node}{chosen}))"

    def _by_key(self, item: Item, key: NodeByKey) -> str:
        fitting = self._fitting(key)
        ids = candidates_of(fitting)
        several = f"(SELECT count(*) > 1 FROM ({fitting}))"
        self.ambiguous.append((item.key, f"json(CASE WHEN {several} THEN {ids} END)"))
        return self.one(item.items, f"(SELECT CASE WHEN count(*) = 1 THEN min(node) END FROM ({fitting}))", (key.kind,))

    def _fitting(self, key: NodeByKey) -> str:
        kind = KIND_NUMBER[key.kind]
        live = f"kind = {kind} AND node IS NOT NULL"
        if key.scheme == "title":
            block = self.binds.add(hash64(fold(key.value)))
            return f"SELECT DISTINCT node FROM ref WHERE {live} AND block = {block} AND scheme = {text(TEXT)}"
        if key.scheme == "name":
            block, name = self.binds.add(hash64(fold(key.value))), self.binds.add(sort_name(key.value))
            return (
                f"SELECT node FROM ref WHERE {live} AND block = {block}"
                f" UNION SELECT node FROM node WHERE kind = {kind} AND sort_name = {name}"
            )
        address = self.binds.add(f"{key.kind.value}:{key.scheme}:{key.value}")
        return f"SELECT node FROM reference WHERE hash = hash64({address}) AND key = {address} AND node IS NOT NULL"

    # --- nodes

    def node(self, n: str, kinds: tuple[Kind, ...], items: tuple[Item, ...]) -> str:
        """Return the JSON object of the node row aliased `n`, which is of one of `kinds`; null when there are none."""
        if not kinds:
            return "json('null')"
        if not any(item.on for item in items) and len(kinds) == 1:
            return self._node_of(n, kinds[0], items)
        shapes: dict[tuple[Item, ...], list[Kind]] = {}
        for kind in kinds:
            shapes.setdefault(tuple(i for i in items if not i.on or kind in i.on), []).append(kind)
        if len(kinds) == 1:
            return self._node_of(n, kinds[0], next(iter(shapes)))
        cases = [f"WHEN {KIND_NUMBER[k]} THEN {self._node_of(n, k, shape)}" for shape, ks in shapes.items() for k in ks]
        return f"json(CASE {n}.kind {' '.join(cases)} END)"

    def _node_of(self, n: str, kind: Kind, items: tuple[Item, ...]) -> str:
        return json_object([(item.key, self._node_item(n, kind, item)) for item in items])

    def _node_item(self, n: str, kind: Kind, item: Item) -> str:
        if isinstance(item.fetch, Connection):
            return self.connection(item, item.fetch, n, kind)
        if item.name == "__typename":
            return text(KINDS[kind].graphql)
        if item.name == "id":
            return f"{n}.id"
        if item.name == "name" and KINDS[kind].name != "name":
            return f"{n}.{column(KINDS[kind].name)}"
        if item.name == "identifiers":
            return self._identifiers(n, kind, item.items)
        if item.name == "unresolvedReferenceCount":
            return _UNRESOLVED.format(n=n)
        if item.name == "citekey":
            return _CITEKEY.format(n=n)
        if item.name == "papersByYear":
            return papers_by_year(n, item.items)
        if item.name == "kind":
            return text(kind.name)
        return self.value(n, KINDS[kind].property(item.name))

    def value(self, row: str, item: Property) -> str:
        """Return the JSON value of a property's column."""
        found = f"{row}.{column(item.name)}"
        if item.type is ValueType.LONG_TEXT:
            return long_text(row, item.name)
        if item.type is ValueType.BOOLEAN:
            return boolean(f"{found} = 1")
        if item.type is ValueType.TEXT_LIST:
            return f"json(coalesce({found}, '[]'))"
        return found

    def _identifiers(self, n: str, kind: Kind, items: tuple[Item, ...]) -> str:
        schemes = KINDS[kind].schemes
        if not schemes:
            return "json('[]')"
        listed = ", ".join(text(scheme) for scheme in schemes)
        order = " ".join(f"WHEN {text(scheme)} THEN {place}" for place, scheme in enumerate(schemes))
        parts = {"scheme": "i.scheme", "value": "i.value", "__typename": text("Identifier")}
        body = json_object([(item.key, parts.get(item.name, _ADDRESS)) for item in items])
        return (
            f"json((SELECT json_group_array({body} ORDER BY CASE i.scheme {order} END, i.value) FROM ref i"
            f" WHERE i.node = {n}.node AND i.scheme IN ({listed})))"
        )

    # --- connections

    def connection(self, item: Item, wanted: Connection, owner: str | None, kind: Kind | None) -> str:
        """Return the JSON object of a connection whose owner is the node row aliased `owner`."""
        return self.page_of(item, wanted, rows_of(self, wanted, owner, kind))

    def page_of(self, item: Item, wanted: Connection, rows: Rows) -> str:
        """Return the JSON object of a page of rows."""
        page, is_forward, size = self._page(wanted.page)
        keys = rows.keys
        mark = cursors.digest(wanted)
        after = wanted.page.after if is_forward else wanted.page.before
        keyset = self._keyset(keys, cursors.decode(after, mark, len(keys)), is_forward) if after else "1"
        r, outer = self.binds.alias("r"), self.binds.alias("n")
        columns = ", ".join([*rows.columns, *(f"{key.sql} AS k{i}" for i, key in enumerate(keys))])
        order = ", ".join(_ordered(key, is_forward) for key in keys)
        base = f"{rows.body} WHERE {rows.condition}"
        inner = f"SELECT {columns} {base} AND {keyset} ORDER BY {order}"
        listed = f"SELECT *, row_number() OVER () AS rn FROM ({inner} LIMIT {page})"
        joined = f" CROSS JOIN node {outer} ON {outer}.node = {r}.node" if rows.has_node else ""
        named = self.binds.alias("page")
        pairs = []
        for part in item.items:
            pairs.append((part.key, self._part(part, rows, r, outer, mark, size, wanted.page, base)))
        tables = [*rows.with_, f"{named} AS MATERIALIZED ({listed})"]
        aggregates = any(part.name in ("edges", "nodes", "pageInfo") for part in item.items)
        paged = f" FROM {named} {r}{joined}" if aggregates else ""  # without an aggregate there would be a row for each of the page
        return f"json((WITH {', '.join(tables)} SELECT {json_object(pairs)}{paged}))"

    def _page(self, page: Page) -> tuple[str, bool, str]:
        is_forward = page.last is None
        size = (page.first if page.first is not None else 20) if is_forward else page.last
        bound = self.binds.add(size)
        return f"{bound} + 1", is_forward, bound

    def _part(self, part: Item, rows: Rows, r: str, n: str, mark: str, size: str, page: Page, base: str) -> str:
        is_forward = page.last is None
        keys = (f"json(number({r}.k{i}))" if key.is_float else f"{r}.k{i}" for i, key in enumerate(rows.keys))
        cursor = f"(json_array({cursors.LAYOUT}, {', '.join([text(mark), *keys])}) || '')"  # as text, not as JSON
        order = f"{r}.rn" if is_forward else f"-{r}.rn"
        within = f"FILTER (WHERE {r}.rn <= {size})"
        match part.name:
            case "edges":
                body = json_object([(i.key, self._edge_item(i, rows, r, n, cursor)) for i in part.items])
                return f"json_group_array({body} ORDER BY {order}) {within}"
            case "nodes":
                return f"json_group_array({self._row_node(rows, r, n, part.items)} ORDER BY {order}) {within}"
            case "pageInfo":
                return self._page_info(part, r, cursor, size, page)
            case "totalCount":
                return f"(SELECT count(*) {base})"
            case "coverage" if rows.coverage:
                return rows.coverage(part.items)
            case _:
                raise ValueError(f"a connection has no {part.name!r}")

    def _row_node(self, rows: Rows, r: str, n: str, items: tuple[Item, ...]) -> str:
        if rows.has_node:
            return self.node(n, rows.kinds, items)
        assert rows.edge_item is not None
        return json_object([(item.key, rows.edge_item(item, r)) for item in items])

    def _edge_item(self, item: Item, rows: Rows, r: str, n: str, cursor: str) -> str:
        if item.name == "cursor":
            return cursor
        if item.name == "node":
            return self._row_node(rows, r, n, item.items)
        if rows.edge_item is None:
            raise ValueError(f"an edge has no {item.name!r}")
        return rows.edge_item(item, r)

    def _page_info(self, part: Item, r: str, cursor: str, size: str, page: Page) -> str:
        is_forward = page.last is None
        more = f"count(*) > {size}"
        listed = f"json_group_array({cursor} ORDER BY {r}.rn) FILTER (WHERE {r}.rn <= {size})"
        at_start, at_end = ("$[0]", "$[#-1]") if is_forward else ("$[#-1]", "$[0]")
        parts = {
            "hasNextPage": boolean(more if is_forward else _always(bool(page.before))),
            "hasPreviousPage": boolean(_always(bool(page.after)) if is_forward else more),
            "startCursor": f"({listed} ->> {text(at_start)})",
            "endCursor": f"({listed} ->> {text(at_end)})",
        }
        return json_object([(item.key, parts[item.name]) for item in part.items])

    def _keyset(self, keys: Sequence[Key], values: Sequence[Scalar], is_forward: bool) -> str:
        """Return the condition "behind this row" in the order of `keys` (reversed when paging backward)."""
        bound = [self.binds.add(value) for value in values]
        plain = not any(key.nullable for key in keys) and len({key.descending for key in keys}) == 1
        if plain:
            sign = ">" if keys[0].descending != is_forward else "<"
            return f"({', '.join(key.sql for key in keys)}) {sign} ({', '.join(bound)})"
        condition = "0"
        for key, place, value in reversed(list(zip(keys, bound, values, strict=True))):
            condition = f"({_behind(key, place, value, is_forward)} OR ({key.sql} IS {place} AND {condition}))"
        return condition


def _always(truth: bool) -> str:
    """A constant that is an aggregate, so that a page of any size gives one row."""
    return "count(*) >= 0" if truth else "count(*) < 0"


def _behind(key: Key, place: str, value: Scalar, is_forward: bool) -> str:
    """Whether a row comes behind the value by this key alone. Nulls come last going forward, first going backward."""
    rising = key.descending != is_forward
    if value is None:
        return "0" if is_forward else f"{key.sql} IS NOT NULL"
    compared = f"{key.sql} {'>' if rising else '<'} {place}"
    return f"({compared} OR {key.sql} IS NULL)" if key.nullable and is_forward else compared


def _ordered(key: Key, is_forward: bool) -> str:
    direction = "DESC" if key.descending == is_forward else "ASC"
    nulls = (" NULLS LAST" if is_forward else " NULLS FIRST") if key.nullable else ""
    return f"{key.sql} {direction}{nulls}"


_ADDRESS = f"CASE i.scheme {' '.join(f'WHEN {text(scheme)} THEN {text(start)} || i.value' for scheme, start in ADDRESSES.items())} END"
_CANDIDATES = (
    "(SELECT json_group_array(json_object('id', n.id, 'name', coalesce(n.name, n.title), 'year', coalesce(n.year, (SELECT min(p.year)"
    f" FROM edge e JOIN node p ON p.node = e.source WHERE e.target = n.node AND e.relation = {RELATION_NUMBER[Relation.INTRODUCES]})), 'paper', (SELECT min(p.title)"
    f" FROM edge e JOIN node p ON p.node = e.source WHERE e.target = n.node AND e.relation = {RELATION_NUMBER[Relation.INTRODUCES]})) ORDER BY n.sort_name, n.id)"
    " FROM node n WHERE n.node IN ({fitting}))"
)
_UNRESOLVED = (
    "(SELECT count(DISTINCT pending.assertion) FROM ref mine CROSS JOIN assertion ON assertion.a = mine.ref AND assertion.relation = "
    + str(RELATION_NUMBER[Relation.CITES])
    + " AND assertion.edge IS NULL JOIN pending USING (assertion)"
    " JOIN ref cited ON cited.ref = pending.ref AND cited.node IS NULL WHERE mine.node = {n}.node)"
)


_CITEKEY = (
    "(SELECT record.key FROM assertion said JOIN extractor USING (extractor) JOIN version USING (version)"
    " JOIN record ON record.record = version.record JOIN source ON source.source = record.source"
    f" WHERE said.node = {{n}}.node AND extractor.name GLOB '{CITEKEY_EXTRACTORS}*' ORDER BY source.name, record.key LIMIT 1)"
)


def candidates_of(fitting: str) -> str:
    """Return the JSON array, as SQL, of what tells the nodes apart that a SELECT chooses, by name and id (`graph.errors.Candidate`)."""
    return _CANDIDATES.format(fitting=fitting)
