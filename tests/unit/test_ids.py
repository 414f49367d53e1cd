"""Identifiers: every historical form by hand, laws by Hypothesis, and what is rejected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ids import (
    Identifier,
    IdScheme,
    InvalidIdentifier,
    kind_of,
    parse,
    parse_acl,
    parse_arxiv,
    parse_doi,
    parse_openalex,
    parse_orcid,
    parse_repository,
    parse_s2,
    parse_s2author,
    parse_url,
    recognise,
    repository,
)
from graph.kinds import Kind

FORMS = [
    (parse_doi, "10.18653/v1/P19-1001", "10.18653/v1/p19-1001"),
    (parse_doi, "doi:10.1162/COLI_a_00123", "10.1162/coli_a_00123"),
    (parse_doi, "https://dx.doi.org/10.1007%2Fs40998-020-00352-2", "10.1007/s40998-020-00352-2"),
    (parse_doi, "10.1162/tacl\\_a\\_00001", "10.1162/tacl_a_00001"),
    (parse_doi, "10.1000.10/123456", "10.1000.10/123456"),
    (parse_doi, "http://dx.doi.org/https://doi.org/10.1000/x", "10.1000/x"),
    (parse_arxiv, "1706.03762", "1706.03762"),
    (parse_arxiv, "1706.03762v5", "1706.03762"),
    (parse_arxiv, "arXiv:0704.0001v2 [hep-th]", "0704.0001"),
    (parse_arxiv, "1412.9999", "1412.9999"),
    (parse_arxiv, "1501.00001", "1501.00001"),
    (parse_arxiv, "https://arxiv.org/pdf/1901.02860v3.pdf", "1901.02860"),
    (parse_arxiv, "http://export.arxiv.org/abs/1901.02860", "1901.02860"),
    (parse_arxiv, "https://arxiv.org/html/2401.00001v1", "2401.00001"),
    (parse_arxiv, "cs.CL/0112017v2", "cs/0112017"),
    (parse_arxiv, "math.GT/0309136", "math/0309136"),
    (parse_arxiv, "hep-th/9901001v3", "hep-th/9901001"),
    (parse_arxiv, "https://arxiv.org/abs/cmp-lg/9404001", "cmp-lg/9404001"),
    (parse_acl, "P19-1001", "P19-1001"),
    (parse_acl, "w18-54001", "W18-54001"),
    (parse_acl, "2020.ACL-main.1", "2020.acl-main.1"),
    (parse_acl, "https://www.aclweb.org/anthology/P/P18/P18-1043.pdf", "P18-1043"),
    (parse_acl, "http://aclweb.org/anthology/P18-1043", "P18-1043"),
    (parse_acl, "https://aclanthology.org/2020.acl-main.1v2.pdf", "2020.acl-main.1"),
    (parse_acl, "https://aclanthology.info/papers/P18-1043/", "P18-1043"),
    (parse_openalex, "https://openalex.org/w2741809807", "W2741809807"),
    (parse_s2, "CorpusID:0013756489", "13756489"),
    (parse_orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    (parse_orcid, "000000021694233x", "0000-0002-1694-233X"),
    (parse_s2author, "https://www.semanticscholar.org/author/Ann-Lee/001741101", "1741101"),
    (parse_url, "HTTP://Example.ORG:80/A/b/?q=1#top", "https://example.org/A/b?q=1"),
    (parse_repository, "https://github.com/Owner/Name.git", "https://github.com/owner/name"),
    (parse_repository, "git@github.com:Owner/Name.git", "https://github.com/owner/name"),
    (parse_repository, "git+https://github.com/o/n", "https://github.com/o/n"),
    (parse_repository, "ssh://git@gitlab.com/o/n", "https://gitlab.com/o/n"),
    (parse_repository, "www.github.com/o/n/tree/main/src?tab=readme#x", "https://github.com/o/n"),
    (parse_repository, "https://github.com/o/n).", "https://github.com/o/n"),
    (parse_repository, "https://huggingface.co/OpenGVLab/HoVLE", "https://huggingface.co/OpenGVLab/HoVLE"),
    (parse_repository, "https://huggingface.co/datasets/o/N", "https://huggingface.co/datasets/o/N"),
]


@pytest.mark.parametrize(("parser", "text", "value"), FORMS, ids=[text for _, text, _ in FORMS])
def test_forms(parser: object, text: str, value: str) -> None:
    found = parser(text)  # type: ignore[operator]
    assert found.value == value
    assert parser(found.value) == found, "the normal form is its own"  # type: ignore[operator]


REJECTED = [
    ("doi", "10.1162/"),
    ("doi", "0.26615/978"),
    ("doi", "http://hdl.handle.net/2065/12142"),
    ("arxiv", "1713.00001"),
    ("arxiv", "1501.0001"),
    ("arxiv", "1412.00001"),
    ("arxiv", "0703.0001"),
    ("arxiv", "1706.00000"),
    ("arxiv", "nonsense/0112017"),
    ("arxiv", "cs/0713017"),
    ("arxiv", "https://www.alphaxiv.org/abs/1706.03762"),
    ("acl", "P19"),
    ("acl", "1899.acl-main.1"),
    ("openalex", "W0"),
    ("s2", "0"),
    ("orcid", "0000-0002-1825-0098"),
    ("orcid", "0000"),
    ("s2author", "W1"),
    ("url", "ftp://example.org/x"),
    ("url", "https://localhost/x"),
    ("url", "https://example.org:notaport/"),
    ("repo", "https://github.com/about/team"),
    ("repo", "https://github.com/owner"),
    ("repo", "https://gist.github.com/o/n"),
    ("repo", "https://example.org/o/n"),
    ("repo", "https://github.com/o/.git"),
    ("dblp", "conf/only"),
]


@pytest.mark.parametrize(
    ("scheme", "text"), [*REJECTED, *((s.value, bad) for s in IdScheme for bad in ("", "  ", "a\x00b", "x" * 1001, "\ud800"))]
)
def test_rejects_name_the_value_and_what_is_expected(scheme: str, text: str) -> None:
    with pytest.raises(InvalidIdentifier, match="expected") as caught:
        parse(scheme, text)
    assert len(str(caught.value)) < 250


def test_recognise_and_repository() -> None:
    assert str(recognise("https://doi.org/10.48550/arXiv.2101.00001")) == "arxiv:2101.00001"
    assert str(recognise("https://doi.org/10.1162/coli_a_00123")) == "doi:10.1162/coli_a_00123"
    assert str(recognise("https://doi.org/https://doi.org/10.1162/coli_a_00123")) == "doi:10.1162/coli_a_00123"
    assert str(recognise("http://dx.doi.org/doi:10.1162/coli_a_00123")) == "doi:10.1162/coli_a_00123"
    assert recognise("https://openreview.net/pdf?id=HyeVtoRqtQ") is None
    assert recognise("https://arxiv.org/abs/nonsense") is None
    assert repository("see https://github.com") is None
    with pytest.raises(ValueError, match="isbn"):
        parse("isbn", "1")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://openalex.org/W5", Kind.PAPER),
        ("https://openalex.org/A5", Kind.AUTHOR),
        ("CorpusID:5", Kind.PAPER),
        ("https://www.semanticscholar.org/author/5", Kind.AUTHOR),
        ("https://orcid.org/0000-0002-1825-0097", Kind.AUTHOR),
        ("https://doi.org/10.1162/x", Kind.PAPER),
    ],
)
def test_what_an_identifier_identifies(address: str, kind: Kind) -> None:
    found = recognise(address)
    assert found is not None
    assert kind_of(found) is kind
    assert kind_of(parse("repo", "https://github.com/o/n")) is Kind.REPOSITORY


new_arxiv = st.builds(lambda y, m, n: f"{y:02}{m:02}.{n:05}", st.integers(15, 40), st.integers(1, 12), st.integers(1, 99999))
old_acl = st.builds(lambda c, y, n: f"{c}{y:02}-{n:04}", st.sampled_from("PWDNC"), st.integers(0, 99), st.integers(1, 9999))
dois = st.builds(lambda r, s: f"10.{r}/{s}", st.integers(1000, 999999), st.from_regex(r"[a-z0-9._-]{1,20}", fullmatch=True))


@given(new_arxiv.map(parse_arxiv) | old_acl.map(parse_acl) | dois.map(parse_doi))
def test_identifiers_round_trip(found: Identifier) -> None:
    assert parse(found.scheme, str(found)) == found
    assert found.url is not None
    assert recognise(found.url) == found


@given(st.text(max_size=60))
def test_recognise_is_total(text: str) -> None:
    found = recognise(text)
    assert found is None or parse(found.scheme, found.value) == found
