"""The Prefect API that the user has chosen: its address, where that was set, and whether a server answers there."""

import re
import ssl
import threading
import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from flows.errors import UnreachableServerError

ANSWER_TIMEOUT = 2.0
"""Seconds that a server may take to answer: the command ends within 5, its own start among them."""
_TOML_FILES = (("prefect.toml", ()), ("pyproject.toml", ("tool", "prefect")))
_URL, _AUTH_STRING, _KEY = "PREFECT_API_URL", "PREFECT_API_AUTH_STRING", "PREFECT_API_KEY"
_DOTENV_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?(PREFECT_API_\w+)[ \t]*=[ \t]*(['\"]?)(.*?)\2[ \t]*$", re.MULTILINE)


class Choice(NamedTuple):
    """The value of a setting, and where it was set, in words."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class UserApi:
    """The Prefect API that the user has chosen; `origin` is where, in words, `headers` those that it may demand."""

    url: str
    origin: str
    headers: Mapping[str, str]

    @property
    def address(self) -> str:
        """The address without a password that may be in it."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    def __str__(self) -> str:
        """Return address and origin in words."""
        return f"Prefect's server at {self.address} (set by {self.origin})"


def user_api(environment: Mapping[str, str]) -> UserApi | None:
    """Return the Prefect API that the user has chosen, or None.

    Looks where Prefect looks, in its order: the environment; `.env`, `prefect.toml` and `pyproject.toml` in the current
    folder; the active profile, which may be one of those that come with Prefect.
    """
    found = _first(environment, _URL)
    return UserApi(found.value, found.origin, _headers(environment, found.value)) if found else None


def _headers(environment: Mapping[str, str], url: str) -> dict[str, str]:
    """Return what Prefect's client sends to show who it is."""
    password = _first(environment, _AUTH_STRING)
    if found := password.value if password else unquote(urlsplit(url).netloc.rpartition("@")[0]):
        return {"Authorization": f"Basic {b64encode(found.encode()).decode()}"}
    if key := _first(environment, _KEY):
        return {"Authorization": f"Bearer {key.value}"}
    return {}


def _first(environment: Mapping[str, str], name: str) -> Choice | None:
    return next((choice for choice in _choices(environment, name) if choice.value), None)


def _choices(environment: Mapping[str, str], name: str) -> Iterator[Choice]:
    """Yield each value that a setting of the API was given, the one that counts first; some are empty."""
    yield Choice(environment.get(name, ""), f"the variable {name}")
    for found in _DOTENV_LINE.finditer(_text(Path(".env"))):
        if found[1] == name:
            yield Choice(found[3], "the file .env in this folder")
    field = name.removeprefix("PREFECT_API_").lower()
    for file, keys in _TOML_FILES:
        yield Choice(_at(_toml(Path(file)), *keys, "api", field), f"the file {file} in this folder")
    yield _of_profile(environment, name)


def _of_profile(environment: Mapping[str, str], name: str) -> Choice:
    """Return what the active profile gives; `prefect profile use` makes one active that is in Prefect's own file."""
    home = Path(environment.get("PREFECT_HOME") or "~/.prefect")
    file = Path(environment.get("PREFECT_PROFILES_PATH") or home / "profiles.toml")
    profiles = _toml(file)
    chosen = environment.get("PREFECT_PROFILE")
    active = chosen or _at(profiles, "active")
    value = _at(profiles, "profiles", active, name) or _at(_shipped_profiles(), "profiles", active, name)
    how = "by the variable PREFECT_PROFILE" if chosen else f"in {file}"
    return Choice(value, f"the profile {active!r}, active {how}")


def _shipped_profiles() -> dict[str, object]:
    """Return the profiles that come with Prefect, without an import of it, which takes seconds."""
    package = find_spec("prefect")
    folders = package.submodule_search_locations if package else None
    return _toml(Path(folders[0], "settings", "profiles.toml")) if folders else {}


def _at(values: object, *keys: str) -> str:
    """Return the value behind the keys as text, empty where there is none."""
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return str(values) if values else ""


def _toml(path: Path) -> dict[str, object]:
    """Return the content of the file; nothing where it is absent or damaged, which Prefect reports itself."""
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}


def _text(path: Path) -> str:
    try:
        return path.expanduser().read_text("utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError):
        return ""


def check_answers(api: UserApi, timeout: float = ANSWER_TIMEOUT) -> None:
    """Return once the server answers; raises UnreachableServerError where it does not within `timeout` seconds.

    The question is asked in a thread, as the system may look for a host's address for longer than any time limit.
    """
    faults: list[str] = []
    asking = threading.Thread(target=lambda: faults.append(_fault(api, timeout)), daemon=True)
    asking.start()
    asking.join(timeout + 0.5)
    fault = faults[0] if faults else f"does not answer within {timeout:g} seconds"
    if fault:
        raise UnreachableServerError(f"{api} {fault}; another address, or --local for a server of our own, would do")


def _fault(api: UserApi, timeout: float) -> str:
    """Return what is wrong with the server, as a predicate; empty where it answers as Prefect does."""
    if urlsplit(api.url).scheme not in {"http", "https"}:
        return "has no address that begins with http:// or https://"
    try:
        request = Request(f"{api.address.rstrip('/')}/health", headers=dict(api.headers))  # noqa: S310 - looked at above
        with urlopen(request, timeout=timeout) as answer:  # noqa: S310 - the same
            is_page = answer.headers.get_content_type() == "text/html"
    except HTTPError as error:
        is_refusal = error.code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        return f"refuses {_AUTH_STRING} or {_KEY}" if is_refusal else f"answers {error.code} instead of 200"
    except URLError as error:
        # Prefect's client may know certificates that we do not: it shall judge
        return "" if isinstance(error.reason, ssl.SSLError) else f"does not answer ({_reason(error.reason)})"
    except (OSError, ValueError) as error:
        return f"does not answer ({_reason(error)})"
    return "answers with a web page: its API may be below /api" if is_page else ""


def _reason(error: str | BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
