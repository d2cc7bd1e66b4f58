"""The repair benchmark as a command: `python -m tests.quality.repair [--kind K] [--show N] [--documents N] [--json]`."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from flows.steps.repair import repair
from flows.steps.structure import structure
from tests.quality.repair.kinds import KINDS, Kind, misses, samples, total
from tests.quality.repair.pages import Sample
from tests.quality.repair.score import Score, removed_letters, score

_DOCUMENTS, _CLEAN = 200, 300
_HEAD = (
    f"{'kind':<20}{'docs':>5} {'right':>8}{'wrong':>7}{'missed':>8} {'prec.':>7}{'recall':>7} {'exact':>6}"
    f"{'end P':>7}{'end R':>7}{'end F1':>7} {'hyph.':>6} {'quotes':>6} {'harmed':>6}{'f/100k':>8}  misses"
)


def main() -> int:
    """Print the table; return 1 where a number to reach is missed, else 0."""
    options = _options()
    chosen = [KINDS[name] for name in options.kind or KINDS]
    if options.show:
        for kind in chosen:
            sys.stdout.writelines(_examples(kind, options.documents or _DOCUMENTS, options.show))
        return 0
    found = {
        kind.name: total(kind, options.documents or (_CLEAN if kind.name == "clean" else _DOCUMENTS)) for kind in chosen
    }
    if options.json:
        sys.stdout.write(
            json.dumps({name: _numbers(KINDS[name], value) for name, value in found.items()}, indent=1) + "\n"
        )
    else:
        sys.stdout.writelines(line + "\n" for line in _table(found))
    return int(any(misses(KINDS[name], value) for name, value in found.items()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.repair", description="Score repair on made damage.")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), help="only this kind; may be given again")
    parser.add_argument("--documents", type=int, help=f"documents of each kind (default {_DOCUMENTS}; clean {_CLEAN})")
    parser.add_argument("--show", type=int, metavar="N", help="print the first N samples of each kind that fail")
    parser.add_argument("--json", action="store_true", help="print all counts as JSON")
    return parser.parse_args()


def _numbers(kind: Kind, value: Score) -> dict[str, object]:
    rates = {name: getattr(value, name) for name in ("precision", "recall", "ends_f1", "false_removals")}
    return {"group": kind.group, **asdict(value), **rates, "misses": misses(kind, value)}


def _table(found: dict[str, Score]) -> Iterator[str]:
    """Yield the lines of the table, a sum under each group."""
    groups = dict.fromkeys(KINDS[name].group for name in found)
    for group in groups:
        yield f"\n{group}"
        yield _HEAD
        scores = {name: value for name, value in found.items() if KINDS[name].group == group}
        for name, value in scores.items():
            yield _line(name, value, "; ".join(misses(KINDS[name], value)))
        if len(scores) > 1:
            yield _line("all", sum(scores.values(), start=Score()), "")


def _line(name: str, value: Score, missed: str) -> str:
    return (
        f"{name:<20}{value.documents:>5} {value.right:>8}{value.wrong:>7}{value.missed:>8} "
        f"{_rate(value.precision):>7}{_rate(value.recall):>7} {_share(value.exact, value.judged):>6}"
        f"{_share(value.ends_shared, value.ends_got):>7}{_share(value.ends_shared, value.ends_want):>7}"
        f"{_rate(value.ends_f1):>7} {_share(value.hyphens_right, value.hyphens):>6} "
        f"{_share(value.quotes_named, value.quotes):>6} {value.harmed:>6}{value.false_removals:>8.1f}  {missed}"
    ).rstrip()


def _rate(value: float | None) -> str:
    return "." if value is None else f"{value:.3f}"


def _share(part: int, whole: int) -> str:
    return _rate(part / whole if whole else None)


def _examples(kind: Kind, documents: int, most: int) -> Iterator[str]:
    """Yield the first samples of a kind that are not repaired perfectly, with what was removed and what differs."""
    shown = 0
    for number, sample in enumerate(samples(kind, documents)):
        result = score(sample)
        if result.is_perfect and result.quotes_named == result.quotes:
            continue
        yield f"\n=== {kind.name} {number}: {result.wrong} wrong, {result.missed} missed, exact {result.exact}\n"
        yield from _differences(sample)
        shown += 1
        if shown == most:
            return


def _differences(sample: Sample) -> Iterator[str]:
    """Yield the raw text with marks where copies stand (`+`), what was removed (`-`), then paragraphs that differ."""
    draft = repair(sample.raw)
    gone = removed_letters(draft)
    copied = {at for group in sample.groups for n, r in group.members.items() if n for s, e in r for at in range(s, e)}
    offset = 0
    for line in sample.raw.split("\n"):
        places = [at for at in range(offset, offset + len(line)) if sample.raw[at].isalnum()]
        marks = ("+" if copied.intersection(places) else " ") + ("-" if gone.intersection(places) else " ")
        yield f"{marks}{offset:>6} {line!r}\n" if "\f" in line else f"{marks}{offset:>6} {line}\n"
        offset += len(line) + 1
    if sample.paragraphs:
        got, want = [block.text for block in structure(draft).blocks], list(sample.paragraphs)
        yield from (f"  only in result: {text!r}\n" for text in got if text not in set(want))
        yield from (f"  only in truth:  {text!r}\n" for text in want if text not in set(got))


if __name__ == "__main__":
    sys.exit(main())
