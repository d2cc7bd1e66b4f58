"""Records of news databases around an article: LexisNexis in its old and its new form."""

import pytest

from flows.steps import Options, process
from flows.steps.models import Document
from flows.steps.read.seed import seed_of
from flows.steps.structure import Structure, structure
from flows.steps.text.draft import Draft

FIRST = (
    "The two governments agreed in the spring to open the border for traders and for the families that it has parted "
    "since the war, and both sent engineers to repair the only road between the towns before the summer was over."
)
SECOND = (
    "Nothing came of it. The engineers measured the road and went home, the traders wrote letters to both capitals, and "
    "the families waited for an answer that neither of the two ministries in charge of the matter has given to this day."
)
BODY = (FIRST, SECOND)
TAIL = ("LOAD-DATE: May 4, 2019", "LANGUAGE: ENGLISH", "PUBLICATION-TYPE: Newspaper", "Copyright 2019 Danube Press")
TITLE = "Border stays shut after a year of talks"
OLD = (
    "27 of 95 DOCUMENTS", "Danube Press Agency -- World", "May 3, 2019 Friday", "Final Edition", TITLE,
    "BYLINE: By ANA NOVAK and Li Wei, Staff Writers", "SECTION: WORLD; Pg. A7", "LENGTH: 120 words", "DATELINE: GOMA",
    "HIGHLIGHT: Nobody hurries on either side", *BODY, *TAIL,
)  # fmt: skip
NEW = (
    TITLE, "Danube Press (Vienna)", "May 3, 2019 Friday 10:12 PM GMT", "Copyright 2019 Danube Press All Rights Reserved",
    "Section: WORLD; Pg. 4", "Length: 120 words", "Byline: ANA NOVAK; Li Wei", "Body", *BODY, "Load-Date: May 4, 2019",
    "End of Document",
)  # fmt: skip
SHORT = (TITLE, "BYLINE: ANA NOVAK; Li Wei", "LENGTH: 120 words", *BODY, "LOAD-DATE: May 4, 2019")
DOUBLED = (
    "27 of 95 DOCUMENTS", "Danube Press -- World world", "May 3, 2019 Friday Friday", f"{TITLE} talks",
    "BYLINE: ANA NOVAK; Li Wei Wei", "LENGTH: 120 words words", "DATELINE: GOMA GOMA", *BODY, *TAIL,
)  # fmt: skip


def found(blocks: tuple[str, ...]) -> Structure:
    return structure(Draft("\n\n".join(blocks)))


def document(blocks: tuple[str, ...]) -> Document:
    seed = seed_of("a.txt", "\n\n".join(blocks).encode())
    return process(seed, Options(language_model="rules")).documents[0]


@pytest.mark.parametrize(
    ("blocks", "publisher"),
    [(OLD, "Danube Press Agency"), (NEW, "Danube Press"), (SHORT, None), (DOUBLED, "Danube Press"), (OLD[4:], None)],
)
def test_a_record_states_title_authors_publisher_and_day(blocks: tuple[str, ...], publisher: str | None) -> None:
    row = document(blocks)
    assert (row.title, row.authors) == (TITLE, "ANA NOVAK | Li Wei")
    if publisher is not None:
        assert row.publisher == publisher
        assert str(row.published_start) == str(row.published_end) == "2019-05-03"
    assert row.is_rebuilt_exactly


@pytest.mark.parametrize("blocks", [OLD, NEW, SHORT])
def test_lines_of_a_record_are_no_content_and_the_text_is(blocks: tuple[str, ...]) -> None:
    got = found(blocks)
    content = {"title", "body", "heading"}
    kept = [block.text for block, role in zip(got.blocks, got.roles, strict=True) if role in content]
    assert kept == [TITLE, *BODY]


def test_the_highlight_is_the_subtitle() -> None:
    assert document(OLD).subtitle == "Nobody hurries on either side"


@pytest.mark.parametrize(
    "blocks",
    [
        (TITLE, BODY[0], "Source: Danube Press", "Length: 120 km", BODY[1]),
        (TITLE, "Section: two of four", *BODY),
        (TITLE, "By Ana Novak", "May 3, 2019", *BODY),
    ],
)
def test_articles_with_one_such_line_are_no_records(blocks: tuple[str, ...]) -> None:
    got = found(blocks)
    assert got.roles[0] == "title"
    assert got.blocks[0].text == TITLE
    assert got.metadata.title and got.metadata.title.value == TITLE
    assert "date" not in got.stated
