"""What stands in the title column of real leaderboards and is no title."""

from __future__ import annotations

import pytest

from graph.evidence import NodeAssertion
from loaders.sources.leaderboard import paper_of

ADDRESS = "https://arxiv.org/abs/1607.04315"


@pytest.mark.parametrize(
    "title",
    ["https://arxiv.org/abs/1608.07905", "[4]", "[13] [code]", "Munkhdalai & Yu '16a", "Lei Sha et al. '16", "Shutova et. al, 2016"],
)
def test_a_citation_or_an_address_is_no_title(title: str) -> None:
    paper, said = paper_of(title, ADDRESS)
    assert (paper and paper.key, said) == ("paper:arxiv:1607.04315", [])
    assert paper_of(title, None) == (None, [])


@pytest.mark.parametrize("title", ["Neural Semantic Encoders", "An overview of the shared task of the workshop CoNLL '09", "MLSUM"])
def test_a_title_is_stated(title: str) -> None:
    paper, said = paper_of(title, ADDRESS, 2016)
    assert paper is not None
    (stated,) = said
    assert isinstance(stated, NodeAssertion)
    assert (stated.subject, stated.values) == (paper, {"title": title, "url": ADDRESS, "year": 2016})
