"""The commands on the snapshots of a data folder: list them, compare two, step back to one."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.shared import DataFolder
from flows.escaping import visible


def snapshots(data: DataFolder = Path("data")) -> None:
    """List the snapshots of a data folder, the newest first."""
    from flows.store import list_snapshots

    there = list_snapshots(data)
    if not there:
        typer.echo(visible(f"there are no snapshots in {data}; presstable build makes one"))
    for found in there:
        counts = ", ".join(f"{found.counts.get(name, 0):,} {name}" for name in ("documents", "events"))
        typer.echo(f"{found.snapshot_id}  {found.built_at}  {counts}{'  (latest)' if found.is_latest else ''}")


def diff(
    old: Annotated[str, typer.Argument(help="Id of the older snapshot.")],
    new: Annotated[str | None, typer.Argument(help="Id of the newer one; the latest if not given.")] = None,
    data: DataFolder = Path("data"),
) -> None:
    """Show which documents and events changed from one snapshot to another."""
    from flows.changes import KEYS, changes
    from flows.store import open_dataset

    before, after = ({name: open_dataset(data, each).frame(name) for name in KEYS} for each in (old, new))
    for name, found in changes(before, after).items():
        typer.echo(f"{name}: {found}")
        for mark, keys in (("+", found.added), ("-", found.removed), ("~", found.changed)):
            for key in keys:
                typer.echo(visible(f"  {mark} {key}"))


def rollback(
    snapshot_id: Annotated[str, typer.Argument(help="Id of the snapshot that shall be the latest again.")],
    data: DataFolder = Path("data"),
) -> None:
    """Make an older snapshot the latest again; the next build goes on from the seeds as ever."""
    from flows.store import rollback as step_back

    found = step_back(data, snapshot_id)
    typer.echo(visible(f"{data / 'latest'} is snapshot {found.snapshot_id}, built {found.built_at}."))
