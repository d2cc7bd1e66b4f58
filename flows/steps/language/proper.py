"""Proper-noun retagging: nouns inside recognised names become proper nouns, as in the treebanks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PROPER = "proper_nouns"
"""Name of the component in a pipeline; it comes after the entity recogniser."""
_TYPES = frozenset({"person", "organization", "place", "facility"})
_TAGS = {"NN": "NNP", "NNS": "NNPS"}


def retag_proper_nouns(doc: "Doc") -> "Doc":
    """Return `doc`, its capitalised common nouns inside names of people, organizations and places tagged as proper."""
    for entity in doc.ents:
        if entity.label_ in _TYPES:
            for token in entity:
                if token.pos_ == "NOUN" and token.text[:1].isupper():
                    _retag(token)
    return doc


def _retag(token: "Token") -> None:
    """Change part of speech, tag and lemma; proper nouns keep the capital in their lemma."""
    lemma = token.text if token.tag_ == "NN" else token.lemma_[:1].upper() + token.lemma_[1:]
    token.pos_, token.tag_, token.lemma_ = "PROPN", _TAGS.get(token.tag_, token.tag_), lemma
