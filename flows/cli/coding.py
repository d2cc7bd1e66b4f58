"""The commands of people who correct and code: corrections, sample, agreement, codebook."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import DataFolder, opening
from flows.escaping import visible

corrections = typer.Typer(no_args_is_help=True, help="Corrections by people: which are applied, and what they show.")
Out = Annotated[Path | None, typer.Option(help="File to write; standard output if not given.")]


@corrections.callback()
def of_people() -> None:
    """Corrections by people: which are applied, and what they show."""


@corrections.command()
def check(
    data: DataFolder = Path("data"),
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 if one is not applied.")] = False,
) -> None:
    """List the corrections of the latest snapshot (applied, stale, refused), and how far people and machine agree."""
    from flows.cli.building import QUARANTINED
    from flows.coding.judgements import report
    from flows.store import open_dataset
    from schemas.vocab import CorrectionStatus

    dataset = open_dataset(data)
    frames = {name: dataset.frame(name) for name in ("corrections", "events")}
    typer.echo(visible(report(frames), "\n"))
    if strict and bool((frames["corrections"]["status"] != CorrectionStatus.APPLIED).any()):
        raise typer.Exit(QUARANTINED)


def sample(
    events: Annotated[int, typer.Option(help="Events to draw.", min=1)] = 200,
    stratify: Annotated[str, typer.Option(help="Column of events whose values are drawn evenly.")] = "event_type",
    seed: Annotated[int, typer.Option(help="The same number draws the same events.")] = 1,
    out: Out = None,
    data: DataFolder = Path("data"),
    *,
    is_open: Annotated[
        bool, typer.Option("--open", help="Show the machine's answer; without it the sheet is blind.")
    ] = (False),
) -> None:
    """Draw a coding sheet for people: events in their context, with empty columns to fill in."""
    from flows.coding.sheets import sheet
    from flows.store import open_dataset

    dataset = open_dataset(data)
    frames = {name: dataset.frame(name) for name in ("documents", "paragraphs", "events")}
    _write(sheet(frames, events, stratify, seed, is_open=is_open), out)


def agreement(
    first: Annotated[Path, typer.Argument(help="Coding sheet of one person.")],
    second: Annotated[Path, typer.Argument(help="Coding sheet of another.")],
    data: Annotated[Path | None, typer.Option(help="Data folder, for the machine's precision.")] = None,
) -> None:
    """Show how far two people agree on a coding sheet, and with --data how often the machine is right."""
    from flows.coding.judgements import machine_types
    from flows.coding.sheets import agreement as compared
    from flows.store import open_dataset

    types = None
    if data is not None:
        dataset = open_dataset(data)
        types = machine_types({name: dataset.frame(name) for name in ("events", "corrections")})
    with opening(first, "a coding sheet"), first.open("rb"), opening(second, "a coding sheet"), second.open("rb"):
        text = compared((first, second), types)
    typer.echo(visible(text, "\n"))


def codebook(out: Out = None) -> None:
    """Print the codebook: what each event type means, with examples, for people who code."""
    from flows.coding.codebook import codebook as page

    _write(page(), out)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(visible(text, "\r\n") if sys.stdout.isatty() else text, nl=False)
        return
    with opening(out, "a file that can be written"):
        out.write_text(text, "utf-8")
