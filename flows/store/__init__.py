"""The disk: seeds in, snapshots out; the only code that writes the data folder.

- `data/.lock`: held by the build that writes
- `data/parts/`: what single documents gave, and which pairs of events are not one, kept between builds
- `data/snapshots/<id>/`: one complete build: tables, extras, manifest
- `data/latest`: a link to the newest snapshot, replaced in one rename
- `data/.last-build.json`: what the last build was made from, so that one from the same computes nothing
"""

from flows.store.dataset import Dataset, open_dataset
from flows.store.folders import check_apart, check_folders
from flows.store.history import LastBuild, Snapshot, last_build, list_snapshots, record_build, repeated, rollback
from flows.store.lock import data_lock
from flows.store.manifest import is_made_here
from flows.store.parts import PartStore, packed
from flows.store.seeds import SIZE_LIMIT, SeedRef, check_seeds, list_file, list_seeds, read_seed
from flows.store.snapshots import Published, publish
from flows.store.versions import ROW_CODE, code_fingerprint, library_versions, row_versions

__all__ = [
    "ROW_CODE",
    "SIZE_LIMIT",
    "Dataset",
    "LastBuild",
    "PartStore",
    "Published",
    "SeedRef",
    "Snapshot",
    "check_apart",
    "check_folders",
    "check_seeds",
    "code_fingerprint",
    "data_lock",
    "is_made_here",
    "last_build",
    "library_versions",
    "list_file",
    "list_seeds",
    "list_snapshots",
    "open_dataset",
    "packed",
    "publish",
    "read_seed",
    "record_build",
    "repeated",
    "rollback",
    "row_versions",
]
