"""Corrections in the rows of a build: each kind, evidence that is gone or unclear, and what is left alone."""

from datetime import date
from typing import Any

import pytest

from flows.corpus import merge, reconcile
from flows.corrections import by_document
from flows.steps.corrections import Correction
from flows.steps.models import CorrectionResult, Event, Outcome
from flows.steps.options import Options
from flows.tables import tabulate, validate
from schemas.vocab import CorrectionKind
from tests.builders import read

TALKS = """Talks in Oslo

By Ada Holm

4 March 2019

Norway met Finland in Oslo on Sunday. Later they left the town, and Sweden condemned Norway.

Subscribe to our paper.

Gunmen killed four soldiers of Chad near Lagos on 3 May 2018, officials said.
"""
COPY = "Ministers meet again\n\n5 March 2019\n\nNorway met Finland in Oslo on Sunday. Denmark condemned Norway.\n"
TEXTS = {"a.txt": TALKS, "b.txt": COPY}
MET, KILLED = "Norway met Finland in Oslo", "Gunmen killed four soldiers"


def wanted(kind: str, value: str = "", quote: str = MET, **cells: Any) -> Correction:
    is_event = kind not in {"entity_is", "entity_is_not", "paragraph_role", "document_date", "title", "author"}
    trigger = {MET: "met", KILLED: "killed"}.get(quote, "") if is_event else ""
    own = {"source_path": "a.txt", "trigger": trigger, "author": "A. Holm", "day": date(2026, 11, 28), "reason": "so"}
    return Correction(CorrectionKind(kind), quote=quote, value=value, **{**own, **cells})


def corrected(*rows: Correction, texts: dict[str, str] | None = None) -> Outcome:
    """Return the build of some texts with these corrections, which keeps the contract."""
    files = texts or TEXTS
    plain = {path: read(text, path, Options("rules")) for path, text in files.items()}
    ids = {path: outcome.documents[0].document_id for path, outcome in plain.items()}
    options = Options("rules").corrected_by(by_document(rows, ids))
    parts = [
        read(text, path, options) if ids[path] in options.corrections else plain[path] for path, text in files.items()
    ]
    outcome = reconcile(merge(parts), rows)
    validate(tabulate(outcome))
    return outcome


def event(outcome: Outcome, trigger: str, path: str = "a.txt") -> Event | None:
    home = next(row.document_id for row in outcome.documents if row.source_path == path)
    return next((row for row in outcome.events if row.document_id == home and row.trigger == trigger), None)


def only(outcome: Outcome) -> CorrectionResult:
    (row,) = outcome.corrections
    return row


def test_without_corrections_nothing_changes() -> None:
    assert corrected() == reconcile(merge(read(text, path, Options("rules")) for path, text in TEXTS.items()))


def test_a_correction_that_only_confirms_changes_no_other_row() -> None:
    plain, outcome = corrected(), corrected(wanted("event_type", "CONSULT"))
    assert (only(outcome).status, only(outcome).value_before) == ("applied", "CONSULT")
    assert outcome.events == plain.events
    assert outcome.entities == plain.entities
    assert outcome.mentions == plain.mentions
    assert outcome.issues == plain.issues


@pytest.mark.parametrize(
    ("kind", "value", "column", "found"),
    [
        ("event_type", "AGREE", "event_type", "AGREE"),
        ("event_type", "ASSAULT", "quad_class", "material_conflict"),
        ("factuality", "denied", "factuality", "denied"),
        ("event_date", "2019-02", "date_end", date(2019, 2, 28)),
        ("event_date", "none", "date_start", None),
        ("actor", "Finland", "actor_country", "FIN"),
        ("actor", "Q30", "actor_country", "USA"),
        ("actor", "none", "actor_entity_id", None),
        ("recipient", "Norway | Sweden", "recipient_name", "Norway"),
        ("place", "none", "place_name", None),
    ],
)
def test_an_event_is_corrected_in_its_document_alone(kind: str, value: str, column: str, found: object) -> None:
    plain, outcome = corrected(), corrected(wanted(kind, value))
    row, other = event(outcome, "met"), event(outcome, "met", "b.txt")
    assert getattr(row, column) == found
    was = event(plain, "met", "b.txt")
    assert getattr(other, column) == getattr(was, column)
    assert (only(outcome).status, only(outcome).row_id) == ("applied", row and row.event_id)
    assert not any(issue.code.endswith("correction") for issue in outcome.issues)


def test_a_wrong_event_is_gone_and_its_row_is_kept() -> None:
    outcome = corrected(wanted("event_wrong", quote=KILLED))
    assert event(outcome, "killed") is None
    assert (only(outcome).row_table, only(outcome).value_before) == ("events", "ASSAULT")
    assert only(outcome).row_id not in {row.event_id for row in outcome.participants}


def test_a_wrong_event_that_is_not_found_any_more_is_as_it_should_be() -> None:
    row = wanted("event_wrong", quote="Later they left the town", trigger="left")
    assert (only(corrected(row)).status, only(corrected(row)).row_id) == ("applied", None)


