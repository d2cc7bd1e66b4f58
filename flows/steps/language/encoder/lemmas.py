"""Lemmas as scripts: what is cut from the end of a word, what comes in its place, and the case of what remains.

A script is `<case><count>|<ending>`: `l1|` makes "house" of "Houses", `k1|` "Iraqi" of "Iraqis". The cases are `l`
(small letters), `k` (as written) and `t` (first letter a capital). `=be` is a lemma as a whole.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from flows.steps.lexicon.frequency import frequency

_CASES: dict[str, Callable[[str], str]] = {"l": str.lower, "k": str, "t": str.capitalize}
_WHOLE = "="
_CACHED_WORDS = 2**16
_BRITISH, _BRITISH_VERB = re.compile(r"is(?:e|es|ed|ing)$"), re.compile(r"ise$")


def lemma_script(word: str, lemma: str) -> str:
    """Return the script from a word to its lemma: of the cases the one that keeps most letters."""
    kept = {case: _common(change(word), lemma) for case, change in _CASES.items()}
    case = max(kept, key=lambda each: kept[each])
    if not kept[case]:
        return _WHOLE + lemma
    return f"{case}{len(word) - kept[case]}|{lemma[kept[case] :]}"


def _common(left: str, right: str) -> int:
    """Return how many letters two words have in common at their beginning."""
    pairs = zip(left, right, strict=False)
    return next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))


def apply_script(word: str, script: str) -> str:
    """Return the lemma that a script makes of a word; the word itself where the script would leave nothing."""
    if script.startswith(_WHOLE):
        return script[1:]
    count, _, ending = script[1:].partition("|")
    written = _CASES[script[0]](word)
    kept = written[: len(written) - int(count)]
    return kept + ending or word


@lru_cache(_CACHED_WORDS)
def likeliest_lemma(word: str, scripts: tuple[str, ...]) -> str:
    """Return the lemma by the first of `scripts`, the likeliest first, that makes a word in use; else by the first.

    Whether "suffered" loses one letter or two is a matter of spelling, which the encoder does not see in its pieces.
    """
    is_settled = not _BRITISH.search(word)
    lemmas = (apply_script(word, script) for script in scripts)
    in_use = (lemma for lemma in lemmas if (lemma == word and is_settled) or _is_in_use(lemma))
    return next(in_use, None) or apply_script(word, scripts[0])


def _is_in_use(lemma: str) -> bool:
    """Return whether a word is written; the counts are of American spellings ("criticise" counts as "criticize")."""
    return bool(frequency(lemma.lower()) or frequency(_BRITISH_VERB.sub("ize", lemma.lower())))
