"""Nouns inside names become proper nouns, as the treebanks have them: the recogniser of names knows more names."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PROPER = "proper_nouns"
"""What the component is called in a pipeline; it comes after the recogniser of names."""
_TYPES = frozenset({"person", "organization", "place", "facility"})
_TAGS = {"NN": "NNP", "NNS": "NNPS"}


def proper_nouns(doc: "Doc") -> "Doc":
    """Return `doc`, its capitalised common nouns inside names of people, organizations and places tagged as proper."""
    for entity in doc.ents:
        if entity.label_ in _TYPES:
            for token in entity:
                if token.pos_ == "NOUN" and token.text[:1].isupper():
                    _mark_proper(token)
    return doc


def _mark_proper(token: "Token") -> None:
    """Change part of speech, tag and lemma; proper nouns keep the capital in their lemma."""
    lemma = token.text if token.tag_ == "NN" else token.lemma_[:1].upper() + token.lemma_[1:]
    token.pos_, token.tag_, token.lemma_ = "PROPN", _TAGS.get(token.tag_, token.tag_), lemma
