"""Corrections over builds: applied, kept by another model, stale when the text changes, and no byte without any."""

from datetime import date
from pathlib import Path

from flows import documents, pipeline, steps, store
from flows.corrections import append_correction, read_corrections
from flows.documents import Batch, part_key
from flows.steps import Options
from flows.steps.corrections import Correction
from schemas.vocab import CorrectionKind

TEXT = "Talks in Oslo\n\n4 March 2019\n\nNorway met Finland in Oslo on Sunday. They left the town.\n"
CELLS = {"source_path": "a.txt", "author": "A. Holm", "day": date(2026, 11, 28), "reason": "so"}
ROWS = (
    Correction(CorrectionKind.EVENT_TYPE, quote="Norway met Finland", trigger="met", value="AGREE", **CELLS),
    Correction(CorrectionKind.DOCUMENT_DATE, quote="4 March 2019", value="2020-03-04", **CELLS),
)


def built(folder: Path, rows: tuple[Correction, ...], model: str = "rules") -> tuple[pipeline.BuildSummary, int]:
    """Return the summary of a build in this process, and how many documents were processed anew."""
    seeds, data, new = folder / "seeds", folder / "data", 0
    with store.data_lock(data):
        refs, issues = store.list_seeds(seeds)
        options = documents.with_corrections(Options(model), rows, refs)
        parts = store.PartStore(data)
        keys = {part_key(ref, options): ref for ref in refs}
        for key, ref in keys.items():
            if not parts.has(key):
                new += 1
                parts.put(key, store.packed(steps.process(store.read_seed(seeds, ref), options)))
        places = {key: ref.place for key, ref in keys.items() if ref.place}
        return pipeline.publish(data, [Batch(tuple(keys), 0, places=places)], issues, 5, {}, rows), new


def statuses(folder: Path) -> list[str]:
    return sorted(store.open_dataset(folder / "data").frame("corrections")["status"].tolist())


def test_a_correction_survives_rebuilds_and_is_stale_when_its_text_changes(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "seeds" / name).write_text(TEXT.replace("left", f"left with {name[0]}"), "utf-8")
    plain, _ = built(tmp_path, ())
    for row in ROWS:
        append_correction(tmp_path / "corrections.csv", row)
    rows = read_corrections(tmp_path / "corrections.csv")
    corrected, new = built(tmp_path, rows)
    assert (corrected.is_new, corrected.unfit_count, new) == (True, 0, 1)
    events = store.open_dataset(tmp_path / "data").frame("events")
    assert sorted(events["event_type"].tolist()) == ["AGREE", "CONSULT"]
    again, new = built(tmp_path, rows)
    assert (again.is_new, again.snapshot_id, new) == (False, corrected.snapshot_id, 0)
    other_model, _ = built(tmp_path, rows, "presstable")
    assert (other_model.unfit_count, statuses(tmp_path)) == (0, ["applied", "applied"])
    (tmp_path / "seeds" / "a.txt").write_text(TEXT.replace("met Finland", "met with Sweden"), "utf-8")
    changed, _ = built(tmp_path, rows)
    assert (changed.unfit_count, statuses(tmp_path)) == (1, ["applied", "stale"])
    (tmp_path / "seeds" / "a.txt").unlink()
    gone, _ = built(tmp_path, rows)
    assert (gone.unfit_count, statuses(tmp_path)) == (2, ["stale", "stale"])
    (tmp_path / "seeds" / "a.txt").write_text(TEXT.replace("left", "left with a"), "utf-8")
    assert built(tmp_path, ())[0].snapshot_id == plain.snapshot_id


EXPORT = "headline,text\n" + "".join(
    f'"{title}","4 March 2019\n\nNorway met Finland in {town} on Sunday. They left the town with {title}."\n'
    for title, town in (("Talks in Oslo", "Oslo"), ("Talks in Bergen", "Bergen"), ("Talks in Turku", "Turku"))
)


def test_a_document_of_a_file_with_several_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.csv").write_text(EXPORT, "utf-8")
    named = [row._replace(source_path="a.csv#2") for row in ROWS]
    summary, new = built(tmp_path, tuple(named))
    assert (summary.counts["documents"], summary.unfit_count, new) == (3, 0, 3)
    data = store.open_dataset(tmp_path / "data")
    results, documents = data.frame("corrections"), data.frame("documents")
    second = documents[documents["source_part"] == 2]["document_id"].tolist()
    assert (results["document_id"].tolist(), results["source_part"].tolist()) == (second * 2, [2, 2])
    events = data.frame("events")
    assert events[events["event_type"] == "AGREE"]["document_id"].tolist() == second
    years = [day.year for day in documents.sort_values("source_part")["published_start"]]
    assert years == [2019, 2020, 2019]


def test_the_path_of_a_file_with_several_documents_is_not_enough(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.csv").write_text(EXPORT, "utf-8")
    rows = tuple(row._replace(source_path="a.csv") for row in ROWS)
    assert built(tmp_path, rows)[0].unfit_count == 2
    messages = store.open_dataset(tmp_path / "data").frame("corrections")["message"].tolist()
    assert all("as in a.csv#1" in message for message in messages)
    gone = tuple(row._replace(source_path="a.csv#7") for row in ROWS)
    assert built(tmp_path, gone)[0].unfit_count == 2
    assert statuses(tmp_path) == ["stale", "stale"]
    second = built(tmp_path, tuple(row._replace(source_path="a.csv#2", quote="Norway met Sweden") for row in ROWS[:1]))
    assert second[0].unfit_count == 1
    issues = store.open_dataset(tmp_path / "data").frame("issues")
    assert issues[issues["code"] == "stale_correction"]["source_part"].tolist() == [2]
