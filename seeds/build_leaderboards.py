"""Makes `leaderboards.jsonl` and `models.jsonl` from rows under the MIT and Apache-2.0 licences (see README.md).

Usage: python seeds/build_leaderboards.py PWC_SOTA.jsonl MODEL_INDEX.jsonl

Only facts are carried over: names, figures, identifiers, titles. Names are cleaned by `graph.names`; what has no clear method,
dataset, figure or paper is left out, and of many configurations of one model the best and the smallest are kept.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.ids import IdScheme, recognise
from graph.names import (
    NameContext,
    NameKind,
    coined_name,
    dataset_whole,
    family_of,
    is_generic,
    is_metric,
    metric,
    parse_dataset_name,
    parse_figure,
    parse_method_name,
)
from graph.names.data_files import listed
from graph.names.figures import dataset_column
from graph.text import fold

HERE = Path(__file__).parent
MIT_SOURCES = ("nlp-progress-md/", "sota-extractor/nlp-progress", "sota-extractor/nlpprogress")
NLP_PROGRESS = "https://github.com/sebastianruder/NLP-progress"
MAX_PER_PAPER = 30
TASKS = {
    "word level models": "Language modeling",
    "character level models": "Language modeling",
    "ner": "Named entity recognition",
    "nlp named entity recognition": "Named entity recognition",
    "relationship extraction": "Relation extraction",
    "word sense disambiguation": "Word sense disambiguation",
    "vietnamese nlp tasks": "",
    "chinese word segmentation": "Chinese word segmentation",
    "pos tagging": "Part-of-speech tagging",
    "part of speech tagging": "Part-of-speech tagging",
}
METRICS = {"f1score": "F1", "bitpercharacterbpc": "Bits per character", "testperplexity": "Perplexity"}
Fact = dict[str, Any]


def rows(path: str) -> Iterator[Fact]:
    """Yield the objects of a JSONL file."""
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def task_name(text: str) -> str:
    """Return the usual name of a task; empty when the heading is none."""
    plain = " ".join(text.replace("-", " ").replace("_", " ").split())
    return TASKS.get(plain.lower(), text[:1].upper() + text[1:].lower() if text.istitle() else text)


def paper_of(row: Fact) -> Fact | None:
    """Return the identifiers of a row's paper, None when its address names none."""
    known = recognise(row.get("paper_url") or "")
    if known is None or known.scheme not in (IdScheme.ARXIV, IdScheme.ACL, IdScheme.DOI) or not row.get("paper_title"):
        return None
    return {known.scheme.value: known.value}


class Collected:
    """Facts so far, without repetitions."""

    def __init__(self) -> None:
        self.papers: dict[str, Fact] = {}
        self.introduced: dict[str, set[str]] = defaultdict(set)
        self.results: dict[tuple[Any, ...], Fact] = {}
        self.per_paper: Counter[str] = Counter()
        self.parts: dict[str, str] = {}

    def paper(self, ids: Fact, title: str, year: int | None) -> str:
        """Take a paper; returns its key."""
        key = json.dumps(ids, sort_keys=True)
        found = self.papers.setdefault(key, {"type": "paper", "ids": ids, "title": " ".join(title.split())})
        if year:
            found.setdefault("year", year)
        return key

    def result(self, key: str, identity: tuple[Any, ...], fact: Fact) -> None:
        """Take a result, unless it is known or its reporter has many already."""
        if identity not in self.results and self.per_paper[key] < MAX_PER_PAPER:
            self.results[identity] = fact
            self.per_paper[key] += 1
            if whole := dataset_whole(fact["dataset"]):
                self.parts[fact["dataset"]] = whole


def nlp_rows(path: str, found: Collected) -> None:
    """Take the rows of NLP-progress."""
    for row in rows(path):
        ids = paper_of(row) if row["source"].startswith(MIT_SOURCES) else None
        if ids is None:
            continue
        parsed = parse_method_name(row["model_name"] or "", NameContext(row["paper_title"]))
        if parsed.kind is not NameKind.METHOD or parsed.parts or parsed.generic or len(parsed.name) > 60 or ":" in parsed.name:
            continue
        hint = parsed.source_hint[1] if parsed.source_hint else None
        key = found.paper(ids, row["paper_title"], row.get("paper_year") or hint)
        coined = coined_name(row["paper_title"])
        parent = (
            parsed.variant_of if parsed.variant_of and (family_of(parsed.name) or fold(coined or "") == fold(parsed.variant_of)) else None
        )
        if coined and fold(coined) in (fold(parsed.name), fold(parent or "")):
            found.introduced[key].add(coined)
        for column, value in (row["metrics"] or {}).items():
            _nlp_result(found, key, ids, row, parsed.name, parent, parsed.differs, column, value)


def _nlp_result(
    found: Collected, key: str, ids: Fact, row: Fact, name: str, parent: str | None, differs: Any, column: str, value: Any
) -> None:
    figure, named = parse_figure(value, column), dataset_column(column)
    dataset = parse_dataset_name(named or row["dataset"])
    task = task_name(row["task"])
    if not is_metric(column) or figure.value is None or not dataset.name or not task or len(dataset.name) > 45:
        return
    measured = metric(column)
    label = "Score" if named else METRICS.get(fold(measured.name), measured.name)
    if measured.higher_is_better is None and not named:
        return
    fact = {
        "type": "result", "method": name, "method_as_written": row["model_name"], "dataset": dataset.name, "task": task, "metric": label,
        "value": figure.text, "unit": figure.unit, "higher_is_better": True if named else measured.higher_is_better,
        "split": dataset.split or measured.split, "reported_by": ids, "source_url": NLP_PROGRESS,
    }  # fmt: skip
    if parent:
        fact["_variant"] = (parent, dict(differs))
    found.result(
        key,
        (key, fold(name), fold(dataset.name), task, label, fact["split"], figure.value),
        {k: v for k, v in fact.items() if v is not None},
    )


