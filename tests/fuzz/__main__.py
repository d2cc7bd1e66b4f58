"""Inputs made by chance, as a command: `python -m tests.fuzz --minutes 10 [--count N] [--start SEED] | --replay SEED`."""

import argparse
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.fuzz.campaign import Campaign, Finding, memory
from tests.fuzz.inputs import made
from tests.fuzz.samples import samples


def main() -> int:
    """Print failures and figures; return 1 where anything failed, else 0."""
    options = _options()
    if options.replay is not None:
        options.start, options.count = options.replay, 1
        if options.save:
            Path(options.save).write_bytes(made(options.replay, samples()).data)
    _say(f"samples {samples().digest}: a seed gives the same input while they are the same")
    campaign, began = Campaign(options.start), perf_counter()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        campaign.run(options.minutes, options.count, _show, _say)
    except KeyboardInterrupt:
        _say("stopped; what was not yet put to the contract is left out")
    for line in _figures(campaign, perf_counter() - began):
        _say(line)
    return int(bool(campaign.failures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Read inputs made by chance, and check all rows."
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="how long to go on (default %(default)s)")
    parser.add_argument("--count", type=int, help="how many inputs at most")
    parser.add_argument(
        "--start", type=int, default=0, metavar="SEED", help="the seed of the first input (default %(default)s)"
    )
    parser.add_argument("--replay", type=int, metavar="SEED", help="only the input of this seed")
    parser.add_argument("--save", metavar="FILE", help="with --replay: write its bytes there")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _show(failure: Finding) -> None:
    _say(f"seed {' '.join(map(str, failure.numbers))}: {failure.what}")


def _figures(campaign: Campaign, seconds: float) -> Iterator[str]:
    """Yield what a run has seen, a line for each figure."""
    behind = campaign.start + campaign.count
    yield f"{campaign.count} inputs (seeds {campaign.start} to {behind - 1}) in {seconds:.0f} s, {campaign.count / seconds:.1f} a second"
    yield f"{campaign.documents} documents of {campaign.characters} characters; the others were set aside with a reason"
    yield f"contained: {len(campaign.contained)} PDFs ended the child process ({' '.join(str(one.numbers[0]) for one in campaign.contained[:9])})"
    yield "slowest: " + "; ".join(
        f"seed {one.number} {one.seconds:.2f} s for {one.size} bytes" for one in campaign.slowest
    )
    yield f"memory: {memory()} MiB at most, {campaign.first_memory} MiB after the first thousand inputs"
    yield f"failures: {len(campaign.failures)}"


if __name__ == "__main__":
    sys.exit(main())
