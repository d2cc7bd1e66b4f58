"""Annotated passages as spaCy's training examples."""

from typing import TYPE_CHECKING, Any

from flows.training.words import OUTSIDE, UNKNOWN, TrainingPassage, text_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example


def syntax_example(nlp: "Language", passage: TrainingPassage) -> "Example":
    """Return `passage` with its syntax, beside its text as our tokenizer cuts it."""
    words = [word for sentence in passage for word in sentence]
    heads, starts, offset = [], [], 0
    for sentence in passage:
        heads += [offset + word.head for word in sentence]
        starts += [1] + [-1] * (len(sentence) - 1)
        offset += len(sentence)
    return _example(
        nlp,
        passage,
        {
            "tags": [word.tag for word in words],
            "pos": [word.pos for word in words],
            "morphs": [word.morph for word in words],
            "lemmas": [word.lemma for word in words],
            "heads": heads,
            "deps": [word.dep for word in words],
            "sent_starts": starts,
        },
    )


def name_example(nlp: "Language", passage: TrainingPassage) -> "Example":
    """Return `passage` with its names; words of unknown label teach nothing."""
    labels = [word.entity for sentence in passage for word in sentence]
    return _example(nlp, passage, {"entities": _biluo(labels)})


def _example(nlp: "Language", passage: TrainingPassage, annotation: dict[str, Any]) -> "Example":
    from spacy.training import Example

    words = [word for sentence in passage for word in sentence]
    annotation["words"] = [word.text for word in words]
    annotation["spaces"] = [word.space for word in words[:-1]] + [False]
    return Example.from_dict(nlp.make_doc(text_of(passage)), annotation)


def _biluo(labels: list[str]) -> list[str]:
    """Return IOB labels with the last and the single word of a name marked, as spaCy's parser wants them."""
    marked = []
    for index, label in enumerate(labels):
        if label in {OUTSIDE, UNKNOWN}:
            marked.append(label)
            continue
        follows = index + 1 < len(labels) and labels[index + 1] == "I-" + label[2:]
        prefix = {(True, True): "B", (True, False): "U", (False, True): "I", (False, False): "L"}[
            label[0] == "B", follows
        ]
        marked.append(f"{prefix}-{label[2:]}")
    return marked
