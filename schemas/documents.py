"""The table of documents."""

from typing import Any

from schemas.columns import (
    Day,
    Flag,
    Integer,
    LongInteger,
    Real,
    Table,
    Text,
    choice,
    column,
    count,
    day,
    flag,
    identifier,
    keyed,
    link,
    offset,
    rule,
    share,
    words,
)
from schemas.intervals import precision_agrees
from schemas.rowwise import before, begins_whole, both_or_none, differs, given_for, null_for, only_with, ordered, spans
from schemas.vocab import Basis, Precision, PublishedStatus


def _basis(fact: str, example: Basis) -> Any:
    return choice(Basis, f"Which part of the source gave the {fact}; null when there is none.", example, null=True)


def _start(fact: str, example: int) -> Any:
    return offset(
        f"Raw offset of the first character of the {fact}; null when it is not in the text.", example, null=True
    )


def _end(fact: str, example: int) -> Any:
    return offset(f"Raw offset behind the {fact}; null when it is not in the text.", example, null=True)


def _reason(bound: str, example: str) -> Any:
    return words(
        f"Why a clue in the text gives {bound}; null where the publication date itself is the bound, or nothing is.",
        example,
        null=True,
    )


def _place_is_whole(fact: str) -> Any:
    return rule(f"both ends of the {fact} are given, or none", both_or_none, f"{fact}_start", f"{fact}_end")


def _place_is_ordered(fact: str) -> Any:
    return rule(f"the {fact} begins before it ends", before, f"{fact}_start", f"{fact}_end")


def _has_basis(fact: str) -> Any:
    return rule(f"the {fact} has a basis", both_or_none, fact, f"{fact}_basis")


