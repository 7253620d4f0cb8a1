"""A tab of Chromium or Chrome, driven through its DevTools protocol: no driver to install and to keep of one version."""

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import websocket

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Alone with the page under test: nothing is looked up, updated or synchronised.
OPTIONS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--window-size=1400,1000",
    "--remote-debugging-port=0",
)


def find() -> str | None:
    """The browser's program, or None."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROME", ""), *NAMES))), None)


@contextlib.contextmanager
def page(browser: str) -> Iterator["Page"]:
    """A new tab in a new browser with an empty profile; both end with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Chromium's sandbox refuses to start for root, the one user that a container has.
        root = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
        process = subprocess.Popen(
            [browser, *OPTIONS, *root, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with contextlib.closing(
                Page(debugger_address(Path(profile, "DevToolsActivePort")))
            ) as tab:
                yield tab
        finally:
            process.terminate()
            process.wait(timeout=20)


def debugger_address(port_file: Path) -> str:
    """The first tab's socket, once the browser has written its port to the file."""
    port = wait_for(
        lambda: port_file.read_text().split()[:1] if port_file.exists() else None,
        60,
        "the browser to start",
    )[0]

    def tab():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
            return next(
                (it["webSocketDebuggerUrl"] for it in json.load(answer) if it["type"] == "page"),
                None,
            )

    return wait_for(tab, 30, "the browser's first tab")


def wait_for(condition, seconds: float, what: str):
    """The first true value of `condition()`.

    :raises TimeoutError: that names what was waited for
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise TimeoutError(f"waited {seconds:.0f} seconds for {what}")


class Page:
    def __init__(self, address: str):
        self.socket = websocket.create_connection(address, timeout=60, suppress_origin=True)
        self.ids = itertools.count(1)

    def close(self) -> None:
        self.socket.close()

    def call(self, method: str, **parameters) -> dict:
        """One command of the protocol and its answer; events in between are passed over."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, script: str):
        """The value of a JavaScript expression, as JSON carries it."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", script))
        return answer["result"].get("value")

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)

    def wait(self, script: str, seconds: float, what: str):
        """The first true value of a JavaScript expression."""
        return wait_for(lambda: self.evaluate(script), seconds, what)

    def click(self, selector: str, text: str | None = None, seconds: float = 30) -> None:
        """Clicks, with the mouse, on the middle of the first visible element, or of the one that has this text."""
        middle = self.wait(
            f"""(() => {{
            const wanted = [...document.querySelectorAll({json.dumps(selector)})].find(
                it => [null, it.textContent.trim()].includes({json.dumps(text)}) && it.getClientRects().length);
            if (!wanted) return null;
            wanted.scrollIntoView({{block: 'nearest'}});
            const box = wanted.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""",
            seconds,
            f"'{text or selector}' to be there",
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=middle[0],
                y=middle[1],
                button="none" if kind == "mouseMoved" else "left",
                clickCount=1,
            )

    def screenshot(self, file: Path) -> None:
        """As the file's suffix says: .png, or .webp, which is a tenth as large."""
        form = file.suffix[1:]
        quality = {"quality": 80} if form == "webp" else {}
        taken = self.call("Page.captureScreenshot", format=form, **quality)
        file.write_bytes(base64.b64decode(taken["data"]))
