"""Whether an event is told as having happened: what stands above its trigger in the tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from flows.steps.events.lexicon import word_class
from flows.steps.events.linear.factuality import of_sentence
from flows.steps.events.sentence import View
from flows.steps.events.syntax.navigation import case, child, children, is_verb, relation
from flows.steps.events.syntax.nouns import support_verb
from schemas.data_files import load_toml
from schemas.vocab import Factuality

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "csubj"})
_SHARING = frozenset({"VB", "VBG", "VBN"})
"""Forms of a joined verb that has its helpers from the first ("will attack and kill")."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_MANAGED = frozenset(
    "manage force help lead cause make let begin start continue use get prompt allow enable permit".split()  # noqa: SIM905
)
"""Verbs whose infinitive has happened where they have."""
_WOULD = frozenset({"would", "'d", "’d"})
_WILL = frozenset({"will", "would", "wo", "shall"})
_READY = frozenset({"willing", "ready", "prepared", "inclined"})
_EXPLAINING = frozenset({":", "—", "–", "of", "on", "against", "for"})
"""What stands between a noun and what it means: "his aim: removing ...", "the risk of sending ...", "a ban on ..."."""
_STEPS = 12


@dataclass(frozen=True, slots=True)
class CueBlock:
    """A block of `factuality.toml`, whose head explains the keys; `yes` and `no` are sentences for the tests."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    denying: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    with_: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cues:
    verbs: Mapping[str, Factuality]
    nouns: Mapping[str, Factuality]
    adjectives: Mapping[str, Factuality]
    helpers: Mapping[str, Factuality]
    marks: Mapping[str, Factuality]
    negations: Mapping[str, Factuality]
    preps: Mapping[str, frozenset[str]]


@cache
def settings() -> Mapping[Factuality, CueBlock]:
    """Return the blocks of `factuality.toml` beside this module, the strongest first."""
    return load_toml(files(__package__).joinpath("factuality.toml"), dict[Factuality, CueBlock])


@cache
def _cues() -> _Cues:
    tables: dict[str, dict[str, Factuality]] = {}
    preps: dict[str, frozenset[str]] = {}
    for name, row in settings().items():
        for kind in ("verbs", "nouns", "adjectives", "helpers", "marks", "negations"):
            table = tables.setdefault(kind, {})
            for word in getattr(row, kind):
                table.setdefault(word, name)
        preps |= row.with_
    return _Cues(**tables, preps=preps)


def factuality(view: View, verb: int, *, is_noun: bool = False) -> Factuality:
    """Return how the event whose verb or noun is the token `verb` is told."""
    found = of_sentence(view, verb) or _of_claim(view, verb)
    if found is None:
        found = _of_noun(view, verb) if is_noun else _of_verb(view, verb, _STEPS)
    return found or Factuality.ASSERTED


def _of_claim(view: View, trigger: int) -> Factuality | None:
    """Return DENIED for what stands in a claim that somebody denies ("rejected the accusation that ...").

    The parser hangs such a clause on the claim or on the verb.
    """
    denied = settings()[Factuality.DENIED]
    place = trigger
    for _ in range(_STEPS):
        head = view.tokens[place].head
        if head == place:
            return None
        if view.tokens[head].lemma in denied.denying:
            claims = (
                (place, *children(view, head, "obj")) if relation(view, place) not in {"nsubj", "conj"} else (place,)
            )
            return Factuality.DENIED if any(view.tokens[spot].lemma in denied.claims for spot in claims) else None
        place = head
    return None


def is_refusal(view: View, verb: int) -> bool:
    """Return whether what a clause negates is what somebody will not do: "will not", "is not ready to"."""
    place = verb
    for _ in range(_STEPS):
        helpers = {view.lower(below) for below in children(view, place, "aux")}
        if not helpers.isdisjoint(_WILL) or view.tokens[place].lemma in _READY:
            return any(view.lower(below) in _cues().negations for below in children(view, place, "advmod"))
        if relation(view, place) not in {"xcomp", "conj"}:
            return False
        place = view.tokens[place].head
    return False


def _of_verb(view: View, verb: int, steps: int) -> Factuality | None:
    """Return how a verb's clause is told, by its own words and then by what governs it."""
    own = _first(_own(view, verb))
    if own is not None or not steps:
        return own
    return _governed(view, verb, steps) or _beside(view, verb)


