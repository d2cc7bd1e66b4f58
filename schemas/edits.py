"""The table of edits."""

from schemas.columns import (
    Integer,
    Real,
    Table,
    Text,
    column,
    count,
    identifier,
    keyed,
    link,
    offset,
    rule,
    share,
    words,
)
from schemas.rowwise import Series, as_long_as, before, both_or_none, ordered


def _nothing_outside(paragraph_id: Series, replacement: Series) -> Series:
    """Return where there is a paragraph, or no replacement."""
    return paragraph_id.notna() | (replacement == "")


class Edits(Table):
    """One row per difference between the decoded source and the paragraphs: the ledger.

    Paragraphs and edits together rebuild the decoded source to the last character; every build checks it.
    """

    Config = keyed("edits", "edit_id", sort="document_id sequence")

    edit_id: Text = identifier("edt", "The edit, named after its document and place.")
    document_id: Text = link("documents.document_id", "doc", "The document that was edited.")
    sequence: Integer = count("Number in the order of the source, from 0 in each document.", 7)
    paragraph_id: Text = link(
        "paragraphs.paragraph_id",
        "par",
        "The paragraph that holds the replacement; null outside paragraphs.",
        null=True,
    )
    text_start: Integer = offset(
        "Offset in the paragraph's text where the replacement begins; null outside paragraphs.", 28, null=True
    )
    rule_id: Text = words("The rule that made the edit.", "line_join")
    raw_start: Integer = offset("Raw offset where the replaced text begins.", 440)
    raw_end: Integer = offset("Raw offset behind the replaced text.", 441)
    raw_text: Text = column("The replaced text, as in the decoded source.", "\n")
    replacement: Text = column("The text in its place; empty for a deletion.", " ")
    confidence: Real = share("Confidence that the edit is right.", 1.0)
    twin_start: Integer = offset(
        "Raw offset of the copy that was kept, for a removed duplicate; null otherwise.", 380, null=True
    )
    twin_end: Integer = offset(
        "Raw offset behind the copy that was kept; null when nothing was a duplicate.", 420, null=True
    )
    evidence: Text = words(
        "Why the rule was sure; null when the rule alone is the reason.", "the same 40 characters twice", null=True
    )

    span = rule("raw_start does not lie behind raw_end", ordered, "raw_start", "raw_end")
    length = rule("the raw text is as long as its range", as_long_as, "raw_text", "raw_start", "raw_end")
    place = rule("an edit in a paragraph has its place there", both_or_none, "paragraph_id", "text_start")
    outside = rule("nothing is put outside paragraphs", _nothing_outside, "paragraph_id", "replacement")
    twin = rule("both ends of the kept copy are given, or none", both_or_none, "twin_start", "twin_end")
    twin_order = rule("the kept copy begins before it ends", before, "twin_start", "twin_end")
