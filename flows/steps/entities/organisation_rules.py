"""Organisations, places and events named by their head word: "Interior Ministry", "University of Karelin"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from flows.steps.entities.candidates import Candidate
from flows.steps.entities.gazetteer import GazetteerMatches
from flows.steps.entities.knowledge_base import NamedEntity, surface_forms, title_groups, words
from flows.steps.entities.passage_view import PassageView
from flows.steps.entities.tables import head_groups
from flows.steps.entities.tokens import CapitalisedWord, connector
from schemas.vocab import STATE_SECTORS, EntityType, MentionKind

_CONFIDENCE = 0.8
_WORDS_AT_MOST = 6
_OPENING = frozenset({"of", "for", "on"})


class OrganisationHead(NamedTuple):
    """A head of one or more words with the type and sector of the names that it heads."""

    words: tuple[str, ...]
    entity_type: str
    sector: str | None


@cache
def _heads(place: str) -> Mapping[str, tuple[OrganisationHead, ...]]:
    """Return the heads listed under `place`, by last word (first word for prefixes), longest first."""
    found: dict[str, list[OrganisationHead]] = {}
    for group in head_groups().values():
        for text in getattr(group, place):
            parts = tuple(text.split())
            key = parts[0] if place == "prefix" else parts[-1]
            found.setdefault(key, []).append(OrganisationHead(parts, group.entity_type, group.sector))
    return {key: tuple(sorted(heads, key=lambda head: -len(head.words))) for key, heads in found.items()}


@cache
def head_words() -> frozenset[str]:
    """Return every word that ends a head."""
    return frozenset(_heads("suffix"))


def organisation_candidates(
    view: PassageView, known: GazetteerMatches, tokens: Sequence[CapitalisedWord]
) -> Iterator[Candidate]:
    """Yield a candidate for each name with a head word in running text; headlines are left out.

    `known` are the matches of the knowledge base in `view`, `tokens` its capitalised words, in order.
    """
    if view.is_title_case or view.is_upper:
        return
    by_start = {hit.start: hit for hit in known.hits}
    by_end = {hit.end: hit for hit in known.hits}
    for index, token in enumerate(tokens):
        for head, first, last in _named(view, tokens, index, token):
            start, end = tokens[first].start, tokens[last].end
            if not (
                _repeats_known(by_start.get(start), tokens, index, head) or _adds_demonym(by_start, tokens, first, end)
            ):
                yield _candidate(
                    view,
                    start,
                    end,
                    head,
                    _country(tokens[first : last + 1], by_start, by_end, is_state=head.sector in STATE_SECTORS),
                )


def _named(
    view: PassageView, tokens: Sequence[CapitalisedWord], index: int, token: CapitalisedWord
) -> Iterator[tuple[OrganisationHead, int, int]]:
    """Yield each head at `index` with the first and last token of its name."""
    head = next((head for head in _heads("suffix").get(token.word, ()) if _is_at(view, tokens, index, head)), None)
    if head is not None:
        head_start = index - len(head.words) + 1
        first, last = _left(view, tokens, head_start), _right(view, tokens, index)
        has_name = first < head_start or last > index or " ".join(head.words) in _alone()
        if has_name and not _is_doubtful(view, tokens, first, head_start, last):
            yield head, first, last
    for prefix in _heads("prefix").get(token.word, ()):
        last = _right(view, tokens, index + len(prefix.words) - 1, is_prefix=True)
        if last >= index + len(prefix.words):
            yield prefix, index, last


def _is_doubtful(view: PassageView, tokens: Sequence[CapitalisedWord], first: int, head_start: int, last: int) -> bool:
    """Return whether the name goes on behind its head, or is one plain word that may only begin the sentence."""
    if last + 1 < len(tokens) and connector(view.folded, tokens[last], tokens[last + 1]) == "":
        following = tokens[last + 1].word
        if not (following in words("stops") or following in title_groups() or following in words("given")):
            return True
    is_single = head_start - first == 1 and tokens[first].word not in surface_forms(view.actors)
    return is_single and view.starts_sentence(tokens[first].start)


@cache
def _alone() -> frozenset[str]:
    return frozenset(text for group in head_groups().values() for text in group.alone)


def _is_at(view: PassageView, tokens: Sequence[CapitalisedWord], index: int, head: OrganisationHead) -> bool:
    first = index - len(head.words) + 1
    if first < 0 or tuple(token.word for token in tokens[first : index + 1]) != head.words:
        return False
    return all(connector(view.folded, tokens[at], tokens[at + 1]) == "" for at in range(first, index))


def _left(view: PassageView, tokens: Sequence[CapitalisedWord], index: int) -> int:
    """Return the first token of the words before a head."""
    first = index
    while first and index - first < _WORDS_AT_MOST and connector(view.folded, tokens[first - 1], tokens[first]) == "":
        if tokens[first - 1].word in words("stops") or tokens[first - 1].word in title_groups():
            break
        first -= 1
    return first


def _right(view: PassageView, tokens: Sequence[CapitalisedWord], index: int, *, is_prefix: bool = False) -> int:
    """Return the last token of what follows a head: "of Foreign Affairs", "for Strategic and Water Studies"."""
    last = index
    while last + 1 < len(tokens) and last - index < _WORDS_AT_MOST:
        following = tokens[last + 1]
        link = connector(view.folded, tokens[last], following)
        opens = link in _OPENING or (is_prefix and link == "")
        if link is None or following.word in words("stops") or (last == index and not opens):
            break
        if link in {"and", "&"} and (following.word in surface_forms(view.actors) or _ends_with_head(tokens, last + 1)):
            break
        if last > index and link in _OPENING and following.word not in surface_forms(view.actors):
            break
        last += 1
    return last


def _ends_with_head(tokens: Sequence[CapitalisedWord], index: int) -> bool:
    """Return whether a second name with a head of its head_start begins at `index`."""
    return any(token.word in head_words() for token in tokens[index : index + 3])


def _repeats_known(
    hit: Candidate | None, tokens: Sequence[CapitalisedWord], index: int, head: OrganisationHead
) -> bool:
    """Return whether the name is a known group's with only the head added ("Hamas Movement")."""
    head_start = index - len(head.words) + 1
    if hit is None or hit.entity.entity_type not in {EntityType.ARMED_GROUP, EntityType.ORGANIZATION}:
        return False
    return head_start < len(tokens) and hit.end == tokens[head_start].start - 1


