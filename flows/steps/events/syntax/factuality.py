"""Factuality and source of an event by the words above its trigger in the tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from flows.steps.events.factuality import cues, of_sentence
from flows.steps.events.lexicon import word_class
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.events.syntax.navigation import case, child, children, is_verb, relation
from flows.steps.events.syntax.noun_phrases import actor_at
from flows.steps.events.syntax.nouns import support_verb
from flows.steps.models import Mention
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
"""What comes between a noun and its content: "his aim: removing ...", "the risk of sending ...", "a ban on ..."."""
_ABOUT = frozenset({"about", "over", "after", "following", "since", "concerning", "regarding", "despite"})
_OF_THE_SAYING = frozenset({Factuality.DENIED, Factuality.NEGATED, Factuality.DEMANDED})
"""What holds of words about a deed and not of the deed: "dismissed a lawsuit about the shooting"."""
_STEPS = 12
_ACCORDING = "according"


@dataclass(frozen=True, slots=True)
class _CueTables:
    verbs: Mapping[str, Factuality]
    nouns: Mapping[str, Factuality]
    adjectives: Mapping[str, Factuality]
    helpers: Mapping[str, Factuality]
    marks: Mapping[str, Factuality]
    negations: Mapping[str, Factuality]
    preps: Mapping[str, frozenset[str]]


@cache
def _tables() -> _CueTables:
    tables: dict[str, dict[str, Factuality]] = {}
    preps: dict[str, frozenset[str]] = {}
    for name, block in cues().items():
        for kind in ("verbs", "nouns", "adjectives", "helpers", "marks", "negations"):
            table = tables.setdefault(kind, {})
            for word in getattr(block.tree, kind):
                table.setdefault(word, name)
        preps |= block.tree.with_
    return _CueTables(**tables, preps=preps)


def factuality(sentence: AnnotatedSentence, verb: int, *, is_noun: bool = False) -> Factuality:
    """Return the factuality of the event whose verb or noun is the token `verb`."""
    found = of_sentence(sentence, verb) or _of_claim(sentence, verb)
    if found is None:
        found = _of_noun(sentence, verb) if is_noun else _of_verb(sentence, verb, _STEPS)
    return found or Factuality.ASSERTED


def _of_claim(sentence: AnnotatedSentence, trigger: int) -> Factuality | None:
    """Return DENIED for the content of a claim that somebody denies ("rejected the accusation that ...").

    The parser hangs such a clause on the claim or on the verb.
    """
    denied = cues()[Factuality.DENIED].tree
    token_index = trigger
    for _ in range(_STEPS):
        head = sentence.tokens[token_index].head
        if head == token_index:
            return None
        if sentence.tokens[head].lemma in denied.denying:
            claims = (
                (token_index, *children(sentence, head, "obj"))
                if relation(sentence, token_index) not in {"nsubj", "conj"}
                else (token_index,)
            )
            return Factuality.DENIED if any(sentence.tokens[index].lemma in denied.claims for index in claims) else None
        token_index = head
    return None


def is_refusal(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether what a clause negates is what somebody will not do: "will not", "is not ready to"."""
    token_index = verb
    for _ in range(_STEPS):
        helpers = {sentence.lower(below) for below in children(sentence, token_index, "aux")}
        if not helpers.isdisjoint(_WILL) or sentence.tokens[token_index].lemma in _READY:
            return any(
                sentence.lower(below) in _tables().negations for below in children(sentence, token_index, "advmod")
            )
        if relation(sentence, token_index) not in {"xcomp", "conj"}:
            return False
        token_index = sentence.tokens[token_index].head
    return False


def _of_verb(sentence: AnnotatedSentence, verb: int, steps: int) -> Factuality | None:
    """Return the factuality of a verb's clause, by its own words and then by what governs it."""
    own = _first(_own(sentence, verb))
    if own is not None or not steps:
        return own
    return _governed(sentence, verb, steps) or _beside(sentence, verb)


