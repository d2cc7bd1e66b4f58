"""What holds for the whole house: one meaning for each class, plain docstrings, modules of a size, imports that point down.

A failing test prints what is in its way, a line for each.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST, SHORTEST = 400, 60
"""Lines of a module: none has more, and one with fewer has several importers."""
MOST_SHORT = 14
PRIVATE = re.compile(r"\b(?:tells?|told|tellings?|says?|said|stands?|stood)\b", re.IGNORECASE)
"""Words for what a text contains, or where, that no reader of the field expects."""


@cache
def modules() -> dict[str, Path]:
    """Return all modules of our packages by dotted name; a package has the name of its folder."""
    paths = [path for top in ("flows", "presstable", "schemas") for path in sorted((ROOT / top).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text("utf-8"))


@cache
def imports(name: str) -> frozenset[str]:
    """Return the modules of the house that a module imports anywhere, also for types alone."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} & modules().keys() or {node.module or ""}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset(found & modules().keys() - {name})


def line_count(name: str) -> int:
    return len(modules()[name].read_text("utf-8").splitlines())


def shown(lines: list[str]) -> str:
    return "\n".join(["", *lines])


def test_a_class_name_has_one_meaning() -> None:
    homes = defaultdict(set)
    for name in modules():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.ClassDef):
                homes[node.name].add(name)
    twice = {name: sorted(where) for name, where in sorted(homes.items()) if len(where) > 1}
    assert not twice, shown([f"{name}: {', '.join(where)}" for name, where in twice.items()])


def docstrings(name: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each docstring of a module, those of constants and fields among them."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def test_docstrings_do_not_speak_of_what_a_text_tells_or_where_a_word_stands() -> None:
    found = [(name, line, text) for name in modules() for line, text in docstrings(name)]
    private = [(name, line, text) for name, line, text in found if PRIVATE.search(text)]
    said = [f"{name}:{line}: {' '.join(text.split())[:100]}" for name, line, text in private]
    assert len(private) < 0.01 * len(found), shown([f"{len(private)} of {len(found)} docstrings", *said])


def test_no_module_is_long() -> None:
    long = {name: line_count(name) for name in modules() if line_count(name) > LONGEST}
    assert not long, shown([f"{name}: {count} lines" for name, count in long.items()])


def test_a_short_module_serves_more_than_one() -> None:
    """A module of a few lines that one other imports belongs there; packages, which only gather names, do not count."""
    importers = defaultdict(set)
    for name in modules():
        for imported in imports(name):
            importers[imported].add(name)
    short = [
        f"{name}: {line_count(name)} lines, for {next(iter(importers[name]))}"
        for name, path in modules().items()
        if path.name != "__init__.py" and line_count(name) < SHORTEST and len(importers[name]) == 1
    ]
    assert len(short) <= MOST_SHORT, shown([f"{len(short)} modules", *short])


def layers() -> Iterator[list[set[str]]]:
    """Yield each order of modules that the import contracts of pyproject.toml name, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            for container in contract.get("containers", [""]):
                prefix = f"{container}." if container else ""
                rows = [re.findall(r"[\w.]+", layer) for layer in contract["layers"]]
                yield [{prefix + name for name in row} for row in rows]


def level(name: str, order: list[set[str]]) -> int | None:
    """Return the layer of a module, that of the longest name that holds it; None where none does."""
    found = [(len(top), at) for at, row in enumerate(order) for top in row if name == top or name.startswith(f"{top}.")]
    return max(found)[1] if found else None


def test_no_import_points_up_not_even_for_types() -> None:
    up = []
    for order in layers():
        for name in modules():
            for imported in sorted(imports(name)):
                here, there = level(name, order), level(imported, order)
                if here is not None and there is not None and there < here:
                    up.append(f"{name} -> {imported}")
    assert not up, shown(up)


def test_no_imports_go_in_circles() -> None:
    found = circles()
    assert not found, shown([", ".join(names) for names in found])


def circles() -> list[list[str]]:
    """Return the groups of modules that reach one another by imports."""
    reach = {name: reached(name) for name in modules()}
    groups = {frozenset(other for other in reach[name] if name in reach[other]) for name in modules()}
    return sorted(sorted(group) for group in groups if group)


def reached(name: str) -> set[str]:
    """Return all modules that a module imports, and that these import; itself only by a circle."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = imports(waiting.pop()) - found
        found |= new
        waiting += new
    return found
