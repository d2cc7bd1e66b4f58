"""What several packages know of English is in one table each."""

import re
from pathlib import Path

import pytest

import flows
from flows.corpus.event_coref.knowledge import knowledge
from flows.steps.events.lexicon import word_class
from flows.steps.language.sentences import abbreviations
from flows.steps.lexicon.calendar import (
    MONTHS,
    OTHER_WORDS_TOO,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    VERBS_TOO,
    WEEKDAYS,
    any_of,
)
from flows.steps.lexicon.numbers import number
from flows.steps.lexicon.saying import saying
from flows.steps.lexicon.stop_words import stop_words
from flows.steps.structure.date_lines import is_date_line
from flows.steps.timex.lexicon import words
from schemas.vocab import STATE_SECTORS

ROOT = Path(flows.__file__).parent
COPIES_ON_PURPOSE = {
    r"june\W+(?:\w{1,3}\W+)*july\W+(?:\w{1,3}\W+)*(?:august|september)": {
        "steps/lexicon/calendar.py",
        "steps/timex/words.toml",  # always_a_date: which names are dates even without a capital letter
    },
    r"tuesday\W+(?:\d\W+)?wednesday": {"steps/lexicon/calendar.py", "steps/timex/words.toml"},
    r"tue\W+(?:\d\W+)?wed\b": set(),
    r"seven\W+(?:\d\W+)?eight": {"steps/lexicon/numbers.py"},
    r"gov\W+(?:sector\W+)?(?:leg|mil)\W+(?:sector\W+)?jud": set(),
    r"add\W+state\W+report": {"steps/lexicon/saying.toml"},
}
"""Expressions for the middle of a list, and the files that may have it."""


@pytest.mark.parametrize("listed", COPIES_ON_PURPOSE)
def test_no_other_file_lists_them(listed: str) -> None:
    files = [path for path in ROOT.rglob("*") if path.suffix in {".py", ".toml"} and path.parent.name != "triggers"]
    found = {path.relative_to(ROOT).as_posix() for path in files if re.search(listed, path.read_text("utf-8").lower())}
    assert found == COPIES_ON_PURPOSE[listed]


def test_the_calendar_is_whole() -> None:
    assert list(MONTHS.values()) == list(range(1, 13))
    assert list(WEEKDAYS.values()) == list(range(1, 8))
    assert all(any(name.startswith(short) for name in MONTHS) for short in SHORT_MONTHS)
    assert all(any(name.startswith(short) for name in WEEKDAYS) for short in SHORT_WEEKDAYS)
    assert set(SHORT_WEEKDAYS.values()) == set(WEEKDAYS.values())
    assert set(MONTHS) > VERBS_TOO | OTHER_WORDS_TOO


def test_the_groups_of_dates_are_those_of_the_calendar() -> None:
    assert words()["month"]["sept"] == 9
    assert set(words()["clear_month"]) == {
        "january", "february", "july", "september", "october", "november", "december",
    }  # fmt: skip
    always = {name: number for name, number in words()["always_a_date"].items() if number}
    assert always.items() <= (MONTHS | SHORT_MONTHS | WEEKDAYS).items()
    assert "zero" not in words()["number"]
    assert words()["number"]["a dozen"] == 12


def test_classes_of_words_with_numbers_and_names_of_days() -> None:
    assert {"twelve", "fifty", "several", "hundred"} <= word_class("quantities")
    assert word_class("quantities").isdisjoint({"thirteen", "sixty", "zero"})
    assert {"one", "ten", "dozens"} <= word_class("measures")
    assert "eleven" not in word_class("measures")
    assert "may" not in word_class("months")
    assert {"march", "sept", "dec"} <= word_class("months")
    assert word_class("weekdays") == frozenset(WEEKDAYS)
    assert word_class("saying") == saying().governing


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("May 3, 2020", True),
        ("3 sept. 2020", True),
        ("Sep 2020", True),
        ("Sepember 2020", False),
        ("3 Mayo 2020", False),
    ],
)
def test_lines_of_dates_name_months_of_the_calendar(text: str, is_line: bool) -> None:
    assert is_date_line(text) == is_line


def test_lists_of_verbs_of_saying_are_of_one_vocabulary() -> None:
    assert saying().repeating - {"announces"} <= saying().sourcing
    assert {"said", "says", "told"} <= saying().sourcing & set(saying().quoting)


def test_stop_words_are_long_and_say_nothing() -> None:
    assert min(map(len, stop_words())) >= 5
    assert stop_words() | {"government", "thursday", "october"} <= knowledge().uninformative
    assert knowledge().state_sectors is STATE_SECTORS


def test_abbreviated_months_do_not_end_a_sentence_before_a_number() -> None:
    assert {"Sept", "Dec", "No"} <= abbreviations().before_number


def test_longer_names_come_first() -> None:
    assert any_of(["sep", "sept", "april"]) == "april|sept|sep"
    assert number("twenty-five") == 25
