"""Datelines and the other evidence of a document for its date of publication."""

from datetime import date

import pytest

from flows.steps.document_date.candidates import day_in, wire_dateline
from flows.steps.document_date.datelines import label_of, table, text_range
from flows.steps.document_date.decide import date_document
from flows.steps.document_date.scoring import scored_datelines
from flows.steps.read.markup import MetadataField
from schemas.vocab import Basis
from tests.builders import passages

Block = tuple[str, str]
TEXT = (
    "body",
    "The river states met again in the old town hall and spoke for a whole day about the dam and its gates.",
)
OTHER_TEXT = (
    "body",
    "Nobody expected them to agree, and so it came: the delegates left one after another without a word.",
)
TITLE = ("title", "River states meet again")


@pytest.mark.parametrize("kind", table().labels)
def test_labels_before_a_date(kind: str) -> None:
    row = table().labels[kind]
    assert row.yes and row.no
    for text in row.yes:
        assert label_of(f"{text} ") == kind, text
    for text in row.no:
        assert label_of(f"{text} ") != kind, text


def test_reasons_are_of_roles_and_features_that_there_are() -> None:
    data = table()
    assert set(data.reasons) <= {*data.roles, *data.points, *data.labels, "below", "behind", "weak"}


@pytest.mark.parametrize(
    ("blocks", "day"),
    [
        ((), None),
        ((TEXT,), None),
        ((TITLE, ("other", "May 3, 2021"), TEXT, OTHER_TEXT), date(2021, 5, 3)),
        ((TITLE, ("other", "3. May, 2021"), TEXT, OTHER_TEXT), date(2021, 5, 3)),
        ((TITLE, ("navigation", "By Ada Holm | May 3, 2021 | Rivers"), TEXT), date(2021, 5, 3)),
        ((TITLE, ("other", "Published:"), ("other", "10:48, 3 May 2021"), TEXT), date(2021, 5, 3)),
        ((TITLE, ("other", "Born: May 3, 1921"), TEXT, OTHER_TEXT), None),
        ((TITLE, ("other", "Accessed May 3, 2021"), TEXT, OTHER_TEXT), None),
        ((("title", "What happened on May 3, 2021"), TEXT, OTHER_TEXT), None),
        ((("title", "Situation report, May 3, 2021"), TEXT, OTHER_TEXT), date(2021, 5, 3)),
        ((TITLE, ("subtitle", "The army left the river on May 3, 2021, and nobody knows why it did."), TEXT), None),
        ((("body", "The army left on May 3, 2021."), TEXT, OTHER_TEXT), None),
        ((TITLE, ("dateline", "May 3, 2021"), ("other", "Updated: May 5, 2021"), TEXT), date(2021, 5, 3)),
        ((TITLE, ("publication_note", "Last updated: May 5, 2021"), TEXT), date(2021, 5, 5)),
        ((("other", "Thursday, May 6, 2021"), *[("navigation", "News")] * 9, TITLE, TEXT, OTHER_TEXT), None),
        ((TITLE, TEXT, OTHER_TEXT, *[("other", "Reader")] * 9, ("other", "May 6, 2021 at 9:46 pm")), None),
        ((TITLE, TEXT, OTHER_TEXT, ("dateline", "Posted: May 3, 2021 - 4:01 PM")), date(2021, 5, 3)),
        ((TITLE, TEXT, OTHER_TEXT, *[("navigation", "Next"), ("dateline", "May 3, 2021")] * 3), None),
        (
            (("navigation", "A flood"), ("dateline", "May 1, 2021"), ("navigation", "A drought"),
             ("dateline", "May 2, 2021"), ("navigation", "A dam"), ("dateline", "May 3, 2021"), ("navigation", "A well"),
             ("dateline", "May 4, 2021"), ("navigation", "More"), ("navigation", "Menu"), ("navigation", "Top"), TEXT),
            None,
        ),
        ((TITLE, ("other", "A soldier in Kabul, Afghanistan, March 3, 2020"), TEXT, OTHER_TEXT), None),
        ((TITLE, ("other", "Soldiers patrol the bridge on March 3, 2020"), TEXT, OTHER_TEXT), None),
        ((TITLE, ("other", "3 min read · May 3, 2021 · Rivers"), TEXT, OTHER_TEXT), date(2021, 5, 3)),
        ((TITLE, TEXT, OTHER_TEXT, ("author_note", "This piece was first published on May 3, 2021.")), date(2021, 5, 3)),
        ((TITLE, ("author_note", "Ada Holm was born on May 3, 1971."), TEXT, OTHER_TEXT), None),
        ((TITLE, TEXT, OTHER_TEXT, ("other", "Oslo, 3 May 2021")), None),
        ((TITLE, ("other", "Elections 2021"), TEXT, OTHER_TEXT), None),
        ((TITLE, ("dateline", "May 2021"), TEXT, OTHER_TEXT), date(2021, 5, 1)),
        ((TITLE, ("legal_note", "May 3, 2021"), TEXT, OTHER_TEXT), None),
        ((TITLE, ("other", "Mon., May 3, 2021timer5 min. read"), TEXT, OTHER_TEXT), date(2021, 5, 3)),
    ],
)  # fmt: skip
def test_which_stamp_dates_a_page(blocks: tuple[Block, ...], day: date | None) -> None:
    assert date_document(passages(*blocks), "a.txt", ()).start == day


