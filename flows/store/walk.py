"""All files below a folder, without getting lost in links."""

import os
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple


class Found(NamedTuple):
    """A path below the root, with `/`; `problem` is the reason why a folder there could not be listed."""

    path: str
    problem: str | None = None


def walk(root: str) -> Iterator[Found]:
    """Yield what is no folder below `root` (a real path), in no order worth relying on but always the same.

    Hidden names, and `README.md` at the top, are passed over. A link to a folder inside is followed only where the
    folder is hidden: the files of all other folders are found in their own place. So no folder is listed twice, and
    a loop of links ends. A link to a folder outside is yielded like a file.
    """
    waiting = [""]
    seen: set[str] = set()
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda entry: entry.name)  # noqa: PTH118
        except OSError as error:
            yield Found(folder or ".", error.strerror)
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith(".") or path == "README.md":
                continue
            real = _folder_behind(entry)
            if real is None or not is_inside(root, real):
                yield Found(path)
            elif real not in seen and (not entry.is_symlink() or _is_hidden(root, real)):
                seen.add(real)
                waiting.append(path)


def is_inside(root: str, real: str) -> bool:
    """Return whether a real path is `root` or lies below it."""
    return os.path.commonpath([root, real]) == root


def _folder_behind(entry: os.DirEntry[str]) -> str | None:
    """Return the real path of the folder that the entry is or links to; None if it is no folder."""
    return os.path.realpath(entry.path) if os.path.isdir(entry.path) else None  # noqa: PTH112  # quiet on loops


def _is_hidden(root: str, real: str) -> bool:
    return any(part.startswith(".") for part in PurePath(real).relative_to(root).parts)
