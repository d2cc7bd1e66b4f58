"""Words, phrases and beginnings of words; the best document first; what was found in the text."""

import pytest

from flows.explore.documents import document_filter, list_documents
from flows.explore.search import fold, found_in, ranked, search_terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        ('  " " * ,.', []),
        ("River talks", [(("river",), False), (("talks",), False)]),
        ('"peace talks" Geneva', [(("peace", "talks"), False), (("geneva",), False)]),
        ("“Peace Talks”", [(("peace", "talks"), False)]),
        ("negotiat*", [(("negotiat",), True)]),
        ('"never closed', [(("never", "closed"), False)]),
        ("cease-fire U.N.", [(("cease", "fire"), False), (("u", "n"), False)]),
        ("naïve NAÏVE naive", [(("naive",), False)]),
        ("%_' \\", []),
    ],
)
def test_terms_of_a_query(query, terms):
    assert [(term.words, term.is_prefix) for term in search_terms(query)] == terms


@pytest.mark.parametrize("text", ["Über ﬁne Ǆ İstanbul", "naïve", "plain", "Ⅷ ½", "日本", "\U0001f600 é"])
def test_folding_keeps_each_character_at_its_place(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("The river, the River and rivers.", "river", ["river", "River"]),
        ("The river, the River and rivers.", "river*", ["river", "River", "rivers"]),
        ("A naïve Négociateur", "negociateur naive", ["naïve", "Négociateur"]),
        ("Peace\u00a0talks, peace-talks, peaceful talks", '"peace talks"', ["Peace\u00a0talks", "peace-talks"]),
        ("nothing", "river", []),
    ],
)
def test_what_is_found_in_a_text(text, query, found):
    assert [text[start:end] for start, end in found_in(text, search_terms(query))] == found


def titles(engine, **parameters):
    return [row["source_path"] for row in list_documents(engine, document_filter(parameters)).page.rows]


def test_the_best_document_comes_first(engine):
    assert titles(engine, q="talks")[0] == "talks.txt"


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ('"peace talks"', {"talks.txt"}),
        ("geneva norway", {"talks.txt"}),
        ("geneva helsinki", set()),
        ("protest*", {"news/rivers.txt", "news/copy.txt"}),
        ("protest", set()),
        ("naive negociateur", {"talks.txt"}),
        ("niinisto", {"news/rivers.txt", "news/copy.txt"}),
        ("'; DROP TABLE folded; --", set()),
        ("o'brien", {"<b>hostile</b>.txt"}),
    ],
)
def test_documents_that_are_found(engine, query, paths):
    assert set(titles(engine, q=query)) == paths


def test_each_result_shows_the_words_that_were_found(engine):
    found = list_documents(engine, document_filter({"q": "helsinki"}))
    for row in found.page.rows:
        parts = found.snippets[row["document_id"]].parts
        assert "Helsinki" in parts[1::2]
        assert len(parts) % 2 == 1


def test_no_term_finds_all(engine):
    assert len(ranked(engine, [])) == 4


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"language": "en"}, 4),
        ({"language": "fr"}, 0),
        ({"since": "2019-03-05"}, 2),
        ({"since": "2019-03-05", "until": "2019-03-05"}, 1),
        ({"published_status": "stated", "q": "river"}, 3),
        ({"publisher": "(unknown)"}, 4),
        ({"issue": "duplicate_document"}, 1),
        ({"page": "2"}, 0),
    ],
)
def test_filters_of_documents(engine, parameters, count):
    assert len(titles(engine, **parameters)) == count


@pytest.mark.parametrize("sort", ["relevance", "look", "newest", "oldest", "title", "events", "words", "file"])
def test_every_order_has_all_documents(engine, sort):
    assert len(titles(engine, sort=sort)) == len(titles(engine, sort=sort, q="norway")) == 4


def test_what_needs_a_look_comes_first(engine):
    assert titles(engine)[:2] == ["talks.txt", "news/copy.txt"]