def _beside(view: View, verb: int) -> Factuality | None:
    """Return what the word right before "that" makes of its clause, where the parser hangs the clause elsewhere."""
    opened = child(view, verb, "mark")
    if not opened or view.lower(opened) != "that":
        return None
    before = view.tokens[opened - 1]
    tables = {"VERB": _cues().verbs, "NOUN": _cues().nouns}
    found = tables[before.pos].get(before.lemma) if before.pos in tables else None
    return found if found in {Factuality.DENIED, Factuality.DEMANDED} else None


def _own(view: View, verb: int) -> Iterator[Factuality]:
    """Yield what the helpers, negations and marks of a clause tell."""
    cues = _cues()
    for below in view.children[verb]:
        token, dep = view.tokens[below], relation(view, below)
        if dep in {"advmod", "det", "cc"} and token.lower in cues.negations:
            yield cues.negations[token.lower]
        elif dep == "aux" and token.lower in cues.helpers:
            yield _of_helper(view, verb, token.lower)
        elif dep in {"mark", "case"} and token.lower in cues.marks and (token.lower != "to" or _is_purpose(view, verb)):
            yield cues.marks[token.lower]
        elif dep == "nsubj" and _is_none(view, below):
            yield Factuality.NEGATED


def _of_helper(view: View, verb: int, helper: str) -> Factuality:
    """Return what a helper tells; "would" in what somebody said is a "will" of the past."""
    head = view.tokens[verb].head
    is_reported = relation(view, verb) == "ccomp" and view.tokens[head].lemma in word_class("saying")
    return Factuality.PLANNED if helper in _WOULD and is_reported else _cues().helpers[helper]


def _is_purpose(view: View, verb: int) -> bool:
    """Return whether an infinitive tells what something is done for, and is not what a verb such as "agree" wants."""
    head = view.tokens[verb].head
    return relation(view, verb) in {"advcl", "root"} and view.tokens[head].lemma not in {*_cues().verbs, *_MANAGED}


def _is_none(view: View, place: int) -> bool:
    """Return whether a subject is nobody: "no soldiers", "none of them"."""
    words = {view.lower(place), *(view.lower(below) for below in children(view, place, "det"))}
    return not words.isdisjoint({"no", "none", "nobody", "neither"})


def _first(found: Iterator[Factuality]) -> Factuality | None:
    """Return the strongest of several, in the order of the blocks of `factuality.toml`."""
    order = {name: rank for rank, name in enumerate(settings())}
    return min(found, key=order.__getitem__, default=None)


def _governed(view: View, verb: int, steps: int) -> Factuality | None:
    token = view.tokens[verb]
    dep, head = relation(view, verb), token.head
    if head == verb:
        return None
    if _is_explained(view, verb):
        return _cues().nouns[view.tokens[verb - 2].lemma]
    if dep == "conj":
        return _of_joined(view, verb, head, steps)
    if dep == "acl":
        is_told = token.dep == "acl:relcl" or token.tag in {"VBG", "VBN"}
        return None if is_told else _of_infinitive(view, head)
    if dep not in _COMPLEMENTS or (dep == "advcl" and not _is_complement(view, verb, head)):
        return None
    return _by_verb(view, head, steps, is_finite=dep == "ccomp" and token.tag in {"VBD", "VBZ", "VBP"})


def _is_explained(view: View, verb: int) -> bool:
    """Return whether a gerund says what a noun of plans, wishes and the like means; the words tell, not the tree."""
    is_behind = verb > 1 and view.tokens[verb].tag == "VBG" and view.lower(verb - 1) in _EXPLAINING
    return is_behind and view.tokens[verb - 2].lemma in _cues().nouns


def _is_complement(view: View, verb: int, head: int) -> bool:
    """Return whether an adverbial clause is an infinitive, or what the parser took for one ("is considering sending").

    The modals of a main clause end at "after".
    """
    opened = child(view, verb, "mark", "case")  # "is committed to sending"
    is_bare = (opened is None or view.lower(opened) == "to") and view.tokens[head].lemma in _cues().verbs
    return view.tokens[verb].tag == "VB" or (view.tokens[verb].tag == "VBG" and is_bare and verb > head)


def _of_infinitive(view: View, noun: int) -> Factuality:
    """Return how "to ..." behind a noun is told: "a plan to ...", "called on X to ...", or what a noun is for."""
    found = _cues().nouns.get(view.tokens[noun].lemma)
    head = view.tokens[noun].head
    if found is None and is_verb(view, head) and relation(view, noun) in {"obl", "obj", "iobj"}:
        asked = _cues().verbs.get(view.tokens[head].lemma)
        found = asked if asked is Factuality.DEMANDED else None
    return found or Factuality.HYPOTHETICAL


