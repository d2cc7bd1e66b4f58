"""All pages: their links lead somewhere, their numbers agree with the rows behind them, hostile text is text."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest

from flows.explore.app import VIEWS

STARTS = (
    "/documents",
    "/events",
    "/entities",
    "/clusters?single=1",
    "/issues",
    *(f"/events?view={name}" for name in VIEWS),
)
VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """What a page has: tags with their attributes, links, ids, labels, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    @property
    def links(self):
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]

    @property
    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if attributes.get("id")]


@pytest.fixture(scope="module")
def pages(get, access):
    """All pages that links lead to from the first ones, by address, as far as some hundreds go."""
    found: dict[str, Page] = {}
    waiting = deque(STARTS)
    while waiting and len(found) < 200:
        path = waiting.popleft()
        if path in found:
            continue
        answer = get(path)
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        found[path] = Page(answer.text)
        for link in found[path].links:
            target = urldefrag(link).url
            if target.startswith(access.root + "/") and "/static/" not in target:
                waiting.append(target.removeprefix(access.root))
    return found


@pytest.mark.slow
def test_every_link_leads_to_a_page_and_every_anchor_to_an_id(pages, access):
    assert len(pages) > 100
    for path, page in pages.items():
        assert page.open == [], path
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            target, anchor = urldefrag(link)
            there = page if not target else pages.get(target.removeprefix(access.root))
            assert target == "" or target.startswith((access.root + "/", "https://www.wikidata.org/wiki/Q")), link
            if anchor and there:
                assert anchor in there.ids, (path, link)


@pytest.mark.slow
def test_nothing_comes_from_outside_and_nothing_is_inline(pages, access):
    for path, page in pages.items():
        for tag, attributes in page.tags:
            assert tag not in {"style", "img", "iframe", "object", "base", "form" if path is None else ""}, path
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (
                path,
                tag,
                attributes,
            )
            for name in ("src", "action", "xlink:href"):
                assert (attributes.get(name) or access.root).startswith(access.root), (path, tag)
            if tag == "link":
                assert attributes["href"].startswith(access.root)
        assert [tag for tag, _ in page.tags].count("script") == 1


@pytest.mark.slow
def test_every_control_has_a_label_and_every_table_a_head(pages):
    for path, page in pages.items():
        labelled = 0
        for tag, attributes in page.tags:
            labelled += tag == "label"
            if tag in {"input", "select"} and attributes.get("type") != "hidden":
                labelled -= 1
                assert labelled >= 0, path
        tags = [tag for tag, _ in page.tags]
        assert tags.count("table") == tags.count("thead"), path
        assert tags.count("h1") == 1, path
        assert tags.count("title") >= 1


def events_on(get, link, access):
    page = Page(get(link.removeprefix(access.root)).text)
    return int(re.search(r"([\d,]+) events?\b", " ".join(page.text))[1].replace(",", ""))


def test_the_number_beside_a_facet_is_that_of_its_rows(get, access):
    text = get("/events?q=r").text
    facets = re.findall(
        r'<li>\s*<a href="([^"]+)"[^>]*>(?:(?!</li>).)*</a>\s*<span class="soft">([\d,]+)</span>', text, re.DOTALL
    )
    assert len(facets) > 20
    for link, count in facets:
        assert events_on(get, link.replace("&amp;", "&"), access) == int(count.replace(",", "")), link


@pytest.mark.parametrize("view", ["time", "map", "network"])
def test_the_numbers_of_a_picture_are_those_of_its_rows(get, access, view):
    text = get(f"/events?view={view}").text
    table = text[text.index("As a table") :]
    numbers = re.findall(r'<a href="([^"]+)">([\d,]+)</a>', table[: table.index("</table>")])
    assert numbers
    for link, count in numbers:
        assert events_on(get, link.replace("&amp;", "&"), access) == int(count.replace(",", "")), link


