"""Model indexes as OpenMMLab keeps them: metafile.yml, and model-index.yml that imports them (docs/sources/model-index.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BeforeValidator, Field

from graph.claims import RANKS
from graph.evidence import Assertion
from graph.ids import repository
from loaders.errors import RecordError, SourceError
from loaders.files import digest, text
from loaders.head import Head, Row
from loaders.shapes.pieces import BadPiece, Name, Piece, Records, Some, SourceRecord, Text, field, packed
from loaders.shapes.yaml_documents import documents, items, line, member, plain
from loaders.sources import model_index
from loaders.units import Unit

LOADER = f"model-index-yaml/1 {model_index.LOADER}"
EXAMPLE = """\
Models:
  - Name: fcn_r50-d8_4xb2-40k_cityscapes-512x1024
    In Collection: FCN
    Results:
      - {Task: Semantic Segmentation, Dataset: Cityscapes, Metrics: {mIoU: 72.25}}"""

_HEAD = re.compile(r"^(?:Collections|Models|Import):[ \t\r]*(?:#.*)?\n[ \t]*- +(?:Name:|\S+\.ya?ml)", re.MULTILINE)
_LIST = re.compile(r"^- +Name:.*\n(?:  .*\n)*  In Collection:", re.MULTILINE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_WEIGHTS = re.compile(r"https?://download\.openmmlab\.com/(mm\w+)/", re.IGNORECASE)
_RENAMED = {"mmclassification": "mmpretrain"}


def _listed(value: object) -> object:
    return value if isinstance(value, list) else () if value is None else [value]


class Outcome(SourceRecord):
    """Figures of a model on one dataset."""

    task: Text = Field(None, alias="Task")
    dataset: Text = Field(None, alias="Dataset")
    metrics: dict[str, object] | None = Field(None, alias="Metrics")


class Paper(SourceRecord):
    """Where a model or a collection is described."""

    title: Text = Field(None, alias="Title")
    url: Text = Field(None, alias="URL")


class Entry(SourceRecord):
    """A collection, and what a model has in common with one. A paper may be stated by its address alone, or be one of several."""

    name: Name = Field(alias="Name")
    papers: Annotated[Some[Paper | Name], BeforeValidator(_listed)] = Field((), alias="Paper")


class ModelEntry(Entry):
    """One trained model."""

    collection: Text = Field(None, alias="In Collection")
    config: Text = Field(None, alias="Config")
    results: Annotated[Some[Outcome], BeforeValidator(_listed)] = Field((), alias="Results")


class Indexed(SourceRecord):
    """A model, the collection of its file that it belongs to, and the repository that holds both."""

    model: ModelEntry = Field(alias="Model")
    collection: Entry | None = Field(None, alias="Collection")
    repository: Text = Field(None, alias="Repository")


def detect(head: Head) -> bool:
    """Whether the text begins as an index of models, or imports some."""
    return head.text is not None and bool(_HEAD.search(head.text) or _LIST.search(head.text))


# --- files ----------------------------------------------------------------------------------------------------------


def pieces(path: Path) -> Iterator[Piece | BadPiece]:
    """Yield the models of a file in order, and those of the files beside or below it that it imports."""
    yield from _pieces(path, path.resolve().parent, set())


def _pieces(path: Path, folder: Path, seen: set[Path], within: str = "") -> Iterator[Piece | BadPiece]:
    seen.add(path.resolve())
    for document in documents(path):
        collections = {member(node, "Name"): node for node in items(member(document, "Collections"))}
        named = {name.value: node for name, node in collections.items() if isinstance(name, yaml.ScalarNode)}
        for node in items(document) or items(member(document, "Models")):
            place = f"{within}:{line(node)}"
            try:
                yield Piece(place, packed(_indexed(plain(node), named)))
            except RecordError as error:
                yield BadPiece(place, str(error))
        for node in items(member(document, "Import")):
            yield from _imported(node, path, folder, seen)


def _around(path: Path) -> str:
    """Return the digests of all files that an index imports."""
    return " ".join(digest(found).hex() for found in sorted(_imports(path, path.resolve().parent, set())))


def _imports(path: Path, folder: Path, seen: set[Path]) -> set[Path]:
    """Return the files that a file imports, and that those import; one that is broken imports none."""
    seen.add(path.resolve())
    try:
        named = (
            [str(node.value) for document in documents(path) for node in items(member(document, "Import"))]
            if "Import" in text(path)
            else []
        )
    except SourceError:  # told where it is read
        return set()
    found = {file for name in named if (file := (path.parent / name).resolve()).is_relative_to(folder) and file.is_file()}
    return found.union(*(_imports(file, folder, seen) for file in sorted(found - seen)))


def _imported(node: yaml.Node, path: Path, folder: Path, seen: set[Path]) -> Iterator[Piece | BadPiece]:
    """The models of an imported file; its place follows the importing file's name after `#`."""
    named = str(node.value)
    found = (path.parent / named).resolve()
    if not found.is_relative_to(folder) or not found.is_file():
        yield BadPiece(f":{line(node)}", f"imports {named}, which is no file beside or below it")
    elif found not in seen:
        try:
            yield from _pieces(found, folder, seen, f"#{found.relative_to(folder)}")
        except SourceError as error:
            yield BadPiece(f":{line(node)}", f"imports {named}, and {error}")


