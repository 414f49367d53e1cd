"""Files of subgraphs, read back by others' readers: names with markup, quotes, line breaks, control and non-BMP characters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest
from bibtexparser.entrypoint import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from graph.interchange import bibtex, edge_list, gexf, graphml, vosviewer
from graph.interchange.formats import FORMATS, items_of, text_of
from graph.interchange.subgraph import Edge, ExportFormat, Node, Subgraph, Work
from graph.kinds import Kind

ODD = "<b>\"R&D\"</b> 'net', \U0001f9e0 a\u2028b\ttab ]]> =1+1"
PAPER = Node("paper:doi:10.5555/a&b<c>", ODD, Kind.PAPER, 2020, 3)
METHOD = Node("method:foo", "Foo", Kind.METHOD, None, 2)
ALONE = Node("task:alone", "\ue000 alone\r\nin two lines", Kind.TASK, None, 0)
GRAPH = Subgraph(
    (PAPER, METHOD, ALONE),
    (Edge(PAPER.id, METHOD.id, "INTRODUCES", 2), Edge(PAPER.id, METHOD.id, "USES", 1), Edge(METHOD.id, PAPER.id, "IMPLEMENTS", 1)),
)
RELATIONS = [(PAPER.id, METHOD.id, "INTRODUCES", 2), (PAPER.id, METHOD.id, "USES", 1), (METHOD.id, PAPER.id, "IMPLEMENTS", 1)]


def _edges(found: Any) -> list[tuple[str, str, str, int]]:
    return sorted((a, b, data["relation"], data["support"]) for a, b, data in found.edges(data=True))


def test_gexf_is_read_with_typed_attributes_and_parallel_edges() -> None:
    found = nx.read_gexf(io.BytesIO(gexf.write(GRAPH).encode()), version="1.3")
    assert found.is_multigraph()
    assert found.is_directed()
    assert dict(found.nodes(data=True)) == {
        PAPER.id: {"label": ODD, "kind": "PAPER", "year": 2020, "degree": 3},
        METHOD.id: {"label": "Foo", "kind": "METHOD", "degree": 2},
        ALONE.id: {"label": ALONE.name, "kind": "TASK", "degree": 0},
    }
    assert _edges(found) == sorted(RELATIONS)
    assert {data["weight"] for _, _, data in found.edges(data=True)} == {1.0, 2.0}


def test_graphml_is_read_with_typed_attributes_and_parallel_edges() -> None:
    found = nx.parse_graphml(graphml.write(GRAPH), force_multigraph=True)
    assert found.is_directed()
    assert dict(found.nodes(data=True)) == {
        PAPER.id: {"name": ODD, "kind": "PAPER", "year": 2020, "degree": 3},
        METHOD.id: {"name": "Foo", "kind": "METHOD", "degree": 2},
        ALONE.id: {"name": ALONE.name, "kind": "TASK", "degree": 0},
    }
    assert _edges(found) == sorted(RELATIONS)


@pytest.mark.parametrize("write", [gexf.write, graphml.write])
def test_characters_that_no_document_may_hold_are_replaced(write: object) -> None:
    assert callable(write)
    text = write(Subgraph((Node("method:x", "a\x00b\x1fc\ufffed", Kind.METHOD, None, 0),), ()))
    assert "a\ufffdb\ufffdc\ufffdd" in text


def test_csv_is_read_row_by_row_and_nodes_without_edges_stand_alone() -> None:
    text = edge_list.write(GRAPH)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [
        list(edge_list.HEADER),
        [PAPER.id, ODD, "PAPER", METHOD.id, "Foo", "METHOD", "INTRODUCES", "2"],
        [PAPER.id, ODD, "PAPER", METHOD.id, "Foo", "METHOD", "USES", "1"],
        [METHOD.id, "Foo", "METHOD", PAPER.id, ODD, "PAPER", "IMPLEMENTS", "1"],
        [ALONE.id, ALONE.name, "TASK", "", "", "", "", ""],
    ]
    assert text.startswith(",".join(edge_list.HEADER) + "\r\n")


def test_vosviewer_has_one_link_for_all_edges_of_two_nodes() -> None:
    assert json.loads(vosviewer.write(GRAPH)) == {
        "network": {
            "items": [
                {"id": PAPER.id, "label": ODD, "cluster": 1, "weights": {"Links": 3}, "scores": {"Year": 2020}},
                {"id": METHOD.id, "label": "Foo", "cluster": 2, "weights": {"Links": 2}},
                {"id": ALONE.id, "label": ALONE.name, "cluster": 5, "weights": {"Links": 0}},
            ],
            "links": [{"source_id": PAPER.id, "target_id": METHOD.id, "strength": 4}],
            "clusters": [{"cluster": 1, "label": "Papers"}, {"cluster": 2, "label": "Methods"}, {"cluster": 5, "label": "Tasks"}],
        }
    }


@pytest.mark.parametrize("format_", ExportFormat)
def test_an_empty_subgraph_is_a_file_too(format_: ExportFormat) -> None:
    text = FORMATS[format_].write(Subgraph((), ()))
    assert text.count("\n") == {"gexf": 16, "graphml": 10, "vosviewer": 7, "csv": 1, "bibtex": 0}[format_]


# --- BibTeX ---------------------------------------------------------------------------------------------------------


def paper(id_: str, title: str, *names: str, year: int | None = 2020, **more: Any) -> Node:
    return Node(id_, title, Kind.PAPER, year, 1, Work(names, year=year, **more))


def entries(*papers: Node) -> list[dict[str, str]]:
    """What a reader finds: the fields of each entry, with its type and key; title, authors and venue as text without TeX."""
    library = parse_string(bibtex.write(Subgraph(papers, ())))
    assert library.failed_blocks == []
    reader: Any = LatexNodes2Text
    text = reader(keep_comments=True).latex_to_text
    told = ("title", "author", "howpublished")
    return [
        {"ENTRY": f"{one.entry_type} {one.key}"} | {f.key: text(f.value) if f.key in told else f.value for f in one.fields}
        for one in library.entries
    ]


def keys(papers: Iterable[Node]) -> list[str]:
    found = bibtex.citekeys(list(papers))
    return [found[one.id] for one in papers]


def test_bibtex_is_read_with_all_that_is_known_of_a_paper() -> None:
    known: dict[str, Any] = {
        "venue": "R&D 100%_#$ ~",
        "url": "https://x.example/a_b?c=%20&d={e}",
        "doi": "10.5555/a_b",
        "arxiv": "2101.00001",
    }
    (found,) = entries(
        paper("paper:a", ODD, "Ada Smith", "Çem \\ Muster", **known),
    )
    assert found == {
        "ENTRY": "misc smith2020brdb",
        "title": "<b>\"R&D\"</b> 'net', \U0001f9e0 a b tab ]]> =1+1",
        "author": "Ada Smith and Çem \\ Muster",
        "year": "2020",
        "howpublished": "R&D 100%_#$ ~",
        "doi": "10.5555/a_b",
        "eprint": "2101.00001",
        "archiveprefix": "arXiv",
        "url": "https://x.example/a_b?c=%20&d=%7Be%7D",
    }  # fmt: skip


def test_what_is_special_to_tex_is_escaped_and_addresses_are_not() -> None:
    text = bibtex.write(
        Subgraph((paper("paper:a", "50% of {A^}_1", "X and Y", "Ada Smith", url="https://x.example/a_b", is_cut=True),), ())
    )
    assert text == (
        "@misc{y202050,\n  title = {{50\\% of \\textbraceleft{}A\\textasciicircum{}\\textbraceright{}\\_1}},\n"
        "  author = {{X and Y} and Ada Smith and others},\n  year = {2020},\n  url = {https://x.example/a_b}\n}\n"
    )


def test_only_papers_stand_in_a_bibliography() -> None:
    assert bibtex.write(Subgraph((METHOD, ALONE), ())) == ""
    assert entries(paper("paper:a", "A title", year=None)) == [{"ENTRY": "misc anonymoustitle", "title": "A title"}]


def test_keys_are_made_of_family_name_year_and_first_word() -> None:
    papers = [
        paper("paper:1", "The Net: a study", "Ada Lovelace Müller"), paper("paper:2", "An ∞ loop", "Smith, Bo", year=1999),
        paper("paper:3", "שלום", "שלום"), paper("paper:4", "", year=None),
    ]  # fmt: skip
    assert keys(papers) == ["muller2020net", "smith1999loop", "anonymous2020untitled", "anonymousuntitled"]


def test_equal_keys_are_told_apart_by_letters_in_the_order_of_ids() -> None:
    alike = [paper(f"paper:{number}", "Net", "Smith") for number in (3, 1, 2)]
    taken = paper("paper:0", "Netb", "Smith")
    assert keys([*alike, taken]) == ["smith2020netd", "smith2020neta", "smith2020netc", "smith2020netb"]
    assert keys([taken, *reversed(alike)]) == ["smith2020netb", "smith2020netc", "smith2020neta", "smith2020netd"]
    many = keys([paper(f"paper:{number:02}", "Net", "Smith") for number in range(28)])
    assert many[25:] == ["smith2020netz", "smith2020netaa", "smith2020netab"]
    assert len(set(many)) == 28


def test_a_paper_is_cited_by_the_key_that_bibliographies_have_for_it() -> None:
    """Not by one that may not be written or was made of the content; nor two by one, also not by one of another case."""
    papers = [
        paper("paper:1", "Net", "Smith", citekey="DBLP:conf/foo/Smith20"), paper("paper:2", "Net", "Smith", citekey="smith 2020"),
        paper("paper:3", "Net", "Day", citekey="smith2020net"), paper("paper:4", "Net", "Smith", citekey="0123456789abcdef0123"),
        paper("paper:5", "Loop", "Day", citekey="day"), paper("paper:6", "Pool", "Day", citekey="Day"), paper("paper:7", "X", citekey="daya"),
    ]  # fmt: skip
    told = ["DBLP:conf/foo/Smith20", "smith2020neta", "smith2020net", "smith2020netb", "dayb", "dayc", "daya"]
    assert keys(papers) == told
    assert keys(papers[::-1]) == told[::-1]


# --- from a store's answer ------------------------------------------------------------------------------------------


def test_a_bibliography_asks_for_as_many_authors_as_the_limit_of_an_operation_has_room_for() -> None:
    def asked(limit: int) -> int | None:
        (nodes,) = items_of(ExportFormat.BIBTEX, limit)
        (fetch,) = (inner.fetch for item in nodes.items for inner in item.items if inner.name == "authors")
        page: int | None = fetch.page.first  # type: ignore[union-attr]
        return page

    assert [asked(limit) for limit in (1, 80, 200, 2000)] == [1000, 1000, 400, 40]


def test_the_authors_of_an_answer_are_as_written_and_else_by_their_name() -> None:
    edges = [{"nameAsWritten": "A. Smith", "node": {"name": "Ada Smith"}}, {"nameAsWritten": None, "node": {"name": "Bo Jones"}}]
    identifiers = [{"scheme": "doi", "value": "10.5555/first"}, {"scheme": "doi", "value": "10.5555/second"}]
    own = {
        "year": 2020,
        "venue": None,
        "url": None,
        "citekey": "smith:2020",
        "identifiers": identifiers,
        "authors": {"edges": edges, "pageInfo": {"hasNextPage": True}},
    }
    node = {"id": "paper:a", "name": "A title", "kind": "PAPER", "year": 2020, "degree": 2, "node": own}
    assert text_of(ExportFormat.BIBTEX, {"nodes": [node]}) == (
        "@misc{smith:2020,\n  title = {{A title}},\n  author = {A. Smith and Bo Jones and others},\n  year = {2020},\n"
        "  doi = {10.5555/first}\n}\n"
    )
