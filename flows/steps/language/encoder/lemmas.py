"""Lemmas as scripts: what is cut from the end of a word, what comes in its place, and the case of what remains.

A script is `<case><count>|<ending>`: `l1|` makes "house" of "Houses", `k1|` "Iraqi" of "Iraqis". The cases are `l`
(small letters), `k` (as written) and `t` (first letter a capital). `=be` is a lemma as a whole.
"""

from collections.abc import Callable
from os.path import commonprefix

_CASES: dict[str, Callable[[str], str]] = {"l": str.lower, "k": str, "t": str.capitalize}
_WHOLE = "="


def lemma_script(word: str, lemma: str) -> str:
    """Return the script from a word to its lemma: of those in `_CASES` the first that keeps at least one letter."""
    for case, change in _CASES.items():
        written = change(word)
        kept = len(commonprefix([written, lemma]))
        if kept and written[:1] == lemma[:1] and (kept == len(lemma) or lemma[kept:].islower()):
            return f"{case}{len(word) - kept}|{lemma[kept:]}"
    return _WHOLE + lemma


def apply_script(word: str, script: str) -> str:
    """Return the lemma that a script makes of a word; the word itself where the script would leave nothing."""
    if script.startswith(_WHOLE):
        return script[1:]
    count, _, ending = script[1:].partition("|")
    written = _CASES[script[0]](word)
    kept = written[: len(written) - int(count)]
    return kept + ending or word
