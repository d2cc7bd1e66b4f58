"""The metadata that a page states outside its text, each field with its range in the source.

JSON-LD (schema.org) is believed before `<meta>`, that before `<title>`. Where no field is named after the publication,
htmldate decides which of the other dates is that of it, if any.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from flows.steps.lexicon.bylines import without_stamp
from flows.steps.read.html_cues import table
from flows.steps.read.html_tokens import (
    HtmlAttribute,
    HtmlToken,
    HtmlTokenKind,
    as_xml_characters,
    attributes,
    resolved,
)
from flows.steps.read.markup import MetadataField
from schemas.vocab import Basis

_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_DAY = re.compile(r"\s*((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?=\D|$)")
_PERSON = re.compile(r"[^\W\d_][^\d@/|<>{}]{1,60}")
_SITE = re.compile(r"\s+[|–—·•-]\s+([^|–—·•]{2,60})$")
_BY = re.compile(r"\s*by\s+", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
_KINDS = frozenset({"types", "organisations"})
"""Keys of the table of JSON-LD that list types of objects; the others are fields."""
_NAME_PARTS = ("givenName", "additionalName", "familyName")
"""Keys of a name in parts, in order (schema.org)."""
_DATES = frozenset({"date", "possible_date"})
_LAST_DAY = "2100-01-01"
"""A limit for htmldate in place of the clock's, so that a page gives the same date on every day."""
_LARGEST = 2_000_000
"""Characters of the largest page that htmldate is shown."""


def page_metadata(source: str, notable: Sequence[HtmlToken]) -> tuple[MetadataField, ...]:
    """Return the metadata that a page states, at most one per field but for titles, which may come in several forms.

    `notable` are the tokens of the elements that may state something, in order.
    """
    stated: dict[str, list[MetadataField]] = defaultdict(list)
    for fact in _statements(source, notable):
        stated[fact.field].append(fact)
    titles = (_without_site(title, stated["publisher"]) for title in stated["title"])
    stated["authors"] = list(_people(stated["authors"], stated["publisher"]))
    single = (fact for field in ("authors", "publisher", "url") for fact in stated[field][:1])
    return (*titles, *single, *_date(source, stated["date"], stated["possible_date"]))


def _statements(source: str, notable: Sequence[HtmlToken]) -> Iterator[MetadataField]:
    """Yield everything stated, the most reliable first."""
    given = {token.start: attributes(source, token) for token in notable if token.kind is HtmlTokenKind.START}
    before = {right.start: given.get(left.start, {}) for left, right in pairwise(notable)}
    for token in notable:
        if token.kind is HtmlTokenKind.RAW and token.name == "script" and _is_json_ld(before.get(token.start, {})):
            yield from _from_json_ld(source, token)
    yield from _from_links(given, notable)
    yield from _from_meta(given, notable)
    for token in notable:
        if token.kind is HtmlTokenKind.RAW and token.name == "title":
            yield from _stated(
                "title", [HtmlAttribute(resolved(source[token.start : token.end]), token.start, token.end)]
            )
    yield from _from_times(given, notable)


def _is_json_ld(given: Mapping[str, HtmlAttribute]) -> bool:
    return "type" in given and given["type"].value.strip().lower() == "application/ld+json"


def _from_links(
    given: Mapping[int, Mapping[str, HtmlAttribute]], notable: Sequence[HtmlToken]
) -> Iterator[MetadataField]:
    for token in notable:
        named = given.get(token.start, {})
        if token.name == "link" and "rel" in named and "href" in named and named["rel"].value.lower() == "canonical":
            yield from _stated("url", [named["href"]])


def _from_meta(
    given: Mapping[int, Mapping[str, HtmlAttribute]], notable: Sequence[HtmlToken]
) -> Iterator[MetadataField]:
    contents: dict[str, list[HtmlAttribute]] = {}
    for token in notable:
        named = given.get(token.start, {})
        key = next((named[name].value for name in ("property", "name", "itemprop") if name in named), None)
        if token.name == "meta" and key and "content" in named:
            contents.setdefault(key.strip().lower(), []).append(named["content"])
    for field, names in table().meta.items():
        for name in names:
            yield from _stated(field, contents.get(name, ()))


def _from_times(
    given: Mapping[int, Mapping[str, HtmlAttribute]], notable: Sequence[HtmlToken]
) -> Iterator[MetadataField]:
    """Yield the day of each `<time>`; some are marked as that of the publication."""
    for token in notable:
        named = given.get(token.start, {})
        is_stated = "pubdate" in named or ("itemprop" in named and "datepublished" in named["itemprop"].value.lower())
        if token.name == "time" and "datetime" in named:
            yield from _stated("date" if is_stated else "possible_date", [named["datetime"]])


def _from_json_ld(source: str, token: HtmlToken) -> Iterator[MetadataField]:
    """Yield the metadata of the first article that a JSON-LD block describes."""
    text = source[token.start : token.end]
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # of json: no JSON, or thousands of brackets
        return
    objects = _objects(data)
    article = next(_articles(objects), None)
    if article is None:
        return
    places = _places(text)
    nodes = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and not _is_reference(item)}
    values = {field: _values(article, keys, nodes) for field, keys in table().json_ld.items() if field not in _KINDS}
    people = [item for item in values["authors"] if not _is_organisation(item)]
    values["publisher"] += [item for item in values["authors"] if _is_organisation(item)]
    for field, items in (values | {"authors": people}).items():
        placed = (_placed(_name_of(item), places, token.start) for item in items)
        yield from _stated(field, [attribute for attribute in placed if attribute is not None])


