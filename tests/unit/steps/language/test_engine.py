"""Tokens, trees of other pipelines, and engines by name."""

import subprocess
import sys
from time import thread_time

import pytest

from flows.steps.language.clearnlp import schemes, to_universal
from flows.steps.language.engine import RULES, UnknownEngineError, load
from flows.steps.language.features import affixes, capitals
from flows.steps.language.proper import retag_proper_nouns
from flows.steps.language.tokenizer import bound_affixes, conventions, make_tokenizer, words

EXAMPLES = conventions().examples


@pytest.fixture(scope="module")
def blank():
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp


@pytest.fixture(scope="module")
def bounded():
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    bound_affixes(nlp)
    return nlp


@pytest.mark.parametrize("text", EXAMPLES)
def test_tokens(blank, text: str) -> None:
    assert " ".join(words(blank.make_doc(text))) == EXAMPLES[text]


@pytest.mark.parametrize(
    "text", [*EXAMPLES, "", " ", "\n\n a", "...", "-", "(((", "a\u00a0b", "'s", "x" * 5000, "!" * 3000]
)
def test_tokens_lose_nothing(blank, text: str) -> None:
    assert blank.make_doc(text).text == text


@pytest.mark.parametrize(
    "text",
    [*EXAMPLES, "Contents ....................................... 5", "=" * 100, "a " + "-" * 90, "(((((one)))))"],
)
def test_affixes_at_the_edges_are_all_affixes(blank, bounded, text: str) -> None:
    assert words(bounded.make_doc(text)) == words(blank.make_doc(text))


@pytest.mark.parametrize("unit", ["[](", ")", "(", "x)", '"'])
def test_tokens_of_a_text_without_blanks_take_linear_time(bounded, unit: str) -> None:
    start = thread_time()
    assert bounded.make_doc(unit * 2000).text == unit * 2000
    assert thread_time() - start < 5


def test_tokenizer_survives_saving(blank) -> None:
    import spacy

    other = spacy.blank("en")
    other.tokenizer.from_bytes(blank.tokenizer.to_bytes())
    for text, want in EXAMPLES.items():
        assert " ".join(words(other.make_doc(text))) == want


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Walked", "walked", [True] * 5),
        ("talking", "singing", [False, False, True, True, False]),
        ("1984", "2007", [True] * 5),
        ("a", "a.", [True, False, False, False, False]),
    ],
)
def test_affixes(one: str, other: str, same: list[bool]) -> None:
    pytest.importorskip("spacy")
    assert [left == right for left, right in zip(affixes(one), affixes(other), strict=True)] == same


def test_affixes_of_nothing() -> None:
    pytest.importorskip("spacy")
    assert len(set(affixes(""))) == 1


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("the quiet men met Ada", (0, 3, 0)),
        ("men met. Ada", (1, 3, 1)),
        ("TALKS ON ADA", (4, 2, 0)),
        ("Ada", (4, 3, 2)),
        ("McAda", (0, 4, 2)),
        ("men met ada", (0, 1, 0)),
        ("- 5", (0, 0, 1)),
    ],
)
def test_capitals(blank, text: str, last: tuple[int, int, int]) -> None:
    """Quarters of capitals around, own case, and what stands before."""
    number = int(capitals(blank.make_doc(text))[-1])
    assert (number // 15, number % 15 // 3, number % 3) == last


@pytest.mark.parametrize("length", [1, 2, 8, 9, 17, 40])
def test_capitals_are_as_many_as_words(blank, length: int) -> None:
    assert len(capitals(blank.make_doc("a " * length))) == length


@pytest.mark.parametrize(
    ("text", "tag", "lemma", "kind", "want"),
    [
        ("Banks", "NNS", "bank", "organization", ("PROPN", "NNPS", "Bank")),
        ("Bank", "NN", "bank", "place", ("PROPN", "NNP", "Bank")),
        ("bank", "NN", "bank", "organization", ("NOUN", "NN", "bank")),
        ("Bank", "NN", "bank", "work_or_law", ("NOUN", "NN", "bank")),
        ("Bank", "NN", "bank", "", ("NOUN", "NN", "bank")),
    ],
)
def test_nouns_in_names_are_proper(
    blank, text: str, tag: str, lemma: str, kind: str, want: tuple[str, str, str]
) -> None:
    doc = blank.make_doc(f"the {text} fell")
    doc[1].pos_, doc[1].tag_, doc[1].lemma_ = "NOUN", tag, lemma
    doc.ents = [doc.char_span(4, 4 + len(text), kind)] if kind else []
    word = retag_proper_nouns(doc)[1]
    assert (word.pos_, word.tag_, word.lemma_) == want


@pytest.mark.parametrize("example", schemes().examples, ids=lambda example: " ".join(example.words))
def test_clearnlp(example) -> None:
    lemmas = ["be" if word in {"is", "were"} else word for word in example.words]
    got = to_universal(example.heads, example.deps, example.pos, lemmas)
    assert got == (list(example.ud_heads), list(example.ud_deps))


def test_rules_are_no_model() -> None:
    engine = load(RULES)
    (parse,) = engine.parse(["Ada left."])
    assert (engine.name, parse.text, parse.tokens, parse.names) == (RULES, "Ada left.", (), ())


def test_unknown_engine_is_told_by_name() -> None:
    pytest.importorskip("spacy")
    with pytest.raises(UnknownEngineError, match="no_such_pipeline"):
        load("no_such_pipeline")


def test_importing_the_engine_loads_no_library() -> None:
    code = "import sys, flows.steps.language.engine as e; e.load('rules'); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.fixture(scope="module")
def own():
    pytest.importorskip("spacy")
    return load()


def test_own_engine_reads_a_sentence(own) -> None:
    text = "Government forces attacked the village of Harran on Tuesday."
    (parse,) = own.parse([text])
    verb = next(token for token in parse.tokens if token.text == "attacked")
    relations = {token.text: token.dep for token in parse.tokens if token.head == parse.tokens.index(verb)}
    assert (verb.pos, verb.lemma, verb.dep) == ("VERB", "attack", "root")
    assert relations["forces"] == "nsubj"
    assert relations["village"] == "obj"
    assert parse.sentences == ((0, len(text)),)


def test_own_engine_finds_names_in_terms_of_ours(own) -> None:
    text = "Prime Minister Haider al-Abadi met officials of the World Bank in Baghdad."
    (parse,) = own.parse([text])
    assert {(text[name.start : name.end], name.entity_type) for name in parse.names} == {
        ("Haider al-Abadi", "person"),
        ("World Bank", "organization"),
        ("Baghdad", "place"),
    }


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\n\nOne line\n\nAnother line\n", "a" * 3000, "(((((", "\u00a0x\u200b"]
)
def test_own_engine_takes_any_text(own, text: str) -> None:
    (parse,) = own.parse([text])
    assert parse.text == text
    assert all(text[token.start : token.end] == token.text for token in parse.tokens)
    assert all(0 <= token.head < len(parse.tokens) for token in parse.tokens)
    assert all(text[start:end] == text[start:end].strip() for start, end in parse.sentences)


def test_an_empty_line_ends_a_sentence(own) -> None:
    text = "Talks on the border\n\nThe ministers met."
    (parse,) = own.parse([text])
    assert [text[start:end] for start, end in parse.sentences] == text.split("\n\n")
