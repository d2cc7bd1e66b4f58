"""Corpora read, labels settled, passages varied, pipelines scored: on small text written for these tests."""

import json
import random
from pathlib import Path

import pytest

from flows.training.augment import curled, names_by_type, varied_names, varied_syntax
from flows.training.corpora import read_crossner, read_redocred, read_uner, spaced
from flows.training.labels import is_cued, settled, tables, tidied, title_length
from flows.training.silver import with_silver
from flows.training.treebanks import read_treebank
from flows.training.words import TrainingPassage, TrainingWord, labelled, names_of, spans_of, text_of

TREEBANK = """\
# newdoc id = one
# newpar id = one-1
# sent_id = one-1
1	Mayor	Mayor	PROPN	NNP	Number=Sing	5	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1-coref
2	Ada	Ada	PROPN	NNP	Number=Sing	1	flat	_	_
3	Brandt	Brandt	PROPN	NNP	Number=Sing	1	flat	_	Entity=1)
4-5	didn't	_	_	_	_	_	_	_	_
4	did	do	AUX	VBD	_	5	aux	_	_
5	n't	not	PART	RB	_	0	root	_	_
6	leave	leave	VERB	VB	_	5	xcomp	_	_
7	the	the	DET	DT	_	8	det	_	Entity=(2-place-giv:act-nnnnn-cf2-2-sgl
8	Port	Port	PROPN	NNP	_	6	obj	_	_
9	of	of	ADP	IN	_	10	case	_	_
10	Maldon	Maldon	PROPN	NNP	_	8	nmod	_	Entity=(3-place-new-nnnnn-cf3-1-sgl)2)|SpaceAfter=No
11	.	.	PUNCT	.	_	5	punct	_	_

# sent_id = one-2
1	A	a	DET	DT	_	2	det	_	Entity=(4-person-new-nnnnn-cf1-2-sgl
2	guard	guard	NOUN	NN	_	3	nsubj	_	Entity=4)
3	slept	sleep	VERB	VBD	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

# newpar id = one-2
# sent_id = one-3
1	Yes	yes	INTJ	UH	_	0	root	_	_
"""


def passage(text: str) -> TrainingPassage:
    """Return one sentence of words written `word` or `word/B-person`."""
    pairs = (word.partition("/") for word in text.split())
    return (tuple(TrainingWord(word, entity=label or "O") for word, _, label in pairs),)


def written(given: TrainingPassage) -> str:
    """Return the words of a passage with their labels, as `passage` takes them."""
    return " ".join(w.text + ("" if w.entity == "O" else f"/{w.entity}") for sentence in given for w in sentence)


def test_treebank(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(TREEBANK, "utf-8")
    first, second = read_treebank(path, with_entities=True)
    assert text_of(first) == "Mayor Ada Brandt didn't leave the Port of Maldon. A guard slept."
    assert [text_of(first)[a:b] for a, b in spans_of(first)][3:6] == ["did", "n't", "leave"]
    assert names_of(first[0]) == [(0, 3, "person"), (7, 10, "place")]
    assert names_of(first[1]) == []
    assert [word.head for word in first[1]] == [1, 2, 2, 2]
    assert text_of(second) == "Yes"


def test_treebank_without_entities_knows_no_labels(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(TREEBANK, "utf-8")
    assert {word.entity for sentence in read_treebank(path)[0] for word in sentence} == {"-"}


def test_crossner(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The\tO\nMaldon\tB-politicalparty\nParty\tI-politicalparty\nlost\tO\n.\tO\n\nOk\tO\n", "utf-8")
    first, second = read_crossner(path)
    assert text_of(first) == "The Maldon Party lost."
    assert names_of(first[0]) == [(1, 3, "organization")]
    assert text_of(second) == "Ok"


def test_redocred_keeps_the_longest_of_overlapping_mentions(tmp_path: Path) -> None:
    mentions = [
        [{"pos": [0, 2], "type": "ORG", "sent_id": 0}],
        [{"pos": [0, 1], "type": "LOC", "sent_id": 0}],
        [{"pos": [3, 4], "type": "TIME", "sent_id": 0}, {"pos": [0, 1], "type": "LOC", "sent_id": 1}],
    ]
    document = {"sents": [["Maldon", "Bank", "opened", "1901", "."], ["Maldon", "grew", "."]], "vertexSet": mentions}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([document]), "utf-8")
    (found,) = read_redocred(path)
    assert [names_of(sentence) for sentence in found] == [[(0, 2, "organization")], [(0, 1, "place")]]


def test_uner_takes_spaces_from_the_text_but_not_before_clitics(tmp_path: Path) -> None:
    rows = [("I", "O"), ("do", "O"), ("n't", "O"), ("know", "O"), ("Maldon", "B-LOC"), ("!", "O")]
    lines = [f"{number}\t{word}\t{label}\t-\t-" for number, (word, label) in enumerate(rows, 1)]
    path = tmp_path / "a.iob2"
    path.write_text("# newdoc id = a\n# text = I do n't know Maldon!\n" + "\n".join(lines) + "\n\n", "utf-8")
    (found,) = read_uner(path)
    assert text_of(found) == "I don't know Maldon!"
    assert names_of(found[0]) == [(4, 5, "place")]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('He said : " Go home ! "', 'He said: "Go home!"'),
        ("a state ( or town ) 's wall", "a state (or town)'s wall"),
        ("the co - owner", "the co-owner"),
        ("$ 5 and 3 %", "$5 and 3%"),
    ],
)
def test_spaces_come_back(words: str, text: str) -> None:
    assert text_of((spaced(words.split()),)) == text


