"""Factuality and source of an event by the words before its trigger."""

from collections.abc import Sequence

from flows.steps.events.factuality import contains_cue, cues, of_sentence
from flows.steps.events.lexicon import word_class
from flows.steps.events.linear.subjects import group_start
from flows.steps.events.sentence import AnnotatedSentence
from flows.steps.lexicon.saying import saying
from flows.steps.models import Mention
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


def factuality(sentence: AnnotatedSentence, verb: int, *, is_noun: bool = False) -> Factuality:
    """Return the factuality of the event whose verb or noun is the token `verb`."""
    return of_sentence(sentence, verb) or _of_clause(sentence, verb, is_noun=is_noun)


def _of_clause(sentence: AnnotatedSentence, verb: int, *, is_noun: bool) -> Factuality:
    clause = clause_before(sentence, verb)
    if is_noun:
        return _first(clause[-_NOUN_CLAUSE:], "noun") or _first(_after(sentence, verb), "before") or Factuality.ASSERTED
    found = _first(clause, "before")
    if found is None and any(word.endswith(("n't", "n’t")) for word in clause[-4:]):
        found = Factuality.NEGATED
    if found is None and _IMPLICATIVE.isdisjoint(clause):
        found = _first(clause[-1:], "adjacent")
    if found is None and _may_be_governed(sentence, verb):
        found = _first([token.lower for token in sentence.tokens[:verb]], "governing")
    return found or Factuality.ASSERTED


def _after(sentence: AnnotatedSentence, noun: int) -> list[str]:
    """Return the word behind a noun that may be the auxiliary of its clause ("the withdrawal could help")."""
    return [sentence.lower(noun + 1)]


def _may_be_governed(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether a demand or a condition earlier in the sentence can reach the verb: no relative clause bars it."""
    start = group_start(sentence, verb)
    if sentence.lower(start - 1) in {"that", "who", "which"}:
        return False
    helpers = {sentence.lower(token_index) for token_index in range(start, verb)}
    is_finite = sentence.lower(verb).endswith(("s", "ing")) or not helpers.isdisjoint(
        {"has", "have", "had", "was", "were"}
    )
    return not is_finite or any(token.lower == "if" for token in sentence.tokens)


def clause_before(sentence: AnnotatedSentence, verb: int) -> list[str]:
    """Return the words of the trigger's clause before it, at most ten; a verb's sister after "and" is left out."""
    words: list[str] = []
    for token_index in range(verb - 1, max(-1, verb - _CLAUSE), -1):
        word = sentence.lower(token_index)
        if word in _STOPS or word in _LINKS:
            break
        words.append(word if not sentence.when[token_index] else "")
        if word in {"that", "if"}:
            words.append(sentence.lower(token_index - 1))
            break
    return words[::-1]


def _first(words: Sequence[str], kind: str) -> Factuality | None:
    """Return the strongest factuality with a cue of one kind, a key of its words in `factuality.toml`."""
    return next((name for name, block in cues().items() if contains_cue(words, getattr(block.words, kind))), None)


def is_refusal(sentence: AnnotatedSentence, verb: int) -> bool:
    """Return whether what a clause negates is what somebody will not do: "will not", "would never", "won't"."""
    helpers = {sentence.lower(token_index) for token_index in range(group_start(sentence, verb), verb)}
    return not helpers.isdisjoint({"will", "would", "won't", "won’t", "wouldn't", "wouldn’t"})


def speaker(sentence: AnnotatedSentence, verb: int) -> Mention | None:
    """Return the name of the source: "X announced that ...", "..., X announced", "according to X"."""
    for token_index, token in enumerate(sentence.tokens):
        if token.lower == "according" and sentence.lower(token_index + 1) == "to":
            return _name_after(sentence, token_index + 2)
        if token.lower in saying().sourcing and token_index != verb and _reports(sentence, token_index, verb):
            return _name_before(sentence, token_index)
    return None


def _reports(sentence: AnnotatedSentence, token_index: int, verb: int) -> bool:
    """Return whether the verb of saying at `token_index` covers the trigger: before it, or at the sentence's end."""
    if token_index < verb:
        return (
            sentence.lower(token_index + 1) in {"that", "the", "its", "it", ":", ","}
            or sentence.mention_of[token_index + 1] is not None
        )
    return any(sentence.lower(index) == "," for index in range(verb, token_index))


def _name_before(sentence: AnnotatedSentence, token_index: int) -> Mention | None:
    while token_index > 0 and (
        sentence.when[token_index - 1] or sentence.lower(token_index - 1) in {"on", "in", "has", "have", "had", "also"}
    ):
        token_index -= 1
    phrase = sentence.phrase_before(token_index)
    return phrase.mention if phrase else None


def _name_after(sentence: AnnotatedSentence, token_index: int) -> Mention | None:
    while sentence.lower(token_index) in word_class("articles"):
        token_index += 1
    phrase = sentence.phrase_of[token_index] if token_index < len(sentence.tokens) else None
    return phrase.mention if phrase else None
