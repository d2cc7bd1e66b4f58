"""A small dataset with its explorer, made once."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from flows.explore.app import make_app
from flows.explore.database import QueryEngine
from flows.explore.guard import COOKIE, Access, Guard
from flows.store import Dataset
from tests.explored import publish

HOST = "127.0.0.1:4567"
Get = Callable[[str], Response]


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return publish(tmp_path_factory.mktemp("explored") / "data")


@pytest.fixture(scope="session")
def engine(dataset: Dataset) -> Iterator[QueryEngine]:
    with closing(QueryEngine(dataset)) as engine:
        yield engine


@pytest.fixture(scope="session")
def access() -> Access:
    return Access(frozenset({HOST}))


@pytest.fixture(scope="session")
def guarded(engine: QueryEngine, access: Access) -> Guard:
    return Guard(make_app(engine, access.root), access)


@pytest.fixture(scope="session")
def get(guarded: Guard, access: Access) -> Get:
    """What asks for a page as a person who is let in."""
    client = TestClient(guarded, base_url=f"http://{HOST}", cookies={COOKIE: access.token}, follow_redirects=False)
    return lambda path: client.get(access.root + path)
