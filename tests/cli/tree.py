"""The tree of commands, and which of their parameters a typed line gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

import citegraph

ROOT: Any = typer.main.get_command(citegraph.app)


def commands(command: Any = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that call it."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))
    else:
        yield path, command


def parameters() -> set[str]:
    """Every command, argument and option: `load`, `load paths`, `load --json`, and `--store` of all."""
    found = {_named((), item) for item in ROOT.params}
    for path, command in commands():
        found |= {" ".join(path), *(_named(path, item) for item in command.params)}
    return found


def _named(path: tuple[str, ...], item: Any) -> str:
    return " ".join((*path, item.opts[0] if item.param_type_name == "option" else item.name))


def given(argv: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What a line gives: the command and each parameter, with the line that remains without it (the line itself when needed)."""
    path, command, start = _called(argv)
    if path:
        yield " ".join(path), argv
    places = [item for item in command.params if item.param_type_name == "argument"]
    position = start
    while position < len(argv):
        option = next((item for item in command.params if argv[position] in (*item.opts, *item.secondary_opts)), None)
        width = 1 if option is None or option.is_flag else 2
        rest = argv[:position] + argv[position + width :]
        if option is not None and option.param_type_name == "option":
            yield _named(path, option), rest
        elif places:
            yield _named(path, places[0]), argv
            places = places if places[0].nargs == -1 else places[1:]
        position += width


def _called(argv: list[str]) -> tuple[tuple[str, ...], Any, int]:
    command = ROOT
    path: tuple[str, ...] = ()
    for word in argv:
        if word not in getattr(command, "commands", {}):
            break
        command, path = command.commands[word], (*path, word)
    return path, command, len(path)
