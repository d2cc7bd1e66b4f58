"""A Prefect API server of our own: a child process that ends when we end, for whatever reason.

Prefect's own temporary server takes longer to start and survives SIGTERM and kill -9 of its parent. Ours listens on a
socket that we open (no race for a free port), keeps its database in the user's cache (migrations are paid once), and
reads its standard input, which the system closes at our death. Prefect itself is imported in the child only.

It is ours alone. Each start has a random password, which only the environments of the two processes hold; without it
`_Guard` refuses every request and every websocket, and Prefect's own basic authentication does so once more. Folder and
files are the user's only. The socket is TCP on the loopback interface, as Prefect's client takes no path of a
Unix-domain socket.
"""

import fcntl
import hmac
import os
import secrets
import subprocess
import sys
import threading
import tomllib
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from itertools import count
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any

from flows.errors import ServerError

if TYPE_CHECKING:
    import uvicorn

_Application = Callable[..., Awaitable[None]]
APP = "prefect.server.api.server:create_app"
START_TIMEOUT = 120.0
"""Seconds; a first start runs all migrations of the database: 13 seconds on two cores, longer on a busy machine."""
STOP_TIMEOUT = 5.0
"""Seconds that a server may take to end once we have; it takes 0.2."""
DATABASE_LIMIT = 64_000_000
"""Bytes; a database that grew beyond (some thousand runs) starts anew: its history is of no further use."""
CLIENT_DEFAULTS = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
"""What we set for Prefect wherever its server is; what the user has set stays."""
EMBEDDED_DEFAULTS = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # a failure reaches the caller as an exception, and is reported once
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",  # no result is kept; were there one, no pickle would be made or read
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
}
"""What we set when the server is ours; what the user has set stays."""
_SERVER_AUTH = "PREFECT_SERVER_API_AUTH_STRING"
SERVER_ENVIRONMENT = {
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",  # no schedules, no late runs: nobody would be there to work on them
    "PREFECT__SERVER_FINAL": "1",
}


@dataclass(frozen=True, slots=True)
class Api:
    """The address of our server, and the password (`user:secret`) without which it refuses every request."""

    url: str
    password: str = field(repr=False)

    @property
    def authorization(self) -> str:
        """The value of the header `Authorization` (RFC 7617)."""
        return f"Basic {b64encode(self.password.encode()).decode()}"

    @property
    def environment(self) -> dict[str, str]:
        """What Prefect's client reads; it goes into the environment of this process and of its children only."""
        return {"PREFECT_API_URL": self.url, "PREFECT_API_AUTH_STRING": self.password}


@cache
def ensure_api() -> Api | None:
    """Return the API of the server that this process has started, or None where the user has one of their own.

    Call it before Prefect is imported, which reads its environment then. One server serves the whole process.
    Raises ServerError where the child cannot be started.
    """
    set_defaults(CLIENT_DEFAULTS)
    if user_api_url(os.environ) is not None:
        return None
    set_defaults(EMBEDDED_DEFAULTS)
    _without_proxy()
    folder = _free_folder()
    if "PREFECT_PROFILE" not in os.environ:  # a profile lies in the user's own Prefect folder, which may be read-only
        set_defaults({"PREFECT_HOME": str(folder.path / "home")})
    server = _Server(folder)
    os.environ.update(server.api.environment)
    _SERVERS.append(server)
    return server.api


def wait_until_ready(timeout: float = START_TIMEOUT) -> None:
    """Return once the server that this process has started, if any, answers; `timeout` is in seconds.

    Raises ServerError where it ends or stays silent.
    """
    for server in _SERVERS:
        server.wait(timeout)


def stop() -> None:
    """Return when the server of this process has ended; without a server, at once."""
    while _SERVERS:
        server = _SERVERS.pop()
        server.stop()
        for name in server.api.environment:
            os.environ.pop(name, None)
    ensure_api.cache_clear()


