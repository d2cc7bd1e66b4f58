"""What `presstable explain --events` and `--why-not` print of one document."""

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from flows.escaping import visible
from flows.explain import explain_events, explain_seed, parts
from flows.explain.screen import Mark, coloured, marked, show
from flows.explain.sources import Table, source_of
from flows.steps import Analysis, process
from flows.steps.entities.knowledge_base import known_person, thing_id
from flows.steps.read.seed import seed_of

pytestmark = pytest.mark.usefixtures("explained_here")

ARTICLE = """A Border That Stays Shut

June 3, 2019

Norway condemned Sweden on May 2, 2019. The engineers measured the road. Reuters said that Norway condemned Sweden.

The traders wrote letters.
"""


def said(text: str = ARTICLE, *, is_coloured: bool = False, **options: object) -> str:
    stream = StringIO()
    console = Console(
        file=stream, force_terminal=is_coloured, color_system="standard" if is_coloured else None, soft_wrap=True,
        highlight=False,
    )  # fmt: skip
    assert explain_events(seed_of("a.txt", text.encode()), console, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_sentence_rule_date_factuality_and_cluster_are_shown() -> None:
    lines = said().splitlines()
    first = lines[lines.index("Events") + 2 :]
    assert first[0].split() == ["1", "ACCUSE", "(disapprove)", "Norway", "->", "Sweden"]
    assert first[1].strip() == "[actor: Norway] [ACCUSE: condemned] [recipient: Sweden] on [date: May 2, 2019]."
    shown = {words.split()[0]: " ".join(words.split()[1:]) for words in first[2 : first.index("", 2)]}
    assert shown["rule"].startswith("ACCUSE")
    assert shown["date"] == "2019-05-02 (day) same_clause: 'May 2, 2019' in its clause"
    assert shown["factuality"].startswith("asserted")
    assert shown["factuality"].endswith("attributed to the author")
    assert shown["cluster"] == "1 mention no other event of this document scores high enough"


def test_colours_take_the_place_of_brackets_in_a_terminal() -> None:
    assert "\x1b[" in said(is_coloured=True)
    assert "[actor" not in said(is_coloured=True)
    assert "\x1b[" not in said()


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "ab cd ef"),
        ([Mark(0, 2, "one", "red")], "[one: ab] cd ef"),
        ([Mark(3, 5, "one", "red"), Mark(0, 4, "two", "red")], "ab [one: cd] ef"),
        ([Mark(6, 8, "one", "red"), Mark(0, 2, "two", "red")], "[two: ab] cd [one: ef]"),
        ([Mark(6, 12, "beyond", "red"), Mark(4, 4, "empty", "red")], "ab cd ef"),
    ],
)
def test_stretches_are_marked(marks: list[Mark], shown: str) -> None:
    assert marked(Console(color_system=None), "ab cd ef gh", 0, 8, marks).plain == shown


def test_why_not_shows_each_silent_sentence_with_what_nearly_fired() -> None:
    text = ARTICLE.replace("The engineers measured the road.", "An attack would worry the engineers.")
    lines = said(text, has_events=False, has_near_misses=True).splitlines()
    place = next(number for number, line in enumerate(lines) if "An attack would worry the engineers." in line)
    assert "attack  ASSAULT.attack_on: nobody is named to whom it is done" in [line.strip() for line in lines[place:]]
    place = next(number for number, line in enumerate(lines) if "The traders wrote letters." in line)
    assert lines[place + 1].strip() == "no near miss"
    assert not any("on May 2" in line for line in lines)
    assert "Events" not in lines


def test_a_text_without_events_has_none() -> None:
    assert "none" in said("Bread\n\nThe bread was good, and there was enough of it for everybody.\n").splitlines()


@pytest.mark.parametrize("explain", [explain_seed, explain_events])
def test_a_file_that_cannot_be_used_is_quarantined(explain: object) -> None:
    stream = StringIO()
    assert not explain(seed_of("a.txt", b""), Console(file=stream))  # type: ignore[operator]
    assert stream.getvalue().startswith("quarantined: a.txt: the file is empty")


def test_participants_named_elsewhere_are_marked() -> None:
    text = "Angela Merkel visited Paris. On Monday she condemned Russia. Boko Haram took Gwoza. Soldiers attacked the group."
    lines = [" ".join(words.split()) for words in said(text).splitlines()]
    assert "actor Angela Merkel antecedent of a pronoun, named at characters 0-13" in lines
    assert "recipient Boko Haram 'group', whose name comes earlier" in lines


KNOWLEDGE = """A Strike

January 10, 2020

American forces killed Qasem Soleimani near Baghdad. The French president condemned the attack. He visited Iraq.

Chancellor Angela Merkel visited Rome. The chancellor condemned Russia.
"""


def test_an_event_shows_the_source_of_what_the_knowledge_base_gave_it() -> None:
    lines = [" ".join(words.split()) for words in said(KNOWLEDGE).splitlines()]
    assert "date 2020-01-03 (day) known: date of death of Qasem Soleimani (source: memory)" in lines
    assert "actor Emmanuel Macron 'president', known holder of the office (source: memory)" in lines
    place = f"{KNOWLEDGE.index('president')}-{KNOWLEDGE.index('president') + len('president')}"
    pronoun = f"actor Emmanuel Macron antecedent of a pronoun, named at characters {place}; known holder of the office"
    assert f"{pronoun} (source: memory)" in lines
    assert not any("Merkel" in words and "source" in words for words in lines), "the document itself names her"