@pytest.mark.parametrize("kind", ["facility", "named_event", "work_or_law"])
def test_cues(kind: str) -> None:
    table = tables().cues[kind]
    assert [name for name in table.yes if not is_cued(kind, name.split())] == []
    assert [name for name in table.no if is_cued(kind, name.split())] == []


@pytest.mark.parametrize(
    ("corpus", "label", "name", "kind"),
    [
        ("redocred", "TIME", "1999", None),
        ("redocred", "LOC", "Iraqi", "nationality_or_group"),
        ("redocred", "LOC", "South African", "nationality_or_group"),
        ("redocred", "LOC", "Maldon Bridge", "facility"),
        ("redocred", "MISC", "Maldon War", "named_event"),
        ("redocred", "MISC", "Blue Velvet Sky", "-"),
        ("crossner", "misc", "Maldon Treaty", "work_or_law"),
        ("uner", "ORG", "Rovers", "organization"),
    ],
)
def test_settled(corpus: str, label: str, name: str, kind: str | None) -> None:
    assert settled(corpus, label, name.split()) == kind


@pytest.mark.parametrize(
    ("words", "name", "want"),
    [
        ("the Maldon Bank", (0, 3, "organization"), [(1, 3, "organization")]),
        ("Prime Minister Ada Brandt 's", (0, 5, "person"), [(2, 4, "person")]),
        ("President", (0, 1, "person"), []),
        ("Secretary of the Interior", (0, 4, "person"), []),
        ("two Iraqi men", (2, 2, "person"), [(1, 2, "nationality_or_group")]),
        ("the Iraqi Bank", (1, 3, "organization"), [(1, 3, "organization")]),
    ],
)
def test_tidied(words: str, name: tuple[int, int, str], want: list[tuple[int, int, str]]) -> None:
    assert tidied(words.split(), [name] if name[0] < name[1] else []) == want


@pytest.mark.parametrize(("words", "length"), [("Lt. Gen. Brandt", 2), ("Brandt", 0), ("Gen.", 0), ("Ada Brandt", 0)])
def test_title_length(words: str, length: int) -> None:
    assert title_length(words.split(), 0, len(words.split())) == length


def test_silver_abstains_from_unknown_names() -> None:
    tags = [("We", "PRP"), ("met", "VBD"), ("John", "NNP"), ("Ash", "NNP"), ("in", "IN"), ("Iraq", "NNP"), ("at", "IN"),
            ("Zob", "NNP"), ("of", "IN"), ("Zib", "NNP"), ("on", "IN"), ("Monday", "NNP")]  # fmt: skip
    given = (tuple(TrainingWord(word, tag=tag, pos="PROPN" if tag == "NNP" else "X") for word, tag in tags),)
    labels = [word.entity for word in with_silver([given])[0][0]]
    assert labels == ["O", "O", "B-person", "I-person", "O", "B-place", "O", "-", "-", "-", "O", "O"]


def test_people_are_renamed_alike_in_a_passage() -> None:
    given = passage("Ada/B-person Brandt/I-person spoke . Brandt/B-person left .")
    for seed in range(40):
        varied = varied_names(given, random.Random(seed), {})
        names = [[w.text for w in varied[0][a:b]] for a, b, kind in names_of(varied[0]) if kind == "person"]
        assert len(names) == 2
        assert names[0][-1] == names[1][-1]


@pytest.mark.parametrize("name", ["Ada/B-person !/I-person", "Ada/B-person Jr./I-person", "?/B-person", "X/B-person"])
def test_odd_names_vary_too(name: str) -> None:
    for seed in range(60):
        assert names_of(varied_names(passage(f"{name} spoke ."), random.Random(seed), {})[0])


def test_names_vary_and_repeat_with_the_seed() -> None:
    given = passage("Gen. Ada/B-person Brandt/I-person spoke of Maldon/B-place .")
    results = [written(varied_names(given, random.Random(seed), {})) for seed in range(60)]
    assert results == [written(varied_names(given, random.Random(seed), {})) for seed in range(60)]
    assert len(set(results)) > 20
    assert any("Gen." not in result for result in results)
    assert all("B-place" in result for result in results)


def test_names_give_way_to_names_of_their_type() -> None:
    sources = [passage("the Harran/B-organization Bank/I-organization"), passage("Duqm/B-place and Duqm/B-place")]
    others = names_by_type(sources, ("organization", "place"))
    assert {kind: [len(name) for name in names] for kind, names in others.items()} == {
        "organization": [2],
        "place": [1],
    }
    given = passage("Zob/B-organization left Maldon/B-place .")
    results = {written(varied_names(given, random.Random(seed), others)) for seed in range(60)}
    assert "Harran/B-organization Bank/I-organization left Maldon/B-place ." in results
    assert "Zob/B-organization left Duqm/B-place ." in results
    assert "Zob/B-organization left Maldon/B-place ." in results


def test_syntax_keeps_its_words_when_varied() -> None:
    given = passage('" Ada/B-person Brandt/I-person \'s men , " he said .')
    for seed in range(60):
        assert len(varied_syntax(given, random.Random(seed))[0]) == len(given[0])


def test_quotes_are_curled_in_pairs() -> None:
    assert text_of(curled(passage('" No " , it \'s " so "'))) == "“ No ” , it ’s “ so ”"


def test_labels_of_unknown_type_are_unknown() -> None:
    assert labelled([(0, 2, "place"), (2, 3, "-")], 4) == ["B-place", "I-place", "-", "O"]
