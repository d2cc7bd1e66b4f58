"""Who gets in: the token, the cookie, the host, the methods, and the headers of every answer."""

import pytest
from fastapi.testclient import TestClient

from flows.explore.guard import COOKIE, HEADERS, POLICY, Access
from tests.unit.explore.conftest import HOST


@pytest.fixture
def stranger(guarded):
    return TestClient(guarded, base_url=f"http://{HOST}", follow_redirects=False)


def test_each_explorer_has_a_path_and_a_token_of_its_own():
    one, other = Access(frozenset()), Access(frozenset())
    assert one.token != other.token
    assert one.root != other.root
    assert len(one.token) >= 32
    assert one.token not in repr(one)


@pytest.mark.parametrize("path", ["/", "/documents", "/static/explore.css", "/events/events.csv", "/nowhere"])
def test_without_the_token_nothing_is_shown(stranger, access, path):
    answers = [stranger.get(path), stranger.get(access.root + path), stranger.get(f"{access.root}{path}?token=wrong")]
    answers.append(stranger.get(access.root + path, headers={"cookie": f"{COOKIE}=wrong"}))
    answers.append(stranger.get(access.root + path, headers={"cookie": "a=b; ;;=\x7f"}))
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.text for answer in answers} == {answers[0].text}
    assert access.token not in answers[0].text
    assert access.root not in answers[0].text


def test_the_token_becomes_a_cookie_that_only_our_pages_send(stranger, access):
    answer = stranger.get(f"{access.root}/?token={access.token}")
    assert answer.status_code == 200
    name, *flags = answer.headers["set-cookie"].split("; ")
    assert name == f"{COOKIE}={access.token}"
    assert set(flags) == {f"Path={access.root}/", "HttpOnly", "SameSite=Strict"}
    assert access.token not in answer.text
    assert 'http-equiv="refresh" content="0; url=./"' in answer.text
    assert stranger.get(f"{access.root}/documents").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", f"{HOST}.evil.example", "", "[::1]:4567"]
)
def test_a_name_of_another_host_is_refused(stranger, access, host):
    answer = stranger.get(f"{access.root}/documents?token={access.token}", headers={"host": host})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_possible(stranger, access, method):
    known = {"cookie": f"{COOKIE}={access.token}"}
    answer = stranger.request(method, f"{access.root}/documents", headers=known)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_reading(stranger, access):
    known = {"cookie": f"{COOKIE}={access.token}"}
    answer = stranger.head(f"{access.root}/documents", headers=known)
    assert (answer.status_code, answer.text) == (200, "")


def test_a_websocket_is_refused(stranger, access):
    with pytest.raises(ValueError, match="only http"), stranger.websocket_connect(f"{access.root}/"):
        pass


@pytest.mark.parametrize(
    "path", ["/documents", "/static/explore.js", "/nowhere", "/documents?page=x", "/events/events.csv"]
)
def test_every_answer_has_the_headers(get, path):
    headers = get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    parts = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert parts["default-src"] == parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert {value for name, value in parts.items() if name.endswith("-src")} == {"'none'", "'self'"}


def test_there_is_no_page_about_the_interface(get):
    assert {get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}
