"""The table of corrections."""

from schemas.columns import Day, Integer, Table, Text, choice, count, day, identifier, keyed, link, rule, words
from schemas.rowwise import both_or_none, given_for, null_for
from schemas.vocab import CorrectionKind, CorrectionStatus, EventType

_NOT_APPLIED = frozenset({CorrectionStatus.STALE, CorrectionStatus.REFUSED})


class Corrections(Table):
    """One row per correction that a person has written, with what became of it: applied, stale or refused.

    A row that was changed is found by `row_table` and `row_id`. An event that a correction removed is in no other
    table; this row keeps its id. A correction that is stale or refused changed nothing, and is an issue, too.
    """

    Config = keyed("corrections", "correction_id", sort="source_path source_part")

    correction_id: Text = identifier("cor", "The correction, named after all of its cells.")
    kind: Text = choice(CorrectionKind, "What it corrects.", CorrectionKind.EVENT_TYPE)
    source_path: Text = words(
        "Path of the document's file, as in `documents`; as the correction has it where there is no such document, "
        "null where it names none.",
        "news/2019/river-talks.md",
        null=True,
    )
    source_part: Integer = count(
        "Number of the document in a file that holds several; null for other files, and where there is no document.",
        3,
        least=1,
        null=True,
    )
    document_id: Text = link("documents.document_id", "doc", "The document; null where there is none.", null=True)
    status: Text = choice(CorrectionStatus, "What became of it.", CorrectionStatus.APPLIED)
    message: Text = words(
        "Why it is stale or refused; null, or a remark, where it is applied.", "the quote is nowhere in it", null=True
    )
    row_table: Text = words("The table of the row that it is about; null where none fits.", "events", null=True)
    row_id: Text = words("The id of that row; null where none fits.", "evt_4b1f0a9c7de25836", null=True)
    value_before: Text = words(
        "What the code found, in words; null where that was nothing, or no row fits.", "CONSULT", null=True
    )
    value_after: Text = words(
        "What the row has now, in words; null where that is nothing, or no row fits.", "AGREE", null=True
    )
    value: Text = words("What the person wants there; null where an event is wrong.", "AGREE", null=True)
    quote: Text = words(
        "Words of the clean text that the correction was made on; null where it is on this very file.",
        "Norway met Finland's leaders in Oslo.",
        null=True,
    )
    context_before: Text = words("Words right before the quote; null without.", "On Sunday", null=True)
    context_after: Text = words("Words right behind the quote; null without.", "They left", null=True)
    trigger: Text = words("Of an event, its trigger in the quote; null for others.", "met", null=True)
    event_type: Text = choice(
        EventType, "The type that the event had when it was judged; null for others.", EventType.CONSULT, null=True
    )
    author: Text = words("Who corrected it.", "A. Holm")
    day: Day = day("When it was corrected.", "2026-11-28", null=False)
    reason: Text = words("Why.", "they signed, and did not only talk")

    target = rule("both parts of the row's name are given, or none", both_or_none, "row_table", "row_id")
    explained = rule("what is not applied has a reason", given_for(_NOT_APPLIED), "status", "message")
    unchanged = rule("what is not applied changed nothing", null_for(_NOT_APPLIED), "status", "value_after")
