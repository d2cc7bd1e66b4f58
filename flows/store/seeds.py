"""Seeds: the files of a folder, each with its checksum and id, or with the reason why it cannot be used."""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

from flows.errors import FileRefusedError, NoSeedsError, SeedChangedError, UnusableSeedError
from flows.steps.intake import ArticlePlace, PlacedArticle, articles_in, seed_of_article
from flows.steps.models import Issue
from flows.steps.read import Seed
from flows.steps.text.ids import content_id, make_issue
from schemas.vocab import IssueCode, Severity, Stage

SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes that a seed may have by default."""
UNPACKED_LIMIT = 200 * 1024 * 1024
"""Bytes that the rows of a Parquet file may have."""
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class SeedRef:
    """A seed without its bytes: path below the seeds folder, SHA-256 in hexadecimal, id, size in bytes.

    Of a file with several documents it is one of them, at its `place`; then SHA-256 is that of everything that its rows
    depend on, and the size is that of its text. `text_column` is the column of tables that has the texts, if named.
    """

    path: str
    sha256: str
    document_id: str
    size: int
    place: ArticlePlace | None = None
    text_column: str | None = None

    @property
    def name(self) -> str:
        """Return how the seed is named to people: by its path, and its number where the file has several."""
        return self.place.name if self.place else self.path

    @property
    def part(self) -> int | None:
        """Return the number of the seed in a file that holds several, None for other files."""
        return self.place.number if self.place else None


def list_seeds(
    folder: Path, size_limit: int = SIZE_LIMIT, text_column: str | None = None
) -> tuple[tuple[SeedRef, ...], tuple[Issue, ...]]:
    """Return the seeds below a folder, in the order of their paths, and a quarantine issue for each other file.

    Hidden files and folders are passed over, and so is a `README.md` at the top, which describes the folder. Links
    are followed as long as they stay inside. Each file is read once. A file with several documents gives a seed for
    each of them. Of seeds with the same bytes, or the same text, the first has an id from these alone, the others one
    from bytes and path. `text_column` is the column of tables that has the texts, None where their content shows it.

    Raises NoSeedsError where there is no such folder, it cannot be read, or no file is in it.
    """
    root = check_seeds(folder)
    refs: list[SeedRef] = []
    issues: list[Issue] = []
    taken: set[str] = set()
    for path, problem in sorted(walk(root), key=lambda found: found.path):
        try:
            refs += _references(path, _bytes_of(root, path, problem, size_limit), taken, text_column)
        except FileRefusedError as refusal:
            issues.append(_issue(path, refusal))
    return tuple(refs), tuple(issues)


def list_file(
    file: Path, size_limit: int = SIZE_LIMIT, text_column: str | None = None
) -> tuple[tuple[SeedRef, ...], tuple[Issue, ...]]:
    """Return the seeds of one file of a folder, or its quarantine issue, as `list_seeds` does.

    Raises NoSeedsError where there is no such file.
    """
    if not os.path.lexists(file):
        raise NoSeedsError(f"there is no file {file}; name an article")
    try:
        data = _bytes_of(os.path.realpath(file.parent), file.name, None, size_limit)
        return _references(file.name, data, set(), text_column), ()
    except FileRefusedError as refusal:
        return (), (_issue(file.name, refusal),)


def read_seed(folder: Path, ref: SeedRef) -> Seed:
    """Return the seed behind a reference.

    Raises SeedChangedError where its bytes are gone or others by now, OSError where the disk fails.
    """
    if ref.place is None:
        return Seed(ref.path, _unchanged_bytes(folder / ref.path, ref.size, ref.sha256), ref.document_id, ref.sha256)
    items = _articles_of(folder / ref.path, ref.path, ref.place.size, ref.place.sha256, ref.text_column)
    return seed_of_article(items[ref.place.number - 1], ref.document_id)


@lru_cache(maxsize=2)
def _articles_of(file: Path, path: str, size: int, digest: str, text_column: str | None) -> tuple[PlacedArticle, ...]:
    """Return the articles of a file, which is divided once for all of them."""
    return _divided(path, _unchanged_bytes(file, size, digest), digest, text_column)


def _divided(path: str, data: bytes, digest: str, text_column: str | None) -> tuple[PlacedArticle, ...]:
    """Return the articles of a file; the rows of a Parquet file are read as JSON Lines, which are their source then."""
    if not path.lower().endswith(".parquet"):
        return articles_in(path, data, digest, text_column)
    items = articles_in(f"{path}.jsonl", _as_json_lines(data), digest, text_column)
    return tuple(
        PlacedArticle(replace(article, encoding=None), replace(place, path=path, size=len(data)))
        for article, place in items
    )


def _as_json_lines(data: bytes) -> bytes:
    """Return the rows of a Parquet file as JSON Lines; raises UnusableSeedError where it is damaged or too large."""
    import pyarrow as arrow  # heavy: only who has such files should pay for it
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(arrow.BufferReader(data))
        groups = range(file.metadata.num_row_groups)
        if sum(file.metadata.row_group(number).total_byte_size for number in groups) > UNPACKED_LIMIT:
            said = f"the table has more than {UNPACKED_LIMIT:,} bytes unpacked; a part of it would be fine"
            raise UnusableSeedError(IssueCode.TOO_LARGE, said)
        rows = file.read().to_pylist()
    except (arrow.ArrowException, OSError) as error:
        said = f"the table cannot be read ({error}); a whole Parquet file would be fine"
        raise UnusableSeedError(IssueCode.DAMAGED, said) from error
    return "".join(json.dumps(row, default=str) + "\n" for row in rows).encode()


def _unchanged_bytes(file: Path, size: int, digest: str) -> bytes:
    """Return the bytes of a file; raises SeedChangedError where they are gone or others by now."""
    try:
        with file.open("rb") as handle:
            data = handle.read(size + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        said = f"was there when the build began, and then not ({error.strerror}); build again"
        raise SeedChangedError(IssueCode.CHANGED, said) from error
    if sha256(data).hexdigest() != digest:
        raise SeedChangedError(IssueCode.CHANGED, "has changed since the build began; build again")
    return data


def check_seeds(folder: Path) -> str:
    """Return the real path of a folder with files to read; raises NoSeedsError where it is none, as `list_seeds`."""
    if not folder.exists():
        raise NoSeedsError(f"there is no seeds folder {folder}; name a folder of articles")
    if not folder.is_dir():
        raise NoSeedsError(f"{folder} is not a folder; name a folder of articles")
    try:
        os.scandir(os.path.realpath(folder)).close()
    except OSError as error:
        said = f"the seeds folder {folder} cannot be read ({error.strerror}); a readable one would be fine"
        raise NoSeedsError(said) from error
    root = os.path.realpath(folder)
    if not any(walk(root)):
        raise NoSeedsError(f"the seeds folder {folder} holds no files to read; put articles into it")
    return root


def _references(path: str, data: bytes, taken: set[str], text_column: str | None) -> tuple[SeedRef, ...]:
    """Return a file as the seeds that it gives; raises FileRefusedError where it is damaged as one of several."""
    digest = sha256(data).hexdigest()
    try:
        items = _divided(path, data, digest, text_column)
    except UnusableSeedError as error:
        raise FileRefusedError(error.code, str(error)) from error
    if not items:
        return (SeedRef(path=path, sha256=digest, document_id=_free_id(digest, path, taken), size=len(data)),)
    return tuple(_reference(item, taken, text_column) for item in items)


def _reference(item: PlacedArticle, taken: set[str], text_column: str | None) -> SeedRef:
    article, place = item
    document_id = _free_id(article.sha256, place.name, taken)
    size = len(article.text.encode("utf-8", "replace"))
    return SeedRef(
        path=place.path, sha256=article.digest, document_id=document_id, size=size, place=place, text_column=text_column
    )


def _free_id(digest: str, name: str, taken: set[str]) -> str:
    """Return the id of a document: from its content, or from content and place where another has that content."""
    document_id = f"doc_{digest[:16]}"
    if document_id in taken:
        document_id = content_id("doc", digest, name)
    taken.add(document_id)
    return document_id


def _bytes_of(root: str, path: str, problem: str | None, size_limit: int) -> bytes:
    """Return the bytes of a file; raises FileRefusedError where it cannot be a seed."""
    if not _is_utf8(path):
        said = "has a name that is not UTF-8; it would be read under another name"
        raise FileRefusedError(IssueCode.UNREADABLE, said)
    full = os.path.join(root, path)  # noqa: PTH118
    if problem is not None:
        raise _unreadable(problem)
    _check_size(_regular_size(root, full), size_limit)
    try:
        with open(full, "rb") as handle:  # noqa: PTH123 - a path object costs as much as reading a short file
            data = handle.read(size_limit + 1)
    except OSError as error:
        raise _unreadable(error.strerror) from error
    _check_size(len(data), size_limit)
    return data


def _regular_size(root: str, full: str) -> int:
    """Return the bytes of a regular file, or of one below `root` that `full` links to; raises FileRefusedError.

    The folder of `full` is below `root`, so that only a link may lead elsewhere.
    """
    try:
        itself = os.lstat(full)
        if stat.S_ISREG(itself.st_mode):  # most are, and finding the real path of a link takes as long as its bytes
            return itself.st_size
        found = Path(full).stat()
    except OSError as error:
        if isinstance(error, PermissionError) or not Path(full).is_symlink():
            raise _unreadable(error.strerror) from error
        said = "is a link that leads nowhere; links to files in the seeds folder are read"
        raise FileRefusedError(IssueCode.NOT_A_REGULAR_FILE, said) from error
    if not is_inside(root, os.path.realpath(full)):
        said = "is a link that leaves the seeds folder; links to files inside it are read"
        raise FileRefusedError(IssueCode.OUTSIDE_SEEDS, said)
    if not stat.S_ISREG(found.st_mode):
        said = f"is {_KINDS.get(stat.S_IFMT(found.st_mode), 'no file')}; only regular files are read"
        raise FileRefusedError(IssueCode.NOT_A_REGULAR_FILE, said)
    return found.st_size


def _check_size(size: int, size_limit: int) -> None:
    if size > size_limit:
        said = f"is too large: it has more than the {size_limit:,} bytes that a seed may have"
        raise FileRefusedError(IssueCode.TOO_LARGE, said)


def _unreadable(reason: str | None) -> FileRefusedError:
    said = f"could not be opened ({reason or 'no reason given'}); it must be readable for the user who builds"
    return FileRefusedError(IssueCode.UNREADABLE, said)


def _issue(path: str, refusal: FileRefusedError) -> Issue:
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")  # two bad names must not become one
    message = f"{shown!r} {refusal}"
    return make_issue(shown, Stage.READ, refusal.code, Severity.ERROR, message, is_quarantined=True)


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


class ListedPath(NamedTuple):
    """A path below the root, with `/`; `problem` is the reason why a folder there could not be listed."""

    path: str
    problem: str | None = None


def walk(root: str) -> Iterator[ListedPath]:
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
            yield ListedPath(folder or ".", error.strerror)
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith(".") or path == "README.md":
                continue
            real = _folder_behind(entry)
            if real is None or not is_inside(root, real):
                yield ListedPath(path)
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
