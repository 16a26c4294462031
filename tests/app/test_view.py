"""The views name functions by text: each exists, and takes the arguments with which it is called."""

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import genai_roadmap

SOURCES = sorted(Path(genai_roadmap.__file__).parent.rglob("*.py"))
PACKAGES = {"json": "formats", "page": "terminal.pages"}


class Call(NamedTuple):
    """A call of `json` or `page`: its place, and what it names and passes."""

    place: str
    function: str
    arguments: int
    options: tuple[str, ...]


def calls() -> Iterator[Call]:
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "genai_roadmap.app.view"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in imported & {*PACKAGES}
            ):
                yield from calls_of(source, node.func.id, node)


def calls_of(source: Path, kind: str, node: ast.Call) -> Iterator[Call]:
    place = f"{source.stem}:{node.lineno}"
    [name, *arguments] = node.args
    names = [name.body, name.orelse] if isinstance(name, ast.IfExp) else [name]
    assert not any(isinstance(argument, ast.Starred) for argument in arguments), place
    # A page gets the display too.
    count = len(arguments) + (kind == "page")
    for each in names:
        assert isinstance(each, ast.Constant), f"{place} names no function"
        options = tuple(keyword.arg or "" for keyword in node.keywords)
        yield Call(place, f"genai_roadmap.{PACKAGES[kind]}.{each.value!s}", count, options)


CALLS = list(calls())


def named(function: str) -> Callable[..., Any]:
    module, _, name = function.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def test_views_are_found() -> None:
    assert len(CALLS) > 40
    assert {call.function.split(".")[1] for call in CALLS} == {"formats", "terminal"}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.place}-{call.function.split('.', 1)[1]}")
def test_each_function_of_a_view_takes_its_arguments(call: Call) -> None:
    signature = inspect.signature(named(call.function))
    signature.bind(*range(call.arguments), **dict.fromkeys(call.options))
