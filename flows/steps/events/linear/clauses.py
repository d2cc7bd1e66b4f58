"""Which dates of a sentence may be those of an event: without a tree, all that the signs between them allow."""

from flows.steps.events.sentence import View


def is_narrated(_view: View, _trigger: int) -> bool:
    """Return whether a trigger is told as the next thing that happened: without a tree nobody knows."""
    return False


def same_time(_view: View, _trigger: int) -> int | None:
    """Return the verb of what happened when a trigger did: without a tree nobody knows."""
    return None


def may_share(_view: View, _trigger: int, _place: int) -> bool:
    """Return whether the date that begins at a token may date the event of a trigger."""
    return True
