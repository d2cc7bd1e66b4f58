"""Identifiers made from content: the same bytes give the same ids on every machine and in every order."""

from collections.abc import Iterable
from hashlib import sha256

from flows.steps.models import Issue, source_name


def content_id(prefix: str, *parts: object) -> str:
    """Return `prefix_` and 16 hexadecimal digits of the SHA-256 of the parts.

    64 bits keep the chance of two equal ids below one in a million for six million rows of one kind.
    """
    joined = "\x1f".join(map(str, parts))
    return f"{prefix}_{sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def pair_ids(prefix: str, first: str, pairs: Iterable[tuple[object, object]]) -> list[str]:
    """Return `content_id(prefix, first, second, third)` of each pair; a document has many paragraphs and edits."""
    joined = [f"{first}\x1f{second}\x1f{third}".encode("utf-8", "surrogatepass") for second, third in pairs]
    return [f"{prefix}_{sha256(parts).hexdigest()[:16]}" for parts in joined]


def make_issue(
    source_path: str,
    stage: str,
    code: str,
    severity: str,
    message: str,
    *,
    source_part: int | None = None,
    document_id: str | None = None,
    is_quarantined: bool = False,
    raw_start: int | None = None,
    raw_end: int | None = None,
) -> Issue:
    """Return an issue whose id follows from its message and its location."""
    source = source_name(source_path, source_part)
    return Issue(
        issue_id=content_id("iss", source, stage, code, message, raw_start, raw_end),
        source_path=source_path,
        source_part=source_part,
        document_id=document_id,
        stage=stage,
        code=code,
        severity=severity,
        message=message,
        is_quarantined=is_quarantined,
        raw_start=raw_start,
        raw_end=raw_end,
    )
