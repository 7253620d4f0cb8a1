"""An end by signal: one sentence, no traceback, and no program left behind.

Ctrl-C, `kill` and a terminal that closes are asked for at any moment, in the midst of an import or of an event loop. An
exception would unwind through code that is not ours and prints tracebacks; so the handler itself ends the process.
Import this before anything that takes time.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

# Windows has no SIGHUP.
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
# How long a kernel may take to save its training; all together stay below five seconds.
PATIENCE = 3.0

_keep: Callable[[], object] | None = None


def hold() -> None:
    """Before this process becomes another program that calls `install`: what comes in between waits for it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def install(sentence: str) -> None:
    """Ends at each of the signals, but for those that whoever started us had ignored.

    `nohup` does so with the closing of a terminal, and a script with Ctrl-C for what it starts in the background. A
    program that takes this process's place, or that it starts, ignores them too; a handler of ours would end that.
    """

    def end(number: int, _frame: object) -> None:
        for again in SIGNALS:
            signal.signal(again, signal.SIG_IGN)
        # Whatever hangs below, the end comes.
        timer = threading.Timer(PATIENCE + 1, os._exit, [128 + number])
        timer.daemon = True
        timer.start()
        with contextlib.suppress(Exception):
            os.write(sys.stderr.fileno(), f"\n{sentence}\n".encode())
        with contextlib.suppress(Exception):
            end_children()
        with contextlib.suppress(Exception):
            if _keep:
                _keep()
        os._exit(128 + number)

    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


@contextlib.contextmanager
def keeping(action: Callable[[], object]):
    """Does `action` too, where the end comes within."""
    global _keep
    _keep = action
    try:
        yield
    finally:
        _keep = None


def end_children() -> None:
    """Every process that this one has started, and theirs: asked first, then killed."""
    psutil = sys.modules.get("psutil")
    if psutil is None:
        end_programs()
        return
    children = psutil.Process().children(recursive=True)
    for child in children:
        with contextlib.suppress(psutil.Error):
            child.terminate()
    _, alive = psutil.wait_procs(children, timeout=PATIENCE)
    for child in alive:
        with contextlib.suppress(psutil.Error):
            child.kill()


def end_programs() -> None:
    """The same by subprocess's own list, where psutil is not installed yet."""
    for program in _programs:
        with contextlib.suppress(OSError):
            program.terminate()


_programs: set[subprocess.Popen] = set()


def run(command: list[str], **options: object) -> int:
    """Runs a program that is ended with this process; gives its exit code."""
    with subprocess.Popen(command, **options) as program:
        _programs.add(program)
        try:
            return program.wait()
        finally:
            _programs.discard(program)
