"""Executes notebooks without a browser, one line of progress a cell; stops at the first cell that fails.

    run_notebooks.py [--profile smoke|quick|full] [--store] [--anew] [--build ID] [NOTEBOOK...]

The executed copy goes to .lab/runs/PROFILE/; the tracked notebook, with a reader's answers in it, is written only by
--store. A run of the whole series that was stopped goes on with the notebook that was not finished, from its first cell;
one that came through begins anew. A notebook that is named is always executed.
"""

import stopping

STOPPED = "Stopped; ./lab run goes on with the unfinished notebook, from its first cell."
STOPPED_NAMED = "Stopped; the same command begins its unfinished notebook anew."
# Before the words on the line are looked at, it is not known which of the two is true.
STOPPED_AT_ONCE = "Stopped before the first cell."
if __name__ == "__main__":
    # The imports below take a second, and a signal may come within it. psutil is there for it: it finds the kernels.
    stopping.install(STOPPED_AT_ONCE)

import argparse  # noqa: E402
import hashlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402

import normalise  # noqa: E402
import openings  # noqa: E402
import psutil  # noqa: E402, F401
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import (  # noqa: E402
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode  # noqa: E402
from steps import printable  # noqa: E402

ROOT = normalise.project_root()
NOTEBOOKS = ROOT / "notebooks"
SMOKE_LIMIT = 300  # seconds a cell; a cell of the profile smoke that takes longer hangs
STARTUP_LIMIT = 120  # seconds; a busy machine of two cores takes twenty
ANSI = re.compile(r"\x1b\[[0-9;]*m")


# Raises Failure where the notebook is not as it should be.
Held = Callable[[NotebookClient, NotebookNode, Path], None]


class Failure(Exception):
    """A cell failed. The message names notebook and cell."""


def all_notebooks() -> list[Path]:
    """The series in its order, solutions last; a reader's own copies (NAME.mine.ipynb) are left alone."""
    found = [
        path
        for path in NOTEBOOKS.rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts and ".mine" not in path.name
    ]
    return sorted(found, key=lambda path: (len(path.relative_to(NOTEBOOKS).parts), path))


def execute(path: Path, out: Path, profile: str, hold: Held | None = None) -> NotebookNode:
    """Runs every cell of one notebook and writes its executed copy to `out`, also where a cell fails.

    :param hold: what is asked of the notebook then, in the same kernel
    """
    notebook = normalise.read(path)
    if not notebook.cells:
        raise normalise.Unreadable(f"{shown(path)} has no cell to execute")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        kernel_name="java",
        timeout=SMOKE_LIMIT if profile == "smoke" else None,
        startup_timeout=STARTUP_LIMIT,
        resources={"metadata": {"path": str(path.parent)}},
    )
    environment = {**os.environ, "SEVENNETS_PROFILE": profile}
    out.parent.mkdir(parents=True, exist_ok=True)

    def keep() -> None:
        out.write_text(normalise.text(notebook), encoding="utf-8")

    try:
        # The kernel's own log would stand between the lines of progress.
        with (
            stopping.keeping(keep),
            out.with_suffix(".log").open("w") as log,
            client.setup_kernel(env=environment, stderr=log),
        ):
            run_cells(client, notebook, path)
            if hold:
                hold(client, notebook, path)
    except RuntimeError as failure:
        # nbclient's words where a kernel does not start; a failed cell is a Failure by now.
        if not re.search("didn't respond|died before replying", str(failure)):
            raise
        raise Failure(
            f"{shown(path)}: the Java kernel did not start in {STARTUP_LIMIT} seconds; it is asked by "
            "127.0.0.1, which this machine or container must have"
        ) from failure
    finally:
        keep()
    return notebook


def run_cells(client: NotebookClient, notebook: NotebookNode, path: Path) -> None:
    code = [(index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for number, (index, cell) in enumerate(code, start=1):
        print(f"  [{number:2}/{len(code)}] {cell.id:<28}", end="", flush=True)
        started = time.monotonic()
        try:
            client.execute_cell(cell, index, execution_count=number)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as failure:
            print(" failed", flush=True)
            raise Failure(
                f"{shown(path)}: cell {number} '{cell.id}' failed: {explain(failure)}"
            ) from failure
        print(f" {time.monotonic() - started:7.1f} s", flush=True)


def explain(failure: Exception) -> str:
    """What the reader needs of a failure: the error and the first lines of its trace."""
    if isinstance(failure, CellTimeoutError):
        return f"it took longer than {SMOKE_LIMIT} seconds"
    if isinstance(failure, DeadKernelError):
        return "the Java kernel died; a lack of memory is the usual cause"
    trace = ANSI.sub("", getattr(failure, "traceback", "")).strip().splitlines()
    lines = [f"{failure.ename}: {failure.evalue}", *trace[-12:]]
    return "\n    ".join(printable(line) for line in "\n".join(lines).splitlines())


class Finished:
    """The notebooks of one profile that a run of the whole series came through, until one comes through them all."""

    def __init__(self, file: Path, build: str, stores: bool = False):
        self.file, self.build, self.stores = file, build, stores
        self.digests = json.loads(file.read_text()) if file.exists() else {}

    def has(self, path: Path) -> bool:
        return self.digests.get(shown(path)) == self.digest(path)

    def add(self, path: Path) -> None:
        self.digests[shown(path)] = self.digest(path)
        self.write()

    def forget(self, paths: list[Path]) -> None:
        for path in paths:
            self.digests.pop(shown(path), None)
        self.write()

    def write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(self.digests, indent=1))
        os.replace(beside, self.file)

    def digest(self, path: Path) -> str:
        """Of the cells, of the library's build, and of whether outputs are stored; those themselves do not count."""
        cells = [(cell.cell_type, cell.source) for cell in normalise.read(path).cells]
        of = [self.build, self.stores, cells]
        return hashlib.sha256(json.dumps(of).encode()).hexdigest()


def shown(path: Path) -> str:
    """The path as the user may type it: from the project's folder, where the file lies in it."""
    path = path.resolve()
    return printable(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path))


