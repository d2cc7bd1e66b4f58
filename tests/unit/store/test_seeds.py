"""Seeds: which files are read, and why the others are not."""

import os
import socket
from hashlib import sha256
from pathlib import Path

import pyarrow as arrow
import pytest
from pyarrow import parquet

from flows.documents import part_key
from flows.errors import NoSeedsError, SeedChangedError
from flows.steps.text.ids import content_id
from flows.store import list_seeds, read_seed
from schemas.vocab import IssueCode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a seeds folder with one good seed."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "good.txt").write_bytes(b"A fine text.\n")
    return seeds


def paths(folder: Path) -> list[str]:
    return [ref.path for ref in list_seeds(folder)[0]]


def test_walks_in_order_of_paths_and_passes_over_hidden_names_and_the_readme(folder: Path) -> None:
    for name in ("b/z.txt", "b/README.md", "B.txt", "b.txt", ".hidden/x.txt", "b/.x.txt", "README.md", "é/ü.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    refs, issues = list_seeds(folder)
    assert [ref.path for ref in refs] == ["B.txt", "b.txt", "b/README.md", "b/z.txt", "good.txt", "é/ü.md"]
    assert issues == ()


def test_ids_come_from_bytes_and_for_copies_from_bytes_and_path(folder: Path) -> None:
    (folder / "copy.txt").write_bytes(b"A fine text.\n")
    (folder / "other.txt").write_bytes(b"A fine text.\n")
    digest = sha256(b"A fine text.\n").hexdigest()
    copy, good, other = list_seeds(folder)[0]
    assert (copy.document_id, copy.sha256, copy.size) == (f"doc_{digest[:16]}", digest, 13)
    assert good.document_id == content_id("doc", digest, "good.txt")
    assert other.document_id == content_id("doc", digest, "other.txt")


def test_reads_seeds_with_their_bytes_even_empty_and_binary_ones(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.bin").write_bytes(b"\x00\xff")
    refs, _ = list_seeds(folder)
    assert [(ref.path, read_seed(folder, ref).data) for ref in refs] == [
        ("empty.txt", b""),
        ("good.txt", b"A fine text.\n"),
        ("noise.bin", b"\x00\xff"),
    ]


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the names of sockets have to be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


def make_large(path: Path) -> None:
    path.write_bytes(b"x" * 101)


def link_out(path: Path) -> None:
    (path.parent.parent / "secret.txt").write_text("not a seed")
    path.symlink_to("../secret.txt")


def link_to_folder_outside(path: Path) -> None:
    (path.parent.parent / "else").mkdir()
    (path.parent.parent / "else" / "a.txt").write_text("not a seed")
    path.symlink_to("../else")


def link_to_sibling_with_same_start(path: Path) -> None:
    (path.parent.parent / "seeds2").write_text("not a seed")
    path.symlink_to("../seeds2")


def link_nowhere(path: Path) -> None:
    path.symlink_to("nothing.txt")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def link_to_pipe_inside(path: Path) -> None:
    (path.parent / ".hidden").mkdir()
    os.mkfifo(path.parent / ".hidden" / "pipe")
    path.symlink_to(".hidden/pipe")


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (make_pipe, IssueCode.NOT_A_REGULAR_FILE, "a named pipe"),
        (make_socket, IssueCode.NOT_A_REGULAR_FILE, "a socket"),
        (link_to_pipe_inside, IssueCode.NOT_A_REGULAR_FILE, "a named pipe"),
        (link_nowhere, IssueCode.NOT_A_REGULAR_FILE, "leads nowhere"),
        (link_to_itself, IssueCode.NOT_A_REGULAR_FILE, "leads nowhere"),
        (link_out, IssueCode.OUTSIDE_SEEDS, "leaves the seeds folder"),
        (link_to_folder_outside, IssueCode.OUTSIDE_SEEDS, "leaves the seeds folder"),
        (link_to_sibling_with_same_start, IssueCode.OUTSIDE_SEEDS, "leaves the seeds folder"),
        (make_large, IssueCode.TOO_LARGE, "100 bytes"),
    ],
)
def test_what_cannot_be_a_seed_is_quarantined_and_the_others_go_on(folder, make, code, said) -> None:  # type: ignore[no-untyped-def]
    make(folder / "odd.txt")
    refs, issues = list_seeds(folder, size_limit=100)
    assert [ref.path for ref in refs] == ["good.txt"]
    assert [(issue.source_path, issue.stage, issue.code, issue.severity) for issue in issues] == [
        ("odd.txt", "read", code, "error")
    ]
    assert issues[0].is_quarantined
    assert issues[0].document_id is None
    assert said in issues[0].message
    assert issues[0].message.startswith("'odd.txt' ")
    assert str(folder) not in issues[0].message


