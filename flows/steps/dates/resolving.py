"""What the expressions of a paragraph mean, each with what it leans on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from flows.steps.dates import values
from flows.steps.dates.forms import FORMS
from flows.steps.dates.happenings import Named
from flows.steps.dates.memory import Memory
from flows.steps.dates.places import Place
from flows.steps.dates.scene import Answer, Known, Scene
from flows.steps.dates.settings import Setting
from flows.steps.dates.values import Value
from schemas.vocab import Anchor, Precision, TimexType

_UNDECIDED = 0.5
"""What remains of the confidence where the document's date leaves the answer open."""
_NEARBY = 8
"""How many clauses of one sentence may tell when a happening was."""


def answers(setting: Setting, found: Sequence[Place], memory: Memory) -> Iterator[tuple[Place, Answer]]:
    """Yield what can be read; two expressions that make no sense as one are read apart."""
    for place in found:
        counted = _counted(setting, place, memory)
        answer = _resolve(setting, place, memory) if counted is None else None
        if counted is not None:
            yield counted
        elif answer is not None:
            yield place, answer
        elif place.base is not None:
            yield from answers(setting, place.apart(), memory)


def read(place: Place, scene: Scene) -> Answer | None:
    """Return what an expression means, or None where no calendar has such a date."""
    try:
        return FORMS[place.found.rule.form](scene)
    except (ValueError, OverflowError):  # of datetime: 30 February, the year 12000
        return None


def _counted(setting: Setting, place: Place, memory: Memory) -> tuple[Place, Answer] | None:
    """Return the meaning of an expression that counts from a happening which the text dates, with its whole words."""
    named = setting.named.get(place.found.start) if place.base is None else None
    known = _when(setting, named, place, memory) if named is not None else None
    if named is None or known is None:
        return None
    answer = read(place, replace(memory.scene(place, None), happening=known))
    return (replace(place, reach=named.end), answer) if answer is not None and answer.anchor == Anchor.EVENT else None


def _when(setting: Setting, named: Named, place: Place, memory: Memory) -> Known | None:
    """Return the one date that the text before or the same sentence gives a happening; None where there are more."""
    for told in setting.told_in.get(place.sentence, ())[:_NEARBY]:
        known = _known(setting, told.place, memory)
        if known is not None:
            memory.tell(told, known)
    return memory.when(named)


def _known(setting: Setting, place: Place, memory: Memory) -> Known | None:
    """Return the meaning of an expression that may stand further on in its paragraph."""
    answer = _resolve(setting, place, memory)
    return None if answer is None else Known(answer.value, setting.identity(place.found.start, place.end))


def _resolve(setting: Setting, place: Place, memory: Memory) -> Answer | None:
    """Return the answer of an expression, which is found once and then remembered up to the end of the paragraph."""
    key = place.found.start, place.end
    if key not in memory.answers:
        memory.answers[key] = None  # where two expressions lean on each other, neither does
        memory.answers[key] = _resolved(setting, place, memory)
    return memory.answers[key]


def _resolved(setting: Setting, place: Place, memory: Memory) -> Answer | None:
    """Return the answer on the day of speech in a quotation, else over both ends of the document's date."""
    said = setting.speeches.get(place.found.start)
    known = _known(setting, said, memory) if said is not None else None
    if known is not None and known.value.precision == Precision.DAY:
        return _answer(setting, place, known.value.start, memory, known)
    first, last = setting.ends
    answer = _answer(setting, place, first, memory)
    if first == last or answer is None:
        return answer
    other = _answer(setting, place, last, memory)
    if other is None or other.value == answer.value:
        return other
    return Answer(_union(answer.value, other.value), answer.anchor, answer.anchor_id, _UNDECIDED)


def _answer(
    setting: Setting, place: Place, day: date | None, memory: Memory, said: Known | None = None
) -> Answer | None:
    """Return what an expression means on one day, together with the neighbours that belong to it.

    `said` is the date of saying, where that is the day.
    """
    scene = memory.scene(place, day, said)
    if place.ahead is not None:
        ahead = read(
            Place(found=place.ahead, sentence=place.sentence, looks_ahead=None), Scene(words=place.ahead.groups)
        )
        if ahead is not None:
            scene = replace(scene, ahead=Known(ahead.value, setting.identity(place.ahead.start, place.ahead.end)))
    if place.base is not None:
        base = Place(found=place.base, sentence=place.sentence, looks_ahead=place.looks_ahead)
        scene = replace(scene, base=read(base, memory.scene(base, day, said)))
    answer = read(place, scene)
    return None if answer is None else memory.anchored(answer, said)


def _union(first: Value, last: Value) -> Value:
    """Return the interval over two readings of one expression; a length keeps its length."""
    if first.start is None or first.end is None:
        return first
    if last.start is None or last.end is None:
        return last
    if first.timex_type == TimexType.DURATION:
        ends = (min(first.start, last.start), max(first.end, last.end))
        return values.duration(first.timex_value, ends, first.modifier)
    return values.between(first, last) if first.start <= last.start else values.between(last, first)
