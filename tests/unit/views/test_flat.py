"""One wide row per event: all its sides in one order, with the facts of its document."""

from datetime import date

import pandas as pd
import pytest

from flows.tables import tabulate
from flows.views.flat import COLUMNS, events_flat
from tests.builders import document, entity, event, outcome, paragraph, participant

HOME = paragraph("Norway and troops met Finland.", "doc_1")
PUBLISHED = {"published_start": date(2020, 5, 4), "published_end": date(2020, 5, 5), "publisher": "The Gazette"}
NORWAY = participant("Norway", HOME, name="Kingdom of Norway", entity_id="Q20", country="NOR", sector="GOV")
TROOPS = participant("troops", HOME, position=1, sector="MIL")
FINLAND = participant("Finland", HOME, role="recipient")


def row(*participants: object, **cells: object) -> dict[str, object]:
    """Return the one row of the view, null as None."""
    frames = tabulate(
        outcome(
            document(document_id="doc_1", **PUBLISHED),
            entity("Kingdom of Norway", entity_id="Q20"),
            event(HOME, **cells),
            *participants,
        )
    )
    (found,) = events_flat(frames).to_dict("records")
    return {name: None if pd.isna(value) else value for name, value in found.items()}


@pytest.mark.parametrize(
    ("participants", "facts"),
    [
        ((), {"actor_names": None, "actor_entity_ids": None, "recipient_names": None}),
        ((NORWAY,), {"actor_names": "Kingdom of Norway", "actor_entity_ids": "Q20", "actor_codes": "NOR GOV"}),
        (
            (TROOPS, NORWAY),
            {
                "actor_names": "Kingdom of Norway | troops",
                "actor_entity_ids": "Q20 | ",
                "actor_countries": "NOR | ",
                "actor_sectors": "GOV | MIL",
            },
        ),
        (
            (NORWAY, FINLAND),
            {
                "actor_names": "Kingdom of Norway",
                "recipient_names": "Finland",
                "recipient_entity_ids": None,
                "recipient_sectors": None,
            },
        ),
    ],
)
def test_sides_have_one_value_for_each_participant(participants: tuple[object, ...], facts: dict[str, object]) -> None:
    found = row(*participants)
    assert {name: found[name] for name in facts} == facts


def test_the_row_has_the_sentence_and_the_document() -> None:
    found = row(NORWAY, document_title="A day", published_start=date(2020, 5, 4))
    assert (found["sentence"], found["document_title"], found["publisher"]) == (HOME.text, "A day", "The Gazette")
    assert (found["published_start"], found["published_end"]) == (date(2020, 5, 4), date(2020, 5, 5))
    assert found["source_path"] == "a.txt"


def test_no_events_give_all_columns_and_no_row() -> None:
    found = events_flat(tabulate(outcome()))
    assert (list(found.columns), len(found)) == (list(COLUMNS), 0)