def set_defaults(values: Mapping[str, str]) -> None:
    """Put `values` into the environment where it has nothing under these names."""
    for name, value in values.items():
        os.environ.setdefault(name, value)


def is_users() -> bool:
    """Return whether a build runs on a server of the user's own, rather than on one that this process starts."""
    return not _SERVERS and user_api_url(os.environ) is not None


def user_api_url(environment: Mapping[str, str]) -> str | None:
    """Return the address of the Prefect API that the user has chosen, or None.

    Looks where Prefect looks, in its order: the environment, `prefect.toml` and `pyproject.toml` in the current
    folder, and the active profile.
    """
    if environment.get("PREFECT_API_URL"):
        return environment["PREFECT_API_URL"]
    for file, keys in (("prefect.toml", ()), ("pyproject.toml", ("tool", "prefect"))):
        url = _at(_toml(Path(file)), *keys, "api", "url")
        if url:
            return str(url)
    home = Path(environment.get("PREFECT_HOME") or "~/.prefect")
    profiles = _toml(Path(environment.get("PREFECT_PROFILES_PATH") or home / "profiles.toml"))
    active = environment.get("PREFECT_PROFILE") or profiles.get("active")
    url = _at(profiles, "profiles", str(active), "PREFECT_API_URL")
    return str(url) if url else None


def _at(values: object, *keys: str) -> object:
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def _toml(path: Path) -> dict[str, object]:
    """Return the content of the file; nothing where it is absent or damaged, which Prefect reports itself."""
    try:
        return tomllib.loads(path.expanduser().read_text("utf-8"))
    except (OSError, RuntimeError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _without_proxy() -> None:
    """Keep requests to our own machine away from a proxy, which could not answer them."""
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys((*hosts, "127.0.0.1")))


class _Folder:
    """A folder with the database of one server; locked for as long as the server lives."""

    def __init__(self, path: Path) -> None:
        """Make and lock the folder; raises OSError where it cannot be written, BlockingIOError where it is in use."""
        for folder in (path.parent, path):
            _make_private(folder)
        self.lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self.lock)
            raise
        self.path = path
        self.database, self.log, self.is_ready = path / "server.db", path / "server.log", path / "ready"
        self._clear_unless_good()
        self.log.touch()
        for file in path.iterdir():  # those of earlier starts, too
            if file.is_file():
                file.chmod(0o600)

    def _clear_unless_good(self) -> None:
        """Remove a database that no server has come up with (its migrations were interrupted), or one too large."""
        if self.is_ready.exists() and self.database.exists() and self.database.stat().st_size <= DATABASE_LIMIT:
            return
        for file in self.path.glob(f"{self.database.name}*"):
            file.unlink()


def _make_private(folder: Path) -> None:
    """Make a folder for its user alone; raises PermissionError where it is of another one, OSError where it fails."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    folder.chmod(0o700)


def _free_folder() -> _Folder:
    """Return the first folder that no other running build uses."""
    refusals = []
    for parent in _cache_folders():
        for number in count():
            try:
                return _Folder(parent / f"prefect-{version('prefect')}-{number}")
            except BlockingIOError:
                continue
            except OSError as error:
                refusals.append(str(error))
                break
    raise ServerError(f"no folder for Prefect's database can be written: {'; '.join(refusals)}")


def _cache_folders() -> Iterator[Path]:
    """Yield where the database may live: the user's cache, else the folder for temporary files."""
    import tempfile  # only here, and --help shall not pay for it

    with suppress(RuntimeError):  # a user without a home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "presstable"
    yield Path(tempfile.gettempdir()) / f"presstable-{os.getuid()}"