def model_rows(path: str, found: Collected) -> None:
    """Take the model-index rows: of each collection, dataset and metric the best figure."""
    techniques = {fold(name) for name in listed("methods")["techniques"]} | {fold(name) for name in ("Weight Standardization", "GCNet")}
    best: dict[tuple[str, str, str, str], tuple[float, Fact]] = {}
    for row in rows(path):
        method = "HRNet" if (row["paper_title"] or "").startswith("Deep High-Resolution Representation") else row["collection"]
        if fold(method) in techniques or is_generic(method):
            continue
        _introduces(found, row, method)
        for result in row["results"] or ():
            dataset = parse_dataset_name(result["dataset"])
            for column, value in (result["metrics"] or {}).items():
                figure, measured = parse_figure(value, column), metric(column)
                if not dataset.name or figure.value is None or not is_metric(column) or measured.higher_is_better is None:
                    continue
                fact = {
                    "type": "result", "method": method, "method_as_written": row["model"], "dataset": dataset.name, "task": result["task"],
                    "metric": measured.name, "value": figure.text, "unit": figure.unit, "higher_is_better": measured.higher_is_better,
                    "configuration": {"config": row["config"]} if row.get("config") else {}, "split": dataset.split,
                    "reported_by": {"repository": f"https://github.com/{row['repo']}"}, "source_url": f"https://github.com/{row['repo']}",
                }  # fmt: skip
                slot = (method, dataset.name, result["task"], measured.name)
                score = figure.value if measured.higher_is_better else -figure.value
                if slot not in best or score > best[slot][0]:
                    best[slot] = (score, {k: v for k, v in fact.items() if v})
    for slot, (_, fact) in sorted(best.items()):
        found.per_paper.clear()
        found.result(fact["reported_by"]["repository"], slot, fact)


def _introduces(found: Collected, row: Fact, method: str) -> None:
    ids = paper_of(row)
    if ids is None:
        return
    title = row["paper_title"]
    coined = coined_name(title)
    known = INTRODUCERS.get(fold(method))
    if known == fold(title) or fold(title) == fold(method) or (coined and fold(coined) == fold(method)):
        found.introduced[found.paper(ids, title, None)].add(method)


INTRODUCERS = {
    fold(method): fold(title)
    for method, title in {
        "FCN": "Fully Convolutional Networks for Semantic Segmentation",
        "PSPNet": "Pyramid Scene Parsing Network",
        "DeepLabV3": "Rethinking atrous convolution for semantic image segmentation",
        "DeepLabV3+": "Encoder-Decoder with Atrous Separable Convolution for Semantic Image Segmentation",
        "UPerNet": "Unified Perceptual Parsing for Scene Understanding",
        "HRNet": "Deep High-Resolution Representation Learning for Human Pose Estimation",
        "RetinaNet": "Focal Loss for Dense Object Detection",
        "HTC": "Hybrid Task Cascade for Instance Segmentation",
        "FPN": "Panoptic Feature Pyramid Networks",
        "ResNet": "Deep Residual Learning for Image Recognition",
        "Mask2Former": "Masked-attention Mask Transformer for Universal Image Segmentation",
        "MaskFeat": "Masked Feature Prediction for Self-Supervised Visual Pre-Training",
        "MAE": "Masked Autoencoders Are Scalable Vision Learners",
        "ViT": "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
        "ConvNeXt": "A ConvNet for the 2020s",
    }.items()
}


def facts_of(found: Collected) -> Iterator[Fact]:
    """Yield the facts in their order: papers, parts, variants, results."""
    used = {json.dumps(fact["reported_by"], sort_keys=True) for fact in found.results.values()}
    for key, paper in sorted(found.papers.items()):
        if key in used or key in found.introduced:
            introduces = [{"name": name} for name in sorted(found.introduced.get(key, ()))]
            yield {**paper, **({"introduces": introduces} if introduces else {})}
    for part, whole in sorted(found.parts.items()):
        yield {"type": "dataset", "name": part, "part_of": whole}
    variants = {fact["method"]: fact["_variant"] for fact in found.results.values() if "_variant" in fact}
    for name, (parent, differs) in sorted(variants.items()):
        yield {"type": "method", "name": name, "variant_of": parent, "differs": differs}
    for _, fact in sorted(found.results.items(), key=lambda pair: json.dumps(pair[0], default=str)):
        yield {name: value for name, value in fact.items() if name != "_variant"}


def write(path: Path, facts: Iterator[Fact]) -> None:
    """Write facts, one a line."""
    lines = [json.dumps(fact, ensure_ascii=False) for fact in facts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} facts")


def main(leaderboards: str, models: str) -> None:
    """Write both files."""
    nlp, vision = Collected(), Collected()
    nlp_rows(leaderboards, nlp)
    model_rows(models, vision)
    write(HERE / "leaderboards.jsonl", facts_of(nlp))
    write(HERE / "models.jsonl", facts_of(vision))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
