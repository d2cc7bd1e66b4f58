"""The files in a ZIP archive, with limits on what an archive may unpack to."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from flows.errors import UnusableSeedError
from schemas.vocab import IssueCode

MOST_BYTES, MOST_FILES = 200 * 1024 * 1024, 10_000
"""What an archive may unpack to: more is refused, because a small archive can hold any amount of zeros."""


def members_of(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file in an archive, in its order.

    Raises UnusableSeedError where the archive is damaged, encrypted, or unpacks to more than an archive may.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and _is_meant(info.filename)]
            _check(infos)
            left = MOST_BYTES
            for info in infos:
                with archive.open(info) as member:
                    unpacked = member.read(left + 1)
                left -= len(unpacked)
                if left < 0:
                    raise _too_large()
                yield info.filename, unpacked
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        said = f"the archive cannot be unpacked ({error}); a whole ZIP archive would be fine"
        raise UnusableSeedError(IssueCode.DAMAGED, said) from error


def _is_meant(name: str) -> bool:
    return not name.startswith("__MACOSX/") and not name.rsplit("/", 1)[-1].startswith(".")


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise UnusableSeedError(IssueCode.ENCRYPTED, "the archive is encrypted; one without a password would be fine")
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise _too_large()


def _too_large() -> UnusableSeedError:
    said = f"the archive holds more than {MOST_FILES:,} files or {MOST_BYTES:,} bytes; its files alone would be fine"
    return UnusableSeedError(IssueCode.TOO_LARGE, said)
