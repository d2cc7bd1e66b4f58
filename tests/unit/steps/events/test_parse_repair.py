"""Trees that the parser gets wrong in ways that can be told from the words."""

from flows.steps.events.lexicon import SentenceToken
from flows.steps.events.parse_repair import mended


def sentence(text: str) -> list[SentenceToken]:
    """Return the tokens of `word/pos/tag/dep/head ...`."""
    rows = (word.split("/") for word in text.split())
    return [
        SentenceToken(word, word.lower(), 0, 0, lemma=word, pos=pos, tag=tag, dep=dep, head=int(head))
        for word, pos, tag, dep, head in rows
    ]


LED_ASTRAY = "Gangs/NOUN/NNS/nsubj/5 like/ADP/IN/case/2 Oro/PROPN/NNP/nmod/0"
BY_TROOPS = "by/ADP/IN/case/5 troops/NOUN/NNS/obl:agent/3"


def test_a_past_form_with_an_agent_alone_describes_the_noun_before_it():
    found = mended(sentence(f"{LED_ASTRAY} bombed/VERB/VBD/root/3 {BY_TROOPS} run/VERB/VBP/parataxis/3"))
    assert [(token.dep, token.tag, token.head) for token in (found[3], found[6])] == [
        ("acl", "VBN", 2),
        ("root", "VBP", 6),
    ]


def test_a_main_verb_stays():
    for tree in (
        f"{LED_ASTRAY} bombed/VERB/VBD/root/3 {BY_TROOPS}",
        (
            "Gangs/NOUN/NNS/nsubj/1 fled/VERB/VBD/root/1 by/ADP/IN/case/3 boat/NOUN/NN/obl:agent/1 as/SCONJ/IN/mark/5 "
            "troops/NOUN/NNS/nsubj/6 came/VERB/VBD/advcl/1"
        ),
        (
            "Oro/PROPN/NNP/nsubj:pass/2 was/AUX/VBD/aux:pass/2 bombed/VERB/VBD/root/2 by/ADP/IN/case/4 "
            "troops/NOUN/NNS/obl:agent/2 say/VERB/VBP/parataxis/2"
        ),
    ):
        assert mended(sentence(tree)) == sentence(tree)
