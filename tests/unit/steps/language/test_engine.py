"""Tokens, trees of other pipelines, and engines by name."""

import os
import subprocess
import sys
from pathlib import Path
from time import thread_time

import pytest
import spacy

from flows.steps.language.clearnlp import schemes, to_universal
from flows.steps.language.engine import RULES, UnknownEngineError, load
from flows.steps.language.tokenizer import bound_affixes, conventions, make_tokenizer, words
from flows.workers import ENVIRONMENT

EXAMPLES = conventions().examples


@pytest.fixture(scope="module")
def tokenizer():
    return make_tokenizer()


@pytest.mark.parametrize("text", EXAMPLES)
def test_tokens(tokenizer, text: str) -> None:
    assert " ".join(words(tokenizer(text))) == EXAMPLES[text]


@pytest.mark.parametrize(
    "text", [*EXAMPLES, "", " ", "\n\n a", "...", "-", "(((", "a\u00a0b", "'s", "x" * 5000, "!" * 3000]
)
def test_tokens_lose_nothing(tokenizer, text: str) -> None:
    assert tokenizer(text).text == text


@pytest.mark.parametrize(
    "text",
    [*EXAMPLES, "Contents ....................................... 5", "=" * 100, "a " + "-" * 90, "(((((one)))))"],
)
def test_affixes_at_the_edges_are_all_affixes(text: str) -> None:
    free, bounded = (spacy.blank("en").tokenizer for _ in range(2))
    bound_affixes(bounded)
    assert words(bounded(text)) == words(free(text))


@pytest.mark.parametrize("unit", ["[](", ")", "(", "x)", '"'])
def test_tokens_of_a_text_without_blanks_take_linear_time(tokenizer, unit: str) -> None:
    start = thread_time()
    assert tokenizer(unit * 2000).text == unit * 2000
    assert thread_time() - start < 5


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
    with pytest.raises(UnknownEngineError, match="no_such_pipeline"):
        load("no_such_pipeline")


def test_importing_the_engine_loads_no_library() -> None:
    code = "import sys, flows.steps.language.engine as e; e.load('rules'); e.label()"
    code += "; sys.exit(bool({'numpy', 'spacy', 'onnxruntime', 'tokenizers'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


READ_ALIKE = """
import os, socket, sys
from concurrent.futures import ThreadPoolExecutor
from flows.steps.language.engine import label, load

socket.socket.connect = None
texts = ["Rebels shelled Maldon on Monday.", "The mayor fled. " * 40, "Ada Brandt met Olek in Duqm."]
expected = list(load().parse(texts))
assert {parse.engine for parse in expected} == {label()}
assert not {"huggingface_hub", "torch"} & sys.modules.keys()
if os.path.isdir("/proc/self/task"):
    assert len(os.listdir("/proc/self/task")) == 1, "a fork would lose the threads of a library"
for _ in range(2):
    child = os.fork()
    if not child:
        os._exit(list(load().parse(texts)) != expected)
    assert os.waitpid(child, 0)[1] == 0
with ThreadPoolExecutor(3) as threads:
    assert list(threads.map(lambda _: list(load().parse(texts)), range(6))) == [expected] * 6
"""


@pytest.mark.slow
def test_own_engine_reads_alike_in_forked_processes_and_threads_without_a_network(tmp_path: Path) -> None:
    """As in workers, which are forked from a process that has read a text already."""
    environment = {**os.environ, **ENVIRONMENT, "XDG_CACHE_HOME": str(tmp_path)}
    for name in ("ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "CI"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", READ_ALIKE], check=False, capture_output=True, text=True, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def own():
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
