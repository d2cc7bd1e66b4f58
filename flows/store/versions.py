"""What made a dataset: our own code, and the libraries that it runs on.

Two answers are kept apart. What can change a row of one document is part of the key of its part (`row_versions`, and
`code_fingerprint` of ROW_CODE): when it changes, documents are processed again. What made the snapshot as a whole is
wider (`library_versions`, and `code_fingerprint` of PACKAGES) and goes into the manifest.
"""

import platform
import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
"""The folder that holds our packages."""
PACKAGES = ("flows", "schemas")
"""All of our code, as paths below HOME."""
ROW_CODE = (
    "flows/steps",
    "schemas/data_files.py",
    "schemas/plover.py",
    "schemas/plover.toml",
    "schemas/typed_values.py",
    "schemas/vocab.py",
    "schemas/years.py",
)
"""The code that can change a row of one document: the steps, and what they import of `schemas` with its data.

`flows/corpus` is not here: it works across documents, on every build.
"""
PROJECT = "presstable"
LEFT_OUT = {
    "certifi": "network: the steps open no connection",
    "duckdb": "answers the explorer, which only reads",
    "fastapi": "runs Prefect's server",
    "filelock": "keeps builds apart",
    "huggingface-hub": "network: with it tokenizers would fetch a vocabulary; ours is a file",
    "jinja2": "writes the report; spaCy draws with it",
    "pandas": "holds the tables, which are made anew on every build",
    "pandera": "checks the tables, on every build",
    "prefect": "conducts a build",
    "pyarrow": "holds and writes the tables, on every build",
    "rensa": "used by flows/corpus alone, which runs on every build",
    "requests": "network, as certifi",
    "rich": "writes to the terminal",
    "sqlalchemy": "runs Prefect's server",
    "typer": "reads the command line",
    "urllib3": "network, as certifi",
    "uvicorn": "serves the explorer",
    "weasel": "spaCy's command for projects of others",
}
"""Packages that cannot change a row of one document, each with the reason; all others that are required can."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"\bextra\s*==")


@cache
def code_fingerprint(paths: tuple[str, ...] = PACKAGES) -> str:
    """Return the SHA-256, in hexadecimal, over the names and bytes of all files of some of our own paths.

    `paths` are files or folders below HOME. Every kind of file counts (code, TOML, CSV, templates), but hidden ones
    and compiled Python, in sorted order: the answer depends neither on the machine nor on where the project lies.
    """
    return fingerprint(HOME, paths)


def fingerprint(home: Path, paths: Iterable[str]) -> str:
    """Return the SHA-256, in hexadecimal, over the names relative to `home` and the bytes of files and folders."""
    lines = []
    for path in (home / part for part in paths):
        for file in [path] if path.is_file() else path.rglob("*"):
            name = file.relative_to(home)
            if _counts(name) and file.is_file():
                lines.append(f"{name.as_posix()} {sha256(file.read_bytes()).hexdigest()}\n")
    return sha256("".join(sorted(lines)).encode()).hexdigest()


@cache
def row_versions(pipeline: str | None = None) -> dict[str, str]:
    """Return the versions of Python and of each installed library that can change a row of one document, by name.

    These are the requirements of the project and of `pipeline` (an installed package of spaCy, if one is used), with
    all that they require in turn, but those LEFT_OUT.
    """
    found: dict[str, str] = {}
    waiting = [PROJECT]
    if pipeline and (number := _version_of(pipeline)):
        found[pipeline] = number
        waiting.append(pipeline)
    while waiting:
        for name in _required_by(waiting.pop()):
            if name not in found and name not in LEFT_OUT and (number := _version_of(name)):
                found[name] = number
                waiting.append(name)
    return {"python": platform.python_version(), **dict(sorted(found.items()))}


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of Python, of our own package and of every library that had a part in a snapshot, by name."""
    found = dict(row_versions())
    for name in (PROJECT, *_required_by(PROJECT)):
        if name not in found and (number := _version_of(name)):
            found[name] = number
    return dict(sorted(found.items()))


def _required_by(name: str) -> Iterator[str]:
    """Yield the names of what an installed package requires, without its extras.

    Conditions on the system are not looked at: what they exclude is mostly not installed, and one library more in a
    key does no harm.
    """
    for requirement in requires(name) or ():
        match = _NAME.match(requirement)
        if match and not _EXTRA.search(requirement):
            yield re.sub(r"[-_.]+", "-", match[0]).lower()


def _version_of(name: str) -> str | None:
    """Return the version of an installed package, None where there is none; each call reads a file."""
    try:
        return version(name)
    except (PackageNotFoundError, ValueError):  # ValueError: a path is no name of a package
        return None


def _counts(name: Path) -> bool:
    return name.suffix != ".pyc" and not any(part.startswith(".") or part == "__pycache__" for part in name.parts)
