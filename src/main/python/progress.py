"""How far a step of minutes has come, read from its log: what pip and Maven have fetched, and what they do now."""

import contextlib
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# A line to look at twice a second in a terminal; in a log that someone reads later, a new one now and then.
TERMINAL_SECONDS, LOG_SECONDS = 0.5, 15.0
MEGABYTES = {"B": 1e-6, "kB": 1e-3, "MB": 1.0, "GB": 1e3}
# Maven: "[INFO] Downloaded from central: https://host/a.jar (1.2 MB at 3 MB/s)"; pip: "Downloading a.whl (1.2 MB)".
FETCHED = re.compile(
    r"^(?:\[INFO\])?\s*(?:Downloaded from \S+?:|Downloading|Using cached) (\S+) \(([\d.]+) ([kMG]?B)",
    re.MULTILINE,
)
# The last of these is what is done now.
DOING = re.compile(
    r"^(?:\[INFO\])?\s*(?:Downloading(?: from \S+?:)?|Collecting|Building wheels? for) (\S+)"
    r"|^(Installing) collected packages"
    r"|--- (?:maven-)?(compiler|jar|dependency)(?:-plugin)?:",
    re.MULTILINE,
)
WORDS = {
    "Installing": "unpacking",
    "compiler": "compiling",
    "jar": "packing",
    "dependency": "listing libraries",
}


def told(log: str, seconds: float) -> str:
    """One line: `45 s, 212 files fetched (96 MB), now opencl-3.0.jar`."""
    fetched = FETCHED.findall(log)
    parts = [f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"]
    if fetched:
        size = sum(float(number) * MEGABYTES[unit] for _, number, unit in fetched)
        parts.append(f"{len(fetched)} files fetched ({size:.0f} MB)")
    doing = list(DOING.finditer(log))
    if doing:
        name = next(filter(None, doing[-1].groups()))
        parts.append(f"now {WORDS.get(name, name.rpartition('/')[2])}")
    return ", ".join(parts)


@contextlib.contextmanager
def shown(log: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Tells, as long as the block lasts, how far the program has come that writes this log."""
    started, ended = time.monotonic(), threading.Event()
    terminal = sys.stderr.isatty()

    def line() -> str:
        text = log.read_text(encoding="utf-8", errors="replace")
        return "    " + told(text, time.monotonic() - started)

    def watch() -> None:
        while not ended.wait(TERMINAL_SECONDS if terminal else LOG_SECONDS):
            with contextlib.suppress(OSError, ValueError):
                rewrite(line()) if terminal else say(line())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
        if terminal:
            rewrite("")


def rewrite(line: str) -> None:
    """In the place of the line before, no longer than the terminal is wide."""
    width = shutil.get_terminal_size().columns
    sys.stderr.write(f"\r{line[: width - 1]}\033[K")
    sys.stderr.flush()
