"""Dataset names of leaderboards: every form of a split, every heading and file name, every whole."""

from __future__ import annotations

import pytest

from graph.names import ParsedDataset, dataset_alias, dataset_whole, parse_dataset_name

# What the leaderboards write where a dataset should stand, and no dataset is meant.
NONE = (
    "", "  ", "Supervised:", "Semi-supervised", "HRNet backbone", "All", "english/ccg.md", "README.md", "scores.csv", "table.json", "notes.txt", "eval.py",
    "config.yaml", "config.yml", "TABLE.CSV", "# HRNet backbone", "#\tTable", "End-to-end models", "Low supervision", "Abstractive models", "The model",
    "Weakly supervised", "Two versions", "Older version", "Splits by Zhang and Lapata", "Neural approaches", "Other systems", "Unsupervised methods",
    "Part-of-speech tagging", "CCG parsing", "POS tagging", "With supervision",
)  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_headings_and_file_names_are_no_datasets(text: str) -> None:
    assert parse_dataset_name(text) == ParsedDataset(text, None, None)


@pytest.mark.parametrize("text", ["ModelNet40", "Methodist", "Allocine", "mdx", "Subversion", "Mpy", "Remodeling", "#1Data", "a.md notes"])
def test_names_that_only_look_like_one_are_datasets(text: str) -> None:
    assert parse_dataset_name(text) == ParsedDataset(text, text, None)


@pytest.mark.parametrize(
    ("text", "name", "split"),
    [
        ("Foo test-dev", "Foo", "test-dev"),
        ("Foo test-std", "Foo", "test-std"),
        ("Foo testdev", "Foo", "testdev"),
        ("Foo test", "Foo", "test"),
        ("Foo dev", "Foo", "dev"),
        ("Foo validation", "Foo", "validation"),
        ("Foo Val", "Foo", "val"),
        ("Foo TRAIN", "Foo", "train"),
        ("Foo half-val", "Foo", "half-val"),
        ("Foo-test", "Foo", "test"),
        ("Foo/dev", "Foo", "dev"),
        ("Foo (dev)", "Foo", "dev"),
        ("Foo(test)", "Foo", "test"),
        ("Foo_ test", "Foo", "test"),
        ("Foo - test", "Foo", "test"),
        ("Foo test set", "Foo", "test"),
        ("Foo test-set", "Foo", "test"),
        ("Foo dev:", "Foo", "dev"),
        ("Foo (2018) test", "Foo (2018)", "test"),
        ("Foo  Bar   dev", "Foo Bar", "dev"),
        ("Footest", "Footest", None),
        ("test", "test", None),
        ("Foo test data", "Foo test data", None),
        ("Foo trained", "Foo trained", None),
        ("Foo: ", "Foo", None),
    ],
)
def test_a_split_leaves_the_name(text: str, name: str, split: str | None) -> None:
    assert parse_dataset_name(text) == ParsedDataset(text, name, split)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Results on WI-LOCNESS test set:", "WI-LOCNESS"),
        ("Results on the JFLEG", "JFLEG"),
        ("results on BEA test", "BEA"),
        ("Results on BEA set", "BEA"),
        ("Results on the MNLI", "MultiNLI"),
        ("Our results on BEA", "Our results on BEA"),
    ],
)
def test_results_on_a_dataset_are_of_the_dataset(text: str, name: str) -> None:
    assert parse_dataset_name(text).name == name


@pytest.mark.parametrize(
    ("text", "name", "split"),
    [
        ("ImageNet-1K", "ImageNet", None),
        ("imagenet", "ImageNet", None),
        ("MS COCO test-dev", "COCO", "test-dev"),
        ("MOT17-half-val", "MOT17", None),
        ("Hutter Prize", "enwik8", None),
        ("SQuAD1.1 dev", "SQuAD 1.1", "dev"),
        ("Story Cloze Test", "Story Cloze", None),
        ("Penn Treebank", "Penn Treebank", None),
    ],
)
def test_listed_aliases_give_the_usual_name_and_keep_what_is_part_of_it(text: str, name: str, split: str | None) -> None:
    assert parse_dataset_name(text) == ParsedDataset(text, name, split)


def test_an_alias_is_found_in_any_spelling_and_others_stay() -> None:
    assert dataset_alias("ms-coco") == "COCO"
    assert dataset_alias("COCO") == "COCO"
    assert dataset_alias("Nothing Known") == "Nothing Known"


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("Atari 2600 Pong", "Atari 2600"),
        ("Atari 2600", None),
        ("An Atari 2600 Pong", None),
        ("COCO-Stuff 10k", "COCO-Stuff"),
        ("coco stuff 164K", "COCO-Stuff"),
        ("ImageNet-21K", "ImageNet (full)"),
        ("MRPC", "GLUE"),
        ("SST-2", "GLUE"),
        ("GLUE", None),
        ("Yelp / Binary classification", "Yelp"),
        ("WI-LOCNESS test set / Restricted track", "WI-LOCNESS"),
        ("CNN / Daily Mail", None),
        ("1B Words / Google Billion Word benchmark", None),
    ],
)
def test_parts_of_suites(name: str, whole: str | None) -> None:
    assert dataset_whole(name) == whole