def _of_joined(view: View, verb: int, first: int, steps: int) -> Factuality | None:
    """Return what a verb shares with the one before "and": helpers, if it has the form for them, and the governor."""
    if not is_verb(view, first) or steps < 1:
        return None
    shares = view.tokens[verb].tag in _SHARING or (view.tokens[verb].tag == "VBD" and _is_perfect(view, first))
    shares = shares and child(view, verb, "nsubj") is None
    return (_of_verb if shares else _governed)(view, first, steps - 1)


def _is_perfect(view: View, verb: int) -> bool:
    """Return whether a verb has "have" for a helper, which a joined participle shares ("may have met and agreed")."""
    return any(view.tokens[below].lemma == "have" for below in children(view, verb, "aux"))


def _by_verb(view: View, head: int, steps: int, *, is_finite: bool) -> Factuality | None:
    """Return what a governing verb or adjective makes of its complement."""
    cues, lemma = _cues(), view.tokens[head].lemma
    if lemma in _MANAGED and not is_finite:
        return _of_verb(view, head, steps - 1)
    found = cues.verbs.get(lemma) or cues.adjectives.get(lemma)
    if found is not None and not (is_finite and found in {Factuality.PLANNED, Factuality.NEGATED}):
        return found
    if is_finite or not is_verb(view, head):
        return None
    held = child(view, head, "obj")  # "holds the power to ..."
    if held is not None and view.tokens[held].lemma in cues.nouns:
        return cues.nouns[view.tokens[held].lemma]
    return _of_verb(view, head, steps - 1)


def _of_noun(view: View, noun: int, steps: int = _STEPS) -> Factuality | None:
    """Return how an event told by a noun is told: by its adjectives, by the noun or the verb that governs it."""
    cues = _cues()
    found = _first(_described(view, noun))
    if found is not None:
        return found
    token = view.tokens[noun]
    head, dep = token.head, relation(view, noun)
    if head == noun or not steps:
        return None
    if dep == "conj":
        return _of_noun(view, head, steps - 1)
    if dep in {"nmod", "compound"} or (dep == "obl" and not is_verb(view, head)):
        return cues.nouns.get(view.tokens[head].lemma) or (_of_noun(view, head, steps - 1) if dep == "nmod" else None)
    if is_verb(view, head):
        return _of_object(view, noun, head, dep)
    is_called = dep == "nsubj" and child(view, head, "cop") is not None  # "a withdrawal is Iraq's choice"
    return cues.nouns.get(view.tokens[head].lemma) if is_called else None


def _of_object(view: View, noun: int, verb: int, dep: str) -> Factuality | None:
    """Return how a noun is told that stands beside a verb: what is planned or demanded, or what a modal reaches."""
    cues, lemma = _cues(), view.tokens[verb].lemma
    preps = cues.preps.get(lemma)
    is_wanted = case(view, noun) in preps if preps is not None and dep == "obl" else dep in {"obj", "nsubj"}
    if is_wanted and (dep != "nsubj" or view.tokens[noun].dep == "nsubj:pass") and lemma in cues.verbs:
        return cues.verbs[lemma]
    if support_verb(view, noun) is not None or not _is_definite(view, noun):
        return _of_verb(view, verb, _STEPS)
    return None


def _is_definite(view: View, noun: int) -> bool:
    """Return whether a noun tells of something known: "the attack", "Iran's attack"."""
    for below in view.children[noun]:
        if view.tokens[below].lower in _DEFINITE or view.tokens[below].dep == "nmod:poss":
            return True
    return False


def _is_owned(view: View, noun: int) -> bool:
    """Return whether it is said whose deed a noun is: "but not the rebels' raid" does not deny the raid."""
    return any(view.tokens[below].dep == "nmod:poss" for below in view.children[noun])


def _described(view: View, noun: int) -> Iterator[Factuality]:
    cues = _cues()
    for below in view.children[noun]:
        token = view.tokens[below]
        if relation(view, below) in {"amod", "det", "advmod"}:
            if token.lower in cues.negations and not _is_owned(view, noun):
                yield cues.negations[token.lower]
            elif token.lower in cues.adjectives:
                yield cues.adjectives[token.lower]
        elif relation(view, below) == "case" and token.lower in cues.marks and token.lower != "to":
            yield cues.marks[token.lower]
