"""What ./lab makes in .lab/, each thing in full or not at all; and what it says when that fails: one sentence that ends
in the command that mends it.
"""

import contextlib
import hashlib
import locale
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import progress
import stopping

ROOT = Path(__file__).resolve().parents[3]
STATE = ROOT / ".lab"
WINDOWS = os.name == "nt"
MACOS = sys.platform == "darwin"
# How the reader calls us: sentences are written for the first, and changed for the second.
COMMAND = "py -3 lab.py" if WINDOWS else "./lab"


class Refusal(Exception):
    """A sentence for the reader, who can mend what it says."""


def say(words: str) -> None:
    lines = words.replace("./lab", COMMAND).split("\n")
    print("\n".join(printable(line) for line in lines), file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """For a terminal: what would move its cursor, ring its bell or change its colours is shown as a mark."""
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)


def install_with(debian: str, homebrew: str, winget: str) -> str:
    """The command that installs a thing here."""
    if WINDOWS:
        return f"winget install {winget}"
    return f"brew install {homebrew}" if MACOS else f"sudo apt-get install {debian}"


JDK = install_with("openjdk-17-jdk", "openjdk@17", "EclipseAdoptium.Temurin.17.JDK")
PYTHON = install_with("python3 python3-venv", "python@3.12", "Python.Python.3.12")

# What a log says when the fault is not ours, and the sentence for it; the first that is found counts.
FAULTS = (
    (
        r"no space left|ENOSPC|disk quota|not enough space on the disk",
        "the disk is full ({name}): free some space, then run ./lab again",
    ),
    (
        r"unknown ?host|name resolution|name or service not known|nodename nor servname|getaddrinfo failed"
        r"|network is unreachable|connection (refused|reset|timed out)|connect timed out|failed to establish",
        "the package registries could not be reached ({name}): check the network and proxy, then run ./lab again, "
        "it goes on where it was (log: {log})",
    ),
    (
        r"ensurepip|No module named '?venv",
        f"this Python cannot make environments: {PYTHON}, then run ./lab again",
    ),
)


def step(name: str, log: str, command: list[str]) -> None:
    """Runs what may take minutes, with its output in .lab/LOG.log. The name says what is being done."""
    STATE.mkdir(exist_ok=True)
    path = STATE / f"{log}.log"
    say(f"{name} ...")
    with path.open("wb") as out, progress.shown(path, say):
        code = stopping.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    if code != 0:
        raise failure(name, path)


def failure(name: str, log: Path) -> Refusal:
    text = log.read_text(encoding="utf-8", errors="replace")
    shown = f".lab/{log.name}"
    for pattern, sentence in FAULTS:
        if re.search(pattern, text, re.IGNORECASE):
            return Refusal(sentence.format(name=name, log=shown))
    lines = text.splitlines()
    errors = [line for line in lines if re.search(r"ERROR|error:|Error", line)]
    say("\n".join(errors[:20] or lines[-20:]))
    return Refusal(f"{name} failed; the whole log is {shown}")


def need_space(what: str, megabytes: int) -> None:
    """Room for a download, before it begins."""
    free = shutil.disk_usage(ROOT).free >> 20
    if free < megabytes:
        raise Refusal(
            f"{what} needs {megabytes} MB of disk, {free} MB are free: free some, then run ./lab again"
        )


def publish(path: Path, text: str) -> None:
    """Writes a file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def discard(kind: str, kept: Path | None) -> None:
    """Removes what earlier versions left: .lab/KIND-*, all but the one."""
    for old in STATE.glob(f"{kind}-*"):
        if old == kept:
            continue
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)


def short_hash(*parts: str | bytes | Path) -> str:
    """Of texts, and of files: their names and contents."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            total.update(part.relative_to(ROOT).as_posix().encode())
            part = part.read_bytes()
        total.update(hashlib.sha256(part.encode() if isinstance(part, str) else part).digest())
    return total.hexdigest()[:12]


def executable(name: str, folders: list[Path] | None = None) -> str | None:
    """A program on the PATH, or in the given folders alone; with the ending that Windows wants."""
    return shutil.which(name, path=os.pathsep.join(map(str, folders)) if folders else None)


def scripts_folder(prefix: Path) -> Path:
    """Where an environment keeps its programs."""
    return prefix / ("Scripts" if WINDOWS else "bin")


def venv_python(prefix: Path) -> Path:
    return scripts_folder(prefix) / ("python.exe" if WINDOWS else "python")


def python_identity() -> str:
    """An environment made by another Python, or on another platform, is another one."""
    return f"{sys.version} {sys.base_prefix} {sysconfig.get_platform()}"


UTF8_LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")


def utf8_locale() -> str | None:
    """A locale of this machine whose texts are UTF-8; None on Windows, which needs none."""
    current = locale.setlocale(locale.LC_CTYPE)
    try:
        return next((name for name in UTF8_LOCALES if not WINDOWS and speaks_utf8(name)), None)
    finally:
        locale.setlocale(locale.LC_CTYPE, current)


def speaks_utf8(name: str) -> bool:
    """Whether a locale is on this machine and its texts are UTF-8; "" is the environment's."""
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    return locale.nl_langinfo(locale.CODESET).upper().replace("-", "") == "UTF8"


def use_utf8() -> None:
    """Java takes the names of files by the locale's letters: in a container, from cron or over ssh there may be none
    but ASCII's, and every other name is a file that is not there. So all that is started gets a locale of UTF-8.
    """
    if WINDOWS:
        return
    current = locale.setlocale(locale.LC_CTYPE)
    fine = speaks_utf8("")
    locale.setlocale(locale.LC_CTYPE, current)
    name = utf8_locale()
    if not fine and name:
        os.environ["LC_ALL" if os.environ.get("LC_ALL") else "LC_CTYPE"] = name


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once would disturb each other; the second waits here."""
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("a+b") as lock:
        if WINDOWS:
            wait_on_windows(lock)
        else:
            wait_elsewhere(lock)
        yield


WAITING = "another ./lab sets up this project: waiting for it ..."


def wait_elsewhere(lock) -> None:
    import fcntl  # not on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say(WAITING)
        fcntl.flock(lock, fcntl.LOCK_EX)


def wait_on_windows(lock) -> None:
    """LK_LOCK gives up after ten seconds; whoever builds needs minutes."""
    import msvcrt  # not elsewhere

    waits = False
    while True:
        try:
            lock.seek(0)
            return msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        except OSError:
            if not waits:
                say(WAITING)
            waits = True


def become(command: list[str], folder: Path | None = None, hold: bool = False) -> int:
    """Hands this process over to a program; on Windows, which cannot, waits for it and gives its exit code.

    With `hold` a signal waits until the program says what to do at one: for those of ours that call stopping.install.
    """
    if folder:
        os.chdir(folder)
    sys.stdout.flush()
    if hold:
        stopping.hold()
    if not WINDOWS:
        os.execv(command[0], command)
    # Ctrl-C reaches the program too, which saves and ends by itself, and its exit code is ours.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.Popen(command).wait()
    finally:
        signal.signal(signal.SIGINT, before)
