"""Plans as one statement: objects and nodes.

What has rows of its own is a subquery (`CALL (*) {…}`) before the clause that uses its one value; an inner scope sees every variable of
the outer ones. Subqueries within expressions (`COLLECT {…}`) are for what has no aggregates, which they must not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph import cursors
from graph.claims import CITEKEY_EXTRACTORS
from graph.evidence import TEXT
from graph.ids import ADDRESSES
from graph.kinds import KINDS, Kind, Property, ValueType
from graph.plan import Comparison, Connection, FoundPaths, Item, Neighbourhood, NodeById, NodeByKey, NodesById, Paths, Plan, Scalar
from graph.stores.neo4j.binds import Binds
from graph.stores.neo4j.compare import comparison
from graph.stores.neo4j.listing import Listing
from graph.stores.neo4j.page import Rows, labelled, object_of, text, texts
from graph.stores.neo4j.paths import paths
from graph.stores.neo4j.schema import LABELS
from graph.stores.neo4j.sources import rows_of
from graph.stores.neo4j.subgraph import neighbourhood
from graph.stores.neo4j.trend import papers_by_year
from graph.stores.sqlite.schema import KIND_NUMBER, ORDINALS
from graph.text import fold, hash64, sort_name

TO_JSON = "apoc.convert.toJson"


class Writer:
    """Writes one plan's statement. `graph/stores/neo4j/sources.py` adds where rows come from.

    With `as_text` the server makes JSON of the answer (by APOC); without, the answer is a map. `has_lists` says that there are cursors in it
    that are lists still, as those with floats always are.
    """

    def __init__(self, *, as_text: bool) -> None:
        self.binds = Binds()
        self._as_text = as_text
        self.has_lists = False
        self._calls: list[str] = []
        self._ambiguous: list[tuple[str, str]] = []

    # --- whole statements

    def statement(self, plan: Plan) -> str:
        """Return the statement of a plan: the answer, the store's version, a map of ambiguous root keys."""
        found = object_of([(item.key, self._root(item)) for item in plan.items])
        answer = f"{TO_JSON}({found})" if self._as_text else found
        first = ", ".join(f"{expression} AS {name}" for name, expression in self.binds.first)
        start = f"WITH {first} " if first else ""
        return f"{start}{self.take()}RETURN {answer} AS answer, {_VERSION} AS version, {object_of(self._ambiguous)} AS ambiguous"

    def _root(self, item: Item) -> str:
        match item.fetch:
            case NodeById(id=wanted, kind=kind):
                return self.one(item.items, self.by_id(wanted), (kind,) if kind else tuple(Kind))
            case NodesById(ids):
                return self._nodes_by_id(item, ids)
            case NodeByKey():
                return self._by_key(item, item.fetch)
            case Connection():
                return self.connection(item, item.fetch, None)
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
        """Return the node that an id names: a public id, a former one, or an identifier's address. It is looked up once."""
        return self.binds.once(_by_id(self.binds.add(value), self.binds.add(hash64(value))))

    def named_by(self, wanted: str, hashed: str) -> str:
        """Return the node that an id names which an expression gives, with one of its hash."""
        return _by_id(wanted, hashed)

    def number_of(self, value: str) -> str:
        """Return the number of the node that an id names."""
        return f"{self.by_id(value)}.node"

    def _nodes_by_id(self, item: Item, ids: tuple[str, ...]) -> str:
        wanted, hashes = self.binds.add(list(ids)), self.binds.add([hash64(value) for value in ids])
        i, n = self.binds.alias("i"), self.binds.alias("n")

        def each() -> str:
            found = self.one(item.items, n, tuple(Kind))
            looked_up = self.named_by(f"{wanted}[{i}]", f"{hashes}[{i}]")
            return f"UNWIND range(0, size({wanted}) - 1) AS {i} WITH {i}, {looked_up} AS {n} {self.take()}RETURN collect([{found}])"

        return f"[x IN {self.called(each)} | x[0]]"  # in lists of their own, as collect leaves out what is null

    def called(self, write: Callable[[], str]) -> str:
        """Have a subquery run before the expression that is being written; returns the variable of its value.

        `write` returns its text, of which the last part is RETURN and one expression; it gives exactly one row.
        """
        outer, self._calls = self._calls, []
        body = write()
        assert not self._calls
        self._calls = outer
        name = self.binds.alias("c")
        self._calls.append(f"CALL (*) {{ {body} AS {name} }} ")
        return name

    def take(self) -> str:
        """Return the subqueries that expressions written since the scope began need."""
        calls, self._calls = "".join(self._calls), []
        return calls

    def one(self, items: tuple[Item, ...], node: str, kinds: tuple[Kind, ...]) -> str:
        """Return the object of the node that an expression gives, null when there is none of these kinds."""
        n = self.binds.alias("n")

        def write() -> str:
            shape = self.node(n, kinds, items)
            fits = f"{n} IS NOT NULL" if len(kinds) == len(Kind) else labelled(n, kinds)
            return f"WITH {node} AS {n} WHERE {fits} {self.take()}RETURN head(collect({shape}))"

        return self.called(write)

    def listed(self, found: str, n: str, kinds: tuple[Kind, ...], items: tuple[Item, ...]) -> str:
        """Return the list of objects of the nodes that clauses find as `n`, each once, by name and id."""

        def write() -> str:
            shape = self.node(n, kinds, items)
            return f"{found} WITH DISTINCT {n} ORDER BY {n}.sortName, {n}.id {self.take()}RETURN collect({shape})"

        return self.called(write)

    def _by_key(self, item: Item, key: NodeByKey) -> str:
        if key.scheme not in ("title", "name"):
            return self.one(item.items, self.binds.once(self._identified(key)), (key.kind,))
        fitting = self.binds.once(self._named(key))
        self._ambiguous.append((item.key, self.called(lambda: _candidates(fitting))))
        return self.one(item.items, f"CASE WHEN size({fitting}) = 1 THEN {fitting}[0] END", (key.kind,))

    def _identified(self, key: NodeByKey) -> str:
        """Return the node that has an identifier: one at most."""
        address = f"{key.kind.value}:{key.scheme}:{key.value}"
        return f"COLLECT {{ {_referred(self.binds.add(hash64(address)), self.binds.add(address))} RETURN x }}[0]"

    def _named(self, key: NodeByKey) -> str:
        """Return the list of nodes that have a name or title."""
        block = self.binds.add(hash64(fold(key.value)))
        live = f"r.kind = {KIND_NUMBER[key.kind]}" + (f" AND r.scheme = {text(TEXT)}" if key.scheme == "title" else "")
        stated = f"MATCH (r:Reference {{block: {block}}}) WHERE {live} MATCH (x:Node {{node: r.node}}) RETURN DISTINCT x"
        if key.scheme == "title":
            return f"COLLECT {{ {stated} }}"
        name = self.binds.add(sort_name(key.value))
        return f"COLLECT {{ {stated} UNION MATCH (x:Node {{sortName: {name}}}) WHERE x:{LABELS[key.kind]} RETURN DISTINCT x }}"

    # --- nodes

    def node(self, n: str, kinds: tuple[Kind, ...], items: tuple[Item, ...]) -> str:
        """Return the object of the node `n`, which is of one of `kinds`; null when there are none."""
        if not kinds:
            return "null"
        shapes: dict[tuple[Item, ...], list[Kind]] = {}
        for kind in kinds:
            shapes.setdefault(tuple(i for i in items if not i.on or kind in i.on), []).append(kind)
        if len(kinds) == 1:
            return self._node_of(n, kinds[0], next(iter(shapes)))
        cases = [f"WHEN {labelled(n, (k,))} THEN {self._node_of(n, k, shape)}" for shape, ks in shapes.items() for k in ks]
        return f"CASE {' '.join(cases)} END"

    def _node_of(self, n: str, kind: Kind, items: tuple[Item, ...]) -> str:
        return object_of([(item.key, self._node_item(n, kind, item)) for item in items])

    def _node_item(self, n: str, kind: Kind, item: Item) -> str:
        if isinstance(item.fetch, Connection):
            return self.connection(item, item.fetch, n)
        if item.name == "__typename":
            return text(KINDS[kind].graphql)
        if item.name == "id":
            return f"{n}.id"
        if item.name == "name" and KINDS[kind].name != "name":
            return f"{n}.{KINDS[kind].name}"
        if item.name == "identifiers":
            return self._identifiers(n, kind, item.items)
        if item.name == "unresolvedReferenceCount":
            return _unresolved(n)
        if item.name == "citekey":
            return _citekey(n)
        if item.name == "papersByYear":
            return papers_by_year(self, n, item.items)
        if item.name == "kind":
            return text(kind.name)
        return self.value(n, KINDS[kind].property(item.name))

    def value(self, row: str, item: Property) -> str:
        """Return the value of a property."""
        found = f"{row}.{item.name}"
        return f"coalesce({found}, [])" if item.type is ValueType.TEXT_LIST else found

    def _identifiers(self, n: str, kind: Kind, items: tuple[Item, ...]) -> str:
        schemes = KINDS[kind].schemes
        if not schemes:
            return "[]"
        order = " ".join(f"WHEN {text(scheme)} THEN {place}" for place, scheme in enumerate(schemes))
        parts = {"scheme": "i.scheme", "value": "i.value", "__typename": text("Identifier")}
        body = object_of([(item.key, parts.get(item.name, _ADDRESS)) for item in items])
        return (
            f"COLLECT {{ MATCH (i:Reference {{node: {n}.node}}) WHERE i.scheme IN {texts(schemes)}"
            f" RETURN {body} ORDER BY CASE i.scheme {order} END, i.value }}"
        )

    # --- connections

    def connection(self, item: Item, wanted: Connection, owner: str | None) -> str:
        """Return the object of a connection whose owner is the node, or the row of an edge, `owner`."""
        return self.page_of(item, wanted, rows_of(self, item, wanted, owner))

    def page_of(self, item: Item, wanted: Connection, rows: Rows) -> str:
        """Return the object of a page of rows."""
        return Listing(self, item, wanted, rows).write()

    def cursor(self, mark: str, keys: list[str], *, with_floats: bool) -> str:
        """Return the cursor of a row with these keys. Its mark is bound, so that other values of a filter give the same statement."""
        parts = f"[{', '.join([str(cursors.LAYOUT), self.binds.add(mark), *keys])}]"
        if self._as_text and not with_floats:
            return f"{TO_JSON}({parts})"
        self.has_lists = True
        return parts

    def as_stored(self, value: Scalar, stored: tuple[str, str] | None, beside: Mapping[str, Scalar]) -> str:
        """Bind a value that stored ones are compared with by order; `beside` are other properties of the node where it is stored.

        The server compares texts that are stored by code point, but a stored one and a parameter by units of UTF-16, which differs when
        there are characters behind U+D7FF. Of such a text the one that is stored is taken when there is one.
        """
        bound = self.binds.add(value)
        if stored is None or not isinstance(value, str) or all(character < "\ud800" for character in value):
            return bound
        label, name = stored
        wanted = ", ".join([f"{name}: {bound}", *(f"{other}: {self.binds.add(known)}" for other, known in beside.items())])
        return self.binds.once(f"coalesce(COLLECT {{ MATCH (x:{label} {{{wanted}}}) RETURN x.{name} LIMIT 1 }}[0], {bound})")


