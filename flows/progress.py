"""A bar for work that takes long: shown in a terminal, silent when piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yield what to call with a stage, how much more of it is done and how much there is; None without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        tasks = {"": progress.add_task("starting", total=None)}

        def advance(stage: str, done: int, total: int) -> None:
            if "" in tasks:
                progress.remove_task(tasks.pop(""))
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.advance(tasks[stage], done)

        yield advance
