"""The training loop: the same seed, the same passages, the same model."""

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.training.words import TrainingPassage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

_LOG = logging.getLogger(__name__)
Vary = Callable[[TrainingPassage, random.Random], TrainingPassage]
ToExample = Callable[["Language", TrainingPassage], "Example"]
Score = Callable[["Language"], float]
Start = Callable[["Language"], None]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: the learning rate falls in a straight line from `rate` to a twentieth of it.

    Batches grow from the first to the second of `words_a_batch`; `dropout` is a share, 0 to 1.
    """

    epochs: int
    dropout: float = 0.1
    rate: float = 0.001
    words_a_batch: tuple[int, int] = (300, 1200)
    seed: int = 20

    def rate_at(self, share: float) -> float:
        """Return the learning rate when `share` of the training is done."""
        return self.rate * (1 - 0.95 * share)

    def words_at(self, epoch: int) -> int:
        """Return the words of a batch in an epoch, counted from 0."""
        first, last = self.words_a_batch
        return round(first + (last - first) * epoch / max(1, self.epochs - 1))

    def is_settled(self, epoch: int) -> bool:
        """Return whether the weights of an epoch may be kept: earlier ones win by luck alone."""
        return 2 * (epoch + 1) > self.epochs


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is taught: passages, how they become examples, and how they change from epoch to epoch.

    Each epoch cuts the passages anew, into runs of `longest` sentences at most: quick, and all ends are seen.
    """

    passages: list[TrainingPassage]
    to_example: ToExample
    vary: Vary
    longest: int = 8


def train(nlp: "Language", lesson: Lesson, score: Score, schedule: Schedule, start: Start | None = None) -> float:
    """Train `nlp` in place and return its best score; the weights of the best epoch of the second half stay.

    `score` measures the averaged weights after an epoch, higher is better; `start` may set weights before the first.
    """
    from spacy.util import fix_random_seed

    fix_random_seed(schedule.seed)
    rng = random.Random(schedule.seed)  # noqa: S311  # not for secrets
    unvaried = [lesson.to_example(nlp, passage) for passage in lesson.passages]
    nlp.initialize(lambda: unvaried)
    if start:
        start(nlp)
    nlp.config["training"]["optimizer"]["use_averages"] = True
    optimizer = nlp.create_optimizer()
    best, weights = -1.0, b""
    for epoch in range(schedule.epochs):
        losses = _teach(nlp, lesson, schedule, epoch, optimizer, rng)
        _LOG.info("epoch %d of %d: losses %s", epoch + 1, schedule.epochs, losses)
        if schedule.is_settled(epoch):
            with nlp.use_params(optimizer.averages):
                if (reached := score(nlp)) > best:
                    best, weights = reached, nlp.to_bytes()
            _LOG.info("score %.4f, best %.4f", reached, best)
    nlp.from_bytes(weights)
    return best


def _teach(
    nlp: "Language", lesson: Lesson, schedule: Schedule, epoch: int, optimizer: Any, rng: random.Random
) -> dict[str, float]:
    """Run one epoch and return the losses by component."""
    losses: dict[str, float] = {}
    parts = [part for passage in lesson.passages for part in _cut(passage, lesson.longest, rng)]
    rng.shuffle(parts)
    batches = list(_batches(parts, schedule.words_at(epoch)))
    for number, batch in enumerate(batches):
        optimizer.learn_rate = schedule.rate_at((epoch + number / len(batches)) / schedule.epochs)
        examples = [lesson.to_example(nlp, lesson.vary(passage, rng)) for passage in batch]
        nlp.update(examples, sgd=optimizer, drop=schedule.dropout, losses=losses)
    return losses


def _cut(passage: TrainingPassage, longest: int, rng: random.Random) -> Iterator[TrainingPassage]:
    """Yield `passage` in runs of one to `longest` sentences."""
    start = 0
    while start < len(passage):
        end = start + rng.randint(1, longest)
        yield passage[start:end]
        start = end


def _batches(passages: Iterable[TrainingPassage], size: int) -> Iterator[list[TrainingPassage]]:
    """Yield runs of passages with about `size` words together."""
    batch, count = list[TrainingPassage](), 0
    for passage in passages:
        batch.append(passage)
        count += sum(map(len, passage))
        if count >= size:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch
