"""Names that bodies of several countries bear: "Fatah" in a text on Iraq is not the Palestinian one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.knowledge_base import NamedEntity, known_actors
from flows.steps.entities.tables import homonym_rows
from schemas.data_files import DataFileError
from schemas.vocab import LinkMethod

_LEAST = 2
"""Mentions of a country, and more than half of all, that make it the one that a document is about."""
_UNSURE = 0.5
"""Confidence of a link that only the country of the document decides."""


@dataclass(frozen=True, slots=True)
class DocumentCountries:
    """How often a document names each country, its places, people and bodies; homonyms do not count."""

    mentions: Mapping[str, int]

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> "DocumentCountries":
        """Return the countries of all names of a document."""
        countries = (item.entity.country for item in candidates if item.entity.name not in homonyms())
        return cls(Counter(country for country in countries if country))

    def main(self) -> str | None:
        """Return the country that the document is about; None where no country is named often enough."""
        country, count = max(self.mentions.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return country if count >= _LEAST and 2 * count > sum(self.mentions.values()) else None


@cache
def homonyms() -> Mapping[str, tuple[NamedEntity, ...]]:
    """Return the other known bodies of each name that several bear; DataFileError for one that is not known."""
    known = {entity.name: entity for entity in known_actors().values()}
    unknown = [name for row in homonym_rows() for name in (row.name, *row.bodies) if name not in known]
    if unknown:
        raise DataFileError(f"homonyms.csv: {unknown[0]!r} is no name of actors.csv; add a row for it there.")
    return {row.name: tuple(known[body] for body in row.bodies) for row in homonym_rows()}


def settled(candidates: Sequence[Candidate], countries: DocumentCountries, notes: set[str]) -> Iterator[Candidate]:
    """Yield the candidates, where a homonym's own country is not in the document as the body of its main country.

    Such a link gets a lower confidence, and `notes` a sentence on it. Without a main country it has none.
    """
    for candidate in candidates:
        entity = candidate.entity
        is_doubtful = (
            candidate.is_known and entity.name in homonyms() and not countries.mentions.get(entity.country or "")
        )
        if not is_doubtful or not countries.mentions:
            yield candidate
            continue
        body = _body(entity, countries.main())
        notes.add(f"{entity.name}: bodies of several countries have this name; {entity.country} is not in the text")
        yield replace(
            candidate,
            entity=body,
            confidence=_UNSURE,
            is_known=body.name != entity.name,
            method=LinkMethod.DOCUMENT,
        )


def _body(entity: NamedEntity, country: str | None) -> NamedEntity:
    """Return the known body of the country with the name of an entity, or else one that is not known."""
    known = (body for body in homonyms()[entity.name] if body.country == country)
    return next(known, replace(entity, wikidata_id=None, country=country))
