"""Texts in pieces: nothing is lost, the source can be read from them, and marks lead where the strongest does."""

import pytest

from flows.explore.marks import TextMark, TextRepair, pieces
from flows.explore.reading import VERSIONS, read_document
from tests.explored import RIVERS, TALKS

TEXT = "Norway met Finland."
NAME = TextMark(0, 6, "mention", "Q20", "Norway")
SIDE = TextMark(0, 6, "side", "evt_1", "actor")
EVENT = TextMark(7, 10, "event", "evt_1", "CONSULT")


@pytest.mark.parametrize(
    ("marks", "repairs", "want"),
    [
        ([], [], [("Norway met Finland.", "", "", "")]),
        ([NAME], [], [("Norway", "", "mention", "Q20"), (" met Finland.", "", "", "")]),
        (
            [NAME, SIDE, EVENT],
            [],
            [("Norway", "", "mention side", "evt_1"), (" ", "", "", ""), ("met", "", "event", "evt_1"),
             (" Finland.", "", "", "")],
        ),
        (
            [TextMark(0, 10, "date", "dat_1", ""), NAME],
            [],
            [("Norway", "", "date mention", "dat_1"), (" met", "", "date", "dat_1"), (" Finland.", "", "", "")],
        ),
        (
            [EVENT],
            [TextRepair(6, "\n", " ", "line join")],
            [("Norway", "", "", ""), ("\n", "removed", "", ""), (" ", "added", "", ""), ("met", "", "event", "evt_1"),
             (" Finland.", "", "", "")],
        ),
        (
            [EVENT],
            [TextRepair(8, "e-\n", "e", "hyphen join")],
            [("Norway ", "", "", ""), ("m", "", "event", "evt_1"), ("e-\n", "removed", "", ""),
             ("e", "added", "event", "evt_1"), ("t", "", "event", "evt_1"), (" Finland.", "", "", "")],
        ),
        ([], [TextRepair(19, "[1]", "", "note")], [("Norway met Finland.", "", "", ""), ("[1]", "removed", "", "")]),
    ],
)  # fmt: skip
def test_pieces(marks, repairs, want):
    found = pieces(TEXT, marks, repairs)
    assert [(piece.text, piece.change, piece.kinds, piece.row_id) for piece in found] == want
    assert "".join(piece.text for piece in found if piece.change != "removed") == TEXT


@pytest.mark.parametrize(("path", "source"), [("news/rivers.txt", RIVERS), ("talks.txt", TALKS)])
def test_the_source_can_be_read_from_the_page(engine, path, source):
    document_id = engine.value("SELECT document_id FROM documents WHERE source_path = ?", [path])
    blocks = {version: read_document(engine, document_id, version).blocks for version in VERSIONS}
    for block in blocks["saved"]:
        if block.paragraph:
            raw = source[block.paragraph["raw_start"] : block.paragraph["raw_end"]]
            assert "".join(piece.text for piece in block.pieces) == raw
    for block in blocks["repaired"]:
        assert "".join(piece.text for piece in block.pieces) == block.paragraph["text"]
    changes = {piece.change for block in blocks["both"] for piece in block.pieces}
    assert changes == ({"", "removed", "added"} if "  " in source else changes)


def test_each_event_has_its_reasons(engine):
    document_id = engine.value("SELECT document_id FROM documents WHERE source_path = 'news/rivers.txt'")
    read = read_document(engine, document_id)
    events = [event for block in read.blocks for event in block.events]
    assert len(events) == read.event_count == 10
    assert [event.facts["raw_start"] for event in events] == sorted(event.facts["raw_start"] for event in events)
    for event in events:
        labels = [reason.label for reason in event.reasons]
        assert {"Type", "Actor", "Recipient", "Date", "Place", "Factuality", "Confidence"} <= set(labels)
        assert all(reason.value and reason.why for reason in event.reasons)
    killed = next(event for event in events if event.facts["trigger"] == "killed")
    reasons = {reason.label: (reason.value, reason.why) for reason in killed.reasons}
    assert reasons["Date"] == ("2019-03-01", "“March 1, 2019” (2019-03-01, paragraph 4) in the clause of the event")
    assert reasons["Factuality"] == ("asserted", "reported as a fact, according to Reuters")
    assert reasons["Place"][0] == "Kirkenes"


def test_a_copy_knows_its_original(engine):
    rows = engine.rows("SELECT document_id, duplicate_of FROM documents WHERE duplicate_of IS NOT NULL")
    copy, original = rows[0]["document_id"], rows[0]["duplicate_of"]
    assert [row["document_id"] for row in read_document(engine, copy).copies] == [original]
    assert [row["document_id"] for row in read_document(engine, original).copies] == [copy]


def test_there_is_no_page_for_a_document_that_is_not_there(engine):
    assert read_document(engine, "doc_0") is None