def _beside(sentence: AnnotatedSentence, verb: int) -> Factuality | None:
    """Return what the word right before "that" makes of its clause, where the parser hangs the clause elsewhere."""
    opened = child(sentence, verb, "mark")
    if not opened or sentence.lower(opened) != "that":
        return None
    before = sentence.tokens[opened - 1]
    tables = {"VERB": _tables().verbs, "NOUN": _tables().nouns}
    found = tables[before.pos].get(before.lemma) if before.pos in tables else None
    return found if found in {Factuality.DENIED, Factuality.DEMANDED} else None


def _own(sentence: AnnotatedSentence, verb: int) -> Iterator[Factuality]:
    """Yield what the helpers, negations and marks of a clause indicate."""
    tables = _tables()
    for below in sentence.children[verb]:
        token, dep = sentence.tokens[below], relation(sentence, below)
        if dep in {"advmod", "det", "cc"} and token.lower in tables.negations:
            yield tables.negations[token.lower]
        elif dep == "aux" and token.lower in tables.helpers:
            yield _of_helper(sentence, verb, token.lower)
        elif (
            dep in {"mark", "case"}
            and token.lower in tables.marks
            and (token.lower != "to" or (sentence.tokens[verb].tag != "VBG" and _is_purpose(sentence, verb)))
        ):
            yield tables.marks[token.lower]
        elif dep == "nsubj" and _is_none(sentence, below):
            yield Factuality.NEGATED


def _of_helper(sentence: AnnotatedSentence, verb: int, helper: str) -> Factuality:
    """Return what a helper indicates; "would" below a verb of saying is a "will" of the past."""
    head = sentence.tokens[verb].head
    is_reported = relation(sentence, verb) == "ccomp" and sentence.tokens[head].lemma in word_class("saying")
    return Factuality.PLANNED if helper in _WOULD and is_reported else _tables().helpers[helper]


