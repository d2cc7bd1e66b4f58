"""The format of the event corpus: heads, words with marked spans, and a line for each event (`GUIDELINES.md`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flows.steps.text.passage import Span
from schemas.data_files import DataFileError

HEAD, NO_EVENT, SAME, ONE = "%%", "none", "same", "one"
BATCHES = Path(__file__).with_name("batches")
_MARK = re.compile(r"\[(?P<label>[a-z]\d?|\d{1,2}) |(?P<end>\])")


class Head(NamedTuple):
    """What is known of a text: `kind` is sentence or passage."""

    id: str
    topic: str
    register: str
    region: str
    decade: str
    kind: str = "sentence"


class LabelledEvent(NamedTuple):
    """An event of a text: the label of its trigger, its type and mode, and the labels that fill each role."""

    trigger: str
    event_type: str
    mode: str | None
    factuality: str
    roles: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text of the corpus: its plain words, ranges of them by label, and its events.

    `no_event` is the reason why there is none; `same` are groups of labels that mean one thing, `one` groups of
    triggers that tell of one event. `line` counts from 1 in the file `source`.
    """

    head: Head
    text: str
    spans: dict[str, Span]
    events: tuple[LabelledEvent, ...]
    no_event: str | None
    same: tuple[tuple[str, ...], ...]
    one: tuple[tuple[str, ...], ...]
    source: str
    line: int

    def words_of(self, label: str) -> str:
        """Return the words that a label marks."""
        start, end = self.spans[label]
        return self.text[start:end]


def read_corpus(folder: Path = BATCHES) -> tuple[LabelledText, ...]:
    """Return all texts of a folder, by file and place; raises DataFileError at the first that cannot be read."""
    return tuple(text for path in sorted(folder.glob("*.txt")) for text in read_batch(path))


def read_batch(path: Path) -> Iterator[LabelledText]:
    """Yield the texts of a file; raises DataFileError where one cannot be read."""
    block: list[str] = []
    begin = 1
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), HEAD], start=1):
        if line.startswith(HEAD):
            if any(map(str.strip, block)):
                yield _read(block, path.name, begin)
            block, begin = [], number
        block.append(line)


def _read(lines: list[str], source: str, number: int) -> LabelledText:
    place = f"{source}, line {number}"
    head = _head(lines[0], place)
    rows = [line for line in lines[1:] if line.strip()]
    body = [line for line in rows if not _is_annotation(line)]
    notes = [line.split() for line in rows if _is_annotation(line)]
    text, spans = _marked("\n\n".join(body), place)
    return LabelledText(
        head=head,
        text=text,
        spans=spans,
        events=tuple(_event(words, place) for words in notes if words[0].isdigit()),
        no_event=next((words[1] for words in notes if words[0] == NO_EVENT and len(words) == 2), None),
        same=tuple(tuple(words[1:]) for words in notes if words[0] == SAME),
        one=tuple(tuple(words[1:]) for words in notes if words[0] == ONE),
        source=source,
        line=number,
    )


def _is_annotation(line: str) -> bool:
    words = line.split()
    is_event = re.fullmatch(r"\d{1,2} [A-Z]{3,}(?:/[a-z-]+)? [a-z]+(?: [a-z]+=[a-z0-9,]+)*", line.strip()) is not None
    is_group = words[0] in {SAME, ONE} and all(re.fullmatch(r"[a-z]\d?|\d{1,2}", word) for word in words[1:])
    return is_event or is_group or (words[0] == NO_EVENT and len(words) == 2)


def _head(line: str, place: str) -> Head:
    pairs = [word.partition("=") for word in line.removeprefix(HEAD).split()]
    values = {name: value for name, _, value in pairs}
    unknown = values.keys() - set(Head._fields)
    missing = set(Head._fields) - values.keys() - set(Head._field_defaults)
    if unknown or missing:
        raise DataFileError(f"{place}: the head has no {sorted(missing)} or knows no {sorted(unknown)}")
    return Head(**values)


def _event(words: list[str], place: str) -> LabelledEvent:
    event_type, _, mode = words[1].partition("/")
    roles = {name: tuple(labels.split(",")) for name, _, labels in (word.partition("=") for word in words[3:])}
    if len(roles) != len(words) - 3:
        raise DataFileError(f"{place}: event {words[0]} names a role twice; its labels belong together: actor=a,b")
    return LabelledEvent(words[0], event_type, mode or None, words[2], roles)


def _marked(marked: str, place: str) -> tuple[str, dict[str, Span]]:
    """Return the plain words of marked ones, and the range of each label."""
    plain: list[str] = []
    length = position = 0
    open_labels: list[tuple[str, int]] = []
    spans: dict[str, Span] = {}
    for match in _MARK.finditer(marked):
        piece = marked[position : match.start()]
        plain.append(piece)
        length, position = length + len(piece), match.end()
        if match["label"]:
            open_labels.append((match["label"], length))
            continue
        if not open_labels:
            raise DataFileError(f"{place}: a bracket closes that was not opened")
        label, start = open_labels.pop()
        if label in spans:
            raise DataFileError(f"{place}: the label {label} is there twice")
        spans[label] = (start, length)
    if open_labels or "[" in marked[position:]:
        raise DataFileError(f"{place}: a bracket stays open, or has no label")
    text = "".join([*plain, marked[position:]])
    if "[" in text:
        raise DataFileError(f"{place}: square brackets mark spans ([a word]) and have no other use")
    return text, spans
