"""A snapshot is the same whatever was built before it: documents come, change and go, and no byte depends on that."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from flows import pipeline, steps, store
from flows.documents import Batch, part_key
from flows.steps import Options

RULES = Options("rules")
FOOTER = "Subscribe to the River Gazette and read all of our news every single day."
ATTACK = "On 3 May 2019, gunmen from Sudan killed four soldiers of Chad near Abéché, witnesses said."
TEXTS = (
    f"Attack in the east\n\nABÉCHÉ, 4 May 2019 - {ATTACK}\n\nIdriss Varga condemned the attack.\n\n{FOOTER}\n",
    f"Soldiers die\n\n5 May 2019\n\nGunmen killed four soldiers of Chad near Abéché on 3 May 2019.\n\n{FOOTER}\n",
    f"Attack in the east\n\nABÉCHÉ, 4 May 2019 - {ATTACK}\n\nIdriss Varga condemned it.\n\n{FOOTER}\n",
    "A note without a date\n\nOn 3 May gunmen killed four soldiers of Chad near Abéché. I. Varga was there.\n",
    f"Talks\n\n9 June 2020\n\nNorway met Finland in Oslo on Tuesday. Idris Varga demanded a ceasefire.\n\n{FOOTER}\n",
    "",
)
"""A report, the same event in other words, a copy, one that takes its date from the others, and some that do not."""
Step = Mapping[str, str | None]
"""What becomes of files: their text, or None where they go."""
SEQUENCES = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([*TEXTS, None]), min_size=1, max_size=3),
    min_size=2,
    max_size=4,
)


def take(step: Step, seeds: Path) -> None:
    for name, text in step.items():
        path = seeds / f"{name}.txt"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, "utf-8")


def built(seeds: Path, data: Path) -> str:
    """Return the id of the snapshot of a folder, built in this process, with the parts that are there."""
    with store.data_lock(data):
        refs, issues = store.list_seeds(seeds)
        parts = store.PartStore(data)
        keys = {part_key(ref, RULES): ref for ref in refs}
        places = {key: ref.place for key, ref in keys.items() if ref.place}
        for key, ref in keys.items():
            if not parts.has(key):
                parts.put(key, store.packed(steps.process(store.read_seed(seeds, ref), RULES)))
        return pipeline.publish(data, [Batch(tuple(keys), 0, places=places)], issues, 5, {}).snapshot_id


@settings(max_examples=4, deadline=None)
@given(SEQUENCES)
def test_what_was_built_before_changes_no_byte(sequence: Sequence[Step]) -> None:
    with TemporaryDirectory() as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        found = ""
        for step in ({"always": TEXTS[0]}, *sequence):
            take(step, seeds)
            found = built(seeds, Path(folder, "data"))
        assert found == built(seeds, Path(folder, "anew"))


SAMPLE = Path(__file__).parents[1] / "unit" / "steps" / "intake" / "samples" / "lexisnexis.txt"


def test_a_download_with_one_changed_article_is_as_one_built_anew(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    changed = text.replace("nine days", "twelve long days")
    for known, version in ((0, text), (2, changed), (3, f"\n\n{changed}")):
        (seeds / "download.txt").write_text(version, "utf-8")
        parts = store.PartStore(tmp_path / "data")
        assert sum(parts.has(part_key(ref, RULES)) for ref in store.list_seeds(seeds)[0]) == known
        found = built(seeds, tmp_path / "data")
        assert found == built(seeds, tmp_path / str(known))
    documents = store.open_dataset(tmp_path / "data").frame("documents")
    assert documents["source_part"].tolist() == [1, 2, 3]
    assert documents["raw_end"].iloc[-1] == len(changed) + 2
