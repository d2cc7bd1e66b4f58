"""What made a dataset: our own code and the libraries it stands on."""

import platform
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("flows", "schemas")
LIBRARIES = (
    "charset-normalizer",
    "dateparser",
    "ftfy",
    "pyspellchecker",
    "rapidfuzz",
    "rensa",
    "pandas",
    "pandera",
    "prefect",
    "presstable",
    "py3langid",
    "pyahocorasick",
    "pyarrow",
    "pycountry",
    "spacy",
)
"""Libraries that can change what stands in a table, and our own package."""


@cache
def code_fingerprint() -> str:
    """Return the SHA-256, in hexadecimal, over the names and bytes of all files of our packages.

    Every kind of file counts (code, TOML, CSV, templates), but hidden ones and compiled Python, in
    sorted order, so that it does not depend on the machine or on where the project lies.
    """
    home = Path(__file__).resolve().parents[2]
    return fingerprint(home / package for package in PACKAGES)


def fingerprint(folders: Iterable[Path]) -> str:
    """Return the SHA-256, in hexadecimal, over the relative names and bytes of the files in some folders."""
    lines = []
    for folder in folders:
        for path in folder.rglob("*"):
            name = path.relative_to(folder.parent)
            if _counts(name) and path.is_file():
                lines.append(f"{name.as_posix()} {sha256(path.read_bytes()).hexdigest()}\n")
    return sha256("".join(sorted(lines)).encode()).hexdigest()


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the installed ones of LIBRARIES, by name."""
    versions = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def _counts(name: Path) -> bool:
    return name.suffix != ".pyc" and not any(part.startswith(".") or part == "__pycache__" for part in name.parts)
