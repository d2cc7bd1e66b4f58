"""Dating a document: what may date it, what may not, and how sure it is."""

from datetime import date

import pytest

from flows.steps.document_date import DocumentDate, date_document
from flows.steps.document_date.dateparser_fallback import full_date
from flows.steps.read.markup import MetadataField
from schemas.vocab import Basis
from tests.builders import passages

Block = tuple[str, str]
DAY = date(2020, 1, 5)
NOTE = "This piece was originally published by another paper."


def published(
    *blocks: Block,
    path: str = "a.txt",
    urls: tuple[tuple[str, int], ...] = (),
    front_matter: MetadataField | None = None,
) -> DocumentDate:
    made = passages(*blocks, raw_start=100)
    return date_document(made, path, [(made[number], url, 0, 4) for url, number in urls], front_matter)


@pytest.mark.parametrize(
    ("blocks", "urls", "start", "status", "basis", "confidence"),
    [
        ((), (), None, "unknown", None, None),
        ((("dateline", "Jan 5, 2020"),), (), DAY, "stated", "dateline", 0.85),
        ((("dateline", "Jan. 5"),), (), None, "unknown", None, None),
        ((("dateline", "05/01/2020"),), (), None, "unknown", None, None),
        ((("dateline", "January 2020"),), (), date(2020, 1, 1), "stated", "dateline", 0.85),
        ((("byline", "By A. Writer | 5 January 2020"),), (), DAY, "stated", "byline", 0.85),
        ((("navigation", "Feb 11, 2022"), ("other", "Feb 11, 2022")), (), None, "unknown", None, None),
        ((("publication_note", NOTE),), (("https://a.example/2020/01/05/x", 0),), DAY, "stated", "url", 0.9),
        ((("author_note", NOTE),), (("https://a.example/2020/01/05/x", 0),), DAY, "stated", "url", 0.75),
        ((("author_note", "She runs."),), (("https://a.example/2020/01/05/x", 0),), None, "unknown", None, None),
        ((("body", NOTE),), (("https://a.example/2020/01/05/x", 0),), None, "unknown", None, None),
        ((("publication_note", NOTE),), (("https://a.example/2020/13/05/x", 0),), None, "unknown", None, None),
        (
            (("dateline", "Jan 5, 2020"), ("publication_note", NOTE)),
            (("https://a.example/2020/01/05/x", 1),),
            DAY,
            "stated",
            "dateline",
            0.99,
        ),
    ],
)
def test_what_dates_a_document(
    blocks: tuple[Block, ...],
    urls: tuple[tuple[str, int], ...],
    start: date | None,
    status: str,
    basis: str | None,
    confidence: float | None,
) -> None:
    found = published(*blocks, urls=urls)
    assert (found.start, found.status, found.basis, found.confidence) == (start, status, basis, confidence)
    assert (found.not_before, found.not_after) == (found.start, found.end)
    assert found.conflicts == ()


def test_a_conflict_is_told_and_the_dateline_believed() -> None:
    found = published(
        ("dateline", "Jan 5, 2020"), ("publication_note", NOTE), urls=(("https://a.example/2019/03/04/x", 1),)
    )
    assert (found.start, found.confidence) == (DAY, 0.7)
    assert found.conflicts == ("2020-01-05 (dateline) against 2019-03-04 (url)",)


def test_evidence_is_quoted_with_its_place() -> None:
    found = published(("byline", "A. Writer, Jan 5, 2020"))
    assert (found.evidence, found.evidence_start, found.evidence_end) == ("Jan 5, 2020", 111, 122)


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("x/2020-01-05-title.txt", DAY),
        ("20200105.md", DAY),
        ("2020-13-05.txt", None),
        ("120200105.txt", None),
        ("2020-01-05/title.txt", None),
        ("2020-01.txt", None),
    ],
)
def test_a_file_name_dates_only_with_a_full_date(path: str, start: date | None) -> None:
    found = published(path=path)
    assert (found.start, found.status) == (start, "inferred" if start else "unknown")


@pytest.mark.parametrize(
    ("text", "not_before"),
    [
        ("The vote was held in 2018, after the law of 2014 failed.", date(2018, 1, 1)),
        ("On March 3, 2019, a draft.", date(2019, 3, 3)),
        ("The court will rule in 2030.", None),
        ("The plan wanted growth by 2030.", None),
        ("Growth of 2030.", None),
        ("It fell on Jan. 5.", None),
    ],
)
def test_the_body_gives_a_lower_bound(text: str, not_before: date | None) -> None:
    found = published(("body", text), ("navigation", "It was told on Feb 11, 2022."))
    assert (found.status, found.start, found.not_before, found.not_after) == ("unknown", None, not_before, None)
    assert found.basis == (None if not_before is None else "body_bounds")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2020-01-05", DAY),
        ("2020-01-05T10:00:00+02:00", DAY),
        ("January 5, 2020", DAY),
        ("soon", None),
        ("01/05/2020", None),
    ],
)
def test_front_matter_comes_first(text: str, start: date | None) -> None:
    found = published(("dateline", "Mar 4, 2019"), front_matter=MetadataField("date", text, Basis.FRONT_MATTER, 7, 17))
    if start is None:
        assert (found.basis, found.conflicts) == ("dateline", ())
    else:
        assert (found.start, found.basis, found.evidence_start, found.evidence_end) == (start, "front_matter", 7, 17)
        assert len(found.conflicts) == 1


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Sat Feb 03 12:30:00 2018", "2018-02-03"),
        ("3. February 2018 at 14:05", "2018-02-03"),
        ("Feb. 3rd, 2018 2:05pm", "2018-02-03"),
        ("25/12/2018 14:00", "2018-12-25"),
        ("03/02/2018", None),
        ("February 2018", None),
        ("12:30", None),
        ("yesterday", None),
        ("x" * 500 + "1", None),
    ],
)
def test_days_in_unusual_forms(text: str, want: str | None) -> None:
    found = full_date(text)
    assert (str(found.start) if found else None) == want
