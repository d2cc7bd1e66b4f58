"""Names in the passages of one document: rules and model, then coreference, office holders and metonyms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from flows.steps.entities.candidates import Candidate, select
from flows.steps.entities.coreference import DocumentPeople, is_acronym_of
from flows.steps.entities.first_names import place_first_names
from flows.steps.entities.gazetteer import PLAIN_WORD, TitleMatch, match_gazetteer
from flows.steps.entities.homonyms import DocumentCountries, settled
from flows.steps.entities.knowledge_base import (
    NOTHING,
    NamedEntity,
    SurfaceForm,
    UserActors,
    known_actors,
    surface_forms,
    title_groups,
    words,
)
from flows.steps.entities.metonyms import resolve_metonym
from flows.steps.entities.ner import merged, ner_candidates
from flows.steps.entities.office_holders import UNDATED, DocumentPeriod, NamedPassage, office_holder_candidates
from flows.steps.entities.organisation_rules import organisation_candidates
from flows.steps.entities.passage_view import PassageView, passage_view
from flows.steps.entities.person_rules import person_candidates
from flows.steps.entities.phonetics import sounds
from flows.steps.entities.regions import NamedText, with_regions
from flows.steps.entities.tokens import CapitalisedWord, capitalised_words, fold
from flows.steps.lexicon.frequency import frequency
from flows.steps.text.passage import Passage
from schemas.vocab import EntityType, LinkMethod, MentionKind

_BRACKETS = re.compile(r" \(([A-Z][A-Za-z0-9&-]{1,9})\)")
_SURE = 0.9
_FUZZY_CONFIDENCE = 0.85
_NAME_WORDS_AT_MOST = 5
_REACH = 40
_SPELLED = frozenset({EntityType.PERSON, EntityType.ARMED_GROUP})
"""Types whose names are transliterated, so that spellings differ; names of other bodies are translated."""
_Sounds = tuple[str, ...]


@dataclass(slots=True)
class RecognisedPassage:
    """One passage with its capitalised words, its titles, and the names chosen in it."""

    view: PassageView
    tokens: list[CapitalisedWord]
    titles: list[TitleMatch]
    chosen: list[Candidate] = field(default_factory=list)

    def named(self) -> Iterator[tuple[str, NamedEntity]]:
        """Yield the folded words and the entity of each name chosen."""
        return ((self.view.folded[item.start : item.end], item.entity) for item in self.chosen)


def recognise(
    passages: Sequence[Passage], period: DocumentPeriod = UNDATED, actors: UserActors = NOTHING
) -> tuple[list[tuple[Passage, list[Candidate]]], tuple[str, ...]]:
    """Return the names of each passage in order, and a note for each short name that two people share.

    `period` is when the document was written: offices have other holders at other times. `actors` are those that a
    user adds to the knowledge base.
    """
    recognised = [_by_rules(passage, actors) for passage in passages]
    for passage, further in zip(recognised, ner_candidates([passage.view for passage in recognised]), strict=True):
        passage.chosen = [fuzzy_linked(candidate, actors) for candidate in merged(passage.chosen, further)]
    placed = with_regions([NamedText(passage.view, passage.chosen) for passage in recognised])
    for passage, names in zip(recognised, placed, strict=True):
        passage.chosen = names
    people = DocumentPeople((name for passage in recognised for name in passage.named()), actors)
    acronyms = dict(pair for passage in recognised for pair in _bracketed_acronyms(passage))
    for passage in recognised:
        resolved = [_resolve(passage, candidate, people, acronyms) for candidate in passage.chosen]
        names = [candidate for candidate in resolved if candidate is not None]
        passage.chosen = select((*names, *_repeated_mentions(passage, people, acronyms)))
    named = [NamedPassage(passage.view, passage.chosen, passage.titles) for passage in recognised]
    for passage, holders in zip(recognised, office_holder_candidates(named, period), strict=True):
        names = [resolve_metonym(passage.view, candidate) for candidate in passage.chosen]
        passage.chosen = select((*names, *holders))
    countries, notes = DocumentCountries.of(item for passage in recognised for item in passage.chosen), people.notes
    return [(passage.view.passage, list(settled(passage.chosen, countries, notes))) for passage in recognised], tuple(
        sorted(notes)
    )


def _by_rules(passage: Passage, actors: UserActors) -> RecognisedPassage:
    """Return a passage with the names that the knowledge base has or that a rule finds."""
    view = passage_view(passage, actors)
    known, tokens = match_gazetteer(view), capitalised_words(view.folded)
    first_names = place_first_names(view, known, tokens)
    known.hits = [hit for hit in known.hits if hit.start not in first_names]
    people = person_candidates(view, known, tokens, first_names)
    organisations = organisation_candidates(view, known, tokens)
    chosen = select((*known.hits, *people, *organisations))
    return RecognisedPassage(view, tokens, known.titles, chosen)


def _bracketed_acronyms(passage: RecognisedPassage) -> Iterator[tuple[str, NamedEntity]]:
    """Yield each acronym that follows in brackets the name it shortens, with the entity."""
    for candidate in passage.chosen:
        match = _BRACKETS.match(passage.view.folded, candidate.end)
        if match and is_acronym_of(match[1], passage.view.folded[candidate.start : candidate.end]):
            yield match[1], candidate.entity


def _resolve(
    passage: RecognisedPassage, candidate: Candidate, people: DocumentPeople, acronyms: dict[str, NamedEntity]
) -> Candidate | None:
    """Return the candidate as resolved in the whole document; None where two people share the name."""
    text = passage.view.folded[candidate.start : candidate.end]
    if text in acronyms:
        return _in_document(candidate, acronyms[text], MentionKind.ACRONYM)
    if candidate.entity.entity_type != EntityType.PERSON:
        return candidate
    if " " in text and candidate.kind != MentionKind.SHORT:
        return replace(candidate, entity=_with_title_facts(people.same_person(candidate.entity), candidate.entity))
    owner = people.owner(text, candidate.entity if candidate.is_known else None)
    if owner is None and people.is_shared(text):
        return None
    if owner is None and _word_before(passage.view, candidate.start) not in words("sovereigns"):
        owner = people.bearer(text)
    if owner is None:
        return candidate
    return candidate if owner == candidate.entity else _in_document(candidate, owner, MentionKind.SHORT)


def _word_before(view: PassageView, start: int) -> str:
    before = view.folded[max(0, start - _REACH) : start].rsplit(maxsplit=1)
    return before[-1].removesuffix(".") if before else ""


def _in_document(candidate: Candidate, entity: NamedEntity, kind: str) -> Candidate:
    return replace(candidate, entity=_with_title_facts(entity, candidate.entity), kind=kind, method=LinkMethod.DOCUMENT)


def _with_title_facts(entity: NamedEntity, titled: NamedEntity) -> NamedEntity:
    """Return a person with the country and sector of a title where missing: "Commander Varga" is of the military."""
    if entity.entity_type != EntityType.PERSON:
        return entity
    return replace(entity, country=entity.country or titled.country, sector=entity.sector or titled.sector)


def _repeated_mentions(
    passage: RecognisedPassage, people: DocumentPeople, acronyms: dict[str, NamedEntity]
) -> Iterator[Candidate]:
    """Yield full names, single words of people's names and acronyms, of what the document names in full elsewhere."""
    others = {item.start for item in passage.chosen if item.entity.entity_type != EntityType.PERSON}
    found = {(item.start, item.end) for item in passage.chosen}
    for index, token in enumerate(passage.tokens):
        for last in passage.tokens[index + 1 : index + _NAME_WORDS_AT_MOST]:
            person = people.named(passage.view.folded[token.start : last.end])
            if person is not None and token.start not in others and (token.start, last.end) not in found:
                yield _repeated(token.start, last.end, people.same_person(person), MentionKind.FULL)
        entity, kind = acronyms.get(token.word), MentionKind.ACRONYM
        if entity is None and people.has_surname(token.word) and _is_alone(passage, index):
            entity, kind = people.owner(token.word, None), MentionKind.SHORT
        elif entity is None and token.start not in others and _is_other_name(passage, index):
            entity, kind = people.bearer(token.word), MentionKind.SHORT
        if entity is not None:
            yield _repeated(token.start, token.end, entity, kind)


