"""Every check of the contract fails on a build that is wrong in just that, and says where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from flows.steps.models import Outcome
from flows.tables import ContractError, tabulate, validate
from schemas.checks import table_failures
from schemas.contract import failures
from schemas.renewed import failures_since

Corruption = Callable[[Outcome], Outcome]
NO_ID = "_00000000deadbeef"


def changed(table: str, number: int, **fields: object) -> Corruption:
    """Return a corruption that changes fields of one row."""

    def corrupt(outcome: Outcome) -> Outcome:
        rows = list(getattr(outcome, table))
        rows[number] = replace(rows[number], **fields)
        return replace(outcome, **{table: tuple(rows)})

    return corrupt


def without(table: str, number: int) -> Corruption:
    """Return a corruption that takes one row away."""

    def corrupt(outcome: Outcome) -> Outcome:
        rows = list(getattr(outcome, table))
        del rows[number]
        return replace(outcome, **{table: tuple(rows)})

    return corrupt


def again(table: str, number: int, **fields: object) -> Corruption:
    """Return a corruption that repeats one row with other fields."""

    def corrupt(outcome: Outcome) -> Outcome:
        rows = getattr(outcome, table)
        return replace(outcome, **{table: (*rows, replace(rows[number], **fields))})

    return corrupt


COLUMN_CASES: list[tuple[Corruption, str, str]] = [
    (changed("documents", 0, document_id="doc_1"), "documents.document_id", "is well formed"),
    (changed("documents", 0, source_sha256="F" * 64), "documents.source_sha256", "is well formed"),
    (changed("documents", 0, published_status="guessed"), "documents.published_status", "vocabulary"),
    (changed("documents", 0, published_confidence=1.5), "documents.published_confidence", "in range"),
    (changed("documents", 0, is_rebuilt_exactly=False), "documents.is_rebuilt_exactly", "is as it must be"),
    (changed("documents", 0, title=" "), "documents.title", "is well formed"),
    (changed("documents", 0, title_basis=None), "documents.title, title_basis", "has a basis"),
    (changed("documents", 0, title_end=None), "documents.title_start, title_end", "both ends"),
    (changed("documents", 0, title_end=2), "documents.title_start, title_end", "begins before"),
    (changed("documents", 0, published_end=date(2019, 3, 3)), "documents.published_start, published_end", "behind"),
    (changed("documents", 0, published_precision="month"), "documents.published_start", "precision agrees"),
    (changed("documents", 0, published_evidence=None), "documents.published_status, published_evidence", "evidence"),
    (changed("documents", 1, published_status="inferred"), "documents.published_status", "has a precision"),
    (changed("documents", 0, published_status="unknown"), "documents.published_status", "no precision"),
    (changed("documents", 0, not_after=date(2019, 3, 1)), "documents.not_before, not_after", "behind"),
    (changed("documents", 0, duplicate_similarity=0.9), "documents.duplicate_of, duplicate_similarity", "similarity"),
    (changed("paragraphs", 1, role="lead"), "paragraphs.role", "vocabulary"),
    (changed("paragraphs", 1, role="caption"), "paragraphs.role, is_content", "is_content"),
    (changed("paragraphs", 1, position=-1), "paragraphs.position", "not too small"),
    (changed("paragraphs", 1, document_id=None), "paragraphs.document_id", "never null"),
    (again("paragraphs", 1), "paragraphs.paragraph_id", "is unique"),
    (again("participants", 1), "participants.event_id, role, position", "is unique"),
    (changed("entities", 0, wikidata_id=None), "entities.entity_id, wikidata_id", "Wikidata"),
    (changed("entities", 0, country="no"), "entities.country", "is well formed"),
    (changed("entities", 0, sector="XXX"), "entities.sector", "vocabulary"),
    (changed("mentions", 0, start=3, end=3), "mentions.start, end", "before"),
    (changed("mentions", 0, end=7), "mentions.text, start, end", "as long as"),
    (changed("mentions", 0, raw_start=90), "mentions.raw_start, raw_end", "behind"),
    (changed("dates", 0, precision="week"), "dates.date_start, date_end, precision", "precision agrees"),
    (changed("dates", 0, precision=None), "dates.date_start, date_end, precision", "precision agrees"),
    (changed("dates", 0, timex_value="P2D"), "dates.timex_type, timex_value", "one of its type"),
    (changed("dates", 0, anchor="previous"), "dates.anchor, anchor_id", "names it"),
    (changed("dates", 0, anchor="event"), "dates.anchor, anchor_id", "names it"),
    (changed("dates", 0, anchor="event", anchor_id=f"evt{NO_ID}"), "dates.anchor_id", "well formed"),
    (changed("events", 0, trigger_start=8), "events.trigger, trigger_start", "as long as"),
    (changed("events", 0, sentence_end=9), "events.sentence_start", "is in its sentence"),
    (changed("events", 0, sentence="Norway met."), "events.sentence, sentence_start", "as long as"),
    (changed("events", 0, quad_class="verbal_conflict"), "events.event_type, quad_class", "quad class"),
    (changed("events", 0, event_mode="phone"), "events.event_type, event_mode, plover_score", "score"),
    (changed("events", 0, plover_score=3.0), "events.event_type, event_mode, plover_score", "score"),
    (changed("events", 0, event_mode="riot"), "events.event_type, event_mode", "mode"),
    (changed("events", 0, cameo_code="4"), "events.cameo_code", "is well formed"),
    (changed("events", 0, date_id=None), "events.date_basis, date_id", "names its words"),
    (changed("events", 0, date_basis="none"), "events.date_basis, date_start", "open start"),
    (changed("events", 0, killed=-1), "events.killed", "not too small"),
    (changed("edits", 1, raw_text="\n"), "edits.raw_text", "as long as"),
    (changed("edits", 1, replacement=" "), "edits.paragraph_id, replacement", "outside"),
    (changed("edits", 2, text_start=None), "edits.paragraph_id, text_start", "place"),
    (changed("edits", 0, twin_start=3), "edits.twin_start, twin_end", "both ends"),
    (changed("issues", 0, severity="info"), "issues.is_quarantined, severity", "error"),
    (changed("issues", 0, code="odd"), "issues.code", "vocabulary"),
]

ACROSS_CASES: list[tuple[Corruption, str, str]] = [
    (changed("mentions", 0, entity_id="Q1"), "mentions.entity_id", "is in entities.entity_id"),
    (changed("mentions", 0, refers_to_entity_id="Q1"), "mentions.refers_to_entity_id", "is in entities.entity_id"),
    (changed("dates", 0, paragraph_id=f"par{NO_ID}"), "dates.paragraph_id", "is in paragraphs"),
    (without("dates", 0), "events.date_id", "is in dates"),
    (changed("issues", 1, document_id=f"doc{NO_ID}"), "issues.document_id", "is in documents"),
    (changed("documents", 1, duplicate_of=f"doc{NO_ID}"), "documents.duplicate_of", "is in documents"),
    (lambda o: changed("mentions", 0, document_id=o.documents[1].document_id)(o), "mentions.document_id", "paragraph_id"),
    (lambda o: changed("participants", 0, event_id=o.events[1].event_id)(o), "participants.document_id", "event_id"),
    (lambda o: changed("paragraphs", 1, repeats_paragraph_id=o.paragraphs[2].paragraph_id)(o),
     "paragraphs.document_id", "repeats_paragraph_id"),
    (changed("issues", 1, source_path="2019-03-04.md"), "issues.source_path", "path of the document"),
    (changed("dates", 0, anchor="previous", anchor_id=f"dat{NO_ID}"), "dates.anchor, anchor_id", "row of its kind"),
    (changed("dates", 0, anchor="event", anchor_id=f"dat{NO_ID}"), "dates.anchor, anchor_id", "row of its kind"),
    (changed("participants", 0, entity_id="Q585"), "participants.entity_id", "entity of mention_id"),
    (changed("participants", 0, name="Norge"), "participants.name", "is that of its entity"),
    (changed("entities", 0, part_of_entity_id="Q1"), "entities.part_of_entity_id", "is in entities.entity_id"),
    (changed("mentions", 0, text="Norwax"), "mentions.text, start, end", "are in the paragraph"),
    (changed("dates", 0, start=29, end=35), "dates.text, start, end", "are in the paragraph"),
    (changed("participants", 2, text="Baku"), "participants.text, start, end", "are in the paragraph"),
    (changed("events", 0, trigger="ate"), "events.trigger", "are in the paragraph"),
    (changed("events", 0, sentence="nORWAY MET fINLAND IN oSLO ON sUNDAY."), "events.sentence, sentence_start", "are in the paragraph"),
    (changed("events", 0, document_title="Lake states meet"), "events.document_title", "expected 'River states meet'"),
    (changed("events", 1, document_title="Lake states meet"), "events.document_title", "expected null"),
    (changed("events", 0, published_start=date(2019, 3, 3)), "events.published_start", "expected 2019-03-04"),
    (changed("events", 1, sentence_end=20), "events.sentence_end", "within the paragraph"),
    (changed("mentions", 3, raw_end=22), "mentions.raw_end", "lies within the source"),
    (changed("issues", 1, source_path="other.txt", document_id=None), "issues.source_path", "quarantined 0 times"),
    (again("issues", 0, issue_id=f"iss{NO_ID}"), "issues.source_path", "quarantined 2 times"),
    (changed("issues", 0, source_path="note.txt"), "issues.source_path", "in documents and quarantined"),
    (changed("documents", 1, source_path="2019-03-04.md"), "documents.source_path", "is unique"),
    (changed("documents", 0, source_sha256="0" * 64), "documents.source_sha256", "another SHA-256"),
    (changed("documents", 0, encoding="utf-16-le"), "documents.source_sha256", "bytes are rebuilt"),
    (changed("documents", 0, encoding="utf-99"), "documents.source_sha256", "no encoding"),
    (changed("documents", 0, encoding=None, text_sha256="0" * 64), "documents.source_sha256", "text has another SHA-256"),
    (changed("documents", 0, raw_character_count=62), "documents.source_sha256", "61 characters are rebuilt"),
    (changed("paragraphs", 0, text="River states meat"), "documents.source_sha256", "another SHA-256"),
    (changed("paragraphs", 0, text="River states"), "documents.source_sha256", "does not end at its raw_end"),
    (changed("edits", 2, raw_text="- "), "documents.source_sha256", "another SHA-256"),
    (changed("edits", 2, replacement="x"), "documents.source_sha256", "not in its paragraph"),
    (changed("edits", 2, text_start=15), "documents.source_sha256", "is not at its offsets"),
    (changed("edits", 2, text_start=0), "documents.source_sha256", "is not at its offsets"),
    (changed("edits", 2, paragraph_id=f"par{NO_ID}"), "documents.source_sha256", "have no paragraph"),
    (without("edits", 1), "documents.source_sha256", "gap at raw offset 19"),
    (changed("edits", 1, raw_start=18, raw_text="t\n\n"), "documents.source_sha256", "overlap at raw offset 19"),
    (changed("paragraphs", 1, position=2), "paragraphs.position", "expected 1"),
    (changed("edits", 3, sequence=9), "edits.sequence", "expected 3"),
    (changed("participants", 0, position=1), "participants.position", "expected 0"),
    (changed("documents", 0, kept_character_count=55), "documents.kept_character_count", "expected 54"),
    (changed("documents", 0, word_count=11), "documents.word_count", "expected 10"),
    (changed("documents", 0, paragraph_count=1), "documents.paragraph_count", "expected 2"),
    (changed("documents", 0, edit_count=3), "documents.edit_count", "expected 4"),
    (changed("entities", 0, mention_count=3), "entities.mention_count", "expected 2"),
    (changed("mentions", 0, refers_to_entity_id="Q33"), "entities.mention_count", "expected 3"),
    (changed("entities", 0, document_count=1), "entities.document_count", "expected 2"),
    (lambda o: changed("entities", 2, first_document_id=o.documents[1].document_id)(o),
     "entities.first_document_id", "names it"),
    (changed("events", 0, actor_name="Norge"), "events.actor_name", "expected 'Norway'"),
    (changed("events", 0, actor_entity_id="Q33"), "events.actor_entity_id", "expected 'Q20'"),
    (changed("events", 0, recipient_country="SWE"), "events.recipient_country", "expected 'FIN'"),
    (changed("events", 0, recipient_sector="MIL"), "events.recipient_sector", "expected 'GOV'"),
    (changed("events", 0, place_country=None), "events.place_country", "expected 'NOR'"),
    (changed("events", 1, place_name="Oslo"), "events.place_name", "expected null"),
    (changed("events", 0, date_start=date(2019, 3, 2), date_end=date(2019, 3, 2)), "events.date_start", "2019-03-03"),
    (changed("dates", 0, date_start=None, date_end=None, precision=None), "events.date_precision", "expected 'open'"),
    (changed("events", 0, cluster_mentions=1), "events.cluster_mentions", "expected 2"),
    (changed("events", 1, cluster_documents=1), "events.cluster_documents", "expected 2"),
    (changed("events", 1, is_cluster_head=True), "events.cluster_id, is_cluster_head", "exactly one head"),
    (changed("events", 0, is_cluster_head=False), "events.cluster_id, is_cluster_head", "exactly one head"),
]  # fmt: skip


@pytest.mark.parametrize(("corrupt", "column", "says"), COLUMN_CASES)
def test_a_wrong_table_is_told(corrupt: Corruption, column: str, says: str, outcome: Outcome) -> None:
    table = column.partition(".")[0]
    told = [str(failure) for failure in table_failures(table, tabulate(corrupt(outcome))[table])]
    assert any(failure.startswith(column) and says in failure for failure in told), "\n".join(told)


@pytest.mark.parametrize(("corrupt", "column", "says"), ACROSS_CASES)
def test_a_wrong_build_is_told(corrupt: Corruption, column: str, says: str, outcome: Outcome) -> None:
    with pytest.raises(ContractError) as caught:
        validate(tabulate(corrupt(outcome)))
    told = [str(failure) for failure in caught.value.failures]
    assert any(failure.startswith(column) and says in failure for failure in told), "\n".join(told)
    assert all(failure in str(caught.value) for failure in told)


@pytest.mark.parametrize("corrupt", [case[0] for case in (*COLUMN_CASES[::8], *ACROSS_CASES)])
def test_nothing_passes_for_being_new_beside_a_right_build(corrupt: Corruption, outcome: Outcome) -> None:
    right, wrong = tabulate(outcome), tabulate(corrupt(outcome))
    found = failures_since(wrong, right)
    assert found
    assert found == failures(wrong)


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_as_it_was_or_gone_as_a_whole_passes(number: int, outcome: Outcome) -> None:
    right = tabulate(outcome)
    assert failures_since(right, right) == ()
    assert failures_since(tabulate(Outcome()), right) == ()
    assert failures_since(right, tabulate(Outcome())) == ()
    other = tabulate(changed("documents", number, source_bytes=1)(outcome))
    assert failures_since(right, other) == ()


def test_a_right_build_passes(outcome: Outcome) -> None:
    validate(tabulate(outcome))


def test_an_empty_build_passes() -> None:
    validate(tabulate(Outcome()))


def test_a_failure_names_table_column_row_document_and_value(outcome: Outcome) -> None:
    with pytest.raises(ContractError) as caught:
        validate(tabulate(changed("mentions", 0, link_confidence=7.0)(outcome)))
    mention = outcome.mentions[0]
    assert str(caught.value).splitlines() == [
        "the tables break their contract, 1 check fails:",
        "mentions.link_confidence: is in range: in_range(0, 1) (1 row)",
        f"    {mention.mention_id} of {mention.document_id}: link_confidence=7.0",
    ]


def test_all_failures_stand_in_one_report(outcome: Outcome) -> None:
    wrong = outcome
    for corrupt in (
        changed("documents", 0, word_count=11),
        changed("events", 0, plover_score=3.0),
        changed("mentions", 0, entity_id="Q1"),
        changed("issues", 0, code="odd"),
    ):
        wrong = corrupt(wrong)
    with pytest.raises(ContractError) as caught:
        validate(tabulate(wrong))
    named = {f"{failure.table}.{failure.column}" for failure in caught.value.failures}
    assert {
        "documents.word_count",
        "events.event_type, event_mode, plover_score",
        "mentions.entity_id",
        "issues.code",
    } <= named


def test_many_rows_are_counted_and_few_are_shown(outcome: Outcome) -> None:
    issue = outcome.issues[1]
    many = tuple(replace(issue, issue_id=f"iss_{number:016x}", severity="odd") for number in range(300))
    with pytest.raises(ContractError) as caught:
        validate(tabulate(replace(outcome, issues=(outcome.issues[0], *many))))
    (failure,) = caught.value.failures
    assert (failure.count, len(failure.cases)) == (300, 5)
    assert str(failure).endswith("and 295 more")


def test_frames_of_another_shape_are_told(outcome: Outcome) -> None:
    frames = tabulate(outcome)
    frames["dates"] = frames["dates"].drop(columns="edtf").assign(extra=1)
    frames["edits"] = frames["edits"].astype({"sequence": "int64"})
    frames["events"] = frames["events"][frames["events"].columns[::-1]]
    with pytest.raises(ContractError) as caught:
        validate(frames)
    told = {(failure.table, failure.column, failure.check) for failure in caught.value.failures}
    assert ("dates", "edtf", "the column is missing") in told
    assert ("dates", "extra", "the table has no such column") in told
    assert ("edits", "sequence", "the column has another type") in told
    assert any(table == "events" and "order" in check for table, _, check in told)


def test_an_event_dated_by_words_without_an_interval_stays_open(outcome: Outcome) -> None:
    open_date = changed("dates", 0, date_start=None, date_end=None, precision=None, timex_value="PAST_REF")
    open_event = changed("events", 0, date_start=None, date_end=None, date_precision="open")
    validate(tabulate(open_event(open_date(outcome))))


def test_an_unlinked_side_is_named_by_its_words(outcome: Outcome) -> None:
    nobody = {"entity_id": None, "country": None, "sector": None}
    side = changed("participants", 0, **nobody, mention_id=None, actor_code=None)(outcome)
    event = changed("events", 0, **{f"actor_{fact}": None for fact in (*nobody, "code")})
    validate(tabulate(event(side)))
    with pytest.raises(ContractError, match="actor_name"):
        validate(tabulate(changed("events", 0, actor_name="Sweden")(event(side))))


@pytest.mark.parametrize("raw_start", [2**31, -(2**31) - 1], ids=["too large for int32", "too small for int32"])
def test_a_value_that_fits_no_cell_is_told(raw_start: int, outcome: Outcome) -> None:
    wrong = changed("mentions", 1, raw_start=raw_start)(outcome)
    wrong = changed("dates", 0, text=3)(wrong)
    with pytest.raises(ContractError) as caught:
        tabulate(wrong)
    assert {f"{failure.table}.{failure.column}" for failure in caught.value.failures} == {
        "mentions.raw_start",
        "dates.text",
    }
    assert outcome.mentions[1].mention_id in str(caught.value)
