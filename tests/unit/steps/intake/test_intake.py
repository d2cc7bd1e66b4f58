"""Files that hold several documents: how they are divided, and that what is divided is the whole file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.corpus import merge, reconcile
from flows.steps import Options, Outcome, process
from flows.steps.intake import PlacedArticle, articles_in, placed, seed_of_article
from flows.steps.intake.kinds import export_kinds
from flows.steps.text.ledger import rebuild
from flows.tables import tabulate, validate

SAMPLES = Path(__file__).with_name("samples")
BORDER = ("Border stays shut after a year of talks", "ANA NOVAK | Li Wei", "Danube Morning Post", "2019-05-03")
HARBOUR = ("Harbour workers end their strike", "Per Lie", "The Fjord Review", "2020-11-21")
MAYOR = ("Mayor asks the army to help after the flood", None, "Danube Morning Post", "2021-02-09")
FACTS = (BORDER, HARBOUR, MAYOR)
BY_FAMILY_NAME = ((BORDER[0], "Ana Novak | Li Wei", *BORDER[2:]), HARBOUR, MAYOR)
FACTIVA = (
    "Document DANUMP0020190503ef5300011",
    "Document FJRV000020201121egbl0002t",
    "Document DANUMP0020210209eh2900005",
)
EXPECTED = {
    "lexisnexis.txt": (FACTS, ("12 of 14 DOCUMENTS", "13 of 14 DOCUMENTS", "14 of 14 DOCUMENTS")),
    "nexis_uni.txt": (FACTS, (None, None, None)),
    "factiva.txt": (FACTS, FACTIVA),
    "factiva_codes.txt": (FACTS, FACTIVA),
    "proquest.txt": (BY_FAMILY_NAME, ("Document 1 of 3", "Document 2 of 3", "Document 3 of 3")),
    "factiva_codes.html": (FACTS, (None, None, None)),
    "factiva.html": (FACTS, (None, None, None)),
    "europresse.html": (FACTS, (None, None, None)),
    "table.csv": (FACTS, ("a0", "a1", "a2")),
    "table.tsv": (FACTS, (None, None, None)),
    "lines.jsonl": (FACTS, ("0", "1", "2")),
    "list.json": (FACTS, (None, None, None)),
    "ebsco.txt": (BY_FAMILY_NAME, ("Record: 1", "Record: 2", "Record: 3")),
}
"""Title, authors, publisher and day of each article of a sample, and what the sample calls it."""


def divided(name: str, data: bytes) -> tuple[PlacedArticle, ...]:
    return articles_in(name, data, sha256(data).hexdigest())


def rows_of(items: tuple[PlacedArticle, ...]) -> list[Outcome]:
    """Return the rows of each article, at its place."""
    seeds = [(seed_of_article(item, f"doc_{item.article.sha256[:16]}"), item.place) for item in items]
    return [placed(process(seed, Options("rules")), place) for seed, place in seeds]


def assert_whole(text: str, outcomes: list[Outcome]) -> None:
    """Assert that the documents of a file, put together, are its text, and that evidence is at its raw offsets."""
    pieces = []
    for outcome in outcomes:
        (row,) = outcome.documents
        pieces.append(rebuild(outcome.paragraphs, outcome.edits, row.raw_start))
        assert text[row.raw_start : row.raw_end] == pieces[-1]
        for edit in outcome.edits:
            assert text[edit.raw_start : edit.raw_end] == edit.raw_text
    assert "".join(pieces) == text


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_gives_its_articles_with_what_they_state(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    outcomes = rows_of(divided(name, data))
    facts, labels = EXPECTED[name]
    rows = [outcome.documents[0] for outcome in outcomes]
    assert [(row.title, row.authors, row.publisher, str(row.published_start)) for row in rows] == list(facts)
    assert [row.source_part for row in rows] == [1, 2, 3]
    assert tuple(row.source_part_label for row in rows) == labels
    text = data.decode()
    shown = [" ".join(text[row.title_start : row.title_end].split()) for row in rows]
    assert [title.removesuffix(".") for title in shown] == [row.title for row in rows]
    assert_whole(text, outcomes)
    validate(tabulate(reconcile(merge(outcomes))))


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_around_articles_is_no_text_of_them(name: str) -> None:
    words = ("Search Terms", "DOCUMENTS", "End of Document", "Search Summary", "Record: ")
    for outcome in rows_of(divided(name, (SAMPLES / name).read_bytes())):
        assert not [row.text for row in outcome.paragraphs if any(word in row.text for word in words)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_line_ends_make_no_difference(encoding: str) -> None:
    text = (SAMPLES / "lexisnexis.txt").read_text("utf-8").replace("\n", "\r\n")
    items = divided("a.txt", text.encode(encoding))
    assert [title in item.article.text for item, (title, *_) in zip(items, FACTS, strict=True)] == [True] * 3


def test_an_article_has_its_id_in_whatever_file_it_is() -> None:
    first, second, third = divided("a.txt", (SAMPLES / "lexisnexis.txt").read_bytes())
    text = (SAMPLES / "lexisnexis.txt").read_text("utf-8")
    shorter = text[: first.place.start] + text[second.place.start :].replace("14 of 14", "28 of 30")
    again = divided("b.txt", shorter.encode())
    assert [item.article for item in again] == [second.article, third.article]
    assert [item.article.digest for item in again] == [second.article.digest, third.article.digest]
    assert [item.place.number for item in again] == [1, 2]


BODY = (SAMPLES / "lexisnexis.txt").read_text("utf-8")
LOOK_ALIKES = (
    "A guide to the archive\n\nEach begins with a line.\n\n1 of 10 DOCUMENTS\n\nSo does this.\n\n2 of 10 DOCUMENTS\n\nEnd.\n",
    "Leaks\n\nOnly 1 of 10 documents was genuine, and 2 of 10 DOCUMENTS were forged.\n",
    "A style guide\n\nWrite this at the end:\n\nEnd of Document\n\nand then once more:\n\nEnd of Document\n",
    "HD radio comes to the valley\n\nHD   television does, too.\n\nPD 5 was the name of the plan.\n\nAN old plan.\n",
    "Two records\n\n88 words\n\nDocument FJRV000020201121egbl0002t\n\nDocument DANUMP0020210209eh2900005\n",
    "Exhibits\n\nDocument 1 of 3\n\nA letter of May 3.\n\nDocument 2 of 3\n\nAn answer.\n\nDocument 3 of 3\n\nA bill.\n",
    "Scores\n\nRecord: 1\n\nTitle: champions of the valley.\n\nRecord: 2\n\nTitle: none.\n",
    BODY[: BODY.index("13 of 14 DOCUMENTS")],
    f"{' '.join(['The archive gave us a file of articles, and what follows is that file.'] * 6)}\n\n{BODY}",
)
"""Texts that are one document: guides that quote lines of exports, one article alone, an article that quotes a file."""


PAGES = (
    "<html><body><article><h1>Talks</h1><p>They met.</p></article><article><h2>More</h2><p>Read on.</p></article></body></html>",
    '<html><body><p>Use <code>class="titreArticle"</code>, it is for titles.</p><article><p>One.</p></article></body></html>',
    '<html><body><div class="article enArticle"><p>They met in Oslo on 3 May 2019, and nothing came of it.</p></div></body></html>',
)


@pytest.mark.parametrize("page", PAGES)
def test_pages_that_no_database_exported_stay_one_document(page: str) -> None:
    assert divided("a.html", page.encode()) == ()


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_stay_one_document(text: str) -> None:
    assert divided("a.txt", text.encode()) == ()


def test_examples_of_each_kind_match_and_look_alikes_do_not() -> None:
    for name, kind in export_kinds().items():
        for line in kind.yes:
            assert kind.boundary.fullmatch(line), (name, line)
            assert kind.signs.search(line.encode()), (name, line)
        for line in kind.no:
            assert not kind.boundary.fullmatch(line), (name, line)
        assert kind.what and kind.source


Written = tuple[list[str], list[str], date]
"""An article to write in a layout: the words of its title, its sentences and its day."""
TITLES = st.lists(st.sampled_from(["river", "talks", "harbour", "army", "mayor", "strike", "road"]), min_size=4)
SENTENCES = st.sampled_from(
    [
        "The two towns agreed to mend the road before the winter, and both sent engineers to measure it.",
        "Nobody was hurt. The mayor said that the army would send boats to the four villages on Monday.",
        "“We signed 3 of 10 documents,” one of them said, and went home to read what was in the others.",
        "Workers of three harbours ended a strike of nine days after their union had signed an agreement.",
    ]
)
DAYS = st.dates(date(1990, 1, 1), date(2024, 12, 31))
ARTICLES = st.lists(st.tuples(TITLES, st.lists(SENTENCES, min_size=1, max_size=4), DAYS), min_size=2, max_size=6)


def lexisnexis(articles: list[Written]) -> str:
    pieces = []
    for number, (title, sentences, day) in enumerate(articles, 1):
        dated = f"{day:%B} {day.day}, {day.year}"
        pieces.append(
            f"\n\n          {number} of {len(articles)} DOCUMENTS\n\n\n          Fjord Review\n\n          {dated}\n\n"
            f"{' '.join(title).capitalize()}\n\nBYLINE: Per Lie\n\nLENGTH: 88 words\n\n\n"
            + "\n\n".join(sentences)
            + f"\n\n\nLOAD-DATE: {dated}\n\nLANGUAGE: ENGLISH\n\n"
        )
    return "".join(pieces)


def nexis_uni(articles: list[Written]) -> str:
    pieces = []
    for title, sentences, day in articles:
        dated = f"{day:%B} {day.day}, {day.year} {day:%A}"
        pieces.append(
            f"{' '.join(title).capitalize()}\nFjord Review\n{dated}\nCopyright 2020 Fjord Review\n\nLength: 88 words\n"
            "Byline: Per Lie\n\nBody\n\n" + "\n\n".join(sentences) + f"\n\nLoad-Date: {dated}\n\nEnd of Document\n\n\n"
        )
    return "".join(pieces)


def factiva(articles: list[Written], *, has_codes: bool = False) -> str:
    pieces = []
    for number, (title, sentences, day) in enumerate(articles):
        head = {
            "HD": f"{' '.join(title).capitalize()}",
            "BY": "Per Lie",
            "WC": "88 words",
            "PD": f"{day.day} {day:%B} {day.year}",
            "SN": "Fjord Review",
            "SC": "FJRV",
            "LA": "English",
            "CY": "(c) 2020 Fjord Review",
        }
        lines = [f"{code:<5}{value}" if has_codes else value for code, value in head.items()]
        if not has_codes:
            lines.insert(1, "")
        text = "\n\n".join(sentences)
        end = f"Document FJRV0000202011210{number:05}"
        body = f"LP\n{text}\n\nAN   {end}" if has_codes else f"{text}\n\n{end}"
        pieces.append("\n".join(lines) + f"\n\n{body}\n\n")
    return "".join([*pieces, "Search Summary\nText   road\nDate  01/01/2019 to 31/12/2021\n"])


def proquest(articles: list[Written]) -> str:
    pieces = [f"{'_' * 60}\n\nReport Information from ProQuest\nMarch 11 2021 10:12\n"]
    for number, (title, sentences, day) in enumerate(articles, 1):
        dated = f"{day:%b} {day.day}, {day.year}"
        pieces.append(
            f"{'_' * 60}\n\nDocument {number} of {len(articles)}\n\n{' '.join(title).capitalize()}\n\nAuthor: Lie, Per\n\n"
            f"ProQuest document link\n\nFull text: {(chr(10) * 2).join(sentences)}\n\nSubject: Roads\n"
            f"Publication title: Fjord Review\nPublication date: {dated}\nProQuest document ID: {2000 + number}\n\n"
        )
    return "".join([*pieces, f"{'_' * 60}\n\nBibliography\n\nCitation style: APA\n\nLie, P. (2020). Talks.\n"])


def ebsco(articles: list[Written]) -> str:
    pieces = []
    for number, (title, sentences, day) in enumerate(articles, 1):
        pieces.append(
            f"Record: {number}\n\nTitle: {' '.join(title).capitalize()}.\nAuthors: Lie, Per\n"
            f"Source: Fjord Review. {day:%m/%d/%Y}, p3. 1p.\nDocument Type: Article\nAccession Number: {number}\n"
            f"Database: Newspapers\n\nFull Text\n\n{(chr(10) * 2).join(sentences)}\n\n{'=' * 50}\n\n"
        )
    return "".join(pieces)


WRITERS: dict[str, Callable[[list[Written]], str]] = {
    "proquest": proquest,
    "ebsco": ebsco,
    "lexisnexis": lexisnexis,
    "nexis_uni": nexis_uni,
    "factiva": factiva,
    "factiva_codes": partial(factiva, has_codes=True),
}


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=20, deadline=None)
@given(articles=ARTICLES)
def test_articles_put_together_in_a_layout_come_out(kind: str, articles: list[Written]) -> None:
    text = WRITERS[kind](articles)
    items = divided("a.txt", text.encode())
    assert len(items) == len(articles)
    position = 0
    for item, (title, sentences, _) in zip(items, articles, strict=True):
        assert item.place.start == position
        assert text[item.place.article_start :].startswith(item.article.text)
        assert " ".join(title).capitalize() in item.article.text
        assert item.article.text.count(sentences[0]) == sentences.count(sentences[0])
        position = item.place.article_start + len(item.article.text)
    around = "".join(piece.text for piece in items[-1].place.after)
    assert position + len(around) == len(text)


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
def test_titles_and_days_of_a_layout_come_out(kind: str) -> None:
    words = ("The two towns agreed to mend the road before the winter, and both sent engineers to measure it.",) * 2
    articles = [
        (["Talks", "on", "road", f"number{n}", "go", "on"], list(words), date(2001, 1, 5) + timedelta(97 * n))
        for n in range(6)
    ]
    rows = [outcome.documents[0] for outcome in rows_of(divided("a.txt", WRITERS[kind](articles).encode()))]
    assert [row.title for row in rows] == [" ".join(title).capitalize() for title, _, _ in articles]
    assert [row.published_start for row in rows] == [day for _, _, day in articles]


def test_rows_of_a_file_with_one_document_are_not_moved() -> None:
    (item, *_) = divided("a.txt", (SAMPLES / "lexisnexis.txt").read_bytes())
    outcome = process(seed_of_article(item, "doc_0"), Options("rules"))
    assert placed(outcome, None) is outcome
    there = placed(outcome, replace(item.place, start=1000))
    assert (
        there.paragraphs[0].raw_start - outcome.paragraphs[0].raw_start == replace(item.place, start=1000).article_start
    )
    assert there.events == () or there.events[0].raw_start > outcome.events[0].raw_start
    assert [edit.sequence for edit in there.edits] == list(range(len(there.edits)))
