"""Silver names for text without gold, from parts of speech and the knowledge base; the rest stays unknown."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.steps.entities.knowledge_base import NOTHING, surface_forms, words
from flows.steps.entities.tokens import fold
from flows.steps.lexicon.calendar import MONTHS, WEEKDAYS
from flows.training.labels import tables, tidied
from flows.training.words import OUTSIDE, UNKNOWN, LabelledName, TrainingPassage, TrainingSentence, labelled
from schemas.vocab import EntityType

_INSIDE = frozenset({"of", "the", "for", "and", "-", "–", "&", "de", "al", "van", "von", "bin"})
_CALENDAR = frozenset(name.title() for name in (*WEEKDAYS, *MONTHS))


def with_silver(passages: Iterable[TrainingPassage]) -> list[TrainingPassage]:
    """Return tagged passages with names: words that are no proper nouns are none, known names and people are.

    Other proper nouns stay unknown, and the small words between two of them.
    """
    return [tuple(_silvered(sentence) for sentence in passage) for passage in passages]


def _silvered(sentence: TrainingSentence) -> TrainingSentence:
    texts = [word.text for word in sentence]
    names: list[LabelledName] = []
    for start, end in _runs(sentence):
        names.append(LabelledName(start, end, _kind(sentence, start, end)))
    labels = labelled(tidied(texts, [name for name in names if name[2] != OUTSIDE]), len(texts))
    return tuple(replace(word, entity=label) for word, label in zip(sentence, labels, strict=True))


def _runs(sentence: TrainingSentence) -> Iterator[tuple[int, int]]:
    """Yield the ranges of proper nouns, small words between two of them included."""
    index = 0
    while index < len(sentence):
        if not _is_proper(sentence, index):
            index += 1
            continue
        end = ahead = index + 1
        while ahead < len(sentence) and (_is_proper(sentence, ahead) or sentence[ahead].text in _INSIDE):
            ahead += 1
            end = ahead if _is_proper(sentence, ahead - 1) else end
        yield index, end
        index = end


def _is_proper(sentence: TrainingSentence, index: int) -> bool:
    return sentence[index].tag in {"NNP", "NNPS"}


def _kind(sentence: TrainingSentence, start: int, end: int) -> str:
    """Return the type of the name in a range, `O` for days and months, `-` where it is not known."""
    written = "".join(word.text + " " * word.space for word in sentence[start:end]).strip()
    if written in _CALENDAR:
        return OUTSIDE
    form = surface_forms(NOTHING).get(fold(written))
    if form is not None and not form.problem and (len(written) > 3 or written.isupper()):
        return str(tables().knowledge.get(EntityType(form.entity.entity_type), UNKNOWN))
    is_given = sentence[start].text in words("given")
    is_flat = all(word.dep == "flat" and word.head == start for word in sentence[start + 1 : end])
    is_flat = is_flat and sentence[start].text not in tables().not_given
    is_person = end - start in {2, 3} and (is_given or is_flat)
    plain = all(word.text.isalpha() and word.text.istitle() for word in sentence[start:end])
    return "person" if is_person and plain else UNKNOWN
