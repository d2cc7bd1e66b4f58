"""The age of a known person as a clue to the day of writing."""

from datetime import date

import pytest

from flows.steps.document_date import date_document
from tests.builders import passage


@pytest.mark.parametrize(
    ("text", "not_before", "not_after"),
    [
        ("Emmanuel Macron, 42, said on Monday that talks would go on.", date(2019, 12, 21), date(2020, 12, 20)),
        ("The 75-year-old president, Luiz Inacio Lula da Silva, was in Lima.", date(2020, 10, 27), date(2021, 10, 26)),
        ("Narendra Modi, who is 70 years old, spoke to farmers.", date(2020, 9, 17), date(2021, 9, 16)),
        ("Emmanuel Macron, then 39, had won the vote.", None, None),
        ("Emmanuel Macron, 42,000 of whose supporters came, spoke.", None, None),
        ("Emmanuel Macron won at the age of 39.", None, None),
        ("Ada Holm, 42, said on Monday that talks would go on.", None, None),
        ("In 2019 Emmanuel Macron, 41, told them so.", date(2019, 1, 1), None),
    ],
)
def test_an_age_bounds_the_day_of_writing(text: str, not_before: date | None, not_after: date | None) -> None:
    found = date_document([passage(text)], "", ())
    assert (found.not_before, found.not_after) == (not_before, not_after)
