"""Universal Dependencies treebanks read: CoNLL-U files to passages, one per paragraph."""

import re
from collections.abc import Iterator
from pathlib import Path

from flows.training.words import UNKNOWN, LabelledName, TrainingPassage, TrainingSentence, TrainingWord, labelled

_ENTITY = re.compile(r"\((\d+)-([a-z]+)[^()]*|(\d+)\)|\((\d+)-([a-z]+)[^()]*\)")
_OPEN = re.compile(r"\((\d+)-([a-z]+)-[^()]*")
_CLOSE = re.compile(r"(\d+)\)")
_INSIDE_NAMES = frozenset({"of", "the", "for", "de", "del", "da", "di", "du", "la", "le", "van", "von", "der", "den",
                           "bin", "ibn", "al", "el", "-", "–", "'s", "’s", "&"})  # fmt: skip
_FROM_GUM = {"person": "person", "place": "place", "organization": "organization", "event": "named_event"}
Row = list[str]


def read_treebank(path: Path, *, with_entities: bool = False) -> list[TrainingPassage]:
    """Return the paragraphs of a CoNLL-U file; `with_entities` reads the names that GUM keeps in its MISC column."""
    passages: list[TrainingPassage] = []
    gathered: list[TrainingSentence] = []
    for starts_paragraph, rows in _sentences(path):
        if starts_paragraph and gathered:
            passages.append(tuple(gathered))
            gathered = []
        gathered.append(_sentence(rows, with_entities=with_entities))
    if gathered:
        passages.append(tuple(gathered))
    return passages


def _sentences(path: Path) -> Iterator[tuple[bool, list[Row]]]:
    starts, rows = False, list[Row]()
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(("# newpar id", "# newdoc")) or line == "# newpar":
            starts = True
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield starts, rows
            starts, rows = False, []
    if rows:
        yield starts, rows


def _sentence(rows: list[Row], *, with_entities: bool) -> TrainingSentence:
    """Return the syntactic words of a sentence; the parts of a contraction have no space between them."""
    unspaced = _unspaced(rows)
    words = [row for row in rows if row[0].isdigit()]
    entities = labelled(_gum_names(words), len(words)) if with_entities else [UNKNOWN] * len(words)
    return tuple(
        TrainingWord(
            text=row[1],
            space=row[0] not in unspaced,
            tag=row[4],
            pos=row[3],
            morph="" if row[5] == "_" else row[5],
            head=int(row[6]) - 1 if row[6] != "0" else index,
            dep="ROOT" if row[7] == "root" else row[7],
            lemma=row[2],
            entity=entity,
        )
        for index, (row, entity) in enumerate(zip(words, entities, strict=True))
    )


def _unspaced(rows: list[Row]) -> set[str]:
    """Return the ids of the words that touch the next word."""
    unspaced: set[str] = set()
    for row in rows:
        touches = "SpaceAfter=No" in row[9].split("|")
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            unspaced.update(str(number) for number in range(first, last))
            unspaced.update({str(last)} if touches else set())
        elif touches:
            unspaced.add(row[0])
    return unspaced


def _gum_names(rows: list[Row]) -> list[LabelledName]:
    """Return the outermost proper names among GUM's mentions: those whose head is a proper noun, cut to the name."""
    mentions = sorted(_mentions(rows), key=lambda mention: (mention[0], -mention[1]))
    heads = {_head(rows, start, end) for start, end, _ in mentions}
    names: list[LabelledName] = []
    for start, end, kind in mentions:
        head = _head(rows, start, end)
        if kind == "time" or not _is_proper(rows[head]):
            continue
        first, last = _around(rows, head, start, end, heads)
        if not names or first >= names[-1][1]:
            is_people = kind == "person" and rows[head][4] == "NNPS"
            names.append(LabelledName(first, last, UNKNOWN if is_people else _FROM_GUM.get(kind, UNKNOWN)))
    return names


def _mentions(rows: list[Row]) -> Iterator[tuple[int, int, str]]:
    """Yield word ranges and types of the mentions in the Entity attribute; discontinuous ones are left out."""
    open_at: dict[str, list[tuple[int, str]]] = {}
    for index, row in enumerate(rows):
        value = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for number, kind in _OPEN.findall(value):
            open_at.setdefault(number, []).append((index, kind))
        for number in _CLOSE.findall(re.sub(r"\((\d+)-[^()]*(?=\))", r"\1", value)):
            if open_at.get(number):
                start, kind = open_at[number].pop()
                yield start, index + 1, kind


def _head(rows: list[Row], start: int, end: int) -> int:
    inside = range(start + 1, end + 1)
    return next((index for index in range(start, end) if int(rows[index][6]) not in inside), start)


def _is_proper(row: Row) -> bool:
    return row[4] in {"NNP", "NNPS"}


def _around(rows: list[Row], head: int, start: int, end: int, heads: set[int]) -> tuple[int, int]:
    """Return the run of proper nouns and the small words between them that holds `head`."""
    first, last = head, head + 1
    while first > start and _is_proper(rows[first - 1]):
        first -= 1
    while first - 2 >= start and rows[first - 1][1] in "-–" and _is_proper(rows[first - 2]):
        first -= 2
    while last < end:
        ahead = last
        while ahead < end and rows[ahead][1] in _INSIDE_NAMES:
            ahead += 1
        if rows[last][1] == "and" and last + 1 not in heads:
            ahead = last + 1
        is_number = ahead == last and rows[last][4] == "CD"
        if ahead >= end or not (_is_proper(rows[ahead]) or is_number):
            break
        last = ahead + 1
    return first, last