def test_a_file_at_the_limit_is_read(folder: Path) -> None:
    (folder / "full.txt").write_bytes(b"x" * 100)
    assert list_seeds(folder, size_limit=100)[1] == ()


def test_a_file_that_grows_past_the_limit_is_not_read_whole(folder, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (folder / "grown.txt").write_bytes(b"x" * 101)
    real = os.lstat

    def small(path: str) -> os.stat_result:
        return real(folder / "good.txt" if path.endswith("grown.txt") else path)

    monkeypatch.setattr(os, "lstat", small)
    assert [issue.code for issue in list_seeds(folder, size_limit=100)[1]] == [IssueCode.TOO_LARGE]


def test_a_file_that_may_not_be_read_is_quarantined(folder, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (folder / "locked.txt").write_text("x")
    real = open

    def denied(path: str, *args: str) -> object:
        if str(path).endswith("locked.txt"):
            raise PermissionError(13, "Permission denied")
        return real(path, *args)

    monkeypatch.setattr("builtins.open", denied)
    refs, issues = list_seeds(folder)
    assert [ref.path for ref in refs] == ["good.txt"]
    assert [(issue.source_path, issue.code) for issue in issues] == [("locked.txt", IssueCode.UNREADABLE)]
    assert "Permission denied" in issues[0].message


def test_a_folder_that_may_not_be_listed_is_quarantined(folder, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (folder / "shut").mkdir()
    real = os.scandir

    def denied(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", denied)
    refs, issues = list_seeds(folder)
    assert [ref.path for ref in refs] == ["good.txt"]
    assert [(issue.source_path, issue.code) for issue in issues] == [("shut", IssueCode.UNREADABLE)]


def test_names_that_are_not_utf8_are_quarantined_and_stay_apart(folder: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        try:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x")
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
    issues = list_seeds(folder)[1]
    assert [(issue.source_path, issue.code) for issue in issues] == [
        (r"caf\xe8.txt", IssueCode.UNREADABLE),
        (r"caf\xe9.txt", IssueCode.UNREADABLE),
    ]
    assert len({issue.issue_id for issue in issues}) == 2
    assert all(issue.message.encode() for issue in issues)


def test_links_to_files_inside_are_files(folder: Path) -> None:
    (folder / ".store").mkdir()
    (folder / ".store" / "real.txt").write_text("kept out of sight")
    (folder / "link.txt").symlink_to(".store/real.txt")
    (folder / "absolute.txt").symlink_to(folder.resolve() / "good.txt")
    assert paths(folder) == ["absolute.txt", "good.txt", "link.txt"]


def test_links_to_folders_inside_give_each_file_once_and_loops_end(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text("a")
    (folder / "sub" / "up").symlink_to("..")
    (folder / "self").symlink_to(".")
    (folder / "again").symlink_to("sub")
    (folder / ".store").mkdir()
    (folder / ".store" / "b.txt").write_text("b")
    (folder / ".store" / "loop").symlink_to(".")
    (folder / "shown").symlink_to(".store")
    (folder / "twice").symlink_to(".store")
    refs, issues = list_seeds(folder)
    assert sorted(ref.path for ref in refs) == ["good.txt", "shown/b.txt", "sub/a.txt"]
    assert issues == ()


def test_the_seeds_folder_may_be_a_link_or_have_a_hidden_name(folder: Path) -> None:
    folder.rename(folder.parent / ".seeds")
    folder.symlink_to(".seeds")
    assert paths(folder) == paths(folder.parent / ".seeds") == ["good.txt"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("missing", "there is no"), ("file", "not a folder"), ("empty", "no files"), ("readme", "no files")],
)
def test_folders_that_cannot_be_used(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "readme").mkdir()
    (tmp_path / "readme" / "README.md").write_text("x")
    with pytest.raises(NoSeedsError, match=said):
        list_seeds(tmp_path / name)


@pytest.mark.parametrize("data", [b"A fine text!\n", b"", b"A fine text.\nAnd more."])
def test_a_seed_that_has_changed_is_refused(folder: Path, data: bytes) -> None:
    (ref,) = list_seeds(folder)[0]
    assert read_seed(folder, ref).data == b"A fine text.\n"
    (folder / "good.txt").write_bytes(data)
    with pytest.raises(SeedChangedError, match="has changed"):
        read_seed(folder, ref)


def test_a_seed_that_is_gone_is_refused(folder: Path) -> None:
    (ref,) = list_seeds(folder)[0]
    (folder / "good.txt").unlink()
    with pytest.raises(SeedChangedError, match="was there"):
        read_seed(folder, ref)


SAMPLE = Path(__file__).parents[1] / "steps" / "intake" / "samples" / "lexisnexis.txt"


def test_a_file_of_several_articles_gives_a_seed_for_each(folder: Path) -> None:
    (folder / "download.txt").write_bytes(SAMPLE.read_bytes())
    refs, issues = list_seeds(folder)
    assert [(ref.path, ref.part) for ref in refs] == [
        *(("download.txt", part) for part in (1, 2, 3)),
        ("good.txt", None),
    ]
    assert issues == ()
    seeds = [read_seed(folder, ref) for ref in refs[:3]]
    assert [seed.data.decode() for seed in seeds] == [seed.article.text for seed in seeds if seed.article]
    assert len({seed.document_id for seed in seeds}) == 3


def test_an_article_keeps_id_and_key_when_another_changes(folder: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    (folder / "download.txt").write_text(text, "utf-8")
    before = list_seeds(folder)[0][:3]
    (folder / "download.txt").write_text(text.replace("nine days", "twelve long days"), "utf-8")
    after = list_seeds(folder)[0][:3]
    same = [
        (one.document_id, one.sha256) == (other.document_id, other.sha256)
        for one, other in zip(before, after, strict=True)
    ]
    assert same == [True, False, True]
    assert part_key(before[2]) == part_key(after[2])
    assert before[2].place != after[2].place
    with pytest.raises(SeedChangedError):
        read_seed(folder, before[0])


def test_the_same_article_in_two_files_has_one_id_by_content_and_one_by_place(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(SAMPLE.read_bytes())
    refs = list_seeds(folder)[0]
    assert len({ref.document_id for ref in refs}) == len(refs) == 7
    assert [ref.sha256 for ref in refs[:3]] == [ref.sha256 for ref in refs[3:6]]


def test_rows_of_a_parquet_file_are_documents(folder: Path) -> None:
    text = "The two towns agreed to mend the road before the winter, and both of them sent engineers to measure it."
    table = arrow.table({"title": ["Roads", "More roads"], "body": [text, f"{text}\n\n{text}"], "n": [1, 2]})
    parquet.write_table(table, folder / "a.parquet")
    (folder / "b.parquet").write_bytes(b"PAR1 and no more")
    refs, issues = list_seeds(folder)
    assert [(ref.path, ref.part) for ref in refs] == [("a.parquet", 1), ("a.parquet", 2), ("good.txt", None)]
    assert [(issue.source_path, issue.code) for issue in issues] == [("b.parquet", IssueCode.DAMAGED)]
    assert '"body": "The two towns' in read_seed(folder, refs[1]).data.decode()