def _repeated(start: int, end: int, entity: NamedEntity, kind: str) -> Candidate:
    return Candidate(
        start=start,
        end=end,
        entity=entity,
        kind=kind,
        recogniser="document_rule",
        confidence=_SURE,
        method=LinkMethod.DOCUMENT,
    )


def _is_other_name(passage: RecognisedPassage, index: int) -> bool:
    """Return whether a word is alone and may be somebody's first name: it is no plain word."""
    token = passage.tokens[index]
    if frequency(token.word.lower()) >= PLAIN_WORD or token.word in words("given_words") | words("surname_words"):
        return False
    if passage.view.is_title_case and not _has_plain_neighbours(passage, index):
        return False
    before = _word_before(passage.view, token.start)
    return _is_alone(passage, index) and before not in words("sovereigns") | words("not_alone")


def _has_plain_neighbours(passage: RecognisedPassage, index: int) -> bool:
    """Return whether the words beside one are plain words, where all have capitals: "Tedros Urges Calm"."""
    token = passage.tokens[index]
    beside = passage.tokens[max(0, index - 1) : index] + passage.tokens[index + 1 : index + 2]
    near = [other for other in beside if other.end + 1 == token.start or token.end + 1 == other.start]
    return all(frequency(other.word.lower()) >= PLAIN_WORD for other in near)


