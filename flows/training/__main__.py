"""One step of the training in a process of its own, `python -m flows.training STEP PATH...`; prints its score.

Sums of floats depend on where arrays lie in memory. Where nothing else runs in the process, and Python hashes strings
the same way, they lie where they lay the last time, and the same seed makes the same weights.
"""

import sys
from pathlib import Path

from flows.training import recipe


def main() -> None:
    """Run the step that the arguments name: its folders, and how many epochs."""
    step, *folders, epochs = sys.argv[1:]
    corpora, *others = map(Path, folders)
    if step == "syntax":
        score = recipe.train_syntax(corpora, others[0], int(epochs))
    else:
        score = recipe.train_names(corpora, others[0], others[1], int(epochs))
    sys.stdout.write(f"{score}\n")


if __name__ == "__main__":
    main()
