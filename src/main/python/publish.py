"""The series in other forms: `./lab handout`, `./lab slides`, `./lab site`.

    publish.py handout [--out FOLDER] [NOTEBOOK...]   copies without answers, and beside them the answers alone
    publish.py handout --nbgrader [NOTEBOOK...]       assignments for nbgrader, which hands out, collects and grades
    publish.py slides [--out FOLDER] [--reveal URL] NOTEBOOK...   a lecture in the browser, by reveal.js
    publish.py site [--out FOLDER]                    pages to read: each notebook, all on one, a search

All are made from the stored notebooks; nothing is executed. They go to .lab/handout, .lab/slides and .lab/site, which may be
deleted at any time; a course goes to runs/nbgrader, for what students hand in and the points they get lie there too.
All show the originals, as the last commit has them, unless --mine is given: a lecturer's own copy holds answers and guesses.
"""

import argparse
import copy
import re
import shutil
import subprocess
import sys
from pathlib import Path

import grading
import lecture
import nbformat
import normalise
import npm
import run_notebooks
import steps
import website
from nbformat import NotebookNode

ROOT = run_notebooks.ROOT
SOLUTION, KEYS = "solution", "keys"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def handout(notebook: NotebookNode) -> NotebookNode:
    """What a class gets: no solutions and no keys, and no outputs that would give away what is to be predicted."""
    copied = copy.deepcopy(notebook)
    copied.cells = [cell for cell in copied.cells if not is_solution(cell) and not is_key(cell)]
    for cell in copied.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.source = cell.source.replace(
            "the folded cell below it holds the solution.", "the solutions are with your lecturer."
        )
    return copied


def solutions(notebook: NotebookNode) -> NotebookNode:
    """What the lecturer keeps: the exercises with their solutions unfolded, after the cells that they build on."""
    copied = copy.deepcopy(notebook)
    for cell in copied.cells:
        if is_solution(cell):
            cell.metadata = NotebookNode(tags=[SOLUTION])
    return copied


def is_solution(cell: NotebookNode) -> bool:
    return SOLUTION in cell.metadata.get("tags", [])


def is_key(cell: NotebookNode) -> bool:
    """Whether it holds what the checks compare with: a folded cell is no secret."""
    return KEYS in cell.metadata.get("tags", [])


def title(notebook: NotebookNode) -> str:
    return TITLE.search(notebook.cells[0].source).group(1)


def read(path: Path, mine: bool) -> NotebookNode:
    """A notebook that has what every form of the series needs: a title."""
    notebook = as_stored(path, mine)
    if not notebook.cells or not TITLE.search(notebook.cells[0].source):
        raise normalise.Unreadable(
            f"{run_notebooks.shown(path)} should begin with a cell of text that holds a line '# TITLE'"
        )
    return notebook


def as_stored(path: Path, mine: bool) -> NotebookNode:
    """The original, as the last commit has it; or, if asked, the notebook as its reader left it."""
    if not mine:
        try:
            name = path.resolve().relative_to(ROOT).as_posix()
            # A class's installation is another user's than the lecturer's, which git must be told to be meant.
            command = ["git", "-c", f"safe.directory={ROOT.as_posix()}", "-C", str(ROOT)]
            shown = [*command, "show", f"HEAD:{name}"]
            stored = subprocess.run(shown, capture_output=True, check=True).stdout.decode()
            return nbformat.reads(stored, as_version=4)
        except (subprocess.CalledProcessError, OSError, ValueError):
            tell_of_own_copy(path)  # no clone, or not in it
    return normalise.read(path)


def tell_of_own_copy(path: Path) -> None:
    """Of a chapter: whoever hands it out takes it for the original, without answers."""
    if path.resolve().is_relative_to(run_notebooks.NOTEBOOKS):
        print(
            f"{run_notebooks.shown(path)} is taken as it is, with all that was answered in it: git knows no original of it here",
            file=sys.stderr,
        )


def series(mine: bool = False) -> dict[str, NotebookNode]:
    """The chapters, then the side roads."""
    return {path.stem: read(path, mine) for path in run_notebooks.all_notebooks()}


def chosen(names: list[str], mine: bool) -> dict[str, NotebookNode]:
    return {path.stem: read(path, mine) for path in chosen_paths(names)}


def chosen_paths(names: list[str]) -> list[Path]:
    return [run_notebooks.resolve(name) for name in names] or run_notebooks.all_notebooks()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(run_notebooks.shown(path))