def test_a_name_is_another_entity_in_all_its_mentions_and_where_it_acts() -> None:
    outcome = corrected(wanted("entity_is", "Q183", "Norway", context_after="met"))
    assert only(outcome).value_after == "Germany (Q183)"
    acting, judged = event(outcome, "met"), event(outcome, "condemned")
    assert acting is not None
    assert judged is not None
    assert (acting.actor_country, judged.recipient_country) == ("DEU", "DEU")
    other = event(outcome, "met", "b.txt")
    assert other is not None
    assert other.actor_country == "NOR"
    assert {row.entity_id: row.mention_count for row in outcome.entities}["Q183"] == 2


def test_a_name_that_is_not_an_entity_gets_one_of_its_own() -> None:
    outcome = corrected(wanted("entity_is_not", "Norway", "Norway", context_after="met"))
    row = event(outcome, "met")
    assert row is not None
    assert (row.actor_name, row.actor_country, row.actor_entity_id == "Q20") == ("Norway", None, False)


def test_a_paragraph_and_fields_of_a_document_change_what_is_read() -> None:
    outcome = corrected(
        wanted("paragraph_role", "author_note", KILLED),
        wanted("document_date", "2020-03-03", "4 March 2019"),
        wanted("title", "Another title", "Talks in Oslo"),
        wanted("author", "none", "By Ada Holm"),
    )
    assert {row.status for row in outcome.corrections} == {"applied"}
    assert event(outcome, "killed") is None
    row, document = event(outcome, "met"), outcome.documents[0]
    assert row is not None
    assert (row.date_start, row.document_title) == (date(2020, 3, 1), "Another title")
    assert (document.published_basis, document.authors, document.authors_basis) == ("correction", None, None)


def test_a_paragraph_can_become_content() -> None:
    outcome = corrected(wanted("paragraph_role", "body", "Subscribe to our paper."))
    assert only(outcome).value_before != "body"
    assert [row.is_content for row in outcome.paragraphs if row.text.startswith("Subscribe")] == [True]


@pytest.mark.parametrize(
    ("row", "status", "message"),
    [
        (wanted("factuality", "denied", "Norway met Sweden", trigger="met"), "stale", "nowhere"),
        (wanted("factuality", "denied", context_before="Yesterday"), "stale", "nowhere"),
        (wanted("factuality", "denied", "they left the town", trigger="left"), "stale", "no event has the trigger"),
        (wanted("factuality", "denied", source_path="gone.txt"), "stale", "not in the dataset"),
        (wanted("title", "New", "", document_id="doc_gone"), "stale", "not the one that was corrected"),
        (wanted("title", "New", "Gone"), "stale", "nowhere"),
        (wanted("title", "New", "Gone", source_path="gone.txt"), "stale", "not in the dataset"),
        (wanted("entity_is", "Q183", "Norway"), "refused", "in 2 places"),
        (wanted("entity_is", "Q999999999", "Lagos"), "refused", "neither the dataset nor our knowledge"),
        (wanted("entity_is", "Q183", "town"), "stale", "no name"),
        (wanted("actor", "the moon"), "refused", "'the moon' is not in the sentence"),
    ],
)
def test_what_does_not_fit_is_an_issue_and_changes_nothing(row: Correction, status: str, message: str) -> None:
    plain, outcome = corrected(), corrected(row)
    assert only(outcome).status == status
    assert message in str(only(outcome).message)
    assert [issue.code for issue in outcome.issues if issue.code.endswith("correction")] == [f"{status}_correction"]
    assert (outcome.events, outcome.participants, outcome.entities) == (
        plain.events,
        plain.participants,
        plain.entities,
    )


def test_two_people_who_want_different_things_are_both_refused() -> None:
    rows = wanted("event_type", "AGREE"), wanted("event_wrong", author="B. Lie")
    outcome = corrected(*rows)
    assert {row.status for row in outcome.corrections} == {"refused"}
    assert all("A. Holm, B. Lie" in str(row.message) for row in outcome.corrections)
    row = event(outcome, "met")
    assert row is not None
    assert row.event_type == "CONSULT"


def test_a_renamed_file_is_found_by_its_content() -> None:
    document_id = corrected().documents[0].document_id
    row = wanted("factuality", "denied", document_id=document_id)
    outcome = corrected(row, texts={"renamed.txt": TALKS, "a.txt": COPY})
    assert (only(outcome).status, only(outcome).source_path) == ("applied", "renamed.txt")


def test_white_space_and_text_around_the_context_do_not_matter() -> None:
    moved = TALKS.replace("Norway met Finland", "Rain fell over the town all day.\n\nNorway   met Finland")
    row = wanted("factuality", "denied", "Norway met\nFinland in  Oslo", trigger="met", context_after="on Sunday")
    assert only(corrected(row, texts={"a.txt": moved})).status == "applied"
