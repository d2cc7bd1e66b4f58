"""All figures of the labelled texts of our own, with every difference: `python -m tests.quality.own`."""

import sys

from tests.quality.own.score import measure

for name, tally in measure().items():
    figures = f"recall {tally.recall:.3f}" + (f", F1 {tally.f1:.3f}" if tally.answers else "")
    sys.stdout.write(f"{name}: {figures} ({tally.right} of {tally.labels})\n")
    sys.stdout.write("".join(f"    {fault}\n" for fault in tally.faults))
