"""A build in this process, without Prefect: `python tests/plain_build.py SEEDS DATA [LANGUAGE_MODEL]`."""

import sys
from pathlib import Path

from flows import pipeline, store
from flows.steps import Options
from flows.steps.language.engine import OWN


def build(seeds: Path, data: Path, language_model: str = OWN, keep: int = 5) -> pipeline.BuildSummary:
    """Return the summary of a build, which publishes what `presstable build` publishes."""
    options = Options(language_model)
    with store.data_lock(data):
        refs, issues = pipeline.list_seeds(seeds, store.SIZE_LIMIT)
        batched = [pipeline.process_batch(seeds, data, batch, len(refs), options) for batch in pipeline.batches(refs)]
        return pipeline.publish(data, batched, issues, keep, {"language_model": language_model})


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:3]), *sys.argv[3:4])
