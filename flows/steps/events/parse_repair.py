"""What the parser of long lists gets wrong, put right before a sentence is read: the demands after the first one.

In "demanded that the government cancel the deal, remove the troops, keep ..." every verb in its base form belongs to
the clause with "that"; the parser often hangs the later ones on the main verb.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.steps.events.lexicon import SentenceToken

_LOOSE = frozenset({"parataxis", "advcl", "ccomp", "conj"})
_BARE = frozenset({"VB", "VBP"})
_STEPS = 8
_BOUND = frozenset({"nsubj", "nsubj:pass", "aux", "mark", "expl"})


def mended(tokens: Sequence[SentenceToken]) -> list[SentenceToken]:
    """Return the tokens of a sentence, each verb of a list of demands joined to the first one."""
    found = list(tokens)
    bound = {token.head for token in tokens if token.dep in _BOUND}
    firsts = {
        token.head: token_index
        for token_index, token in reversed(list(enumerate(tokens)))
        if token.dep == "ccomp" and token.tag in _BARE and token_index in bound
    }
    for token_index, token in enumerate(tokens):
        if token.tag in _BARE and token_index not in bound and token.dep in _LOOSE:
            first = _same_form(found, token_index, firsts) if token.dep == "conj" else firsts.get(token.head)
            if first is not None and first < token_index:
                found[token_index] = replace(token, head=first, dep="conj")
    return found


def _same_form(tokens: Sequence[SentenceToken], token_index: int, firsts: Mapping[int, int]) -> int | None:
    """Return the verb in its base form that one joined to a verb in the past belongs to; None if none does."""
    head = tokens[token_index].head
    if tokens[head].tag != "VBD":
        return None
    if head in firsts:
        return firsts[head]
    for _ in range(_STEPS):
        if tokens[head].tag == "VB":
            return head
        head = tokens[head].head
    return None
