"""The manifest of a snapshot: which files belong to it, with their checksums, and how they were made."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.errors import DatasetError, SnapshotGoneError
from flows.store.files import checksum
from flows.store.versions import code_fingerprint, library_versions

FORMAT = 1
"""Of the manifest; readers refuse what is newer than they are."""
MANIFEST_NAME = "manifest.json"


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Return `sha256` (hexadecimal) and `bytes` of each file of a folder, by name, sorted."""
    return {
        path.name: {"sha256": checksum(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST_NAME
    }


def snapshot_id_of(files: Mapping[str, Mapping[str, Any]]) -> str:
    """Return 16 hexadecimal digits of the SHA-256 over the names and checksums of the files of a snapshot."""
    lines = [f"{name} {files[name]['sha256']}\n" for name in sorted(files)]
    return sha256("".join(lines).encode()).hexdigest()[:16]


def make_manifest(
    files: Mapping[str, Mapping[str, Any]], counts: Mapping[str, int], run: Mapping[str, Any], sequence: int
) -> dict[str, Any]:
    """Return the manifest of a snapshot.

    `files` is as from `describe_files`, `counts` gives the rows of each table, `run` what is known of the run
    (parameters, timings, times), `sequence` counts the snapshots of a data folder in the order they were made.
    """
    versions = dict(library_versions())
    return {
        "format": FORMAT,
        "snapshot_id": snapshot_id_of(files),
        "sequence": sequence,
        "presstable": versions.pop("presstable", None),
        "code": code_fingerprint(),
        "libraries": versions,
        "tables": {name: {"rows": counts[name]} for name in sorted(counts)},
        "files": dict(files),
        "run": dict(run),
    }


def is_made_here(manifest: Mapping[str, Any]) -> bool:
    """Return whether our code and libraries, as they are now, made the snapshot of a manifest."""
    made_by = {"presstable": manifest.get("presstable"), **manifest.get("libraries", {})}
    return bool(manifest.get("code") == code_fingerprint() and made_by == library_versions())


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """Return a manifest as indented JSON in UTF-8; raises TypeError where a value is not JSON."""
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def read_manifest(folder: Path, *, is_copy: bool = False) -> dict[str, Any]:
    """Return the manifest of a snapshot, which may be a copy under another name.

    Raises SnapshotGoneError where it is gone, DatasetError where it is broken or newer than we are.
    """
    path = folder / MANIFEST_NAME
    try:
        manifest = json.loads(path.read_bytes())
        newer = manifest["format"] > FORMAT
        named = manifest["snapshot_id"] if is_copy else folder.name
        is_sound = manifest["snapshot_id"] == named == snapshot_id_of(manifest["files"])
    except FileNotFoundError as error:
        raise SnapshotGoneError(f"there is no {path}; open the dataset again") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{path} is damaged ({error}); build again") from error
    if newer:
        raise DatasetError(f"{path} has format {manifest['format']}; this presstable reads up to {FORMAT}: update it")
    if not is_sound:
        raise DatasetError(f"{path} does not belong to the snapshot it lies in; build again")
    return dict(manifest)


def damaged_files(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what is wrong with files of a snapshot, by name; those that are as they should be are left out."""
    problems = {name: _problem(folder / name, said["sha256"]) for name, said in files.items()}
    return {name: problem for name, problem in problems.items() if problem is not None}


def _problem(path: Path, sha256_said: str) -> str | None:
    try:
        return None if checksum(path) == sha256_said else "has other bytes than its manifest says"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