def test_rejected_dates_are_kept_with_the_reason() -> None:
    teasers = [("navigation", f"Teaser {number}") for number in range(9)]
    blocks = (TITLE, ("dateline", "May 3, 2021"), TEXT, OTHER_TEXT, *teasers, ("navigation", "Jan 2, 2022"))
    found = date_document(passages(*blocks), "a.txt", ())
    assert found.start == date(2021, 5, 3)
    assert [row.message for row in found.rejected] == [
        "not believed as the document's date: 'Jan 2, 2022'; it stands behind the text"
    ]
    assert (found.rejected[0].raw_start, found.rejected[0].raw_end) == (0, 11)


def test_two_good_stamps_with_different_days_are_a_conflict() -> None:
    blocks = (TITLE, ("dateline", "May 3, 2021"), ("byline", "By Ada Holm, May 4, 2021"), TEXT, OTHER_TEXT)
    found = date_document(passages(*blocks), "a.txt", ())
    assert (found.confidence, len(found.conflicts)) == (0.7, 1)


def test_the_text_begins_behind_captions() -> None:
    blocks = passages(("body", "A dam."), *[("navigation", "x")] * 6, TEXT, OTHER_TEXT)
    assert text_range(blocks) == (7, 8)
    assert text_range(passages(TITLE)) == (-1, -1)


def test_stamps_are_weighed_in_linear_time() -> None:
    blocks = passages(*[("other", "by mon tue wed the and May 3, 2021 mon tue wed the and or of")] * 3000, TEXT)
    assert len(scored_datelines(blocks)) == 3000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("OSLO, May 3, 2021 — Talks began.", "2021-05-03"),
        ("OSLO, May 3 (Fjord Wire) - Talks began.", "XXXX-05-03"),
        ("Oslo, 3 May 2021 – Talks began.", "2021-05-03"),
        ("OSLO (3 May 2021) – Talks began.", "2021-05-03"),
        ("(Oslo, May 3, 2021) – Talks began.", "2021-05-03"),
        ("OSLO, Norway, Monday, May 3, 2021 -- Talks began.", "2021-05-03"),
        ("Oslo, 3 May 2021 (Fjord Wire): Talks began.", "2021-05-03"),
        ("OSLO (Fjord Wire) — Talks began on May 3, 2021.", None),
        ("In Oslo, on May 3, 2021 — a holiday — talks began.", None),
        ("The Siege of Oslo, May 3, 2021 – a lie – never was.", None),
        ("Talks began in Oslo.", None),
    ],
)
def test_openings_of_dispatches(text: str, value: str | None) -> None:
    found = wire_dateline(passages(TITLE, ("body", text)))
    assert (found[1].value.timex_value if found else None) == value


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("OSLO, May 3 (Fjord Wire) - The dam broke on April 20, 2021.", "inferred", date(2021, 5, 3)),
        ("OSLO, Jan. 3 (Fjord Wire) - The dam broke on December 20, 2020.", "inferred", date(2021, 1, 3)),
        ("OSLO, May 3 (Fjord Wire) - The dam broke on April 20, 2011, and fell.", "inferred", date(2011, 5, 3)),
        ("OSLO, May 3 (Fjord Wire) - The dam broke in June 2020.", "unknown", None),
        ("OSLO, May 3 (Fjord Wire) - The dam broke.", "unknown", None),
    ],
)
def test_a_dispatch_without_its_year(text: str, status: str, day: date | None) -> None:
    found = date_document(passages(TITLE, ("body", text)), "a.txt", ())
    assert (found.status, found.start) == (status, day)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2019/03/04/river", "2019-03-04"),
        ("https://a.example/news/2019/mar/4/river", "2019-03-04"),
        ("https://a.example/2019-03-04-river", "2019-03-04"),
        ("https://a.example/20190304/river", "2019-03-04"),
        ("https://a.example/river-20190304-x7", "2019-03-04"),
        ("https://a.example/2019/03/river", None),
        ("https://a.example/2019/13/04/river", None),
        ("https://a.example/2019/foo/04/river", None),
        ("https://a.example/120190304/river", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    found = day_in(url)
    assert (str(found.start) if found else None) == day


def test_the_address_of_front_matter_dates_where_it_states_no_date() -> None:
    address = MetadataField("url", "https://a.example/2019/03/04/river", Basis.FRONT_MATTER, 5, 40)
    found = date_document(passages(TITLE, TEXT), "a.txt", (), None, address)
    assert (found.start, found.basis, found.evidence_start) == (date(2019, 3, 4), "url", 5)
    bare = ("publication_note", "First published at https://a.example/2019/03/04/river")
    assert date_document(passages(TITLE, TEXT, bare), "a.txt", ()).start == date(2019, 3, 4)
