"""Days beside an article that are not its own: those of a visit, a print-out, a search or the review of a paper."""

import pytest

from tests.builders import read

TEXT = (
    "The council said on Tuesday that the army had taken the town of Marra after a week of fighting, and that eleven"
    " soldiers were killed when the rebels blew up the only bridge over the river.\n\n"
    "The governor of the province, Paul Lindo, flew to the town with two ministers, and met the families of the dead in"
    " a school that had been turned into a clinic.\n\n"
)
ABOVE = "Army takes Marra\n\nBy Ana Brandt\n\n"


@pytest.mark.parametrize(
    ("source", "day"),
    [
        (
            "Friday, November 1, 2024\n\nArmy takes Marra\n\nBy Ana Brandt | Updated: 4 Mar 2021, 10:31 IST\n\n" + TEXT,
            "2021-03-04",
        ),
        ("Monday 2 May 2022\n\nArmy takes Marra\n\nUpdated 3 April 2019\n\n" + TEXT, "2019-04-03"),
        ("Friday, November 1, 2024\n\n" + ABOVE + TEXT, None),
        ("4 March 2021\n\n" + ABOVE + TEXT, "2021-03-04"),
        ("Saved on 12 September 2024\n\n" + ABOVE + "4 March 2021\n\n" + TEXT, "2021-03-04"),
        ("Printed: 25/09/2024 10:15\n\nArmy takes Marra\n\nBy Ana Brandt, 4 March 2021\n\n" + TEXT, "2021-03-04"),
        ("Downloaded 1 Nov 2024\n\n" + ABOVE + TEXT, None),
        ("Accessed 1 November 2024\n\nArmy takes Marra\n\nPosted: March 4, 2021\n\n" + TEXT, "2021-03-04"),
        (ABOVE + "March 4, 2021\n\n" + TEXT + "11/1/24, 10:15 AM\n\nhttps://www.harbour.example/x 1/3", "2021-03-04"),
        ("11/1/24, 10:15 AM Army takes Marra - Harbour\n\n" + ABOVE + TEXT, None),
        (
            "Search terms: Marra\n\nDate range: 01/01/2019 to 31/12/2022\n\n" + ABOVE + "March 4, 2021\n\n" + TEXT,
            "2021-03-04",
        ),
        (
            "Army takes Marra\n\nReceived: 3 May 2019\n\nAccepted: 11 October 2019\n\nPublished: 14 January 2020\n\n"
            + TEXT,
            "2020-01-14",
        ),
        ("Army takes Marra\n\nSubmitted: 3 May 2019\n\nPublished: 14 January 2020\n\n" + TEXT, "2020-01-14"),
        ("Army takes Marra\n\nAna Brandt\n\nAccepted for publication: 11 October 2019\n\n" + TEXT, None),
        (ABOVE + "GOMA, Congo (HP) _ " + TEXT + "HP-NY-02-16-21 1432EST\n", "2021-02-16"),
        (ABOVE + "GOMA, Congo (HP) _ " + TEXT + "HP-NY-13-16-21 1432EST\n", None),
        ("Army takes Marra\n\nFriday May 5, 2017 8:15 am EDT by Ana Brandt\n\n" + TEXT, "2017-05-05"),
        (ABOVE + "November 9, 20235:01 AM ET\n\n" + TEXT, "2023-11-09"),
    ],
)
def test_which_day_is_the_article_s_own(source: str, day: str | None) -> None:
    row = read(source).documents[0]
    assert (str(row.published_start) if row.published_status == "stated" else None) == day


@pytest.mark.parametrize(
    ("stamp", "text", "day"),
    [
        ("02/11/2023", "The raid of October 30, 2023 failed.", "2023-11-02"),
        ("11/02/2023", "The raid of October 30, 2023 failed.", "2023-11-02"),
        ("02/11/2023", "The raid of October 30, 2022 failed.", None),
        ("02/11/2023", "The raid of 25/10/2022 failed.", "2023-11-02"),
        ("02/11/2023", "The raid of 10/25/2022 failed.", "2023-02-11"),
        ("02/02/2023", "The raid failed.", "2023-02-02"),
        ("13/14/2023", "The raid failed.", None),
    ],
)
def test_a_numeric_day_of_two_readings(stamp: str, text: str, day: str | None) -> None:
    row = read(f"Army takes Marra\n\nBy Ana Brandt\n\nPublished: {stamp}\n\n{TEXT}{text}").documents[0]
    assert (str(row.published_start) if row.published_status == "stated" else None) == day
