"""Mistakes with folders, each named in one sentence before anything is read or written."""

import os
from pathlib import Path

from flows.errors import DataFolderError, UsageError
from flows.store.files import SNAPSHOTS_NAME
from flows.store.parts import PARTS_NAME
from flows.store.snapshots import latest_snapshot


def check_folders(seeds: Path, data: Path) -> None:
    """Return if a build may read `seeds` and write `data`, as far as that can be seen without writing.

    Raises UsageError where one lies in the other, and DataFolderError where something else has the place of the data
    folder, of a folder in it, or of the link to the latest snapshot.
    """
    check_apart(seeds, data)
    for folder in (data, data / SNAPSHOTS_NAME, data / PARTS_NAME):
        if os.path.lexists(folder) and not folder.is_dir():
            raise DataFolderError(f"{folder} is not a folder; a new one, or one that a build has made, would be fine")
    latest_snapshot(data)


def check_apart(seeds: Path, data: Path) -> None:
    """Return if neither folder lies in the other; raises UsageError, as tables would be read as articles."""
    files, tables = Path(os.path.realpath(seeds)), Path(os.path.realpath(data))
    if files == tables:
        raise UsageError(f"{seeds} is the folder of the articles and of the tables; two folders would be fine")
    if files in tables.parents:
        raise UsageError(f"the data folder {data} lies in the seeds folder {seeds}; one outside of it would be fine")
    if tables in files.parents:
        raise UsageError(f"the seeds folder {seeds} lies in the data folder {data}; one outside of it would be fine")


def check_data_folder(data: Path) -> None:
    """Return if there is a data folder to read; raises DataFolderError where it is missing or no folder."""
    if not data.exists():
        raise DataFolderError(f"there is no data folder {data}; make one with: presstable build")
    if not data.is_dir():
        raise DataFolderError(f"{data} is not a folder; a data folder, made with presstable build, would be fine")
