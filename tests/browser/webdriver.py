"""A browser without a window, driven over WebDriver (W3C): what the tests of pages need, on the standard library."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from time import monotonic, sleep
from typing import Any

DRIVER = shutil.which("chromedriver")
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"enter": "\ue007", "tab": "\ue004"}


class Browser:
    """One window of Chromium."""

    def __init__(self, port: int) -> None:
        self._port = port
        options = {"args": list(ARGUMENTS)}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{made['sessionId']}"

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=120)) as connection:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = json.loads(connection.getresponse().read())["value"]
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{answer['error']}: {answer['message']}")
        return answer

    def do(self, path: str, **body: Any) -> Any:
        return self._call("POST", self._session + path, body)

    def get(self, path: str) -> Any:
        return self._call("GET", self._session + path)

    def open(self, address: str) -> None:
        self.do("/url", url=address)

    def run(self, script: str, *values: Any) -> Any:
        return self.do("/execute/sync", script=script, args=list(values))

    def wait_for(self, script: str) -> Any:
        """Return what a script returns once that is true, whichever page is open by then; within two minutes."""
        until = monotonic() + 120
        while True:
            try:
                found = self.run(script)
            except RuntimeError:  # the page has just been left
                found = None
            if found:
                return found
            assert monotonic() < until, script
            sleep(0.05)

    def find(self, selector: str) -> str:
        return self.do("/element", using="css selector", value=selector)[ELEMENT]

    def click(self, selector: str) -> None:
        self.do(f"/element/{self.find(selector)}/click")

    def type(self, selector: str, text: str) -> None:
        self.do(f"/element/{self.find(selector)}/value", text=text)

    def press(self, key: str) -> None:
        """Press a key, whatever has the focus."""
        steps = [{"type": kind, "value": KEYS.get(key, key)} for kind in ("keyDown", "keyUp")]
        self.do("/actions", actions=[{"type": "key", "id": "keys", "actions": steps}])

    def resize(self, width: int, height: int = 900) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.do("/goog/cdp/execute", cmd="Emulation.setDeviceMetricsOverride", params=metrics)

    def emulate(self, **features: str) -> None:
        """Set media features, such as prefers_color_scheme."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.do("/goog/cdp/execute", cmd="Emulation.setEmulatedMedia", params={"features": named})

    @property
    def address(self) -> str:
        return str(self.get("/url"))

    @property
    def text(self) -> str:
        return str(self.run("return document.body.innerText"))

    def complaints(self) -> list[str]:
        """Return what the browser has written to its console since the last call."""
        return [line["message"] for line in self.do("/se/log", type="browser")]

    def close(self) -> None:
        self._call("DELETE", self._session)


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a browser; both it and its driver end with the block."""
    assert DRIVER
    with subprocess.Popen([DRIVER, "--port=0"], stdout=subprocess.PIPE, text=True) as driver:
        try:
            line = next(line for line in driver.stdout or () if "started successfully on port" in line)
            made = Browser(int(line.rstrip(". \n").rpartition(" ")[2]))
            try:
                yield made
            finally:
                made.close()
        finally:
            driver.terminate()
            driver.stdout.close()
