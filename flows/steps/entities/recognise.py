"""Names found in the passages of one document."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from flows.steps.entities.candidates import Candidate, select
from flows.steps.entities.coreference import People, acronym_of
from flows.steps.entities.fuzzy_link import respelled
from flows.steps.entities.gazetteer import Title, scan
from flows.steps.entities.knowledge_base import NOTHING, Known, UserActors, forms, title_groups, words
from flows.steps.entities.metonyms import meant
from flows.steps.entities.ner import named
from flows.steps.entities.office_holders import UNDATED, Period, Told, office_names
from flows.steps.entities.organisation_rules import bodies
from flows.steps.entities.person_rules import people
from flows.steps.entities.tokens import Token, tokens
from flows.steps.entities.view import View, view
from flows.steps.text.passage import Passage
from schemas.vocab import EntityType, LinkMethod, MentionKind

_BRACKETS = re.compile(r" \(([A-Z][A-Za-z0-9&-]{1,9})\)")
_SURE = 0.9


@dataclass(slots=True)
class Read:
    """One passage with its capitalised words and the names chosen in it."""

    view: View
    tokens: list[Token]
    titles: list[Title]
    chosen: list[Candidate] = field(default_factory=list)


def recognise(
    passages: Sequence[Passage], period: Period = UNDATED, actors: UserActors = NOTHING
) -> tuple[list[tuple[Passage, list[Candidate]]], tuple[str, ...]]:
    """Return the names of each passage in order, and a note for each short name that two people share.

    `period` is when the document was written: offices have other holders at other times. `actors` are known beside
    those that are shipped.
    """
    reads = [_read(passage, actors) for passage in passages]
    for read, further in zip(reads, named([read.view for read in reads]), strict=True):
        read.chosen = [respelled(one, actors) for one in select((*read.chosen, *_apart(further, read.chosen)))]
    everyone = People((candidate.thing for read in reads for candidate in read.chosen), actors)
    acronyms = dict(pair for read in reads for pair in _introduced(read))
    for read in reads:
        settled = [_settle(read, candidate, everyone, acronyms) for candidate in read.chosen]
        read.chosen = [candidate for candidate in settled if candidate is not None]
        read.chosen = select((*read.chosen, *_short(read, everyone, acronyms)))
    told = [Told(read.view, read.chosen, read.titles) for read in reads]
    for read, office in zip(reads, office_names(told, period), strict=True):
        read.chosen = select((*(meant(read.view, candidate) for candidate in read.chosen), *office))
    return [(read.view.passage, read.chosen) for read in reads], tuple(sorted(everyone.notes))


def _read(passage: Passage, actors: UserActors) -> Read:
    ready = view(passage, actors)
    found = scan(ready)
    read = Read(ready, tokens(ready.folded), found.titles)
    read.chosen = select((*found.hits, *people(ready, found, read.tokens), *bodies(ready, found, read.tokens)))
    return read


def _apart(candidates: Iterable[Candidate], surer: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates that overlap with none of the surer ones."""
    ends = [other.end for other in surer]
    for candidate in candidates:
        index = bisect_right(ends, candidate.start)
        if index == len(surer) or surer[index].start >= candidate.end:
            yield candidate


def _introduced(read: Read) -> Iterator[tuple[str, Known]]:
    """Yield each acronym that stands in brackets behind the name it shortens."""
    for candidate in read.chosen:
        match = _BRACKETS.match(read.view.folded, candidate.end)
        if match and acronym_of(match[1], read.view.folded[candidate.start : candidate.end]):
            yield match[1], candidate.thing


def _settle(read: Read, candidate: Candidate, everyone: People, acronyms: dict[str, Known]) -> Candidate | None:
    """Return the candidate as the whole document understands it; None where two people share the name."""
    text = read.view.folded[candidate.start : candidate.end]
    if text in acronyms:
        return _in_document(candidate, acronyms[text], MentionKind.ACRONYM)
    if candidate.thing.entity_type != EntityType.PERSON:
        return candidate
    if " " in text and candidate.kind != MentionKind.SHORT:
        return replace(candidate, thing=_filled(everyone.same(candidate.thing), candidate.thing))
    owner = everyone.owner(text, candidate.thing if candidate.is_known else None)
    if owner is None:
        return None if everyone.is_shared(text) else candidate
    return candidate if owner == candidate.thing else _in_document(candidate, owner, MentionKind.SHORT)


def _in_document(candidate: Candidate, thing: Known, kind: str) -> Candidate:
    return replace(candidate, thing=_filled(thing, candidate.thing), kind=kind, method=LinkMethod.DOCUMENT)


def _filled(thing: Known, told: Known) -> Known:
    """Return a thing with what a title told of it here: "Commander Varga" is of the military."""
    if thing.entity_type != EntityType.PERSON:
        return thing
    return replace(thing, country=thing.country or told.country, sector=thing.sector or told.sector)


def _short(read: Read, everyone: People, acronyms: dict[str, Known]) -> Iterator[Candidate]:
    """Yield surnames and acronyms that stand alone for what the document names in full."""
    for index, token in enumerate(read.tokens):
        thing, kind = acronyms.get(token.word), MentionKind.ACRONYM
        if thing is None and everyone.has(token.word) and _is_alone(read, index):
            thing, kind = everyone.owner(token.word, None), MentionKind.SHORT
        if thing is not None:
            yield Candidate(
                start=token.start,
                end=token.end,
                thing=thing,
                kind=kind,
                recogniser="document_rule",
                confidence=_SURE,
                method=LinkMethod.DOCUMENT,
            )


def _is_alone(read: Read, index: int) -> bool:
    """Return whether no other name is joined to a surname; at the start of a sentence it must be no plain word."""
    token, text = read.tokens[index], read.view.folded
    begins = read.view.starts_sentence(token.start)
    if begins and token.word in words("surname_words"):
        return False
    if read.view.is_title_case:
        return True
    return not (_is_name_before(read, index, text) or _is_name_after(read, index, text))


def _is_name_before(read: Read, index: int, text: str) -> bool:
    if not index or text[read.tokens[index - 1].end : read.tokens[index].start] != " ":
        return False
    before = read.tokens[index - 1]
    is_other = _is_no_name(before.word, read.view.actors) or read.view.starts_sentence(before.start)
    return not is_other or before.word in words("given")


def _is_name_after(read: Read, index: int, text: str) -> bool:
    if index + 1 == len(read.tokens) or text[read.tokens[index].end : read.tokens[index + 1].start] != " ":
        return False
    return not _is_no_name(read.tokens[index + 1].word, read.view.actors)


def _is_no_name(word: str, actors: UserActors) -> bool:
    form = forms(actors).get(word)
    is_thing = form is not None and form.known.entity_type != EntityType.PERSON
    return word in words("stops") or word in title_groups() or is_thing or len(word) == 1