def _indexed(model: object, collections: dict[str, yaml.Node]) -> Row:
    if not isinstance(model, dict):
        raise RecordError(f"is {model!r}; expected a model")
    node = collections.get(str(model.get("In Collection")))
    collection = plain(node) if node else None
    return {"Model": model, "Collection": collection, "Repository": _repository(model, collection)}


def _repository(model: Row, collection: object) -> str | None:
    """The repository that code is said to lie in; else OpenMMLab's project that offers the weights."""
    for entry in (model, collection):
        code = entry.get("Code") if isinstance(entry, dict) else None
        found = repository(str(code.get("URL") if isinstance(code, dict) else code))
        if found is not None:
            return found.value
    weights = model.get("Weights")
    for address in weights if isinstance(weights, list) else [weights]:
        if match := _WEIGHTS.match(str(address)):
            return f"https://github.com/open-mmlab/{_RENAMED.get(match[1], match[1])}"
    return None


# --- what a model's entry says ------------------------------------------------------------------------------------------


def assertions(entry: Indexed, unit: Unit) -> Iterable[Assertion]:
    """Return what a model's entry says, as a row of a model index does."""
    return model_index.assertions(described(entry), unit)


def described(entry: Indexed) -> model_index.Model:
    """Return the entry in the words of a model index's row. The first paper is the model's own, else its collection's."""
    model = entry.model
    first = next(iter((*model.papers, *(entry.collection.papers if entry.collection else ()))), Paper.model_construct())
    paper = first if isinstance(first, Paper) else _paper(first)
    return model_index.Model(
        repo=entry.repository,
        collection=model.collection,
        model=model.name,
        config=model.config,
        paper_title=paper.title,
        paper_url=paper.url,
        results=tuple(model_index.Outcome(task=item.task, dataset=item.dataset, metrics=item.metrics) for item in model.results),
    )


def _paper(written: str) -> Paper:
    is_address = _ADDRESS.match(written)
    return Paper.model_construct(title=None if is_address else written, url=written if is_address else None)


def _key(row: Row) -> str | None:
    model = row.get("Model")
    name = field(model, "Name") if isinstance(model, dict) else None
    if name is None or not isinstance(model, dict):
        return None
    return " ".join(part for part in (field(row, "Repository"), name, field(model, "Config")) if part)


READER = Records(LOADER, RANKS["leaderboard"], Indexed, assertions, pieces, _key, around=_around)