def _by_id(wanted: str, hashed: str) -> str:
    return (
        f"coalesce(COLLECT {{ MATCH (x:Node {{id: {wanted}}}) RETURN x }}[0],"
        f" COLLECT {{ MATCH (f:FormerId {{id: {wanted}}}) MATCH (r:Reference {{ref: f.ref}}) MATCH (x:Node {{node: r.node}}) RETURN x }}[0],"
        f" COLLECT {{ {_referred(hashed, wanted)} RETURN x }}[0])"
    )


def _referred(hashed: str, key: str) -> str:
    """Return the match of the node `x` of the reference with a key, by its hash; another key of the same hash would have to contain its value."""
    return f"MATCH (r:Reference {{hash: {hashed}}}) WHERE {key} CONTAINS r.value MATCH (x:Node {{node: r.node}})"


def _candidates(fitting: str) -> str:
    """Return the clauses that list what fits when several do, by name and id."""
    return (
        f"UNWIND CASE WHEN size({fitting}) > 1 THEN {fitting} ELSE [] END AS x OPTIONAL MATCH (p:Paper)-[:INTRODUCES]->(x)"
        " WITH x, min(p.year) AS year, min(p.title) AS paper ORDER BY x.sortName, x.id"
        " RETURN collect({id: x.id, name: coalesce(x.name, x.title), year: coalesce(x.year, year), paper: paper})"
    )


def _citekey(n: str) -> str:
    return (
        f"COLLECT {{ UNWIND {n}.said AS s MATCH (v:Version {{version: s / {ORDINALS}}})"
        f" MATCH (w:Record {{record: v.record}}) MATCH (p:Place {{place: v.places[s % {ORDINALS}]}})"
        f" WHERE p.extractor STARTS WITH {text(CITEKEY_EXTRACTORS)} RETURN w.key ORDER BY w.source, w.key LIMIT 1 }}[0]"
    )


def _unresolved(n: str) -> str:
    return (
        f"COUNT {{ MATCH (a:Reference {{node: {n}.node}})-[w:WAITS]->(b:Reference) WHERE w.relation = 'CITES' AND w.missing = b.ref"
        " AND b.node IS NULL RETURN DISTINCT w.said }"
    )


_VERSION = "COLLECT { MATCH (s:Store {name: 'citegraph'}) RETURN s.version }[0]"
_ADDRESS = f"CASE i.scheme {' '.join(f'WHEN {text(scheme)} THEN {text(start)} + i.value' for scheme, start in ADDRESSES.items())} END"
