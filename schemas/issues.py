"""The table of issues."""

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
from schemas.rowwise import Series, both_or_none, ordered
from schemas.vocab import IssueCode, Severity, Stage


def _no_document(is_quarantined: Series, document_id: Series) -> Series:
    """Return where the source was read, or has no document."""
    return ~is_quarantined | document_id.isna()


def _is_error(is_quarantined: Series, severity: Series) -> Series:
    """Return where the source was read, or the issue is an error."""
    return ~is_quarantined | (severity == str(Severity.ERROR))


class Issues(Table):
    """One row per matter that a person should look at.

    Every file of the seeds folder, and every document of a file that holds several, is in `documents`, or has one row
    here that is quarantined: never both, never neither.
    """

    Config = keyed("issues", "issue_id", sort="source_path")

    issue_id: Text = identifier("iss", "The issue, named after its content and place.")
    source_path: Text = words("Path of the file below the seeds folder, with forward slashes.", "news/2019/empty.txt")
    source_part: Integer = count(
        "Number of the document in a file that holds several; null where the issue is about the file.",
        3,
        least=1,
        null=True,
    )
    document_id: Text = link(
        "documents.document_id", "doc", "The document; null when the file could not be used.", null=True
    )
    stage: Text = choice(Stage, "The stage of the pipeline that raised it.", Stage.READ)
    code: Text = choice(IssueCode, "What it is about.", IssueCode.EMPTY)
    severity: Text = choice(Severity, "How much it matters.", Severity.ERROR)
    message: Text = words("One sentence for a person.", "the file is empty; a file with text would be fine")
    is_quarantined: Flag = flag("Whether the file was left out because of this.", example=True)
    raw_start: Integer = offset("Raw offset where the matter begins; null when it has no place.", 120, null=True)
    raw_end: Integer = offset("Raw offset behind the matter; null when it has no place.", 131, null=True)

    quarantine = rule("a quarantined file has no document", _no_document, "is_quarantined", "document_id")
    error = rule("a quarantine is an error", _is_error, "is_quarantined", "severity")
    place = rule("both ends are given, or none", both_or_none, "raw_start", "raw_end")
    span = rule("raw_start does not lie behind raw_end", ordered, "raw_start", "raw_end")
