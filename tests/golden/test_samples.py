"""Every sample document against what a person has read and found right.

A missing file is written, and the test fails until somebody has read and committed it. To renew one, delete it.
"""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows.explain import explain_seed
from flows.steps.read.seed import seed_of

ROOT = Path(__file__).parents[2]
SEEDS = sorted(path for path in (ROOT / "seeds").iterdir() if path.name != "README.md")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_sample(path: Path) -> None:
    stream = StringIO()
    explain_seed(
        seed_of(path.name, path.read_bytes()), Console(file=stream, width=200, soft_wrap=True, highlight=False)
    )
    want = Path(__file__).with_name(f"{path.name}.golden")
    if not want.exists():
        want.write_text(stream.getvalue(), "utf-8")
        pytest.fail(f"wrote {want.name}: read it, and commit it if it is right")
    assert stream.getvalue() == want.read_text("utf-8")
