"""The pipelines that are trained: one for syntax, one for names, and both joined for shipping."""

from typing import TYPE_CHECKING, Any

from flows.steps.language.features import EMBEDDING, register
from flows.steps.language.proper import PROPER
from flows.steps.language.tokenizer import make_tokenizer

if TYPE_CHECKING:
    from spacy.language import Language

WIDTHS = {"syntax": 128, "names": 128}
DEPTH = 4
ROWS = (5500, 1000, 200, 500, 2500, 1000, 2500, 3500)
"""Rows of the hashed tables of norm, shape, capitals and affixes (`features.py`): most of the model's size."""
COLUMNS = (128, 64, 16, 64, 64, 64, 64, 64)
"""Width of each table."""
UNSEEN = 0.05
HIDDEN = {"parser": 96, "ner": 64}
SYNTAX = ("tok2vec", "morphologizer", "tagger", "lemmatizer", "parser")


def syntax_pipeline() -> "Language":
    """Return an untrained pipeline of tagger, morphologizer, lemmatizer and parser on one shared vector layer."""
    nlp = _blank()
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTHS["syntax"], "upstream": "*"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": shared}
    nlp.add_pipe("tok2vec", config={"model": _vectors("syntax")})
    nlp.add_pipe("morphologizer", config={"model": tagger})
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("trainable_lemmatizer", name="lemmatizer", config={"model": tagger, "min_tree_freq": 3, "top_k": 1})
    nlp.add_pipe("parser", config={"model": _transitions("parser", shared), "min_action_freq": 20})
    return nlp


def name_pipeline() -> "Language":
    """Return an untrained pipeline that recognises names, with a vector layer of its own."""
    nlp = _blank()
    nlp.add_pipe("ner", config={"model": _transitions("ner", _vectors("names"))})
    return nlp


def lend_vectors(syntax: "Language", names: "Language") -> None:
    """Set the vector layer of an initialised pipeline of names to that of a trained one of syntax.

    It knows the words of the treebanks, which have names but for a small part no gold for them.
    """
    layer = names.get_pipe("ner").model.get_ref("tok2vec").layers[0]
    layer.from_bytes(syntax.get_pipe("tok2vec").model.to_bytes())


def joined(syntax: "Language", names: "Language") -> "Language":
    """Return one pipeline with the components of both; the names decide which nouns are proper."""
    syntax.add_pipe("ner", source=names)
    syntax.add_pipe(PROPER)
    return syntax


def _blank() -> "Language":
    import spacy

    register()
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp


def _vectors(task: str) -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": EMBEDDING,
            "width": WIDTHS[task],
            "rows": list(ROWS),
            "widths": list(COLUMNS),
            "unseen": UNSEEN,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTHS[task],
            "window_size": 1,
            "maxout_pieces": 3,
            "depth": DEPTH,
        },
    }


def _transitions(kind: str, vectors: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": kind == "parser",
        "hidden_width": HIDDEN[kind],
        "maxout_pieces": 2,
        "use_upper": kind == "parser",
        "nO": None,
        "tok2vec": vectors,
    }
