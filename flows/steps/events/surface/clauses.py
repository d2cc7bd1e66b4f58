"""Which dates of a sentence may be those of an event: without a tree, all that the signs between them allow."""

from flows.steps.events.phrases import View


def may_share(_view: View, _trigger: int, _place: int) -> bool:
    """Return whether the date that begins at a token may date the event of a trigger."""
    return True
