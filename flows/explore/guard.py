"""Who gets in: only requests that know the token, for our own host name, below our own path.

The explorer listens on loopback, but so does any program of any user of the machine, and any web page can send requests
there. So:

- The address printed for the user has a random token; it is exchanged for a cookie that scripts cannot read (HttpOnly)
  and that no other site's page can send (SameSite=Strict). Without either a request gets 403.
- Cookies are shared by all ports of a host. Ours is for a random path, so that the server of another user on another
  port never receives it.
- A request for another host name gets 403: a page of a stranger whose name resolves to loopback (DNS rebinding) has
  its own name in it.
- Only reading is possible: other methods than GET and HEAD get 405.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_AsgiApp = Callable[[_Message, _Receive, _Send], Awaitable[None]]

COOKIE = "presstable"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy: nothing inline, nothing from elsewhere."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer has."""
_FORWARD = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Presstable</title>
<meta http-equiv="refresh" content="0; url=./"></head><body><p><a href="./">To the explorer</a></p></body></html>
"""
"""Sent with the cookie. A redirect would not do: it belongs to the site that the user came from, and with
SameSite=Strict no cookie would be sent where it leads."""
_NO_ENTRY = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>No entry</title></head><body><h1>No entry</h1>
<p>Open the address that <code>presstable explore</code> has printed, with its token.</p></body></html>
"""


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Access:
    """What a request must know: one of the host names, the path below which all pages are, and the token."""

    hosts: frozenset[str]
    root: str = field(default_factory=lambda: f"/{secrets.token_urlsafe(9)}")
    token: str = field(default_factory=_secret, repr=False)


class Guard:
    """The ASGI application around another one: it lets through who may read, and sets the headers of all answers."""

    def __init__(self, app: _AsgiApp, access: Access) -> None:
        """Guard `app`."""
        self._app = app
        self._access = access

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"no {scope['type']!r} connection is accepted, only http")
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        root, path = self._access.root, scope["path"]
        is_ours = headers.get("host", "") in self._access.hosts and path.startswith(f"{root}/")
        if is_ours and self._knows(*parse_qs(scope["query_string"].decode("latin-1")).get("token", [])):
            cookie = f"{COOKIE}={self._access.token}; Path={root}/; HttpOnly; SameSite=Strict"
            await _answer(send, HTTPStatus.OK, _FORWARD, {"set-cookie": cookie})
        elif not is_ours or not self._knows(*_cookie(headers.get("cookie", ""))):
            await _answer(send, HTTPStatus.FORBIDDEN, _NO_ENTRY)
        elif scope["method"] not in {"GET", "HEAD"}:
            await _answer(send, HTTPStatus.METHOD_NOT_ALLOWED, b"", {"allow": "GET, HEAD"})
        else:
            inner = dict(scope) | {"path": path.removeprefix(root), "raw_path": None}
            await self._app(inner, receive, _with_headers(send))

    def _knows(self, *tokens: str) -> bool:
        """Return whether one of the tokens is ours; comparing takes as long whichever characters are right."""
        ours = self._access.token.encode()
        return any(hmac.compare_digest(token.encode(), ours) for token in tokens)


def _cookie(header: str) -> list[str]:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return []
    return [found.value] if found else []


def _with_headers(send: _Send) -> _Send:
    async def send_with_headers(message: _Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_encoded(HEADERS)]
        await send(message)

    return send_with_headers


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


async def _answer(send: _Send, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None) -> None:
    own = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body))}
    await send(
        {"type": "http.response.start", "status": int(status), "headers": _encoded(HEADERS | own | (headers or {}))}
    )
    await send({"type": "http.response.body", "body": body})
