"""Records and their assertions: keys of references and what is taken when nothing is said."""

from __future__ import annotations

import pytest

from graph.evidence import NAME, PLACEHOLDER, ROW, TEXT, EdgeAssertion, NodeAssertion, Place, Record, Ref
from graph.kinds import Kind, Relation

BERT, GLUE = Ref(Kind.METHOD, NAME, "BERT"), Ref(Kind.DATASET, NAME, "GLUE")


def test_schemes_of_references_that_are_no_identifiers() -> None:
    assert (NAME, PLACEHOLDER, TEXT, ROW) == ("name", "placeholder", "text", "row")


def test_the_key_of_a_reference_names_kind_scheme_value_and_scope() -> None:
    assert BERT.key == "method:name:BERT"
    assert Ref(Kind.PAPER, "doi", "10.1/x").key == "paper:doi:10.1/x"
    assert Ref(Kind.METHOD, PLACEHOLDER, "Xu et al.", "paper:acl:P19-1001").key == "method:placeholder:Xu et al.@paper:acl:P19-1001"


def test_a_reference_is_unscoped_when_no_scope_is_given() -> None:
    assert Ref(Kind.METHOD, "name", "BERT", "") == BERT


def test_a_place_is_nowhere_certain_and_accepted_when_nothing_is_said() -> None:
    assert Place() == ("", "", 1.0, None, None, None, None)


def test_assertions_without_more_say_nothing_else() -> None:
    assert NodeAssertion(BERT, {"name": "BERT"}) == (BERT, {"name": "BERT"}, (), Place())
    assert EdgeAssertion(Relation.USES, BERT, GLUE) == (Relation.USES, BERT, GLUE, {}, Place())


def test_the_values_of_an_edge_that_has_none_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        EdgeAssertion(Relation.USES, BERT, GLUE).values["role"] = "base"  # type: ignore[index]


def test_a_record_is_of_the_leaderboards_rank_when_none_is_given() -> None:
    assert Record("source", "key", b"digest", ()) == ("source", "key", b"digest", (), "", None, 3, ())