class _Server:
    """The child process and what we hold of it."""

    def __init__(self, folder: _Folder) -> None:
        self.folder = folder
        password = f"presstable:{secrets.token_urlsafe(32)}"
        with socket() as listening, folder.log.open("wb") as log:
            listening.bind(("127.0.0.1", 0))
            listening.listen(128)
            self.port: int = listening.getsockname()[1]
            self.api = Api(f"http://127.0.0.1:{self.port}/api", password)
            kept = (listening.fileno(), folder.lock)
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [sys.executable, "-P", "-c", "from flows.server import serve; serve()", str(listening.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=kept,
                env=self._environment(),
                umask=0o077,  # the database is the user's only
                start_new_session=True,  # Ctrl-C is for us: the server must outlive us by the last report
            )
        os.close(folder.lock)  # the child holds it now

    def _environment(self) -> dict[str, str]:
        """Return the environment of the child."""
        package = str(Path(__file__).resolve().parent.parent)
        search = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        database = f"sqlite+aiosqlite:///{self.folder.database}"
        ours = {
            "PYTHONPATH": search,
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
            _SERVER_AUTH: self.api.password,
        }
        return {**os.environ, **SERVER_ENVIRONMENT, **ours}

    def wait(self, timeout: float) -> None:
        """Return once the server answers; raises ServerError where it ends or stays silent for `timeout` seconds."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", "/api/health", headers={"Authorization": self.api.authorization})
            status = connection.getresponse().status
        except TimeoutError as error:
            said = f"Prefect's server was not ready after {timeout:g} seconds"
            raise ServerError(f"{said}{self._last_words()}") from error
        except (OSError, HTTPException) as error:
            self.folder.is_ready.unlink(missing_ok=True)  # should it be the database's fault, the next start is clean
            raise ServerError(f"Prefect's server ended while starting{self._last_words()}") from error
        finally:
            connection.close()
        if status != HTTPStatus.OK:
            raise ServerError(f"Prefect's server answered {status} instead of 200{self._last_words()}")
        self.folder.is_ready.touch(0o600)

    def _last_words(self) -> str:
        lines = self.folder.log.read_text("utf-8", errors="replace").split("\n")
        words = "\n".join(line for line in lines[-12:] if line.strip())
        return f"; its last words:\n{words}" if words else ""

    def stop(self) -> None:
        """Return when the child has ended."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_SERVERS: list[_Server] = []
"""The server of this process, or nothing."""


def serve() -> None:
    """Run the API on the socket whose number is our first argument until standard input ends: the child's whole life.

    Never returns.
    """
    import gc

    import uvicorn

    gc.set_threshold(200_000)  # a fifth of the start would be spent looking for garbage among fresh imports
    server = uvicorn.Server(uvicorn.Config(_guarded, factory=True, lifespan="on", log_level="error"))
    threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[socket(fileno=int(sys.argv[1]))])
    os._exit(0)  # taking the interpreter down in good order costs another 0.7 seconds and saves nothing


def _end_with_parent(server: "uvicorn.Server") -> None:
    """End the server in good order when standard input ends, and the process in any case."""
    sys.stdin.buffer.read()
    if server.started:
        server.should_exit = True
        threading.Event().wait(STOP_TIMEOUT / 2)
    os._exit(1)


class _Guard:
    """The ASGI application of Prefect behind the password: also its websockets, its pages, and what has no route."""

    def __init__(self, app: _Application, password: str) -> None:
        self._app = app
        self._expected = Api("", password).authorization.encode()

    async def __call__(self, scope: Mapping[str, Any], receive: _Application, send: _Application) -> None:
        if scope["type"] == "lifespan" or self._is_ours(scope["headers"]):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "the password is missing or wrong"})
        else:
            headers = [(b"www-authenticate", b"Basic"), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": HTTPStatus.UNAUTHORIZED.value, "headers": headers})
            await send({"type": "http.response.body"})

    def _is_ours(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        given = [value for name, value in headers if name == b"authorization"]
        return len(given) == 1 and hmac.compare_digest(given[0], self._expected)


def _guarded() -> _Guard:
    """Return Prefect's application behind the password of our environment."""
    from uvicorn.importer import import_from_string

    return _Guard(import_from_string(APP)(), os.environ[_SERVER_AUTH])