def _adds_demonym(by_start: Mapping[int, Candidate], tokens: Sequence[CapitalisedWord], first: int, end: int) -> bool:
    """Return whether the name is a known organisation's with only a demonym before it ("Iraqi Badr Organization")."""
    demonym = by_start.get(tokens[first].start)
    known = by_start.get(tokens[first + 1].start) if first + 1 < len(tokens) else None
    if demonym is None or known is None or demonym.kind != MentionKind.DEMONYM:
        return False
    return known.end == end and known.entity.country == demonym.entity.country


def _country(
    tokens: Sequence[CapitalisedWord],
    by_start: Mapping[int, Candidate],
    by_end: Mapping[int, Candidate],
    *,
    is_state: bool,
) -> str | None:
    """Return the country named in the words, or that of their owner ("Iraq's Interior Ministry").

    The country of a town counts for bodies of the state alone: others are named after the town where they met.
    """
    owner = by_end.get(tokens[0].start - len("'s "))
    hits = [by_start[token.start] for token in tokens if token.start in by_start]
    named = (hit.entity for hit in (*hits, *([owner] if owner else ())))
    return next(
        (entity.country for entity in named if entity.country and (is_state or entity.entity_type != EntityType.PLACE)),
        None,
    )


def _candidate(view: PassageView, start: int, end: int, head: OrganisationHead, country: str | None) -> Candidate:
    written = view.written[start:end].replace("\n", " ")
    entity = NamedEntity(name=written, entity_type=head.entity_type, country=country, sector=head.sector)
    return Candidate(
        start=start, end=end, entity=entity, kind=MentionKind.FULL, recogniser="head_rule", confidence=_CONFIDENCE
    )
