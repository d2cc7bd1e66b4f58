"""Wide records are built by keyword: of two swapped strings neither a reader nor a type checker would see anything."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WIDE = 5
"""Fields up to which a record may be built by position."""


@dataclass(frozen=True)
class Module:
    """A module's syntax, its classes with the number of their fields (None for no record), and what it imports."""

    name: str
    tree: ast.Module
    classes: Mapping[str, int | None]
    imports: Mapping[str, str]


def parsed(name: str, text: str) -> Module:
    tree = ast.parse(text)
    classes = {node.name: fields(node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    imports = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return Module(name, tree, classes, imports)


def fields(node: ast.ClassDef) -> int | None:
    """Return how many values a dataclass or named tuple is made from; None for any other class."""
    marks = " ".join(map(ast.unparse, (*node.decorator_list, *node.bases)))
    if "dataclass" not in marks and "NamedTuple" not in marks:
        return None
    return sum(
        isinstance(item, ast.AnnAssign)
        and "ClassVar" not in ast.unparse(item.annotation)
        and "init=False" not in ast.unparse(item)
        for item in node.body
    )


def by_position(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    """Yield the place of each wide record that a module builds with positional values."""
    owners = {
        id(call): node.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
    }
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call) and call.args:
            name = ast.unparse(call.func)
            name = owners.get(id(call), name) if name == "cls" else name
            count = size(module, name, modules)
            if count is not None and count > WIDE:
                yield f"{module.name}:{call.lineno}: {name} has {count} fields"


def size(module: Module, name: str, modules: Mapping[str, Module]) -> int | None:
    """Return the fields of the record that `name` is in a module; None where it is no record of ours."""
    if name in module.classes:
        return module.classes[name]
    first, *rest = name.split(".")
    target = ".".join([module.imports.get(first, ""), *rest])
    package, _, found = target.rpartition(".")
    return size(modules[package], found, modules) if package in modules else None


def all_modules() -> dict[str, Module]:
    found = {}
    for path in sorted(ROOT.glob("flows/**/*.py")) + sorted(ROOT.glob("schemas/**/*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = parsed(name, path.read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Wide(1)", [1]),
        ("Wide(1, b=2)", [1]),
        ("Wide(*row)", [1]),
        ("other.Wide(1)", [1]),
        ("Exported(1)", [1]),
        ("Wide(a=1)\nWide()", []),
        ("Slim(1, 2)\nPlain(1, 2, 3, 4, 5, 6)\nunknown(1)\n[].append(1)", []),
        ("class Wide(NamedTuple):\n    a: int", []),
    ],
)
def test_the_finder_finds(text: str, lines: list[int]) -> None:
    row = "".join(f"\n    {name}: int" for name in "abcdef")
    text_of = {
        "m.other": f"class Wide(NamedTuple):{row}\nclass Slim(NamedTuple):\n    a: int\nclass Plain:{row}",
        "m.exports": "from m.other import Wide as Exported",
        "m.one": f"{text}\nfrom m.other import Wide, Slim, Plain\nfrom m.exports import Exported\nfrom m import other",
    }
    modules = {name: parsed(name, source) for name, source in text_of.items()}
    assert [int(found.split(":")[1]) for found in by_position(modules["m.one"], modules)] == lines


def test_a_record_that_builds_itself_is_found() -> None:
    row = "".join(f"\n    {name}: int" for name in "abcdef")
    module = parsed("m", f"class Wide(NamedTuple):{row}\n    def none(cls):\n        return cls(0, 0, 0, 0, 0, 0)")
    assert len(list(by_position(module, {"m": module}))) == 1


def test_wide_records_are_built_by_keyword() -> None:
    modules = all_modules()
    found = [place for module in modules.values() for place in by_position(module, modules)]
    assert found == []