def store(notebook: NotebookNode, path: Path) -> None:
    """Puts the outputs of this run into the tracked notebook."""
    stored = normalise.normalised(notebook, ROOT)
    if path.stem in openings.PICTURES and path.is_relative_to(NOTEBOOKS):
        stored = openings.opened(stored, path.stem)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(normalise.text(stored), encoding="utf-8")
    os.replace(beside, path)
    for problem in normalise.problems(stored):
        print(f"  ! {problem}")


def run(paths: list[Path], options: argparse.Namespace, hold: Held | None) -> None:
    runs = ROOT / ".lab" / "runs" / options.profile
    finished = Finished(runs / "finished.json", options.build, options.store)
    named = bool(options.notebooks)
    if options.anew and not named:
        finished.forget(paths)
    for path in paths:
        if not named and finished.has(path):
            print(f"{shown(path)}: finished before this run was stopped")
            continue
        print(f"{shown(path)} (profile {options.profile})", flush=True)
        copy = runs / (path.relative_to(NOTEBOOKS) if path.is_relative_to(NOTEBOOKS) else path.name)
        notebook = execute(path, copy, options.profile, hold)
        if options.store:
            store(notebook, path)
        # Who names a notebook has not begun a run of the series, and has not ended one that was stopped.
        if not named:
            finished.add(path)
    if not named:
        finished.forget(paths)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./lab run",
        description="Execute notebooks without a browser. A run of the whole series that was stopped goes on with the "
        "notebook that was not finished, from its first cell; a notebook that is named is always executed.",
    )
    parser.add_argument(
        "--profile",
        choices=["smoke", "quick", "full"],
        default="quick",
        help="how much to train (default: quick)",
    )
    parser.add_argument(
        "--store",
        action="store_true",
        help="put the outputs into the tracked notebooks (quick only)",
    )
    parser.add_argument(
        "--anew", action="store_true", help="also what finished before the last run was stopped"
    )
    parser.add_argument("--build", default="", help=argparse.SUPPRESS)
    parser.add_argument(
        "notebooks",
        nargs="*",
        metavar="NOTEBOOK",
        help="a file or its number, such as 01 (default: all, but for those that a stopped run has finished)",
    )
    options = parser.parse_args(arguments)
    if options.store and options.profile != "quick":
        parser.error(
            f"--store keeps the outputs of profile quick only, received --profile {options.profile}"
        )
    return options


def resolve(name: str) -> Path:
    """A notebook by its path, or by the start of its name or of its path within the series."""
    within = name.replace("\\", "/")
    candidates = (
        [Path(name).resolve()]
        if Path(name).is_file()
        else [
            path
            for path in all_notebooks()
            if path.name.startswith(name)
            or path.relative_to(NOTEBOOKS).as_posix().startswith(within)
        ]
    )
    if len(candidates) != 1:
        near = ", ".join(path.stem for path in candidates or all_notebooks())
        raise SystemExit(f"no single notebook is called '{printable(name)}'; there are: {near}")
    return candidates[0]


def main(arguments: list[str], hold: Held | None = None) -> int:
    options = parse(arguments)
    stopping.install(STOPPED_NAMED if options.notebooks else STOPPED)
    # One that is named twice is executed once.
    paths = list(dict.fromkeys(map(resolve, options.notebooks))) or all_notebooks()
    try:
        run(paths, options, hold)
    except normalise.Unreadable as unreadable:
        print(unreadable, file=sys.stderr)
        return 1
    except Failure as failure:
        print(
            f"{failure}\nThe executed copy is under .lab/runs/{options.profile}/, the kernel's log beside it.",
            file=sys.stderr,
        )
        return 1
    print(f"{len(paths)} notebook{'s' if len(paths) != 1 else ''} executed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