def test_mentions_and_events_of_a_document_show_the_source_of_what_the_knowledge_base_gave() -> None:
    stream = StringIO()
    assert explain_seed(seed_of("a.txt", KNOWLEDGE.encode()), Console(file=stream, soft_wrap=True))
    lines = stream.getvalue().splitlines()
    (macron,) = [words for words in lines if " Emmanuel Macron " in words]
    assert macron.endswith("as president; by office_rule/role (holder of the office; source: memory)")
    (merkel,) = [words for words in lines if " Angela Merkel  " in words]
    assert "office_rule/role" in merkel and "source" not in merkel
    assert any("2020-01-03 to 2020-01-03 (known; source: memory)" in words for words in lines)


@pytest.mark.parametrize(
    ("table", "person", "mark"),
    [
        ("deaths", "Qasem Soleimani", "memory"),
        ("offices", "Emmanuel Macron", "memory"),
        ("deaths", "Emmanuel Macron", None),
        ("offices", "Qasem Soleimani", None),
    ],
)
def test_a_table_of_people_gives_its_source(table: Table, person: str, mark: str | None) -> None:
    assert source_of(table, thing_id(known_person(person, "a test"))) == mark


def test_nobody_has_no_source() -> None:
    assert source_of("deaths", None) is None
    assert source_of("offices", "ent_unknown") is None


HIDDEN = [
    chr(code)
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x61C,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x206A),
        0xFEFF,
        0xDCFF,
        0xE000,
        0xE0041,
    )
]
POISONED = {
    "documents": ("source_path", "title", "authors", "publisher", "url", "published_evidence", "language"),
    "paragraphs": ("text",),
    "edits": ("raw_text", "replacement", "evidence"),
    "mentions": ("text",),
    "entities": ("name", "country", "wikidata_id"),
    "dates": ("text", "timex_value"),
    "events": ("place_name", "actor_name", "recipient_name", "attributed_to"),
    "participants": ("text",),
    "issues": ("message",),
}
"""Columns whose values come from a document, or from a file of the user's."""


def poisoned(outcome: object, character: str) -> object:
    """Return an outcome in which every value of these columns, also a null, ends with a character."""
    return replace(
        outcome,  # type: ignore[type-var]
        **{
            table: tuple(
                replace(row, **{name: f"{getattr(row, name) or ''}{character}x" for name in names})
                for row in getattr(outcome, table)
            )
            for table, names in POISONED.items()
        },
    )


def lines_of(explain: object, *, is_coloured: bool) -> list[str]:
    stream = StringIO()
    console = Console(
        file=stream,
        force_terminal=is_coloured,
        color_system="standard" if is_coloured else None,
        soft_wrap=True,
        highlight=False,
    )
    explain(console)  # type: ignore[operator]
    text = re.sub(r"\x1b\[[\d;]*m", "", stream.getvalue()) if is_coloured else stream.getvalue()
    assert visible(text, "\n") == text, "nothing hidden is left but what rich writes for colours"
    return text.split("\n")


@pytest.mark.parametrize("character", HIDDEN)
def test_every_hidden_character_of_a_document_is_marked(character: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = process(seed_of("a.txt", KNOWLEDGE.encode()))
    monkeypatch.setattr(parts, "analysed", lambda *_: Analysis(poisoned(plain, character)))
    seed = seed_of("a.txt", b"")
    lines = lines_of(lambda console: explain_seed(seed, console), is_coloured=False)
    assert lines == lines_of(lambda console: explain_seed(seed, console), is_coloured=True)
    assert f"a.txt{visible(character)}x" in lines
    monkeypatch.setattr(parts, "analysed", lambda *_: Analysis(poisoned(plain, "?")))
    want = lines_of(lambda console: explain_seed(seed, console), is_coloured=False)
    assert len(lines) == len(want) + (character == "\n") * len(plain.paragraphs), "only a paragraph has lines"


def test_what_stays_in_a_text_is_marked_in_every_mode() -> None:
    text = ARTICLE.replace("condemned Sweden on", "condemned\ue000 \u200dSweden\U000e0041 on").replace(
        "traders", "tra\ue001ders"
    )
    for is_coloured in (False, True):
        for options in ({}, {"has_events": False, "has_near_misses": True}):
            found = said(text, is_coloured=is_coloured, **options)
            assert "\\ue00" in found
            assert not {"\ue000", "\ue001", "\u200d", "\U000e0041"}.intersection(found)


@pytest.mark.parametrize(
    ("text", "ranges", "shown"),
    [
        ("ab cd", [(3, 5, "red")], ["cd"]),
        ("a\x1bb cd", [(4, 6, "red")], ["cd"]),
        ("a\rb\x1b[31m cd", [(1, 4, "red"), (9, 11, "red")], ["\\rb\\x1b", "cd"]),
        ("a\nb cd", [(2, 3, "red"), (4, 6, "red")], ["b", "cd"]),
    ],
)
@pytest.mark.parametrize("indent", [0, 4])
def test_colours_cover_the_same_words_with_marks(
    text: str, ranges: list[tuple[int, int, str]], shown: list[str], indent: int
) -> None:
    found = coloured(text, ranges, indent=indent)
    assert [found.plain[span.start : span.end] for span in found.spans] == shown
    assert found.plain == (text.replace("\n", "\n    ") if indent and "\n" in text else visible(text))


def test_a_line_of_a_text_begins_below_its_first() -> None:
    stream = StringIO()
    show(Console(file=stream, soft_wrap=True), "  1 table ", coloured("Year\nEvents", [], indent=10))
    assert stream.getvalue() == "  1 table Year\n          Events\n"
