"""Who held an office on a day: terms of `knowledge/offices.csv` and how certain they are.

A person is one row of `actors.csv`, given by name, or by id where two people share the name. Countries are ISO 3166-1
alpha-3 codes; an office of an organisation, or of Kosovo, has the name of that entity in `actors.csv`. Days are EDTF
level 0 (2014, 2014-09, 2014-09-08); `..` is a term without end, empty is unknown.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from flows.steps.entities.knowledge_base import NamedEntity, known_person, thing_id
from flows.steps.entities.tables import office_rows, office_titles
from schemas.data_files import DataFileError

TABLE_ENDS = date(2024, 12, 31)
"""Day until which terms without an end in the table are certain."""
_EDTF = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One term: in office not before `earliest`, certainly from `since` to `until`, not after `latest`.

    `country` is that of the office, or the organisation to which it belongs.
    """

    role: str
    country: str
    holder: NamedEntity
    earliest: date
    since: date
    until: date
    latest: date


def office_holder(role: str, country: str, day: date) -> NamedEntity | None:
    """Return who held the only office of this kind on `day`; None where two may have held it, or nobody for certain.

    On the day, in the month or in the year of a change, as exactly as the table knows it, the answer is None.
    """
    terms = [term for term in _terms().get((role, country), ()) if term.earliest <= day <= term.latest]
    if len(terms) == 1 and terms[0].since <= day <= terms[0].until:
        return terms[0].holder
    return None


def holders(role: str, country: str, start: date, end: date) -> tuple[NamedEntity, ...]:
    """Return all who may have held an office between two days, both included, the earliest first."""
    terms = [term for term in _terms().get((role, country), ()) if term.earliest <= end and start <= term.latest]
    return tuple(dict.fromkeys(term.holder for term in sorted(terms, key=lambda term: (term.earliest, term.since))))


@cache
def terms_by_holder() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms of each person by entity id, in the order of the table."""
    found: dict[str, list[Term]] = {}
    for terms in _terms().values():
        for term in terms:
            found.setdefault(thing_id(term.holder), []).append(term)
    return {key: tuple(terms) for key, terms in found.items()}


def is_preceded(term: Term) -> bool:
    """Return whether the table knows somebody else who was in the office before a term."""
    others = (other for other in _terms()[term.role, term.country] if other.holder != term.holder)
    return any(other.earliest < term.earliest for other in others)


def role_of(title: str, country: str) -> str | None:
    """Return the role that a title names in a country or organisation ("chancellor" of DEU); None if it is none."""
    plain = " ".join(title.casefold().replace("-", " ").split())
    found = [role for role in _titles().get(plain, {}).get(country, ()) if (role, country) in _terms()]
    return found[0] if len(found) == 1 else None


def bounds(edtf: str) -> tuple[date, date]:
    """Return the first and the last day of a year, month or day; raise ValueError for anything else."""
    match = _EDTF.fullmatch(edtf)
    if match is None:
        raise ValueError(f"{edtf!r} is no day, month or year such as 2014-09-08, 2014-09 or 2014")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    first = date(year, month or 1, day or 1)
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return first, last


@cache
def _terms() -> Mapping[tuple[str, str], tuple[Term, ...]]:
    """Return the terms by role and country, in the order of the table; DataFileError where a holder is unknown."""
    found: dict[tuple[str, str], list[Term]] = {}
    for row in office_rows():
        term = _term(row.role, row.country, known_person(row.person, "offices.csv"), row.since, row.until)
        found.setdefault((row.role, row.country), []).append(term)
    return {key: tuple(terms) for key, terms in found.items()}


def _term(role: str, country: str, holder: NamedEntity, since: str, until: str) -> Term:
    """Return the term; where a day of it is unknown no day is certain on that side."""
    earliest, sure = bounds(since) if since and since != ".." else (date.min, date.max)
    sure_end, latest = bounds(until) if until and until != ".." else (date.min, date.max)
    return Term(
        role=role,
        country=country,
        holder=holder,
        earliest=earliest,
        since=sure,
        until=TABLE_ENDS if until == ".." else sure_end,
        latest=latest,
    )


@cache
def _titles() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the roles that each title may name, by country; all countries of the table are spelled out."""
    found: dict[str, dict[str, list[str]]] = {}
    countries = sorted({country for _, country in _terms()})
    for role, group in office_titles().items():
        if unknown := group.of.keys() - set(countries):
            where = f"entities/offices.toml, [{role}], key 'of'"
            raise DataFileError(f"{where}: {min(unknown)!r} should be a country or an organisation of offices.csv.")
        for title in group.titles:
            _add(found, title, role, countries)
        for country in countries:
            _add_all(found, group.of.get(country, ()), role, country)
    return {title: {key: tuple(roles) for key, roles in places.items()} for title, places in found.items()}


def _add_all(found: dict[str, dict[str, list[str]]], titles: Iterable[str], role: str, country: str) -> None:
    for title in titles:
        _add(found, title, role, (country,))


def _add(found: dict[str, dict[str, list[str]]], title: str, role: str, countries: Iterable[str]) -> None:
    for country in countries:
        roles = found.setdefault(title.casefold().replace("-", " "), {}).setdefault(country, [])
        if role not in roles:
            roles.append(role)