def write_handout(options: argparse.Namespace) -> None:
    if options.nbgrader:
        write_course(options)
        return
    out = options.out or ROOT / ".lab" / "handout"
    made = {}
    for name, notebook in chosen(options.notebooks, options.mine).items():
        made[out / f"{name}.ipynb"] = handout(notebook)
        made[out / "solutions" / f"{name}.ipynb"] = solutions(notebook)
    write_notebooks(made, options.notebooks)


def write_course(options: argparse.Namespace) -> None:
    """What has no exercises is no assignment."""
    out = options.out or ROOT / "runs" / "nbgrader"
    made = {}
    for name, notebook in chosen(options.notebooks, options.mine).items():
        if any(grading.has_tag(cell, SOLUTION) for cell in notebook.cells):
            made[out / "source" / name / f"{name}.ipynb"] = assignment(name, notebook)
    write_notebooks(made, options.notebooks)
    configuration = out / "nbgrader_config.py"
    if not configuration.exists():  # the lecturer's to change from then on
        write(configuration, grading.CONFIGURATION)


def assignment(name: str, notebook: NotebookNode) -> NotebookNode:
    try:
        return grading.assignment(notebook)
    except grading.NoAssignment as refused:
        raise normalise.Unreadable(f"{name}: {refused}") from refused


def write_notebooks(made: dict[Path, NotebookNode], names: list[str]) -> None:
    """All or, where one would take the place of a notebook that is read, none."""
    sources = {path.resolve() for path in (*chosen_paths(names), *run_notebooks.all_notebooks())}
    for path in made:
        if path.resolve() in sources:
            raise steps.Refusal(
                f"a copy would take the place of {run_notebooks.shown(path)}: name another folder behind --out"
            )
    for path, notebook in made.items():
        write(path, nbformat.writes(notebook) + "\n")


def write_slides(options: argparse.Namespace) -> None:
    out = options.out or ROOT / ".lab" / "slides"
    if options.reveal is None:
        shutil.copytree(
            npm.package(*npm.REVEAL) / "dist", out / "reveal.js" / "dist", dirs_exist_ok=True
        )
    for name, notebook in chosen(options.notebooks, options.mine).items():
        page = lecture.page(notebook, title(notebook), options.reveal or "reveal.js")
        write(out / f"{name}.html", page)


def write_site(options: argparse.Namespace) -> None:
    out = options.out or ROOT / ".lab" / "site"
    try:
        folder = npm.package(*npm.MINISEARCH)
        search = (folder / "dist" / "umd" / "index.js").read_text(encoding="utf-8")
    except npm.Missing as missing:
        print(f"the site has no search: {missing}", file=sys.stderr)
        search = None
    chapters = {path.stem for path in run_notebooks.NOTEBOOKS.glob("*.ipynb")}
    pages = [
        website.Page(name, notebook, name not in chapters)
        for name, notebook in series(options.mine).items()
    ]
    api = None
    if (ROOT / ".lab" / "docs" / "index.html").exists():
        shutil.copytree(ROOT / ".lab" / "docs", out / "api", dirs_exist_ok=True)
        api = "api/index.html"
    for name, text in website.files(pages, search, api).items():
        write(out / name, text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./lab", description="Write the series in another form.")
    words = parser.add_subparsers(required=True, metavar="handout|slides|site")
    for word, act, what in [
        (
            "handout",
            write_handout,
            "copies without answers, and the answers in a folder beside them",
        ),
        ("slides", write_slides, "lectures in the browser"),
        ("site", write_site, "the series to read: a page each, all on one page, and a search"),
    ]:
        sub = words.add_parser(word, help=what, description=what)
        sub.add_argument("--out", type=Path, help=f"folder to write to (default: .lab/{word})")
        sub.add_argument(
            "--mine",
            action="store_true",
            help="the notebooks as you have changed them, not the originals"
            + (": your answers and guesses stay in them" if word == "handout" else ""),
        )
        if word == "handout":
            sub.add_argument(
                "--nbgrader",
                action="store_true",
                help="a course for nbgrader instead, in runs/nbgrader: an assignment for each notebook",
            )
        if word == "slides":
            sub.add_argument(
                "--offline",
                action="store_true",
                help="put reveal.js beside the pages, fetched once by npm: what is done unless --reveal is given",
            )
            sub.add_argument(
                "--reveal",
                metavar="URL",
                help="where reveal.js is, as an address or a folder beside the page",
            )
        if word != "site":
            sub.add_argument(
                "notebooks",
                nargs="*",
                metavar="NOTEBOOK",
                help="a file or its number, such as 04 (default: all)",
            )
        sub.set_defaults(act=act)
    options = parser.parse_args(arguments)
    try:
        options.act(options)
    except (npm.Missing, normalise.Unreadable, steps.Refusal) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