def _values(article: Mapping[str, Any], keys: Sequence[str], nodes: Mapping[str, Any]) -> list[Any]:
    """Return what an article has under some keys; a reference to another object of the page as that object."""
    items = [item for key in keys for item in _listed(article.get(key))]
    return [nodes.get(item["@id"], item) if isinstance(item, dict) and _is_reference(item) else item for item in items]


def _is_reference(item: Mapping[str, Any]) -> bool:
    """Return whether an object is nothing but the id of another one."""
    return isinstance(item.get("@id"), str) and not item.keys() - {"@id", "@type"}


def _is_organisation(item: Any) -> bool:
    """Return whether a value is an object of a type for organisations, which publish and do not write."""
    kinds = _listed(item.get("@type")) if isinstance(item, dict) else []
    return "Person" not in kinds and any(kind in table().json_ld["organisations"] for kind in kinds)


def _placed(parts: Sequence[str], places: Mapping[str, tuple[int, int]], offset: int) -> HtmlAttribute | None:
    """Return a value of one or several strings with the range that holds them; None where the block lacks one."""
    spans = [places[part] for part in parts if part in places]
    if not spans or len(spans) < len(parts):
        return None
    start, end = min(spans)[0], max(end for _, end in spans)
    return HtmlAttribute(" ".join(parts), offset + start, offset + end)


def _objects(data: Any) -> list[dict[str, Any]]:
    """Return the objects of a block, those in lists and graphs too."""
    objects = [item for item in _listed(data) if isinstance(item, dict)]
    return objects + [item for top in objects for item in _listed(top.get("@graph")) if isinstance(item, dict)]


def _articles(objects: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the objects of an article type; plain web pages come last."""
    types = table().json_ld["types"]
    ranked = [
        (types.index(kind), at)
        for at, item in enumerate(objects)
        for kind in _listed(item.get("@type"))
        if kind in types
    ]
    for _, at in sorted(ranked, key=lambda pair: (pair[0] == len(types) - 1, pair[1])):
        yield objects[at]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _name_of(item: Any) -> tuple[str, ...]:
    """Return the strings that a value is or names: a string, or the name of an object, which may be in parts."""
    if not isinstance(item, dict):
        return (item,) if isinstance(item, str) and item.strip() else ()
    names = [(item.get("name"),), tuple(item[part] for part in _NAME_PARTS if item.get(part)), (item.get("@id"),)]
    whole = (name for name in names if name and all(isinstance(part, str) and part.strip() for part in name))
    return next(whole, ())


def _places(text: str) -> dict[str, tuple[int, int]]:
    """Return the first range of each string of a JSON text, without its quotes."""
    spans: dict[str, tuple[int, int]] = {}
    for match in _STRING.finditer(text):
        value = json.loads(match[0], strict=False) if "\\" in match[1] else match[1]
        spans.setdefault(value, match.span(1))
    return spans


def _checked(fact: MetadataField) -> MetadataField | None:
    """Return a field whose value is possible for it, tidied; None for others."""
    value = " ".join(fact.value.split())
    if fact.field == "authors":
        value = without_stamp(_BY.sub("", value, count=1))
        value = value if _PERSON.fullmatch(value) and " " in value else ""
    elif fact.field == "url":
        value = value if _WEB.fullmatch(value) else ""
    elif fact.field in _DATES and (day := _DAY.match(fact.value)):
        return fact._replace(value=day[1], start=fact.start + day.start(1), end=fact.start + day.end(1))
    return fact._replace(value=value) if value else None


def _stated(field: str, given: Sequence[HtmlAttribute]) -> Iterator[MetadataField]:
    """Yield what one element of the page states for a field: its values, those of authors joined."""
    facts = [
        fact
        for attribute in given
        if (
            fact := _checked(MetadataField(field, attribute.value, Basis.PAGE_METADATA, attribute.start, attribute.end))
        )
    ]
    if field == "authors" and facts:
        start, end = min(fact.start for fact in facts), max(fact.end for fact in facts)
        value = " | ".join(dict.fromkeys(fact.value for fact in facts))
        yield MetadataField(field, value, Basis.PAGE_METADATA, start, end)
    else:
        yield from facts


def _people(authors: Sequence[MetadataField], publishers: Sequence[MetadataField]) -> Iterator[MetadataField]:
    """Yield the stated authors without those that are the name of the publisher."""
    sites = {publisher.value.casefold() for publisher in publishers}
    for fact in authors:
        names = [name for name in fact.value.split(" | ") if name.casefold() not in sites]
        if names:
            yield fact._replace(value=" | ".join(names))


def _without_site(title: MetadataField, sites: Sequence[MetadataField]) -> MetadataField:
    """Return a title without the name of the site behind it."""
    suffix = _SITE.search(title.value)
    names = {site.value.casefold() for site in sites}
    return title._replace(value=title.value[: suffix.start()]) if suffix and suffix[1].casefold() in names else title


def _date(source: str, dates: Sequence[MetadataField], others: Sequence[MetadataField]) -> Iterator[MetadataField]:
    """Yield the stated date of publication, or else that of the other dates which htmldate takes for it."""
    if not dates and others and len(source) <= _LARGEST:
        from htmldate import find_date  # heavy: it loads dateparser

        shown = as_xml_characters(source)
        published = find_date(shown, original_date=True, extensive_search=False, max_date=_LAST_DAY)
        dates = [fact._replace(field="date") for fact in others if fact.value == published]
    yield from dates[:1]
