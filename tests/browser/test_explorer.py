"""The explorer in a real browser: from a search to the words behind a row, keys, widths, colours, accessibility."""

import os
import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tests.browser import webdriver
from tests.explored import publish

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not webdriver.DRIVER, reason="no chromedriver; apt-get install chromium chromium-driver brings it"
    ),
]
ROOT = Path(__file__).parents[2]
PAGES = (
    "/documents", "/documents?q=river", "/events", "/events?view=time", "/events?view=map", "/events?view=network",
    "/events?type=CONSULT&once=1", "/entities", "/entities/Q20", "/clusters?single=1", "/issues",
)  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("browsed") / "data")


@pytest.fixture(scope="module")
def address(dataset):
    """The address that the command prints."""
    code = "from flows.cli import main; main()"
    arguments = [sys.executable, "-c", code, "explore", "--data", str(dataset.path), "--no-browser"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().split()[-1]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def started(address):
    with webdriver.browser() as browser:
        browser.open(address)
        browser.wait_for("return location.pathname.endsWith('/documents')")
        browser.complaints()  # of the first page, which the browser asks for an icon of the whole host
        yield browser


@pytest.fixture
def browser(started):
    started.resize(1200)
    yield started
    assert started.complaints() == []


@pytest.fixture
def base(address):
    return address.split("/?")[0]


@pytest.fixture
def documents(dataset):
    frame = dataset.frame("documents")
    return dict(zip(frame["source_path"], frame["document_id"], strict=True))


def test_the_token_leaves_the_address(browser, base):
    browser.open(f"{base}/")
    assert browser.address == f"{base}/documents"
    assert "token" not in browser.address
    assert browser.run("return document.cookie") == ""


def test_from_a_search_to_the_words_behind_an_event(browser, base):
    browser.open(f"{base}/documents")
    browser.type("input[name=q]", '"peace talks"' + webdriver.KEYS["enter"])
    browser.wait_for("return location.search.includes('peace')")
    assert browser.run("return document.querySelectorAll('.results li').length") == 1
    assert browser.run("return document.querySelector('.snippet mark').textContent") == "peace talks"
    browser.click(".results h2 a")
    browser.wait_for("return document.querySelector('.reading mark')?.textContent === 'peace talks'")
    word = "Array.from(document.querySelectorAll('.words a.event')).find((word) => word.textContent === 'threatened')"
    browser.run(f"{word}.click()")
    assert browser.wait_for("return document.querySelector('details.card[open] summary')?.innerText").startswith(
        "THREATEN"
    )
    card = browser.run("return document.querySelector('details.card[open]').innerText")
    assert "the rule THREATEN" in card
    assert "Date\n2019-03-09" in card
    assert browser.run(f"return {word}.classList.contains('current')")


def test_from_a_row_of_the_table_to_its_sentence(browser, base):
    browser.open(f"{base}/events?q=killed")
    browser.click("tbody th a")
    assert browser.wait_for("return document.querySelector('details.card[open] summary')?.innerText").startswith(
        "ASSAULT"
    )
    assert browser.run("return document.querySelector('.words .current').textContent") == "killed"
    browser.wait_for("return document.activeElement.matches('details.card[open] > summary')")


def test_keys_go_from_event_to_event(browser, base, documents):
    browser.open(f"{base}/documents/{documents['talks.txt']}")
    seen = []
    for key in "jjjkjj":
        browser.press(key)
        seen.append(
            browser.run("return [...document.querySelectorAll('.card > summary')].indexOf(document.activeElement)")
        )
    assert seen == [0, 1, 2, 1, 2, 2]
    box = browser.run("const box = document.activeElement.getBoundingClientRect(); return [box.top, box.bottom]")
    assert 0 <= box[0] < box[1] <= 900


def test_keys_are_letters_in_a_field(browser, base):
    browser.open(f"{base}/documents")
    browser.type("input[name=q]", "jkr")
    assert browser.run("return document.querySelector('input[name=q]').value") == "jkr"


def test_the_text_as_saved_as_repaired_and_both(browser, base, documents):
    browser.open(f"{base}/documents/{documents['news/rivers.txt']}")
    assert "The two governments" in browser.text
    browser.press("r")
    browser.wait_for("return location.search === '?text=saved'")
    assert "The two  governments" in browser.run("return document.querySelector('#text').textContent")
    browser.press("r")
    browser.wait_for("return location.search === '?text=both'")
    assert browser.run("return document.querySelectorAll('.words del').length") > 0
    browser.press("r")
    browser.wait_for("return location.search === ''")


def test_a_picture_leads_to_its_rows(browser, base):
    browser.open(f"{base}/events?view=map")
    browser.run("document.querySelector('svg.map a').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    browser.wait_for("return location.search.startsWith('?country=')")
    assert browser.run("return document.querySelectorAll('tbody tr').length") == 4


def test_hostile_text_does_nothing(browser, base, documents):
    browser.open(f"{base}/documents/{documents['<b>hostile</b>.txt']}?text=both")
    assert '<script>alert("title")</script>' in browser.text
    assert browser.run("return document.querySelectorAll('main script, main style, main img').length") == 0


def test_a_strange_page_cannot_read_the_explorer(browser, base):
    browser.open("data:text/html,<p>a page of a stranger</p>")
    read = "const done = arguments[1]; fetch(arguments[0], {credentials: 'include'}).then(() => done('read'), () => done('refused'))"
    assert browser.do("/execute/async", script=read, args=[f"{base}/documents"]) == "refused"
    assert browser.complaints() != []


@pytest.mark.parametrize("width", [400, 800, 1400])
@pytest.mark.parametrize("page", [*PAGES, "document", "beside"])
def test_pages_fit_their_window(browser, base, documents, page, width):
    browser.resize(width)
    browser.open(base + path_of(page, documents))
    assert browser.run("return document.documentElement.scrollWidth") <= width


def path_of(page, documents):
    rivers, copy = documents["news/rivers.txt"], documents["news/copy.txt"]
    return {"document": f"/documents/{rivers}?text=both", "beside": f"/documents/{rivers}/beside/{copy}"}.get(
        page, page
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(browser, base, documents, scheme):
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    browser.emulate(prefers_color_scheme=scheme)
    found = {}
    for page in (*PAGES, "document", "beside"):
        browser.open(base + path_of(page, documents))
        browser.run(axe + "; document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        violations = browser.do("/execute/async", args=[], script="""
            axe.run().then((result) => arguments[0](result.violations.map(
                (each) => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map((node) => node.html).join(' ')}`)));
        """)  # fmt: skip
        if violations:
            found[page] = violations
    browser.emulate()
    assert found == {}
