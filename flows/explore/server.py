"""One explorer: a socket on loopback, its address with the token, the browser, and uvicorn until the user ends it."""

import os
import signal
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import mkstemp
from threading import Thread
from typing import TYPE_CHECKING

from flows.errors import UsageError
from flows.explore.guard import Access, Guard

if TYPE_CHECKING:
    from flows.store import Dataset

HOST = "127.0.0.1"
_WAITING = 64
"""Connections that may wait to be accepted."""


@dataclass(frozen=True, slots=True)
class Explorer:
    """An explorer that listens, and what is needed to open it."""

    listener: socket.socket = field(repr=False)
    access: Access

    @property
    def address(self) -> str:
        """The address of the explorer, with its token."""
        return f"http://{HOST}:{self.listener.getsockname()[1]}{self.access.root}/?token={self.access.token}"


@contextmanager
def listening(port: int = 0) -> Iterator[Explorer]:
    """Yield an explorer that listens on a port of loopback, 0 for any free one; connections wait until it serves.

    Raises UsageError where the port cannot be used.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # elsewhere it would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used ({error.strerror}); another one, or no --port, would be fine"
            ) from error
        listener.listen(_WAITING)
        number = listener.getsockname()[1]
        yield Explorer(listener, Access(frozenset({f"{HOST}:{number}", f"localhost:{number}"})))


def serve(explorer: Explorer, dataset: "Dataset", *, is_browser_opened: bool = True) -> None:
    """Answer requests until the process gets a signal to end; the browser is opened first where there is one."""
    import uvicorn

    from flows.explore.app import make_app, warm_up
    from flows.explore.database import QueryEngine

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with closing(QueryEngine(dataset)) as engine:
        config = uvicorn.Config(
            Guard(make_app(engine, explorer.access.root), explorer.access),
            lifespan="off",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
        )
        warming = Thread(target=warm_up, args=(engine,))
        warming.start()
        with suppress(KeyboardInterrupt), opened_browser(explorer.address) if is_browser_opened else nullcontext():
            uvicorn.Server(config).run(sockets=[explorer.listener])  # raises the signal again that has ended it
        warming.join()  # no thread may use DuckDB when the process ends


@contextmanager
def opened_browser(address: str) -> Iterator[None]:
    """Open the address in the user's browser, from a file that only the user can read and that is removed at the end.

    As an argument of a command the address, and the token in it, could be read by every user of the machine. The file
    is in the home folder: browsers in a sandbox see neither hidden folders nor the temporary one.
    """
    try:
        handle, name = mkstemp(prefix="presstable-explore-", suffix=".html", dir=Path.home())
    except OSError:  # the address is printed in any case
        yield
        return
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f'<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={escape(address)}">\n')
        Thread(target=webbrowser.open, args=(Path(name).as_uri(),), daemon=True).start()
        yield
    finally:
        Path(name).unlink(missing_ok=True)
