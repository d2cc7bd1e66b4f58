"""A build without Prefect: `python tests/plain_build.py SEEDS DATA [LANGUAGE_MODEL [WORKERS]]`."""

import sys
from pathlib import Path

from flows import documents, pipeline, store
from flows.steps import Options
from flows.steps.language.engine import OWN


def build(
    seeds: Path, data: Path, language_model: str = OWN, worker_count: int = 1, keep: int = 5
) -> pipeline.BuildSummary:
    """Return the summary of a build, which publishes what `presstable build` publishes."""
    work = documents.Work(Options(language_model), worker_count=worker_count)
    with store.data_lock(data):
        refs, issues = pipeline.list_seeds(seeds, store.SIZE_LIMIT)
        batched = [documents.process_batch(seeds, data, batch, len(refs), work) for batch in documents.batches(refs)]
        return pipeline.publish(data, batched, issues, keep, {"language_model": language_model})


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:3]), *sys.argv[3:4], *map(int, sys.argv[4:5]))
