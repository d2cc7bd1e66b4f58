"""Everything that Presstable raises for people to read, as one tree; the numbers are the exit codes of the command.

    PresstableError                1   anything below; also raised where no kind fits
    |-- UsageError                 2   the command was wrong, or there is nothing to read
    |   |-- NoSeedsError               the folder of seeds is missing, is no folder, or is empty
    |   |-- UnknownEngineError         no language model of that name is installed
    |   |-- KnowledgeError             the user's file of actors has errors
    |   |   `-- CorrectionsError       the file of corrections has errors
    |   |-- UnreachableServerError     the Prefect server that the user has chosen does not answer
    |   |-- ClusterError               a Dask cluster cannot be reached, or would give other rows
    |   `-- AnnotateError              a line given to `annotate` cannot be used
    |-- QuarantineError            3   one input cannot be used; in a build it becomes a row of `issues`
    |   |-- FileRefusedError           it cannot be a seed: too large, a link out of the folder, a pipe
    |   |-- UnusableSeedError          its bytes hold no text that can be used: empty, binary, encrypted
    |   |-- SeedChangedError           it is no longer what it was when the build began
    |   `-- InternalError              a fault of ours, a library that aborts, too much time or memory
    |-- ContractError              3   the tables break their contract: nothing is published
    |-- LossError                  3   the build would lose documents that the last snapshot has: nothing is published
    |-- UnusableWeightsError       1   the weights of a model are missing, or are not those on record
    |-- DatasetError               1   there is no dataset, or it is not what its manifest records
    |   |-- DataFolderError        2   the data folder is missing or cannot be used, or has no such snapshot
    |   `-- SnapshotGoneError          a snapshot was removed by later builds while it was read
    |-- ServerError                1   Prefect's server did not start
    |-- WorkersError               1   the processes that read documents did not start
    `-- DataLockedError           75   another build holds the lock of the data folder

A message is one sentence (of ContractError, KnowledgeError and CorrectionsError: a list of them): which file, what was
wrong, what would have been fine. This module imports nothing of ours, so that every other one may import it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from schemas.failures import Failure
    from schemas.vocab import IssueCode

UNEXPECTED, WRONG_COMMAND, INVALID_DATA, LOCKED = 1, 2, 3, 75
"""Exit codes: an unexpected error; the command was wrong; the data is invalid; another build holds the lock."""


class PresstableError(Exception):
    """Something that a person can mend; the message names what is wrong and how to mend it."""

    exit_code: ClassVar[int] = UNEXPECTED


class UsageError(PresstableError):
    """The command was wrong, or there is nothing to read."""

    exit_code = WRONG_COMMAND


class NoSeedsError(UsageError):
    """The folder of seeds is missing, is no folder, or holds nothing to read."""


class UnknownEngineError(UsageError):
    """No language model of the name is installed."""


class KnowledgeError(UsageError):
    """A file of actors that cannot be used; `problems` has one sentence for each thing to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep the sentences; the message shows one per line."""
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one sentence per line."""
        return "\n".join(self.problems)


class CorrectionsError(KnowledgeError):
    """A file of corrections that cannot be used; `problems` has one sentence for each thing to mend."""


class UnreachableServerError(UsageError):
    """The Prefect server that the user has chosen does not answer; the message gives its address and origin."""


class ClusterError(UsageError):
    """A Dask cluster cannot be used; the message gives the reason, and what would be fine."""


class AnnotateError(UsageError):
    """A line cannot be annotated; the message gives its number, and a line that would be fine."""


class QuarantineError(PresstableError):
    """One input that cannot be used: the code of its issue, and the reason in words."""

    exit_code = INVALID_DATA

    def __init__(self, code: "IssueCode", reason: str) -> None:
        """Keep the code beside the reason, which is the message."""
        super().__init__(code, reason)
        self.code = code
        self.reason = reason

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


class FileRefusedError(QuarantineError):
    """A file in the folder of seeds that cannot be one; the reason is a sentence without its subject, the file."""


class UnusableSeedError(QuarantineError):
    """A seed whose bytes hold no text that can be used; the reason is a sentence for a person."""


class SeedChangedError(QuarantineError):
    """A seed is no longer what it was when the build began; the reason is a sentence without its subject, the file."""


class InternalError(QuarantineError):
    """An input that ended the work on it: our own fault, a library that aborts, too much time or memory.

    `step` is where it happened, empty where that is not known; `details` is the traceback, empty where there is none.
    """

    def __init__(self, code: "IssueCode", reason: str, step: str, details: str = "") -> None:
        """Keep where it happened beside the code and the reason."""
        super().__init__(code, reason)
        self.args = (code, reason, step, details)
        self.step = step
        self.details = details


class ContractError(PresstableError):
    """The tables break their contract; the message lists every failure, `failures` holds them."""

    exit_code = INVALID_DATA

    def __init__(self, failures: "Sequence[Failure]") -> None:
        """Keep the failures."""
        super().__init__(failures)
        self.failures = tuple(failures)

    @property
    def documents(self) -> frozenset[str]:
        """The ids of all documents that have a failing row."""
        return frozenset(document for failure in self.failures for document in failure.documents)

    def __str__(self) -> str:
        """Return how many checks fail, then each failure with its first rows."""
        checks = "1 check fails" if len(self.failures) == 1 else f"{len(self.failures)} checks fail"
        return "\n".join([f"the tables break their contract, {checks}:", *map(str, self.failures)])


class LossError(PresstableError):
    """The build would lose more documents of the last snapshot than may go; the message names them."""

    exit_code = INVALID_DATA


class UnusableWeightsError(PresstableError):
    """Weights of a model are missing, or are not those whose checksum is on record."""


class DatasetError(PresstableError):
    """There is no dataset, or it is not what its manifest records."""


class DataFolderError(DatasetError):
    """The data folder is missing or cannot be used, or has no such snapshot: the command named the wrong one."""

    exit_code = WRONG_COMMAND


class SnapshotGoneError(DatasetError):
    """A snapshot was removed by later builds while it was being read."""


class ServerError(PresstableError):
    """Our Prefect server did not start; the message gives the reason."""


class WorkersError(PresstableError):
    """The processes that read documents did not start; the message gives the reason."""


class DataLockedError(PresstableError):
    """Another build holds the lock of the data folder."""

    exit_code = LOCKED