class Documents(Table):
    """One row per document that could be read: its origin, who published it and when, and how much was kept.

    A file is one document, or holds several, as a download of a database does; then each of them has a row, and their
    ranges in the decoded source, put together, are the whole source.

    Each field about the document comes with evidence: the part of the source it is from (`_basis`) and its range in the
    decoded source (`_start`, `_end`, in Unicode code points). A field that is not stated is null; a date has bounds.
    """

    Config = keyed("documents", "document_id", sort="source_path source_part")

    document_id: Text = identifier(
        "doc", "The document, named after the SHA-256 of its bytes, or of its text in a file that holds several."
    )
    source_path: Text = column(
        "Path of the file below the seeds folder, with forward slashes.", "news/2019/river-talks.md"
    )
    source_part: Integer = count(
        "Number of the document in a file that holds several, from 1 on; null for a file that is one document.",
        3,
        least=1,
        null=True,
    )
    source_part_label: Text = words(
        "What the file calls the document, as a line above it; null where it calls it nothing, or is one document.",
        "3 of 10 DOCUMENTS",
        null=True,
    )
    source_sha256: Text = words("SHA-256 of the file's bytes, in hexadecimal.", "3f" * 32, pattern="^[0-9a-f]{64}$")
    source_bytes: LongInteger = count("Size of the file in bytes.", 8120, least=1)
    media_type: Text = words(
        "Media type (RFC 6838) that the file was read as.", "text/markdown", pattern=r"^\w+/[-+.\w]+$"
    )
    encoding: Text = words(
        "Character encoding, by a name that Python knows; encoding the source again gives the bytes. Null when the "
        "text was extracted from a format that is no text: raw offsets then refer to the extracted text.",
        "utf-8",
        null=True,
    )
    text_sha256: Text = words(
        "SHA-256 of the document's decoded or extracted text in UTF-8, in hexadecimal.",
        "5a" * 32,
        pattern="^[0-9a-f]{64}$",
    )
    language: Text = words(
        "Language of the text (ISO 639); null when it is uncertain.", "en", null=True, pattern="^[a-z]{2,3}$"
    )
    title: Text = words("Title, without its markup; null when there is none.", "River states meet in Oslo", null=True)
    title_basis: Text = _basis("title", Basis.TITLE_BLOCK)
    title_start: Integer = _start("title", 2)
    title_end: Integer = _end("title", 27)
    subtitle: Text = words("Subtitle; null when there is none.", "A first round ends without a text", null=True)
    subtitle_basis: Text = _basis("subtitle", Basis.TITLE_BLOCK)
    subtitle_start: Integer = _start("subtitle", 29)
    subtitle_end: Integer = _end("subtitle", 62)
    authors: Text = words(
        "Authors in the order given, joined with ` | `; null when none is named.", "Ada Holm | Per Lie", null=True
    )
    authors_basis: Text = _basis("authors", Basis.BYLINE)
    authors_start: Integer = _start("authors", 67)
    authors_end: Integer = _end("authors", 87)
    publisher: Text = words("Who published the document; null when not stated.", "The Fjord Review", null=True)
    publisher_basis: Text = _basis("publisher", Basis.PUBLICATION_NOTE)
    publisher_start: Integer = _start("publisher", 7900)
    publisher_end: Integer = _end("publisher", 7916)
    url: Text = words(
        "Address at which the document was published; null when not stated.",
        "https://fjord.example/2019/03/04/river-talks",
        null=True,
    )
    url_basis: Text = _basis("url", Basis.PUBLICATION_NOTE)
    url_start: Integer = _start("url", 7920)
    url_end: Integer = _end("url", 7964)
    published_start: Day = day(
        "First day on which the document may have been published; null when unknown.", "2019-03-04"
    )
    published_end: Day = day("Last day on which the document may have been published; null when unknown.", "2019-03-04")
    published_precision: Text = choice(
        Precision, "Calendar unit of the publication interval.", Precision.DAY, null=True
    )
    published_status: Text = choice(PublishedStatus, "How sure the publication date is.", PublishedStatus.STATED)
    published_basis: Text = choice(
        Basis, "Where the publication date, or else its bounds, was found.", Basis.DATELINE, null=True
    )
    published_evidence: Text = words(
        "The words that date the document; null when there are none.", "March 4, 2019", null=True
    )
    published_evidence_start: Integer = _start("evidence", 89)
    published_evidence_end: Integer = _end("evidence", 102)
    published_confidence: Real = share("Confidence in the publication date; null when unknown.", 0.99, null=True)
    not_before: Day = day("The document cannot be older than this day; null when there is no evidence.", "2019-03-04")
    not_before_reason: Text = _reason("not_before", "a date without its year is reported as past")
    not_before_evidence: Text = words("The words that give not_before; null without a reason.", "March 4", null=True)
    not_before_evidence_start: Integer = _start("words that give not_before", 89)
    not_before_evidence_end: Integer = _end("words that give not_before", 96)
    not_after: Day = day("The document cannot be younger than this day; null when there is no evidence.", "2019-03-04")
    not_after_reason: Text = _reason("not_after", "the date is still to come")
    not_after_evidence: Text = words("The words that give not_after; null without a reason.", "June 6, 2019", null=True)
    not_after_evidence_start: Integer = _start("words that give not_after", 410)
    not_after_evidence_end: Integer = _end("words that give not_after", 422)
    raw_start: Integer = offset("Raw offset where the document begins in the decoded source; 0 for a whole file.", 0)
    raw_end: Integer = offset("Raw offset behind the document in the decoded source.", 7990)
    raw_character_count: Integer = count("Code points of the decoded source that are the document's.", 7990, least=1)
    kept_character_count: Integer = count("Code points of the document's paragraphs.", 7801)
    word_count: Integer = count("Words of the document's paragraphs.", 1240)
    paragraph_count: Integer = count("Rows in paragraphs.", 31)
    edit_count: Integer = count("Rows in edits.", 58)
    is_rebuilt_exactly: Flag = flag(
        "Whether paragraphs and edits rebuild the decoded source to the last character; true in every published row.",
        example=True,
        eq=True,
    )
    duplicate_of: Text = link(
        "documents.document_id",
        "doc",
        "The document that this one copies, exactly or nearly; null for originals.",
        null=True,
    )
    duplicate_similarity: Real = share("How much of the text both have in common; null for originals.", 0.97, null=True)

    title_basis_rule = _has_basis("title")
    title_whole = _place_is_whole("title")
    title_order = _place_is_ordered("title")
    subtitle_basis_rule = _has_basis("subtitle")
    subtitle_whole = _place_is_whole("subtitle")
    subtitle_order = _place_is_ordered("subtitle")
    authors_basis_rule = _has_basis("authors")
    authors_whole = _place_is_whole("authors")
    authors_order = _place_is_ordered("authors")
    publisher_basis_rule = _has_basis("publisher")
    publisher_whole = _place_is_whole("publisher")
    publisher_order = _place_is_ordered("publisher")
    url_basis_rule = _has_basis("url")
    url_whole = _place_is_whole("url")
    url_order = _place_is_ordered("url")
    evidence_whole = _place_is_whole("published_evidence")
    evidence_order = _place_is_ordered("published_evidence")
    not_before_whole = _place_is_whole("not_before_evidence")
    not_before_order = _place_is_ordered("not_before_evidence")
    not_before_shown = rule(
        "the reason for not_before has evidence", both_or_none, "not_before_reason", "not_before_evidence"
    )
    not_after_whole = _place_is_whole("not_after_evidence")
    not_after_order = _place_is_ordered("not_after_evidence")
    not_after_shown = rule(
        "the reason for not_after has evidence", both_or_none, "not_after_reason", "not_after_evidence"
    )
    interval = rule("published_start does not lie behind published_end", ordered, "published_start", "published_end")
    bounds = rule("not_before does not lie behind not_after", ordered, "not_before", "not_after")
    precision = rule(
        "the precision agrees with the interval",
        precision_agrees,
        "published_start",
        "published_end",
        "published_precision",
    )
    known = rule(
        "a stated or inferred date has a precision",
        given_for(frozenset({PublishedStatus.STATED, PublishedStatus.INFERRED})),
        "published_status",
        "published_precision",
    )
    known_basis = rule(
        "a stated or inferred date has a basis",
        given_for(frozenset({PublishedStatus.STATED, PublishedStatus.INFERRED})),
        "published_status",
        "published_basis",
    )
    evidence = rule(
        "a stated date has evidence",
        given_for(frozenset({PublishedStatus.STATED})),
        "published_status",
        "published_evidence",
    )
    unknown = rule(
        "an unknown date has no precision",
        null_for(frozenset({PublishedStatus.UNKNOWN})),
        "published_status",
        "published_precision",
    )
    similarity = rule("a copy has a similarity, an original none", both_or_none, "duplicate_of", "duplicate_similarity")
    span = rule(
        "the raw range has raw_character_count code points", spans, "raw_start", "raw_end", "raw_character_count"
    )
    whole = rule("a document without a number is the whole file", begins_whole, "source_part", "raw_start")
    label = rule("only a document with a number has a label", only_with, "source_part_label", "source_part")
    copies_another = rule("a document is no copy of itself", differs, "document_id", "duplicate_of")
