"""Files that are ZIP archives of XML parts: opened without trust in what they unpack to or refer to."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from flows.errors import UnusableSeedError
from schemas.vocab import IssueCode

_MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes that the parts of one file may have together: the text of a long book has a tenth of them."""
_DEEPEST = 150
"""Elements within one another: nested tables and text boxes have some dozens."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How compound files begin: old office documents, and new ones with a password."""
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class PackedFile:
    """The parts of a ZIP archive; `kind` names the format in refusals. No part refers to anything outside of it."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Open the archive; raises UnusableSeedError where it is none, or has a password."""
        self.kind = kind
        self._left = _MOST_UNPACKED
        if not data:
            raise UnusableSeedError(IssueCode.EMPTY, f"the file is empty; a {kind} with text would be fine")
        if data.startswith(_OLE):
            raise self._refused_compound(data)
        try:
            self._archive = ZipFile(BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:  # ValueError: odd numbers
            raise self.damaged() from error

    def _refused_compound(self, data: bytes) -> UnusableSeedError:
        if _PACKAGE in data:
            return self.encrypted()
        message = f"the file is an old office document and no {self.kind}; one saved in the new format would be fine"
        return UnusableSeedError(IssueCode.BINARY, message)

    def damaged(self) -> UnusableSeedError:
        """Return the refusal of a file that is broken or of another kind."""
        message = f"the file is damaged or no {self.kind}; one that can be opened in its own program would be fine"
        return UnusableSeedError(IssueCode.DAMAGED, message)

    def encrypted(self) -> UnusableSeedError:
        """Return the refusal of a file with a password."""
        message = f"the {self.kind} is encrypted with a password; an unprotected copy would be fine"
        return UnusableSeedError(IssueCode.ENCRYPTED, message)

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part, None where there is none of this name.

        Raises UnusableSeedError where it is encrypted, broken, or larger than any text.
        """
        if name not in self.names:
            return None
        try:
            if self._archive.getinfo(name).flag_bits & 1:
                raise self.encrypted()
            with self._archive.open(name) as stream:
                data = stream.read(self._left + 1)
        except (BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise self.damaged() from error
        self._left -= len(data)
        if self._left < 0:
            most = f"{_MOST_UNPACKED >> 20} MiB"
            message = f"the {self.kind} unpacks to more than {most}; one without large parts would be fine"
            raise UnusableSeedError(IssueCode.DAMAGED, message)
        return data

    def tree(self, name: str) -> Any:
        """Return the root element of a part, None where there is none; nothing that it refers to is loaded.

        Raises UnusableSeedError where it is no XML, declares entities or is nested without reason.
        """
        from lxml import etree  # heavy: only these files need it

        data = self.part(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:  # ValueError: no text at all
            raise self.damaged() from error
        declared = root.getroottree().docinfo.internalDTD
        has_entities = declared is not None and any(True for _ in declared.iterentities())
        if has_entities or any(depth > _DEEPEST for depth in _depths(root)):
            raise self.damaged()
        return root


def _depths(root: Any) -> Iterator[int]:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        yield depth


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """Return the value of an attribute by its name without namespace; empty where there is none."""
    if name in element.attrib:
        return str(element.attrib[name])
    end = "}" + name
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(end)), "")
