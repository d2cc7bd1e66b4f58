"""Whether an event is told as having happened, and by whom."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.events.lexicon import word_class
from flows.steps.events.linear.subjects import group_start
from flows.steps.events.sentence import View
from flows.steps.lexicon.saying import saying
from flows.steps.models import Mention
from schemas.data_files import load_toml
from schemas.vocab import Factuality

_CLAUSE = 10
_NOUN_CLAUSE = 4
_IMPLICATIVE = frozenset({"managed", "allowed", "forced", "helped", "led", "enabled"})
_LINKS = frozenset(
    {
        "who",
        "which",
        "when",
        "where",
        "after",
        "before",
        "because",
        "and",
        "but",
        "since",
        "until",
        "while",
        "as",
        "though",
    }
)
_STOPS = frozenset({",", ";", ":", "(", ")", "—", "–"})


class CueBlock(NamedTuple):
    """A block of `factuality.toml`: word sequences by where they are looked for, and sentences for the tests."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    before: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    governing: tuple[str, ...] = ()
    saying: tuple[str, ...] = ()
    judging: tuple[str, ...] = ()
    adjacent: tuple[str, ...] = ()


@cache
def settings() -> dict[Factuality, CueBlock]:
    """Return the blocks of `events/factuality.toml`, the strongest first."""
    return load_toml(files("flows.steps.events").joinpath("factuality.toml"), dict[Factuality, CueBlock])


@cache
def _cues(kind: str) -> tuple[tuple[Factuality, tuple[tuple[str, ...], ...]], ...]:
    """Return the cues of one kind (a key of the blocks in the file) of each factuality, the strongest first."""
    return tuple((name, tuple(tuple(cue.split()) for cue in getattr(row, kind))) for name, row in settings().items())


def factuality(view: View, verb: int, *, is_noun: bool = False) -> Factuality:
    """Return how the event whose verb or noun is the token `verb` is told."""
    return of_sentence(view, verb) or _of_clause(view, verb, is_noun=is_noun)


def of_sentence(view: View, verb: int) -> Factuality | None:
    """Return how the whole sentence is told, None where it asserts: questions, "had it ...", "it is false that ..."."""
    words = [token.lower for token in view.tokens]
    is_unreal = words[:1] == ["had"] and "have" in words
    if words[-1:] == ["?"] or is_unreal:
        return Factuality.HYPOTHETICAL
    return _first(words[:verb], "saying") or _first(words[verb + 1 :], "judging")


def _of_clause(view: View, verb: int, *, is_noun: bool) -> Factuality:
    clause = clause_before(view, verb)
    if is_noun:
        return _first(clause[-_NOUN_CLAUSE:], "noun") or _first(_after(view, verb), "before") or Factuality.ASSERTED
    found = _first(clause, "before")
    if found is None and any(word.endswith(("n't", "n’t")) for word in clause[-4:]):
        found = Factuality.NEGATED
    if found is None and _IMPLICATIVE.isdisjoint(clause):
        found = _first(clause[-1:], "adjacent")
    if found is None and _may_be_governed(view, verb):
        found = _first([token.lower for token in view.tokens[:verb]], "governing")
    return found or Factuality.ASSERTED


def _after(view: View, noun: int) -> list[str]:
    """Return the word behind a noun that may be the auxiliary of its clause ("the withdrawal could help")."""
    return [view.lower(noun + 1)]


def _may_be_governed(view: View, verb: int) -> bool:
    """Return whether a demand or a condition earlier in the sentence can reach the verb: no relative clause bars it."""
    start = group_start(view, verb)
    if view.lower(start - 1) in {"that", "who", "which"}:
        return False
    helpers = {view.lower(place) for place in range(start, verb)}
    is_finite = view.lower(verb).endswith(("s", "ing")) or not helpers.isdisjoint({"has", "have", "had", "was", "were"})
    return not is_finite or any(token.lower == "if" for token in view.tokens)


def clause_before(view: View, verb: int) -> list[str]:
    """Return the words of the trigger's clause before it, at most ten; a verb's sister after "and" is left out."""
    words: list[str] = []
    for place in range(verb - 1, max(-1, verb - _CLAUSE), -1):
        word = view.lower(place)
        if word in _STOPS or word in _LINKS:
            break
        words.append(word if not view.when[place] else "")
        if word in {"that", "if"}:
            words.append(view.lower(place - 1))
            break
    return words[::-1]


def _first(words: Sequence[str], kind: str) -> Factuality | None:
    held = set(words)
    for name, cues in _cues(kind):
        if any(cue[0] in held and _stands(words, cue) for cue in cues):
            return name
    return None


def _stands(words: Sequence[str], cue: tuple[str, ...]) -> bool:
    size = len(cue)
    return any(tuple(words[place : place + size]) == cue for place in range(len(words) - size + 1))


def is_refusal(view: View, verb: int) -> bool:
    """Return whether what a clause negates is what somebody will not do: "will not", "would never", "won't"."""
    helpers = {view.lower(place) for place in range(group_start(view, verb), verb)}
    return not helpers.isdisjoint({"will", "would", "won't", "won’t", "wouldn't", "wouldn’t"})


def speaker(view: View, verb: int) -> Mention | None:
    """Return the name of who says it: "X said that ...", "..., X said", "according to X"."""
    for place, token in enumerate(view.tokens):
        if token.lower == "according" and view.lower(place + 1) == "to":
            return _name_after(view, place + 2)
        if token.lower in saying().sourcing and place != verb and _reports(view, place, verb):
            return _name_before(view, place)
    return None


def _reports(view: View, place: int, verb: int) -> bool:
    """Return whether the verb of saying at `place` covers the trigger: before it, or at the end of the sentence."""
    if place < verb:
        return view.lower(place + 1) in {"that", "the", "its", "it", ":", ","} or view.mention_of[place + 1] is not None
    return any(view.lower(spot) == "," for spot in range(verb, place))


def _name_before(view: View, place: int) -> Mention | None:
    while place > 0 and (view.when[place - 1] or view.lower(place - 1) in {"on", "in", "has", "have", "had", "also"}):
        place -= 1
    chunk = view.chunk_before(place)
    return chunk.mention if chunk else None


def _name_after(view: View, place: int) -> Mention | None:
    while view.lower(place) in word_class("articles"):
        place += 1
    chunk = view.chunk_of[place] if place < len(view.tokens) else None
    return chunk.mention if chunk else None
