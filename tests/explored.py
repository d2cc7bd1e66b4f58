"""A small dataset to explore: some articles, one of them hostile, read and published without Prefect."""

from collections.abc import Mapping
from pathlib import Path

from flows import corpus, store, tables
from flows.steps import process
from flows.steps.read.seed import seed_of

RIVERS = """River states sign a water deal in Oslo

By Ada Holm

March 4, 2019 - Norway's foreign minister Ine Eriksen met Finland's president Sauli Niinistö in Oslo on Sunday.

Norway and Finland signed an agreement on the river on March 3, 2019. The two\x20\x20governments had accused Russia of
blocking the talks in February 2019.

Russian troops killed 12 civilians near the border town of Kirkenes on March 1, 2019, according to Reuters. Russia
denied that its troops had attacked the town.

Protesters marched in Helsinki on March 2, 2019 and demanded that the government resign.
"""
COPY = RIVERS.replace("By Ada Holm", "By Per Lie").replace("March 4, 2019", "March 5, 2019")
TALKS = """Talks on the river end without a text

March 9, 2019 - Norway threatened to leave the talks with Russia on Friday. The peace talks in Geneva ended on March 8,
2019 without an agreement.

Finland signed an agreement with Norway on the river on March 3, 2019, the ministry said. A naïve négociateur left.
"""
HOSTILE = """<script>alert("title")</script> & the "river" \u202edeal

By <img src=x onerror=alert(1)>

March 6, 2019 - Norway met Finland in <b>Oslo</b> on Sunday, <script>alert('text')</script> said \u2066the report\u2069.

Norway's O'Brien "signed" a deal </bdi></main><style>*{display:none}</style> with Finland\x07 on March 3, 2019.
"""
TEXTS = {
    "news/rivers.txt": RIVERS,
    "news/copy.txt": COPY,
    "talks.txt": TALKS,
    "<b>hostile</b>.txt": HOSTILE,
    "empty.txt": "",
}


def publish(data: Path, texts: Mapping[str, str] = TEXTS) -> store.Dataset:
    """Return the dataset of some articles by their paths, published in the folder `data`."""
    outcomes = [process(seed_of(path, text.encode())) for path, text in texts.items()]
    frames = tables.tabulate(corpus.reconcile(corpus.merge(outcomes)))
    tables.validate(frames)
    with store.data_lock(data):
        store.publish(data, tables.to_arrow(frames), {}, lambda: {"built_at": "2019-03-10T00:00:00+00:00"})
    return store.open_dataset(data)
