"""Wire copy all in capitals: ordinary case for the parse, wire datelines, datelines with short years."""

import pytest

from flows.annotate import annotate
from flows.steps.language.casing import TruecaseLexicon, truecased
from flows.steps.language.sentences import sentences, wire_dateline_length
from tests.builders import read

DISPATCH = """HARRAN, 9 JAN 90 (ANP) -- [TEXT] A BOMB EXPLODED YESTERDAY IN FRONT OF
THE MINISTRY IN HARRAN, AND TWO SOLDIERS WERE WOUNDED. POLICE SAID THAT
GUERRILLAS KIDNAPPED A JUDGE ON 6 JANUARY.
"""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("TWO SOLDIERS LEFT LIMA ON MONDAY.", "Two soldiers left Lima on Monday."),
        ("THE REBELS MAY STRIKE IN MAY.", "The rebels may strike in May."),
        ("POLICE SAID NOTHING. GEN. ORTEGA SPOKE.", "Police said nothing. Gen. Ortega spoke."),
        ("THE SPEECH WAS LONG AND DULL, SAID GEN.", "The speech was long and dull, said gen."),
        ("Two Soldiers Left.", "Two Soldiers Left."),
        ("", ""),
        ("1989 -- 1990", "1989 -- 1990"),
    ],
)
def test_ordinary_case(text: str, written: str) -> None:
    names = TruecaseLexicon({"LIMA": "Lima", "ORTEGA": "Ortega", "GEN. ORTEGA": "Gen. Ortega"})
    found = truecased(text, sentences(text), lambda: names)
    assert found == written
    assert len(found) == len(text)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        (DISPATCH, "HARRAN, 9 JAN 90 (ANP) -- [TEXT] "),
        ("OSLO, May 3 (Reuters) - Talks began.", "OSLO, May 3 (Reuters) - "),
        ("OSLO -- Talks began.", "OSLO -- "),
        ("HARRAN, Lakeland — Talks began.", "HARRAN, Lakeland — "),
        ("Oslo (Fjord Wire) — Talks began.", "Oslo (Fjord Wire) — "),
        ("New Harran, May 3, FWA - Talks began.", "New Harran, May 3, FWA - "),
        ("Tehran, 5 January 2020 — Talks began.", "Tehran, 5 January 2020 — "),
        ("NATO — the alliance — began talks.", ""),
        ("U.S. — Lakeland talks began.", ""),
        ("President Varga – whose term ends in May – began talks.", ""),
        ("Varga, 78, — the oldest president — began talks.", ""),
        ("The May 17 attack - the third - ended talks.", ""),
        ("Talks began in Oslo on May 3 - and failed.", ""),
        ("", ""),
    ],
)
def test_openings_of_dispatches(text: str, opening: str) -> None:
    assert text[: wire_dateline_length(text)] == opening


def test_a_dateline_with_a_short_year_dates_the_dispatch() -> None:
    (document,) = read(DISPATCH).documents
    assert (str(document.published_start), document.published_status) == ("1990-01-09", "stated")


def test_two_digits_in_running_text_are_no_year() -> None:
    (document,) = read("A fire broke out.\n\nOn 9 January 90 people fled the town of Harran.\n").documents
    assert document.published_start is None


def test_events_of_a_dispatch_in_capitals_lean_on_its_dateline() -> None:
    events = annotate(DISPATCH, None)["events"]
    found = {(event["trigger"], event["date_start"]) for event in events}
    assert {("EXPLODED", "1990-01-08"), ("KIDNAPPED", "1990-01-06")} <= found
