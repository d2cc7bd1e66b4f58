"""Workers: what goes wrong in a call ends that call alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows import workers
from flows.errors import InternalError, UnusableSeedError, WorkersError
from flows.workers import Limits, Pool
from tests import faults

pytestmark = pytest.mark.slow
LIMITS = Limits(seconds=20, megabytes=200)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(2, faults.nothing)
    yield pool
    pool.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_calls_come_back_to_whoever_made_them(pool: Pool) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda number: pool.call(LIMITS, faults.doubled, number, 0.01), range(20))
        assert list(found) == [2 * number for number in range(20)]


def test_a_worker_is_used_again(pool: Pool) -> None:
    assert pool.call(LIMITS, faults.pid) == pool.call(LIMITS, faults.pid) != os.getpid()


def test_as_many_calls_run_at_a_time_as_there_are_workers(pool: Pool) -> None:
    start = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: pool.call(LIMITS, faults.doubled, number, 0.5), range(4)))
    assert 1 <= time.monotonic() - start < 1.9, "two by two"


@pytest.mark.parametrize(
    ("fault", "limits", "step", "reason"),
    [
        (faults.bug, LIMITS, "repair", r"failed with ZeroDivisionError \(no such number\)$"),
        (faults.abort, LIMITS, "reading", "ended its process"),
        (faults.sleep, Limits(seconds=0.3), "events", r"took more than 0\.3 s"),
        (faults.eat, LIMITS, "language", "needed more than 200 MB"),
    ],
)
def test_a_call_that_goes_wrong_ends_alone(
    pool: Pool, fault: Callable[..., object], limits: Limits, step: str, reason: str
) -> None:
    before = pool.call(LIMITS, faults.pid)
    with pytest.raises(InternalError, match=reason) as caught:
        pool.call(limits, fault)
    assert caught.value.step == step
    assert ("Traceback" in caught.value.details) == (fault in {faults.bug, faults.eat})
    after = pool.call(LIMITS, faults.pid)
    assert after != before, "nobody works where a fault has been"
    wait_for(lambda: not is_alive(before))


def test_a_refusal_arrives_as_it_was_and_costs_no_worker(pool: Pool) -> None:
    before = pool.call(LIMITS, faults.pid)
    with pytest.raises(UnusableSeedError, match="nothing in it") as caught:
        pool.call(LIMITS, faults.refusal)
    assert caught.value.code == "empty"
    assert pool.call(LIMITS, faults.pid) == before


def test_time_is_counted_anew_for_each_call(pool: Pool) -> None:
    for _ in range(3):
        assert pool.call(Limits(seconds=1), faults.doubled, 1, 0.5) == 2


def test_a_nursery_that_cannot_start_is_an_error_with_its_last_words() -> None:
    pool = Pool(1, faults.no_start)
    with pytest.raises(WorkersError, match="unfindable"):
        pool.call(LIMITS, faults.pid)
    pool.close()


def test_a_nursery_that_was_killed_is_started_again() -> None:
    pool = Pool(1, faults.nothing)
    pool.call(LIMITS, faults.pid)
    pool._nursery.process.kill()
    pool._nursery.process.wait()
    with pytest.raises(InternalError):
        pool.call(LIMITS, faults.bug)
    assert pool.call(LIMITS, faults.doubled, 4) == 8
    pool.close()


def test_a_worker_that_ended_while_it_had_nothing_to_do_is_replaced(pool: Pool) -> None:
    idle = pool.call(LIMITS, faults.pid)
    os.kill(idle, signal.SIGKILL)
    wait_for(lambda: not is_alive(idle))
    assert pool.call(LIMITS, faults.pid) != idle


def test_closing_ends_workers_in_the_middle_of_a_call() -> None:
    pool = Pool(1, faults.nothing)
    worker = pool.call(LIMITS, faults.pid)
    nursery = pool._nursery.process.pid
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(pool.call, LIMITS, faults.sleep)
        time.sleep(0.2)
        pool.close()
        with pytest.raises(InternalError, match="ended its process"):
            call.result()
    wait_for(lambda: not is_alive(worker) and not is_alive(nursery))


def test_workers_end_with_a_parent_that_is_killed() -> None:
    code = (
        "import os; from flows.workers import Limits, Pool; from tests import faults; pool = Pool(1, faults.nothing);"
        "print(pool.call(Limits(), faults.pid), pool._nursery.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    for pid in map(int, done.stdout.split()):
        wait_for(lambda pid=pid: not is_alive(pid))


def test_a_process_has_data_where_the_system_counts_it() -> None:
    found = workers._data_bytes()
    assert found == 0 or found > 2**20