def _is_purpose(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether an infinitive is the purpose of something, and is not what a verb such as "agree" wants."""
    head = sentence.tokens[verb].head
    return relation(sentence, verb) in {"advcl", "root"} and sentence.tokens[head].lemma not in {
        *_tables().verbs,
        *_MANAGED,
    }


def _is_none(sentence: AnnotatedSentence, token_index: int) -> bool:
    """Return whether a subject is nobody: "no soldiers", "none of them"."""
    words = {sentence.lower(token_index), *(sentence.lower(below) for below in children(sentence, token_index, "det"))}
    return not words.isdisjoint({"no", "none", "nobody", "neither"})


def _first(found: Iterator[Factuality]) -> Factuality | None:
    """Return the strongest of several, in the order of the blocks of `factuality.toml`."""
    order = {name: rank for rank, name in enumerate(cues())}
    return min(found, key=order.__getitem__, default=None)


def _governed(sentence: AnnotatedSentence, verb: int, steps: int) -> Factuality | None:
    token = sentence.tokens[verb]
    dep, head = relation(sentence, verb), token.head
    if head == verb:
        return None
    if _is_explained(sentence, verb):
        return _tables().nouns[sentence.tokens[verb - 2].lemma]
    if dep == "conj":
        return _of_joined(sentence, verb, head, steps)
    if dep == "acl":
        is_reported = token.dep == "acl:relcl" or token.tag in {"VBG", "VBN"}
        return None if is_reported else _of_infinitive(sentence, head)
    if dep not in _COMPLEMENTS or (dep == "advcl" and not _is_complement(sentence, verb, head)):
        return None
    return _by_verb(sentence, head, steps, is_finite=dep == "ccomp" and token.tag in {"VBD", "VBZ", "VBP"})


def _is_explained(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether a gerund is the content of a noun of plans, wishes and the like, by the order of words."""
    is_behind = verb > 1 and sentence.tokens[verb].tag == "VBG" and sentence.lower(verb - 1) in _EXPLAINING
    return is_behind and sentence.tokens[verb - 2].lemma in _tables().nouns


def _is_complement(sentence: AnnotatedSentence, verb: int, head: int) -> bool:
    """Return whether an adverbial clause is an infinitive, or what the parser took for one ("is considering sending").

    The modals of a main clause end at "after".
    """
    opened = child(sentence, verb, "mark", "case")  # "is committed to sending"
    is_bare = (opened is None or sentence.lower(opened) == "to") and sentence.tokens[head].lemma in _tables().verbs
    return sentence.tokens[verb].tag == "VB" or (sentence.tokens[verb].tag == "VBG" and is_bare and verb > head)


def _of_infinitive(sentence: AnnotatedSentence, noun: int) -> Factuality:
    """Return the factuality of "to ..." behind a noun: "a plan to ...", "called on X to ...", or what a noun is for."""
    found = _tables().nouns.get(sentence.tokens[noun].lemma)
    head = sentence.tokens[noun].head
    if found is None and is_verb(sentence, head) and relation(sentence, noun) in {"obl", "obj", "iobj"}:
        asked = _tables().verbs.get(sentence.tokens[head].lemma)
        found = asked if asked is Factuality.DEMANDED else None
    return found or Factuality.HYPOTHETICAL


def _of_joined(sentence: AnnotatedSentence, verb: int, first: int, steps: int) -> Factuality | None:
    """Return what a verb shares with the one before "and": helpers, if it has the form for them, and the governor."""
    if not is_verb(sentence, first) or steps < 1:
        return None
    shares = sentence.tokens[verb].tag in _SHARING or (
        sentence.tokens[verb].tag == "VBD" and _is_perfect(sentence, first)
    )
    shares = shares and child(sentence, verb, "nsubj") is None
    return (_of_verb if shares else _governed)(sentence, first, steps - 1)


def _is_perfect(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether a verb has "have" for a helper, which a joined participle shares ("may have met and agreed")."""
    return any(sentence.tokens[below].lemma == "have" for below in children(sentence, verb, "aux"))


def _by_verb(sentence: AnnotatedSentence, head: int, steps: int, *, is_finite: bool) -> Factuality | None:
    """Return what a governing verb or adjective makes of its complement."""
    if sentence.tokens[head].lemma in _MANAGED and not is_finite:
        return _of_verb(sentence, head, steps - 1)
    if _admits(sentence, head):
        return None
    found = _by_cue(sentence, head, steps, is_finite=is_finite)
    if found is not None or is_finite or not is_verb(sentence, head):
        return found
    held = child(sentence, head, "obj")  # "holds the power to ..."
    if held is not None and sentence.tokens[held].lemma in _tables().nouns:
        return _tables().nouns[sentence.tokens[held].lemma]
    return _of_verb(sentence, head, steps - 1)


def _by_cue(sentence: AnnotatedSentence, head: int, steps: int, *, is_finite: bool) -> Factuality | None:
    """Return the factuality by the lemma of a governing verb or adjective; who must stop something is asked to."""
    if _obliges(sentence, head, is_finite=is_finite):
        return Factuality.DEMANDED
    tables, lemma = _tables(), sentence.tokens[head].lemma
    found = tables.verbs.get(lemma) or tables.adjectives.get(lemma)
    if found is Factuality.NEGATED and _of_verb(sentence, head, steps - 1) is Factuality.DEMANDED:
        return Factuality.DEMANDED
    return None if is_finite and found in {Factuality.PLANNED, Factuality.NEGATED} else found


def _admits(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether somebody admits a deed: "confessed to killing", "pleaded guilty to killing"."""
    lemma = sentence.tokens[verb].lemma
    return lemma in {"confess", "admit"} or (
        lemma in {"plead", "guilty"} and "guilty" in sentence.words_in(verb, verb + 3)
    )


def _obliges(sentence: AnnotatedSentence, verb: int, *, is_finite: bool) -> bool:
    """Return whether a verb is of obligation; what somebody had to do is done."""
    token = sentence.tokens[verb]
    return not is_finite and token.lemma == "have" and token.tag in {"VB", "VBP", "VBZ"}


def _of_noun(sentence: AnnotatedSentence, noun: int, steps: int = _STEPS) -> Factuality | None:
    """Return the factuality of a noun's event, by its adjectives, or by the noun or verb that governs it."""
    tables = _tables()
    found = _first(_described(sentence, noun))
    if found is not None:
        return found
    token = sentence.tokens[noun]
    head, dep = token.head, relation(sentence, noun)
    if head == noun or not steps:
        return None
    if dep == "conj":
        return _of_noun(sentence, head, steps - 1)
    if dep in {"nmod", "compound"} or (dep == "obl" and not is_verb(sentence, head)):
        found = tables.nouns.get(sentence.tokens[head].lemma) or (
            _of_noun(sentence, head, steps - 1) if dep == "nmod" else None
        )
        is_subject_matter = found in _OF_THE_SAYING and case(sentence, noun) in _ABOUT
        return None if is_subject_matter else found
    if is_verb(sentence, head):
        return _of_object(sentence, noun, head, dep)
    is_called = dep == "nsubj" and child(sentence, head, "cop") is not None  # "a withdrawal is Iraq's choice"
    return tables.nouns.get(sentence.tokens[head].lemma) if is_called else None


def _of_object(sentence: AnnotatedSentence, noun: int, verb: int, dep: str) -> Factuality | None:
    """Return the factuality of a noun beside a verb: what is planned or demanded, or what a modal reaches."""
    tables, lemma = _tables(), sentence.tokens[verb].lemma
    if dep == "obl" and case(sentence, noun) in _ABOUT and lemma in tables.verbs:
        return None if tables.verbs[lemma] in _OF_THE_SAYING else tables.verbs[lemma]
    preps = tables.preps.get(lemma)
    is_wanted = case(sentence, noun) in preps if preps is not None and dep == "obl" else dep in {"obj", "nsubj"}
    if is_wanted and (dep != "nsubj" or sentence.tokens[noun].dep == "nsubj:pass") and lemma in tables.verbs:
        return tables.verbs[lemma]
    if support_verb(sentence, noun) is not None or not _is_definite(sentence, noun):
        return _of_verb(sentence, verb, _STEPS)
    return None


def _is_definite(sentence: AnnotatedSentence, noun: int) -> bool:
    """Return whether a noun refers to something known: "the attack", "Iran's attack"."""
    for below in sentence.children[noun]:
        if sentence.tokens[below].lower in _DEFINITE or sentence.tokens[below].dep == "nmod:poss":
            return True
    return False


def _is_owned(sentence: AnnotatedSentence, noun: int) -> bool:
    """Return whether a noun has an owner: "but not the rebels' raid" does not deny the raid."""
    return any(sentence.tokens[below].dep == "nmod:poss" for below in sentence.children[noun])


def _described(sentence: AnnotatedSentence, noun: int) -> Iterator[Factuality]:
    tables = _tables()
    for below in sentence.children[noun]:
        token = sentence.tokens[below]
        if relation(sentence, below) in {"amod", "det", "advmod"}:
            if token.lower in tables.negations and not _is_owned(sentence, noun):
                yield tables.negations[token.lower]
            elif token.lower in tables.adjectives:
                yield tables.adjectives[token.lower]
        elif relation(sentence, below) == "case" and token.lower in tables.marks and token.lower != "to":
            yield tables.marks[token.lower]


def speaker(sentence: AnnotatedSentence, verb: int) -> Mention | None:
    """Return the name of the source: "X announced that ...", "..., X announced", "according to X"."""
    token_index = verb
    for _ in range(_STEPS):
        for below in children(sentence, token_index, "obl", "advcl"):
            if case(sentence, below) == _ACCORDING or sentence.lower(below) == _ACCORDING:
                return _named(sentence, below)
        head = sentence.tokens[token_index].head
        if head == token_index:
            return _aside(sentence, token_index)
        is_reported = relation(sentence, token_index) in {"ccomp", "parataxis"} and is_verb(sentence, head)
        if is_reported and sentence.tokens[head].lemma in word_class("saying"):
            who = child(sentence, head, "nsubj")
            return _named(sentence, who if who is not None else head - 1) if head else None
        token_index = head
    return None


def _aside(sentence: AnnotatedSentence, root: int) -> Mention | None:
    """Return who speaks in "..., the army announced", where the parser hangs the verb of saying below its content."""
    for below in children(sentence, root, "parataxis"):
        who = child(sentence, below, "nsubj")
        if sentence.tokens[below].lemma in word_class("saying") and who is not None:
            return _named(sentence, who)
    return None


def _named(sentence: AnnotatedSentence, token_index: int) -> Mention | None:
    phrase = actor_at(sentence, token_index)
    return phrase.mention if phrase else None
