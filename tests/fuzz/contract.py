"""The contract on the rows of many inputs together, as a build checks them; a failure is narrowed down to its inputs."""

from collections.abc import Sequence
from io import BytesIO

from pyarrow import parquet

from flows import corpus, tables
from tests.fuzz.checks import Reading


def fault(readings: Sequence[Reading]) -> str | None:
    """Return why a build of these inputs would end, None where it would be published."""
    try:
        outcome = corpus.reconcile(corpus.merge(reading.outcome for reading in readings))
        frames = tables.tabulate(outcome)
        tables.validate(frames)
        for table in tables.to_arrow(frames).values():
            parquet.write_table(table, BytesIO())
    except Exception as error:  # noqa: BLE001  any error at all is what is looked for
        return f"contract: {type(error).__name__}: {' '.join(str(error).split())[:600]}"
    return None


def faulty(readings: Sequence[Reading]) -> list[tuple[list[Reading], str]]:
    """Return the smallest groups of inputs found that break the contract, each with why; none where all keep it."""
    why = fault(readings)
    if why is None:
        return []
    if len(readings) == 1:
        return [(list(readings), why)]
    middle = len(readings) // 2
    found = [*faulty(readings[:middle]), *faulty(readings[middle:])]
    return found or [_together(readings)]


def _together(readings: Sequence[Reading]) -> tuple[list[Reading], str]:
    """Return a group that fails only together, without the inputs that it fails without, and why."""
    left = list(readings)
    for reading in readings:
        others = [other for other in left if other is not reading]
        if fault(others) is not None:
            left = others
    return left, fault(left) or "contract: the failure does not come back"