def _is_alone(passage: RecognisedPassage, index: int) -> bool:
    """Return whether no other name is joined to a surname; at the start of a sentence it must be no plain word."""
    token, text = passage.tokens[index], passage.view.folded
    begins = passage.view.starts_sentence(token.start)
    if begins and token.word in words("surname_words"):
        return False
    if passage.view.is_title_case:
        return True
    return not (_is_name_before(passage, index, text) or _is_name_after(passage, index, text))


def _is_name_before(passage: RecognisedPassage, index: int, text: str) -> bool:
    if not index or text[passage.tokens[index - 1].end : passage.tokens[index].start] != " ":
        return False
    before = passage.tokens[index - 1]
    is_other = _is_no_name(before.word, passage.view.actors) or passage.view.starts_sentence(before.start)
    return not is_other or before.word in words("given")


def _is_name_after(passage: RecognisedPassage, index: int, text: str) -> bool:
    if index + 1 == len(passage.tokens) or text[passage.tokens[index].end : passage.tokens[index + 1].start] != " ":
        return False
    return not _is_no_name(passage.tokens[index + 1].word, passage.view.actors)


def _is_no_name(word: str, actors: UserActors) -> bool:
    form = surface_forms(actors).get(word)
    is_other_entity = form is not None and form.entity.entity_type != EntityType.PERSON
    return word in words("stops") or word in title_groups() or is_other_entity or len(word) == 1


def fuzzy_linked(candidate: Candidate, actors: UserActors) -> Candidate:
    """Return the candidate linked to the one known entity whose name of several words sounds like its own; else itself.

    "Kassem Sulaymani" sounds like the known Qasem Soleimani. What `actors` has wins over what is shipped.
    """
    entity = candidate.entity
    if candidate.is_known or " " not in entity.name:
        return candidate
    family = EntityType.PERSON if entity.entity_type == EntityType.PERSON else EntityType.ARMED_GROUP
    known = _by_sound(actors).get((family, sounds(entity.name)))
    if known is None or (entity.country and known.country and entity.country != known.country):
        return candidate
    return replace(candidate, entity=known, is_known=True, method=LinkMethod.SIMILAR, confidence=_FUZZY_CONFIDENCE)


@cache
def _by_sound(actors: UserActors) -> Mapping[tuple[str, _Sounds], NamedEntity]:
    """Return the people and armed groups with names of several words by phonetic key; shared keys are left out."""
    shipped = (
        surface_forms(actors).get(fold(entity.name), SurfaceForm(entity, "")).entity
        for entity in known_actors().values()
    )
    found: dict[tuple[str, _Sounds], NamedEntity | None] = {}
    for entity in dict.fromkeys((*(entity for entity, _ in actors.entries), *shipped)):
        key = sounds(entity.name)
        if entity.entity_type in _SPELLED and len(key) > 1:
            typed_key = (entity.entity_type, key)
            found[typed_key] = None if typed_key in found else entity
    return {key: entity for key, entity in found.items() if entity is not None}
