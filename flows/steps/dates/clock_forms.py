"""Reader of hours of the day."""

from flows.steps.dates import values
from flows.steps.dates.numbers import whole_number
from flows.steps.dates.scene import Answer, Scene
from schemas.vocab import Anchor, Precision

_NOON = 12


def clock(scene: Scene) -> Answer | None:
    """Return the hour of 9:30 a.m. Tuesday, on the day beside it, else on the last day mentioned or the document's."""
    hour = _hour(scene)
    if scene.base is not None:
        base = scene.base.value
        moment = base.start if base.precision == Precision.DAY else None
        return Answer(
            values.clock(moment, hour),
            scene.base.anchor if moment else Anchor.NONE,
            scene.base.anchor_id if moment else None,
        )
    known = scene.same_sentence
    if known is not None and known.value.precision == Precision.DAY:
        return Answer(values.clock(known.value.start, hour), Anchor.PREVIOUS, known.date_id)
    known = scene.latest("D") if scene.is_story else None
    if known is not None:
        return Answer(values.clock(known.value.start, hour), Anchor.PREVIOUS, known.date_id)
    if scene.day is None or scene.is_story:
        return Answer(values.clock(None, hour))
    return Answer(values.clock(scene.day, hour), Anchor.DOCUMENT, certainty=0.6)


def _hour(scene: Scene) -> str:
    """Return the hour as T09:30; raises ValueError for 25 o'clock."""
    if "moment" in scene.words:
        return str(scene.read("moment"))
    hour, minute = whole_number(scene.words["hour"]), int(scene.words.get("minute", 0))
    half = scene.words.get("half_day", "")
    if (half and hour > _NOON) or hour > 24 or minute > 59:
        raise ValueError(f"{hour}:{minute:02} is no hour of the day")
    hour = hour % _NOON + (_NOON if half.startswith("p") else 0) if half else hour
    return f"T{hour:02}:{minute:02}"
