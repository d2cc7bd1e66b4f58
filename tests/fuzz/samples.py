"""What inputs are made from: the seeds and the labelled texts, and all phrases in the tests and the rules."""

import ast
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXTRA = "PRESSTABLE_CASES"
"""Names a folder of further documents, which are used where they are and never copied."""
_LONG = 200
"""Characters from which a string is a text, not a phrase."""
_TEXTS, _PAGES = frozenset({".txt", ".md"}), frozenset({".html", ".htm"})


@dataclass(frozen=True)
class Samples:
    """Long texts, web pages, PDFs, and phrases of a line; `digest` is of all of them, for a replay needs the same."""

    texts: tuple[str, ...]
    pages: tuple[str, ...]
    pdfs: tuple[bytes, ...]
    phrases: tuple[str, ...]
    digest: str


@cache
def samples() -> Samples:
    """Return the samples of this checkout, and those of the folder that `PRESSTABLE_CASES` names."""
    strings = list(dict.fromkeys(_strings()))
    files = [path for folder in _folders() for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = [_text(path) for path in files if path.suffix in _TEXTS] + [one for one in strings if len(one) >= _LONG]
    pages = [_text(path) for path in files if path.suffix in _PAGES] + [one for one in strings if _is_page(one)]
    pdfs = [path.read_bytes() for path in files if path.suffix == ".pdf"]
    phrases = [one for one in strings if 2 < len(one) < _LONG]
    texts, pages = [one for one in texts if len(one) > 2], [one for one in pages if len(one) > 2]
    digest = sha256("\x1f".join((*texts, *pages, *phrases)).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Samples(tuple(texts), tuple(pages), tuple(pdfs), tuple(phrases), digest)


def _folders() -> Iterator[Path]:
    yield ROOT / "seeds"
    yield ROOT / "tests" / "quality" / "repair"
    if os.environ.get(EXTRA):
        yield Path(os.environ[EXTRA])


def _text(path: Path) -> str:
    """Return the text of a file, in the encoding that its first bytes suggest; nothing is refused."""
    data = path.read_bytes()
    return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")


def _is_page(text: str) -> bool:
    return text.count("<") > 2 and "</" in text


def _strings() -> Iterator[str]:
    """Yield the strings of the unit tests, the labelled texts and the examples beside the rules."""
    for path in sorted((ROOT / "tests" / "unit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for top in ("tests/quality/own", "flows/steps"):
        for path in sorted((ROOT / top).rglob("*.toml")):
            yield from _leaves(tomllib.loads(path.read_text("utf-8")))


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list | dict):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _leaves(inner)
