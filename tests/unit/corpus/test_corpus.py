"""Across documents: copies are reported in both directions of time, entities and events brought together."""

from dataclasses import replace

import pytest

from flows.corpus import merge, reconcile
from flows.steps import process
from flows.steps.models import Outcome
from flows.steps.read.seed import seed_of

ARTICLE = """A Border That Stays Shut

May 3, 2019

Iran condemned the United States on May 2, 2019. President Donald Trump met Prime Minister Adel Abdul-Mahdi in Baghdad.

The two governments agreed in the spring to open the border for traders and for the families that it has parted since
the war, and both sent engineers to repair the only road between the towns before the summer was over.

Nothing came of it. The engineers measured the road and went home, the traders wrote letters to both capitals, and the
families waited for an answer that neither of the two ministries in charge of the matter has given to this day.
"""
OTHER = """Bread and Letters

June 1, 2019

Iran condemned the United States on May 2, 2019. The price of bread rose in the capital for the third time in a year, and
the ministry of trade sent inspectors to the mills of the north, who found them empty and went home without a word.
"""


def built(*texts: str) -> Outcome:
    return reconcile(merge(process(seed_of(f"{i}.txt", text.encode())) for i, text in enumerate(texts)))


def test_a_near_copy_points_at_the_document_published_first() -> None:
    later = (
        ARTICLE.replace("May 3, 2019", "May 9, 2019")
        .replace("third time", "fourth time")
        .replace("since\nthe war", "since\nthe long war")
    )
    rows = {row.source_path: row for row in built(later, ARTICLE, OTHER).documents}
    assert rows["0.txt"].duplicate_of == rows["1.txt"].document_id
    assert 0.7 <= (rows["0.txt"].duplicate_similarity or 0) < 1
    assert rows["1.txt"].duplicate_of is rows["2.txt"].duplicate_of is None


def test_copied_paragraphs_point_at_the_first() -> None:
    outcome = built(ARTICLE, ARTICLE + "\n\nMore.")
    copies = [row for row in outcome.paragraphs if row.duplicate_of]
    assert {row.document_id for row in copies} == {outcome.documents[1].document_id}
    assert len(copies) == 3
    assert [issue.code for issue in outcome.issues if issue.stage == "corpus"] == ["duplicate_document"]


@pytest.mark.parametrize("texts", [(ARTICLE, OTHER), (OTHER, ARTICLE)])
def test_entities_are_added_up(texts: tuple[str, ...]) -> None:
    outcome = built(*texts)
    (iran,) = (row for row in outcome.entities if row.name == "Iran")
    assert (iran.mention_count, iran.document_count) == (2, 2)
    assert len({row.entity_id for row in outcome.entities}) == len(outcome.entities)


def test_one_happening_told_twice_is_one_cluster() -> None:
    outcome = built(ARTICLE, OTHER)
    told = [row for row in outcome.events if row.event_type == "ACCUSE"]
    assert len(told) == 2
    assert len({row.cluster_id for row in told}) == 1
    assert sum(row.is_cluster_head for row in told) == 1
    assert {(row.cluster_mentions, row.cluster_documents) for row in told} == {(2, 2)}


def test_order_changes_nothing() -> None:
    first, second = built(ARTICLE, OTHER), built(OTHER, ARTICLE)
    assert {replace(row, source_path="") for row in first.documents} == {
        replace(row, source_path="") for row in second.documents
    }
    assert set(first.entities) == set(second.entities)
    assert set(first.events) == set(second.events)


NOTE = "The Danube Review is read by people who have nothing better to do on a Sunday. Write to the editor."


def test_a_block_at_the_edge_of_several_documents_is_the_sites() -> None:
    texts = [
        f"{topic}\n\n{body}\n\n{NOTE}\n"
        for topic, body in (("Bread", OTHER), ("Border", ARTICLE), ("Rain", "It rained in Iran on May 4, 2019. " * 3))
    ]
    outcome = built(*texts)
    notes = [row for row in outcome.paragraphs if row.text == NOTE]
    assert [(str(row.role), row.is_content) for row in notes] == [("other", False)] * 3
    aside = {row.paragraph_id for row in notes}
    assert not aside & {
        row.paragraph_id for table in (outcome.dates, outcome.mentions, outcome.events) for row in table
    }
    assert [issue.code for issue in outcome.issues if issue.code == "boilerplate"] == ["boilerplate"] * 3
    for entity in outcome.entities:
        assert entity.mention_count == sum(row.entity_id == entity.entity_id for row in outcome.mentions)


def test_two_documents_with_one_block_are_no_proof() -> None:
    outcome = built(f"{OTHER}\n\n{NOTE}\n", f"{ARTICLE}\n\n{NOTE}\n")
    assert all(row.is_content for row in outcome.paragraphs if row.text == NOTE)


def test_paragraphs_of_a_copy_point_at_what_they_change_a_little() -> None:
    outcome = built(
        ARTICLE, ARTICLE.replace("third time", "fourth time").replace("since\nthe war", "since\nthe long war")
    )
    changed = next(row for row in outcome.paragraphs if "the long war" in row.text)
    original = next(row for row in outcome.paragraphs if row.paragraph_id == changed.duplicate_of)
    assert "since the war" in original.text
