"""Model indexes as YAML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from graph.kinds import Relation
from loaders.errors import SourceError
from loaders.head import Head
from loaders.sources import model_index_yaml
from tests.loaders.sources.read import edges, nodes, read, records, rejections
from tests.realdata import real

FILE = """\
Collections:
  - Name: FooNet
    Metadata:
      Training Techniques: [SGD with Momentum]
    Paper:
      Title: 'FooNet: Foos from Bars'
      URL: https://arxiv.org/abs/2001.00001
    README: configs/foonet/README.md
    Code:
      URL: https://github.com/open-mmlab/mmdetection/blob/v2.0.0/mmdet/foonet.py#L5
      Version: v2.0.0

Models:
  - Name: foonet_r50_1x_coco
    In Collection: FooNet
    Config: configs/foonet/foonet_r50_1x_coco.py
    Metadata:
      Epochs: 12
    Results:
      - Task: Object Detection
        Dataset: COCO
        Metrics:
          box AP: 41.3
          mask AP:
    Weights: https://download.openmmlab.com/mmdetection/v2.0/foonet.pth
"""


def index(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def model(name: str = "a", **others: str) -> str:
    said = {"In Collection": "Foo", **{key.replace("_", " "): value for key, value in others.items()}}
    return f"- Name: {name}\n" + "".join(f"  {key}: {value}\n" for key, value in said.items())


def test_a_model_of_a_collection(tmp_path: Path) -> None:
    (record,) = records(index(tmp_path / "metafile.yml", FILE), "model-index-yaml")
    key = "https://github.com/open-mmlab/mmdetection foonet_r50_1x_coco configs/foonet/foonet_r50_1x_coco.py"
    assert (record.source, record.key, record.locator, record.rank) == ("model-index-yaml", key, "metafile.yml:14", 3)
    result, repository = f"result:row:model-index-yaml:{key}:0:box AP", "repository:repo:https://github.com/open-mmlab/mmdetection"
    paper = "paper:arxiv:2001.00001"
    assert nodes(record) == {
        paper: {"title": "FooNet: Foos from Bars", "url": "https://arxiv.org/abs/2001.00001", "same_as": ["paper:text:foonetfoosfrombars||"]},
        result: {
            "methodAsWritten": "foonet_r50_1x_coco", "metric": "box AP", "valueText": "41.3", "value": 41.3, "unit": "percent", "higherIsBetter": True,
            "configuration": ["config: configs/foonet/foonet_r50_1x_coco.py", "model: foonet_r50_1x_coco"],
        },
    }  # fmt: skip
    assert edges(record) == [
        ("INTRODUCES", paper, f"method:name:FooNet@{paper}"),
        ("REPORTS", repository, result),
        ("OF", result, "method:name:FooNet"),
        ("ON", result, "dataset:name:COCO"),
        ("FOR", result, "task:name:Object Detection"),
    ]


def test_lines_may_end_as_on_windows_and_begin_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "m.yml"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    (record,) = records(path, "model-index-yaml")
    (other,) = records(index(tmp_path / "n.yml", FILE), "model-index-yaml")
    assert (record.assertions, record.digest, record.locator) == (other.assertions, other.digest, "m.yml:14")


def test_a_bare_list_results_that_are_one_object_and_papers_of_any_form(tmp_path: Path) -> None:
    """Neither code nor weights: nobody reports it. Weights of OpenMMLab tell the project, by its name of today."""
    one = "{Task: T, Dataset: D, Metrics: {AP: 1}}"
    papers = {
        "https://arxiv.org/abs/2001.00001": "paper:arxiv:2001.00001",
        "[{Title: Foos and bars}, {Title: Others}]": "paper:text:foosandbars||",
        "{Title: Foos and bars, URL: null}": "paper:text:foosandbars||",
        "Foos and bars": "paper:text:foosandbars||",
    }
    for written, paper in papers.items():
        (record,) = records(index(tmp_path / "m.yml", model(Results=one, Paper=written)), "model-index-yaml")
        assert record.key == "a"
        assert edges(record, Relation.REPORTS) == []
        (said,) = model_index_yaml.pieces(tmp_path / "m.yml")
        found = model_index_yaml.described(model_index_yaml.Indexed.model_validate_json(said[1]))
        assert {found.paper_title or "", found.paper_url or ""} == {written if "://" in written else "Foos and bars", ""}
        assert paper in nodes(record) or "://" in written
    weights = "[https://download.openmmlab.com/mmclassification/v0/foo.pth]"
    (record,) = records(index(tmp_path / "m.yml", model(Results=one, Weights=weights)), "model-index-yaml")
    assert edges(record, Relation.REPORTS)[0][1] == "repository:repo:https://github.com/open-mmlab/mmpretrain"


def test_the_first_paper_and_code_are_the_models_own(tmp_path: Path) -> None:
    own = FILE.replace("    Weights:", "    Paper: {Title: 'Bars: more', URL: null}\n    Code: https://gitlab.com/ann/foo\n    Weights:")
    (record,) = records(index(tmp_path / "m.yml", own), "model-index-yaml")
    assert "paper:text:barsmore||" in nodes(record)
    assert edges(record, Relation.REPORTS)[0][1] == "repository:repo:https://gitlab.com/ann/foo"


def test_an_index_is_read_with_what_it_imports(tmp_path: Path) -> None:
    """Files outside its folder are not opened; one that imports the other back is read once."""
    root = tmp_path / "root"
    index(tmp_path / "outside.yml", model("outside"))
    index(root / "configs" / "a" / "metafile.yml", "Import:\n  - ../../model-index.yml\nModels:\n" + model("a"))
    index(root / "broken.yml", "Models: [\n")
    imports = ["configs/a/metafile.yml", "../outside.yml", "none.yml", "broken.yml", "configs/a/metafile.yml"]
    path = index(root / "model-index.yml", "Import:\n" + "".join(f"  - {name}\n" for name in imports))
    found = read(path, "model-index-yaml")
    assert [item.locator for item in found] == [
        "model-index.yml#configs/a/metafile.yml:4",
        "model-index.yml:3",
        "model-index.yml:4",
        "model-index.yml:5",
    ]
    assert rejections(path, "model-index-yaml")[:2] == [
        "model-index.yml:3: imports ../outside.yml, which is no file beside or below it",
        "model-index.yml:4: imports none.yml, which is no file beside or below it",
    ]
    assert "is no YAML (line 2: " in rejections(path, "model-index-yaml")[2]


def test_models_that_cannot_be_read_leave_the_others(tmp_path: Path) -> None:
    text = model("a") + model("b", Metadata="2020-13-45") + model("c", Metadata="!foo x") + "- just text\n" + model("d", Results="[7]")
    reasons = rejections(index(tmp_path / "m.yml", text), "model-index-yaml")
    assert reasons[0].startswith("m.yml:3: has a value that is none: month must be in 1..12")
    assert reasons[1:3] == [
        "m.yml:6: line 8: could not determine a constructor for the tag '!foo'",
        "m.yml:9: is 'just text'; expected a model",
    ]
    assert reasons[3].startswith("m.yml:10: Model.Results.0 is 7; ")
    assert len(read(tmp_path / "m.yml", "model-index-yaml")) == 5


BOMB = "x0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Models:\n- Name: a\n  In Collection: b\n" + BOMB, "its aliases stand for more than 16,777,216 characters"),
        ("Models:\n- Name: a\n  Metadata: &me [*me]\n", "its aliases stand for more than 16,777,216 characters"),
        ("Models:\n- Name: " + "[" * 300_000, "is nested more than 100 deep"),
        ("Models:\n- Name: a\n- Name: [\n", "is no YAML"),
    ],
)
def test_files_beyond_measure_are_refused(text: str, reason: str, tmp_path: Path) -> None:
    path = index(tmp_path / "m.yml", text)
    with pytest.raises(SourceError, match=reason):
        list(model_index_yaml.pieces(path))


def test_other_yaml_is_none() -> None:
    for text in (
        "voc2007:\n  dataset: OpenDataLab/VOC\n",
        "cff-version: 1.2.0\ntitle: Models\n",
        "- Name: a\n- Name: b\n",
        "Models are read.\n",
    ):
        assert not model_index_yaml.detect(Head(text.encode()))


@pytest.mark.realdata
def test_the_real_metafiles() -> None:
    """All models and results, whether the files are read one by one or through the indexes that import them."""
    root = real("data/original/openmmlab_metafiles")
    files = sorted(root.rglob("metafile.yml"))
    parsed = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
    models = [found for one in parsed for found in (one["Models"] if isinstance(one, dict) else one)]
    figures = sum(
        value is not None for one in models for result in one.get("Results") or () for value in (result.get("Metrics") or {}).values()
    )
    found = [record for path in files for record in records(path, "model-index-yaml")]
    with real("data/model_index_openmmlab.jsonl").open(encoding="utf-8") as lines:
        listed = sum(json.loads(line)["repo"] != "open-mmlab/mmsegmentation" for line in lines)
    assert len(found) == len(models) == listed == 1137
    assert sum("result:row:" in key for record in found for key in nodes(record)) == figures
    through = [record for name in ("mmdet", "mmpretrain") for record in records(root / name / "model-index.yml", "model-index-yaml")]
    alone = {record.key for record in records(root / "mmdet/configs/objects365/metafile.yml", "model-index-yaml")}
    assert {record.key for record in found} - {record.key for record in through} == alone
    assert [path.name for path in root.rglob("*.yml") if not model_index_yaml.detect(Head(path.read_bytes()))] == ["dataset-index.yml"] * 2
