"""What the parser gets wrong, put right before a sentence is read: long lists of demands, and reduced relatives.

"Militias like X, a group bombed by Y, now run the port" leads readers, too, astray: a past form without a subject that
has an agent is no main verb but describes the noun before it.

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
_OF_FINITE = frozenset({"nsubj", "nsubj:pass", "csubj", "aux", "aux:pass", "expl", "obj", "cc"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def mended(tokens: Sequence[SentenceToken]) -> list[SentenceToken]:
    """Return the tokens of a sentence with its reduced relatives and its lists of demands put right."""
    return _with_lists(_with_relatives(tokens))


def _with_relatives(tokens: Sequence[SentenceToken]) -> Sequence[SentenceToken]:
    """Return the tokens with the root hung on the noun before it where it is a participle with an agent."""
    root = next((index for index, token in enumerate(tokens) if token.dep == "root" and token.tag == "VBD"), 0)
    below = {token.dep for token in tokens if token.head == root}
    behind = range(root + 1, len(tokens))
    main = next((index for index in behind if tokens[index].head == root and _is_main(tokens[index])), None)
    is_reduced = "obl:agent" in below and not below & _OF_FINITE and root and tokens[root - 1].pos in _NOUNS
    if main is None or not is_reduced:
        return tokens
    found = list(tokens)
    found[root] = replace(tokens[root], dep="acl", tag="VBN", head=root - 1)
    found[main] = replace(tokens[main], dep="root", head=main)
    return found


def _is_main(token: SentenceToken) -> bool:
    return token.dep in _LOOSE and token.pos in {"VERB", "AUX"}


def _with_lists(tokens: Sequence[SentenceToken]) -> list[SentenceToken]:
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
