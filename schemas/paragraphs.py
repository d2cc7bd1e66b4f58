"""The table of paragraphs."""

from schemas.columns import (
    Flag,
    Integer,
    Table,
    Text,
    choice,
    count,
    flag,
    identifier,
    keyed,
    link,
    offset,
    rule,
    words,
)
from schemas.rowwise import Series, before, differs
from schemas.vocab import CONTENT_ROLES, Role


def _content_agrees(role: Series, is_content: Series) -> Series:
    """Return where `is_content` agrees with the role."""
    return role.isin([str(member) for member in CONTENT_ROLES]) == is_content


class Paragraphs(Table):
    """One row per block of a document, in reading order, as a careful editor would have it.

    Offsets elsewhere (`start`, `end`) count the code points of `text`. Roles that are not content are kept and
    labelled; entities, dates and events are drawn from content alone.
    """

    Config = keyed("paragraphs", "paragraph_id", sort="document_id position")

    paragraph_id: Text = identifier("par", "The paragraph, named after its document and place.")
    document_id: Text = link("documents.document_id", "doc", "The document it belongs to.")
    position: Integer = count("Number in reading order, from 0 in each document.", 4)
    role: Text = choice(Role, "What the block is in its article.", Role.BODY)
    is_content: Flag = flag("Whether the role is content: title, subtitle, heading, body or list_item.", example=True)
    section: Text = words("The heading above it; null before the first one.", "What comes next", null=True)
    text: Text = words(
        "The repaired text of the block, on one line where the source only wrapped it.",
        "The delegates left Oslo on Sunday without a text.",
    )
    raw_start: Integer = offset("Raw offset where the block begins in the decoded source.", 412)
    raw_end: Integer = offset("Raw offset behind the block in the decoded source.", 462)
    sentence_count: Integer = count("Sentences in the text.", 1)
    word_count: Integer = count("Words in the text.", 9)
    repeats_paragraph_id: Text = link(
        "paragraphs.paragraph_id",
        "par",
        "The paragraph of the same document whose words a pull quote or repeated block repeats; null otherwise.",
        null=True,
    )
    duplicate_of: Text = link(
        "paragraphs.paragraph_id",
        "par",
        "The same paragraph in another document that is kept first; null otherwise.",
        null=True,
    )

    span = rule("raw_start lies before raw_end", before, "raw_start", "raw_end")
    content = rule("is_content agrees with the role", _content_agrees, "role", "is_content")
    repeats_another = rule("a paragraph does not repeat itself", differs, "paragraph_id", "repeats_paragraph_id")
    copies_another = rule("a paragraph is no copy of itself", differs, "paragraph_id", "duplicate_of")