def test_the_numbers_of_an_entity_are_those_of_its_rows(get, access):
    text = get("/entities/Q20").text
    numbers = re.findall(r'<a href="([^"]+/events\?[^"]*(?:as_|side=)[^"]+)">([\d,]+)(?: times? as \w+)?</a>', text)
    assert len(numbers) > 8
    for link, count in numbers:
        assert events_on(get, link.replace("&amp;", "&"), access) == int(count.replace(",", "")), link


def test_hostile_text_is_text(get, engine):
    document_id = engine.value("SELECT document_id FROM documents WHERE source_path = '<b>hostile</b>.txt'")
    for path in ("/documents", f"/documents/{document_id}", f"/documents/{document_id}?text=both",
                 f"/documents/{document_id}?text=saved", "/events", "/issues"):  # fmt: skip
        answer = get(path)
        page = Page(answer.text)
        assert "b" not in {tag for tag, _ in page.tags}
        assert "<b>hostile</b>.txt" in "".join(page.text) or path in {"/events", "/issues"}
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", answer.text)
    page = Page(get(f"/documents/{document_id}?text=saved").text)
    assert '<script>alert("title")</script> & the "river" \\u202edeal' in "".join(page.text)
    assert "\\x07" in "".join(page.text)


@pytest.mark.parametrize(
    "query", ['"><script>alert(1)</script>', "' onfocus=alert(1) x='", "\u202e\x07", "{{ 7 * 7 }}", "$found"]
)
@pytest.mark.parametrize("path", ["/documents", "/events", "/entities", "/clusters"])
def test_what_is_asked_for_is_text(get, path, query):
    from urllib.parse import quote

    answer = get(f"{path}?q={quote(query)}")
    assert answer.status_code == 200
    page = Page(answer.text)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "\u202e" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "Not Found"),
        ("/documents/doc_0", 404, "This snapshot has no document 'doc_0'."),
        ("/documents/doc_0/beside/doc_1", 404, "has no document 'doc_0'"),
        ("/entities/Q0", 404, "has no entity 'Q0'"),
        ("/clusters/x", 404, "has no cluster 'x'"),
        ("/events/events.exe", 404, "has no file 'events.exe'"),
        ("/documents?page=0", 400, "there is no page '0'; a number from 1 would be fine"),
        ("/documents?page=²", 400, "there is no page '²'"),
        ("/documents?since=yesterday", 400, "'yesterday' is no day; one like 2024-02-29 would be fine"),
        ("/documents?sort=best", 400, "there is no sort 'best'; one of these would be fine: relevance"),
        ("/events?confidence=high", 400, "'high' is no confidence; a number from 0 to 1 would be fine"),
        ("/events?confidence=nan", 400, "'nan' is no confidence"),
        ("/events?view=pie", 400, "there is no view 'pie'; one of these would be fine: table, time, map, network"),
        ("/static/../app.py", 404, "Not Found"),
        ("/static/%2e%2e/app.py", 404, "Not Found"),
    ],
)
def test_an_address_that_is_wrong_is_answered_with_what_would_be_fine(get, path, status, words):
    answer = get(path)
    assert answer.status_code == status
    assert words in "".join(Page(answer.text).text)


def test_the_start_leads_to_the_documents(get, access):
    answer = get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{access.root}/documents")


def test_copies_are_shown_side_by_side(get, engine):
    row = engine.one("SELECT document_id, duplicate_of FROM documents WHERE duplicate_of IS NOT NULL")
    text = get(f"/documents/{row['duplicate_of']}/beside/{row['document_id']}").text
    assert "<del>Ada</del>" in text
    assert "<ins>Per</ins>" in text
    assert "Protesters marched" in text


def test_words_that_were_searched_for_are_marked_in_the_document(get, engine):
    document_id = engine.value("SELECT document_id FROM documents WHERE source_path = 'talks.txt'")
    assert "<mark>without</mark>" in get(f"/documents/{document_id}?q=without").text
