"""Who was in office on a day, and what an office is called."""

from datetime import date

import pytest

from flows.steps.entities import offices
from flows.steps.entities.knowledge_base import NamedEntity, by_id, people_by_cell, person_in, thing_id
from flows.steps.entities.offices import bounds, holders, office_holder, role_of
from flows.steps.entities.tables import office_titles
from schemas.data_files import DataFileError
from schemas.vocab import EntityType

ROLES = office_titles()


@pytest.mark.parametrize(
    ("role", "country", "day", "name"),
    [
        ("prime_minister", "IRQ", date(2014, 9, 8), None),  # the day of the change: both
        ("prime_minister", "IRQ", date(2014, 9, 7), "Nouri al-Maliki"),
        ("prime_minister", "IRQ", date(2014, 9, 9), "Haider al-Abadi"),
        ("prime_minister", "IRQ", date(2005, 5, 17), None),  # the month of the change is all that is known
        ("prime_minister", "IRQ", date(1950, 1, 1), None),  # before the table begins
        ("president", "FRA", date(2031, 1, 1), None),  # after the table ends
        ("president", "FRA", date(2024, 12, 31), "Emmanuel Macron"),
        ("foreign_minister", "USA", date(2018, 4, 10), None),  # between two holders
        ("foreign_minister", "USA", date(2019, 1, 1), "Mike Pompeo"),
        ("secretary_general", "NATO", date(2012, 1, 1), "Anders Fogh Rasmussen"),
        ("president", "PSE", date(1995, 1, 1), None),
        ("president", "IRN", date(2024, 6, 1), None),
        ("president", "Atlantis", date(2010, 1, 1), None),
        ("janitor", "USA", date(2010, 1, 1), None),
    ],
)
def test_office_holder(role: str, country: str, day: date, name: str | None) -> None:
    found = office_holder(role, country, day)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("role", "country", "start", "end", "names"),
    [
        ("prime_minister", "GBR", date(2022, 9, 1), date(2022, 10, 31), ["Boris Johnson", "Liz Truss", "Rishi Sunak"]),
        (
            "prime_minister",
            "ISR",
            date(2021, 1, 1),
            date(2023, 1, 1),
            ["Benjamin Netanyahu", "Naftali Bennett", "Yair Lapid"],
        ),
        ("president", "FRA", date(2023, 1, 1), date(2023, 1, 1), ["Emmanuel Macron"]),
        ("president", "FRA", date(2023, 1, 2), date(2023, 1, 1), ["Emmanuel Macron"]),
        ("president", "Atlantis", date(2023, 1, 1), date(2023, 1, 1), []),
    ],
)
def test_holders(role: str, country: str, start: date, end: date, names: list[str]) -> None:
    assert [holder.name for holder in holders(role, country, start, end)] == names


@pytest.mark.parametrize(
    ("since", "until", "day", "is_sure"),
    [
        ("", "2001-02", date(2001, 1, 5), False),  # an unknown beginning is no certainty
        ("2001", "", date(2002, 1, 5), False),
        ("2001", "..", date(2001, 6, 1), False),
        ("2001", "..", date(2002, 1, 1), True),
        ("2001", "..", date(2025, 1, 1), False),
        ("2001-02-03", "2001-02-05", date(2001, 2, 4), True),
    ],
)
def test_doubts_are_kept(monkeypatch: pytest.MonkeyPatch, since: str, until: str, day: date, is_sure: bool) -> None:
    term = offices._term("president", "FRA", NamedEntity("Ada Quill", EntityType.PERSON), since, until)
    monkeypatch.setattr(offices, "_terms", lambda: {("president", "USA"): (term,)})
    assert (office_holder("president", "USA", day) is not None) == is_sure
    assert [holder.name for holder in holders("president", "USA", day, day)] == ["Ada Quill"]


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2014-09-08", date(2014, 9, 8), date(2014, 9, 8)),
    ],
)
def test_bounds(edtf: str, first: date, last: date) -> None:
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("edtf", ["", "..", "2014-13", "2014-02-30", "14-02-03", "2014?", "2014-09-08/2015"])
def test_what_is_no_day_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        bounds(edtf)


@pytest.mark.parametrize("role", list(ROLES))
def test_titles_of_offices(role: str) -> None:
    for title, country in ROLES[role].yes:
        assert role_of(title, country) == role, (title, country)
    for title, country in ROLES[role].no:
        assert role_of(title, country) != role, (title, country)


FIRST, SECOND = (
    NamedEntity("Ada Quill", EntityType.PERSON),
    NamedEntity("Ada Quill", EntityType.PERSON, wikidata_id="Q7"),
)
PEOPLE = people_by_cell(
    by_id((FIRST, SECOND, NamedEntity("Jan Dahl", EntityType.PERSON), NamedEntity("Quill", EntityType.PLACE)))
)


def test_two_people_of_one_name_are_told_apart_by_id() -> None:
    assert person_in(PEOPLE, "Q7", "offices.csv") == SECOND
    assert person_in(PEOPLE, thing_id(FIRST), "offices.csv") == FIRST
    assert person_in(PEOPLE, "Jan Dahl", "offices.csv").name == "Jan Dahl"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "Ada Quill",
            f"offices.csv: 'Ada Quill' is the name of 2 people of actors.csv; write the id {thing_id(FIRST)} or Q7.",
        ),
        ("Jan Dal", "offices.csv: 'Jan Dal' is no person of actors.csv; did you mean 'Jan Dahl'?"),
        ("Quill", "offices.csv: 'Quill' is no person of actors.csv; did you mean 'Ada Quill'?"),
        ("", "offices.csv: '' is no person of actors.csv; add a row for this person there."),
    ],
)
def test_a_holder_who_is_not_one_person_stops_the_table(cell: str, message: str) -> None:
    with pytest.raises(DataFileError) as caught:
        person_in(PEOPLE, cell, "offices.csv")
    assert str(caught.value) == message


def test_two_rows_of_one_thing_stop_the_table() -> None:
    with pytest.raises(DataFileError, match=r"^actors\.csv: two rows are the person 'Ada Quill'; give one of them its"):
        by_id((FIRST, NamedEntity("Ada Quill", EntityType.PERSON, country="NOR")))


def test_a_person_of_a_user_is_another_than_ours_unless_they_share_an_id() -> None:
    assert thing_id(NamedEntity("Ada Quill", EntityType.PERSON, is_user=True)) != thing_id(FIRST)
    assert thing_id(NamedEntity("A. Quill", EntityType.PERSON, wikidata_id="Q7", is_user=True)) == thing_id(SECOND)
