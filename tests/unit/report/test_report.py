"""The report of a build: nothing left out, nothing let through, nothing from outside."""

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser

import pytest

from flows import tables
from flows.frames import SHOWN_DOCUMENTS
from flows.report import formats, render
from flows.report.events import SHOWN_EVENTS
from flows.report.issues import SHOWN_ISSUES
from flows.report.timeline import MAX_BARS, MIN_EVENTS, UNITS, timeline
from flows.steps.models import Outcome
from flows.steps.text.ids import make_issue
from tests.builders import document, edit, entity, event, mention, paragraph

FACTS = {"seeds": "seeds", "parameters": {"size_limit_mb": 20.0}, "engine": None}
PLAIN = "The harbour master met the pilots."
HOSTILE = [
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "</style></title><b>bold</b>",
    "{{ 7 * 7 }}{% for x in y %}",
    "&lt;already&amp;escaped&gt;",
    "word" * 5000,
    "שלום \u202eright to left\u202c",
    "nul \x00 bell \x07 delete \x7f feed \x0c",
    " ",
]

HIDDEN = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\xad\u061c\u200b\u200e\u2028\u202e\u2066\u2069\ufeff\ue000\U000e0041",
]


class Page(HTMLParser):
    """What a browser would see: tags, attributes and text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(page.decode("utf-8"))
        self.text = " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.texts.append(data)

    def values(self, wanted):
        return [value for _, name, value in self.attributes if name == wanted]


def build(text=PLAIN, path="a.txt"):
    """Return a build in which every place that shows text of a source shows `text`."""
    paper = document(
        path,
        title=text,
        authors=text,
        authors_basis="byline",
        authors_start=90,
        authors_end=99,
        publisher=text,
        published_evidence=text,
        published_basis="byline",
    )
    home = paper.document_id
    first = paragraph(f"{text} met them.", home)
    quote = replace(first, paragraph_id="par_2", role="pull_quote", text=text, repeats_paragraph_id=first.paragraph_id)
    sides = {"actor_name": text, "recipient_name": text, "place_name": text, "attributed_to": text}
    return Outcome(
        documents=(paper,),
        paragraphs=(first, quote),
        entities=(
            entity(
                text, entity_id="Q1", entity_type="person", aliases=text, country="NOR", first_document_id=home,
            ),
        ),
        events=(event(first, raw_start=1019, raw_end=1022, **sides),),
        mentions=(mention("met", first, entity_id="Q1", raw_start=40, raw_end=49, text=text),),
        edits=(
            edit("\n", 0, home, rule_id="line_join", replacement=" "),
            edit(text, 10, home, rule_id="page_break_duplicate", twin_start=5000, twin_end=5040, evidence=text),
            edit("\n\n", 20, home),
        ),
        issues=(
            make_issue("b.txt", "read", "binary", "error", text, is_quarantined=True),
            make_issue(path, "dates", "unresolved_date", "info", text, document_id=home, raw_start=7, raw_end=9),
        ),
    )  # fmt: skip


def page_of(outcome, facts=FACTS):
    return Page(render(tables.tabulate(outcome), facts))


def test_an_empty_build_has_a_report():
    page = page_of(Outcome(), {})
    assert "No document could be used." in page.text
    assert page.text.count("None were found.") == 4
    assert {"table", "svg"}.isdisjoint(page.tags)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_source_stays_text(text):
    page, plain = page_of(build(text)), page_of(build())
    assert page.tags == plain.tags
    assert {name for _, name, _ in page.attributes} == {name for _, name, _ in plain.attributes}
    shown = formats.finalize(text)
    assert page.texts.count(shown) >= 10


@pytest.mark.parametrize("path", HOSTILE)
def test_a_file_name_and_a_fact_stay_text(path):
    page = page_of(build(path=path), {path: path})
    assert page.tags == page_of(build(), {"a": "b"}).tags
    assert formats.finalize(path) in page.texts


@pytest.mark.parametrize("character", HIDDEN)
def test_a_hidden_character_of_a_text_or_a_name_is_marked(character):
    outcome = build(f"a{character}b", f"c{character}d.txt")
    bytes_of_page = render(tables.tabulate(outcome), {f"e{character}f": f"g{character}h"})
    page = bytes_of_page.decode("utf-8")
    assert formats.visible(page, "\n\t") == page
    for words in (f"a{character}b", f"e{character}f", f"g{character}h"):
        assert formats.finalize(words) in page or character in "\n\t"
    assert page.count(f"c{formats.visible(character)}d.txt") >= 5, "a name has no line of its own"


def test_the_same_build_gives_the_same_bytes_in_any_order():
    twice = build(), build("Ships left.", "b.txt")
    rows = {field.name: [row for one in twice for row in getattr(one, field.name)] for field in fields(Outcome)}
    frames = tables.tabulate(Outcome(**{name: tuple(dict.fromkeys(found)) for name, found in rows.items()}))
    backwards = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in frames.items()}
    assert render(frames, FACTS) == render(frames, FACTS) == render(backwards, FACTS)


def test_every_file_that_was_set_aside_is_named():
    paths = [f"folder/{number}.txt" for number in range(1500)]
    issues = [make_issue(path, "read", "empty", "error", f"{path}: is empty", is_quarantined=True) for path in paths]
    page = page_of(Outcome(issues=tuple(issues)))
    assert set(paths) <= set(page.texts)
    assert page.texts.count("is empty") == len(paths)
    assert "files quarantined 1,500" in page.text


def test_nothing_comes_from_outside():
    raw = render(tables.tabulate(build()), FACTS)
    page = Page(raw)
    assert {"script", "link", "img", "iframe", "object", "base"}.isdisjoint(page.tags)
    assert not page.values("src")
    assert {link[0] for link in page.values("href")} == {"#"}
    assert not [word for word in (b"http", b"//", b"url(", b"@import") if word in raw]


def test_every_link_has_its_target_and_every_id_is_given_once():
    page = page_of(build())
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = [link.removeprefix("#") for link in page.values("href")]
    targets += [name for value in page.values("aria-labelledby") for name in value.split()]
    assert set(targets) <= set(ids)
    assert document("a.txt").document_id in targets


def test_a_document_without_a_row_gets_no_link():
    papers = tuple(document(f"{number:04}.txt") for number in range(SHOWN_DOCUMENTS + 1))
    home = papers[-1].document_id
    issue = make_issue("last.txt", "dates", "no_date", "info", "nothing says when", document_id=home)
    page = page_of(Outcome(documents=papers, issues=(issue,)))
    assert papers[-1].source_path in page.texts
    assert papers[-2].document_id in page.values("id")
    assert f"#{home}" not in page.values("href")


def test_issues_come_by_kind_the_gravest_first():
    paper = document()
    kinds = [("info", "no_date", 9), ("info", "no_date", None), ("info", "no_title", 1), ("warning", "not_english", 5)]
    issues = tuple(
        make_issue(
            "a.txt",
            "dates",
            code,
            severity,
            f"it {start}",
            document_id=paper.document_id,
            raw_start=start,
            raw_end=start,
        )
        for severity, code, start in kinds
    )
    page = page_of(Outcome(documents=(paper,), issues=issues))
    wanted = {"Not english ", "No date ", "No title ", *(f"it {start}" for _, _, start in kinds)}
    found = [text for text in page.texts if text in wanted]
    assert found == ["Not english ", "it 5", "No date ", "it None", "it 9", "No title ", "it 1"]


def test_rows_say_where_they_come_from():
    text = page_of(build()).text
    assert "byline 90–99" in text
    for place in ("1,019–1,022", "5,000–5,040", "40–49", "7–9", "10–44"):
        assert f"a.txt {place}" in text, place


def test_a_document_that_was_not_rebuilt_is_shouted_about():
    good, bad = document("good.txt"), document("bad.txt", is_rebuilt_exactly=False)
    text = page_of(Outcome(documents=(good, bad))).text
    assert "1 document of 2 could not be rebuilt exactly. This is a fault of Presstable: bad.txt ." in text
    assert "Every document was rebuilt exactly" not in text


@pytest.mark.parametrize("extra", [0, 1])
def test_long_lists_say_that_they_are_cut(extra):
    paper = document()
    told_in = paragraph(PLAIN, paper.document_id)
    many = tuple(event(told_in, event_id=f"evt_{number}") for number in range(SHOWN_EVENTS + extra))
    issues = tuple(
        make_issue("a.txt", "dates", "no_date", "info", f"number {number}") for number in range(SHOWN_ISSUES + extra)
    )
    text = page_of(Outcome(documents=(paper,), paragraphs=(told_in,), events=many, issues=issues)).text
    assert (f"{SHOWN_EVENTS} of {SHOWN_EVENTS + extra} are shown" in text) == bool(extra)
    assert (f"{SHOWN_ISSUES} of {SHOWN_ISSUES + extra} are shown" in text) == bool(extra)


def test_events_that_are_shown_of_too_many_are_told_most_often():
    paper = document()
    told_in = paragraph(PLAIN, paper.document_id)
    many = [event(told_in, event_id=f"evt_{number}") for number in range(SHOWN_EVENTS)]
    often = event(told_in, "pilots", confidence=0.1, cluster_documents=3, cluster_mentions=3)
    page = page_of(Outcome(documents=(paper,), paragraphs=(told_in,), events=(*many, often)))
    assert "mentioned 3 times in 3 documents" in page.text


def test_dated_events_come_first_and_the_picture_counts_each_once():
    paper = document()
    told_in = paragraph(PLAIN, paper.document_id)
    spring = [date(2020, 3, day) for day in range(1, 8)]
    dated = [
        event(told_in, event_id=f"evt_{day}", date_start=day, date_end=day, date_precision="day") for day in spring
    ]
    dated[0] = replace(dated[0], is_cluster_head=False)
    dated[1] = replace(dated[1], factuality="denied")
    undated = event(told_in, "pilots")
    page = page_of(Outcome(documents=(paper,), paragraphs=(told_in,), events=(undated, *dated)))
    assert "2020-03: 5 events, 0 of conflict" in page.texts
    for reason in ("1 without a first and last day", "1 mentioned again elsewhere", "1 not asserted"):
        assert reason in page.text
    marked = [text for text in page.texts if text in {"met", "pilots", *map(str, spring)}]
    assert marked == [word for day in spring for word in (str(day), "met")] + ["pilots"]


@pytest.mark.parametrize(
    ("start", "end", "want"),
    [
        (None, None, "–"),
        (None, date(2019, 3, 4), "until 2019-03-04"),
        (date(2019, 3, 4), None, "from 2019-03-04"),
        (date(2019, 3, 4), date(2019, 3, 4), "2019-03-04"),
        (date(2020, 2, 1), date(2020, 2, 29), "2020-02"),
        (date(2020, 2, 1), date(2020, 2, 28), "2020-02-01 to 2020-02-28"),
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(2018, 1, 1), date(2019, 12, 31), "2018-01-01 to 2019-12-31"),
        (date(9999, 12, 1), date.max, "9999-12-01 to 9999-12-31"),
        (date(987, 1, 1), date(987, 12, 31), "0987"),
    ],
)
def test_days(start, end, want):
    assert formats.days(start, end) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", ""),
        (" ", "␣"),
        ("\r\n", "⇤↵"),
        ("two words", "two words"),
        ("a\u00adb\u200b", "a\\xadb\\u200b"),
        ("\ufeff", "\\ufeff"),
        ("\u00a0\u2029", "\\xa0\\u2029"),
        ("\x1b[1m\x9b", "\\x1b[1m\\x9b"),
        ("x" * 100, f"{'x' * 30} … {'x' * 30}"),
        ("naïve 漢字", "naïve 漢字"),
    ],
)
def test_what_an_edit_replaced_can_be_seen(text, want):
    assert formats.sample(text) == want


@pytest.mark.parametrize(
    ("value", "want"), [(None, "–"), (0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567"), (0.5, "0.5")]
)
def test_number(value, want):
    assert formats.number(value) == want


def on(*days):
    return [(day, day, False) for day in days]


MONTHS = [date(2010 + month // 12, month % 12 + 1, 5) for month in range(MAX_BARS + 1)]


@pytest.mark.parametrize(
    ("happenings", "unit", "span", "drawn", "wide", "outside"),
    [
        (on(*MONTHS[:MAX_BARS]), "month", ("2010-01", "2019-12"), MAX_BARS, 0, 0),
        (on(*MONTHS), "month", ("2010-02", "2020-01"), MAX_BARS, 0, 1),
        (on(*[date(2020, 1, 1)] * 6, *[date(1980, 1, 1)] * 4), "year", ("1980", "2020"), 10, 0, 0),
        (on(*[date(2020, 1, 1)] * 9, date(1648, 10, 24)), "month", ("2020-01", "2020-01"), 9, 0, 1),
        (on(*(date(year, 1, 1) for year in range(1950, 2020, 10))), "year", ("1950", "2010"), 7, 0, 0),
        (on(*(date(year, 1, 1) for year in range(1000, 2001, 100))), "decade", ("1000s", "2000s"), 11, 0, 0),
        ([(date(y, 1, 1), date(y, 12, 31), True) for y in range(2001, 2009)], "year", ("2001", "2008"), 8, 0, 0),
        (
            [*on(*[date(2020, 5, 5)] * 8), (date(2020, 1, 1), date(2020, 12, 31), True)],
            "month", ("2020-05", "2020-05"), 8, 1, 0,
        ),
    ],
)  # fmt: skip
def test_the_picture_takes_the_finest_unit_that_shows_nearly_all(happenings, unit, span, drawn, wide, outside):
    picture = timeline(Counter(happenings))
    assert (picture.unit, (picture.first, picture.last)) == (unit, span)
    assert (picture.drawn_count, picture.wide_count, picture.outside_count) == (drawn, wide, outside)
    assert sum(bar.cooperation_count + bar.conflict_count for bar in picture.bars) == drawn
    assert drawn + wide + outside == len(happenings)
    assert len(picture.bars) <= MAX_BARS
    assert 1 <= len(picture.labels) <= 12
    assert 1 <= len(picture.lines) <= 5


@pytest.mark.parametrize("count", [0, 1, MIN_EVENTS - 1])
def test_few_events_make_no_picture(count):
    assert timeline(Counter(on(*[date(2020, 1, 1)] * count))) is None


def test_a_bar_stands_on_its_line_and_stays_in_the_picture():
    picture = timeline(Counter((date(2020, 1, 1), date(2020, 1, 2), number % 3 == 0) for number in range(1000)))
    (bar,) = picture.bars
    assert 0 < bar.cooperation_y < bar.conflict_y < 172
    assert bar.conflict_count == 334


@pytest.mark.parametrize(
    ("unit", "day", "first", "last"),
    [
        ("month", date(2020, 2, 5), date(2020, 2, 1), date(2020, 2, 29)),
        ("month", date(2020, 12, 5), date(2020, 12, 1), date(2020, 12, 31)),
        ("year", date(2020, 2, 5), date(2020, 1, 1), date(2020, 12, 31)),
        ("decade", date(2020, 2, 5), date(2020, 1, 1), date(2029, 12, 31)),
        ("century", date(20, 2, 5), date.min, date(99, 12, 31)),
        ("month", date.max, date(9999, 12, 1), date.max),
        ("century", date.max, date(9900, 1, 1), date.max),
    ],
)
def test_the_days_of_a_unit_of_time(unit, day, first, last):
    found = next(each for each in UNITS if each.name == unit)
    number = found.index(day)
    assert (found.first_day(number), found.last_day(number)) == (first, last)
