"""Tense: the side of the day of writing on which the clause of a date places it."""

from datetime import date

import pytest

from flows.steps.timex import Reference, find_dates
from flows.steps.timex.tense import SentenceTense, Tense
from tests.builders import passages


def values(text: str, on: str) -> list[str]:
    day = date.fromisoformat(on)
    return [row.timex_value for row in find_dates(passages(text), Reference(day, day))]


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The militia must leave by [December].", Tense.AHEAD),
        ("The council has to decide before [June 3].", Tense.AHEAD),
        ("The pact expires in [June].", Tense.AHEAD),
        ("Voters in the north go to the polls on [June 3].", Tense.AHEAD),
        ("A summit set for [June] was in doubt.", Tense.AHEAD),
        ("In [June], officials said, the vote will be held.", Tense.AHEAD),
        ("The vote will be held in [June], officials who met in May said.", Tense.AHEAD),
        ("Ruritania and Strelsau will cut tariffs between them by [June] on goods taxed by both.", Tense.AHEAD),
        ("It will still be held for unarmed citizens in [June].", Tense.AHEAD),
        ("The rules to be published in [June] are strict.", Tense.AHEAD),
        ("The talks are due to begin on [June 3].", Tense.AHEAD),
        ("Troops out by [June].", Tense.AHEAD),
        ("The vote will be held in June, officials who met in [May] said.", Tense.BACK),
        ("The army took the town in [June].", Tense.BACK),
        ("The vote was held in [June].", Tense.BACK),
        ("It must have been sold in [June].", Tense.BACK),
        ("In [June], he asked the rebels to leave.", Tense.BACK),
        ("Police will try a man arrested in [June].", Tense.BACK),
        ("Prices fell due to heavy rain in [June].", Tense.BACK),
        ("They were killed in [June] as they left.", Tense.BACK),
        ("Officials said in [June] that the vote will be held.", Tense.BACK),
        ("Talks will resume, and in [June] rebels attacked.", Tense.BACK),
        ("He asked the rebels to leave by [June].", Tense.FROM_PAST),
        ("The court was to rule in [June].", Tense.FROM_PAST),
        ("It said the vote would be held in [June].", Tense.FROM_PAST),
        ("They extended the offer to [June 3].", Tense.FROM_PAST),
        ("The ministry announced plans to sell it in [June].", Tense.FROM_PAST),
        ("The vote had been scheduled for [June].", Tense.OPEN),
        ("The case is heard in [June].", Tense.OPEN),
        ("He governed the province until [June].", Tense.LIKELY_BACK),
        ("The firm declared a dividend, its third, to holders of [June 3].", Tense.LIKELY_BACK),
        ("The [June 3] deadline was missed.", None),
        ("They missed the [June 3] deadline.", None),
        ("They will appeal against [Monday]’s ruling.", None),
        ("No word on [June].", None),
    ],
)
def test_the_clause_decides(text: str, tense: Tense | None) -> None:
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    assert SentenceTense(plain, (0, len(plain))).at(start, end) == tense


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("The vote will be held in December.", "2024-02-09", ["2024-12"]),
        ("The vote will be held in February.", "2024-02-09", ["2024-02"]),
        ("The vote will be held in January.", "2024-02-09", ["2025-01"]),
        ("The pool will open in the winter.", "2024-02-09", ["2023-WI"]),
        ("The vote will be held on February 8.", "2024-02-09", ["2025-02-08"]),
        ("The vote was held in December.", "2024-10-16", ["2023-12"]),
        ("The vote was held in October.", "2024-10-16", ["2024-10"]),
        ("The army took the town in January.", "2024-10-16", ["2024-01"]),
        ("The army took the town on October 17.", "2024-10-16", ["2023-10-17"]),
        ("It met last year. No word on January.", "2024-10-16", ["2023", "2025-01"]),
        ("In May, he asked the rebels to leave by August.", "2024-10-16", ["2024-05", "2024-08"]),
        ("He asked the rebels to leave by August.", "2024-10-16", ["2025-08"]),
        ("He asked the rebels to leave by October 14.", "2024-10-16", ["2024-10-14"]),
        ("The vote had been scheduled for December.", "2024-02-09", ["2023-12"]),
        ("By December, 40 families had fled.", "1994-11-03", ["1993-12"]),
        ("By December, they had to leave.", "1994-11-03", ["1994-12"]),
        ("The rebels must leave by Friday.", "2024-02-06", ["2024-02-09"]),
        ("They rejected Friday's ruling.", "2024-02-06", ["2024-02-02"]),
        ("The firm expects to report a loss for the third quarter.", "2024-10-16", ["2024-Q3"]),
    ],
)
def test_values_by_tense(text: str, on: str, expected: list[str]) -> None:
    assert values(text, on) == expected


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("He governed the province from November until February.", "2024-10-16", ["2023-11", "2024-02"]),
        ("Between November and January, 40 people died.", "2024-10-16", ["2023-11", "2024-01"]),
        ("Between November and January, 40 people died.", "2024-12-16", ["2023-11", "2024-01"]),
        ("Snow fell from December 28 until January 3.", "2024-10-16", ["2023-12-28", "2024-01-03"]),
        ("Talks ran December 28-January 3.", "2024-10-16", ["2023-12-28/2024-01-03"]),
        ("The show will run from November to February.", "2024-10-16", ["2024-11", "2025-02"]),
        ("The show will run December 28-January 3.", "2024-10-16", ["2024-12-28/2025-01-03"]),
        ("They met between June and August.", "2024-10-16", ["2024-06", "2024-08"]),
        ("It rained from June to October.", "2024-10-16", ["2024-06", "2024-10"]),
        ("It was moved from November to February.", "2024-10-16", ["2023-11", "2024-02"]),
        ("It rose in November and in January.", "2024-10-16", ["2023-11", "2024-01"]),
        ("It lasted from October 2015 to February.", "2024-10-16", ["2015-10", "2016-02"]),
    ],
)
def test_both_ends_of_a_range(text: str, on: str, expected: list[str]) -> None:
    assert values(text, on) == expected


def test_a_range_in_a_document_of_unsure_date() -> None:
    rows = find_dates(passages("It ran from November to January."), Reference(date(2024, 2, 1), date(2024, 3, 1)))
    assert [row.timex_value for row in rows] == ["2023-11", "2024-01"]
