"""The series in other forms: `./lab handout`, `./lab slides`, `./lab site`.

    publish.py handout [--out FOLDER] [NOTEBOOK...]   copies without answers, and beside them the answers alone
    publish.py slides [--out FOLDER] [--reveal URL] NOTEBOOK...   a lecture in the browser, by reveal.js
    publish.py site [--out FOLDER]                    the whole series as one page

All are made from the stored notebooks; nothing is executed. They go to .lab/handout, .lab/slides and .lab/site.
"""

import argparse
import copy
import html
import re
import sys
from pathlib import Path

import nbformat
import normalise
import run_notebooks
from nbconvert import HTMLExporter, SlidesExporter
from nbformat import NotebookNode

ROOT = run_notebooks.ROOT
TEMPLATES = ROOT / "src" / "main" / "nbconvert"
SOLUTION = "solution"
EXERCISE = re.compile(r"exercise-\d+|answer-\d+|solution-\d+")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
CHAPTER_LINK = re.compile(r'href="(\d\d-[\w-]+)\.ipynb"')


def handout(notebook: NotebookNode) -> NotebookNode:
    """What a class gets: no solutions, and no outputs that would give away what is to be predicted."""
    copied = copy.deepcopy(notebook)
    copied.cells = [cell for cell in copied.cells if not is_solution(cell)]
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


def slides(notebook: NotebookNode) -> NotebookNode:
    """With the slide type of each cell: a heading begins a slide, what follows it goes downwards from it."""
    copied = copy.deepcopy(notebook)
    for cell in copied.cells:
        cell.metadata.slideshow = {"slide_type": slide_type(cell)}
    return copied


def slide_type(cell: NotebookNode) -> str:
    if cell.id == "setup" or EXERCISE.fullmatch(cell.id):
        return "skip"
    if cell.cell_type == "markdown":
        return "slide" if re.match(r"##? ", cell.source) else "subslide"
    return "subslide" if shows_picture(cell) else "fragment"


def shows_picture(cell: NotebookNode) -> bool:
    """A chart fills a slide; a line of text or a short table stands below what led to it."""
    return any(
        "<img" in str(output.get("data", {}).get("text/html", "")) for output in cell.outputs
    )


def slide_page(notebook: NotebookNode, reveal: str | None) -> str:
    exporter = SlidesExporter(
        template_name="slides",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        **({"reveal_url_prefix": reveal} if reveal else {}),
    )
    return exporter.from_notebook_node(slides(notebook), {"metadata": {"name": title(notebook)}})[0]


def site(notebooks: dict[str, NotebookNode]) -> str:
    """The whole series as one page that needs no other file and no network."""
    index = "\n".join(
        f'<li><a href="#{anchor(name)}">{html.escape(title(notebook))}</a><span>{html.escape(question(notebook))}</span></li>'
        for name, notebook in notebooks.items()
    )
    chapters = "\n".join(
        f'<section id="{anchor(name)}">\n{chapter(name, notebook)}\n</section>'
        for name, notebook in notebooks.items()
    )
    css = (TEMPLATES / "site" / "site.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Seven Nets</title>
<style>
{css}</style>
</head>
<body>
<header><h1>Seven Nets</h1><p>Convolutional networks from LeNet to EfficientNet, in Java: each net built from its paper, trained small, and looked into.</p></header>
<nav aria-label="Chapters"><ol>
{index}
</ol></nav>
<main>
{chapters}
</main>
</body>
</html>
"""


def chapter(name: str, notebook: NotebookNode) -> str:
    exporter = HTMLExporter(template_name="site", extra_template_basedirs=[str(TEMPLATES)])
    body = exporter.from_notebook_node(notebook, {"chapter": anchor(name)})[0]
    return CHAPTER_LINK.sub(r'href="#\1"', body)


def anchor(name: str) -> str:
    """A file's name as an id of HTML, whatever it holds."""
    return re.sub(r"[^\w.-]+", "-", name)


def title(notebook: NotebookNode) -> str:
    return TITLE.search(notebook.cells[0].source).group(1)


def question(notebook: NotebookNode) -> str:
    """The chapter's first paragraph, without its marks; nothing where it has none."""
    lines = notebook.cells[0].source.splitlines()[1:]
    return re.sub(r"[*`]", "", next((line for line in lines if line.strip()), ""))


def read(path: Path) -> NotebookNode:
    """A notebook that has what every form of the series needs: a title."""
    notebook = normalise.read(path)
    if not notebook.cells or not TITLE.search(notebook.cells[0].source):
        raise normalise.Unreadable(
            f"{run_notebooks.shown(path)} should begin with a cell of text that holds a line '# TITLE'"
        )
    return notebook


def series() -> dict[str, NotebookNode]:
    return {
        path.stem: read(path)
        for path in run_notebooks.all_notebooks()
        if path.parent == run_notebooks.NOTEBOOKS
    }


def chosen(names: list[str]) -> dict[str, NotebookNode]:
    paths = [run_notebooks.resolve(name) for name in names]
    return {path.stem: read(path) for path in paths} or series()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(run_notebooks.shown(path))


def write_handout(options: argparse.Namespace) -> None:
    out = options.out or ROOT / ".lab" / "handout"
    for name, notebook in chosen(options.notebooks).items():
        write(out / f"{name}.ipynb", nbformat.writes(handout(notebook)) + "\n")
        write(out / "solutions" / f"{name}.ipynb", nbformat.writes(solutions(notebook)) + "\n")


def write_slides(options: argparse.Namespace) -> None:
    for name, notebook in chosen(options.notebooks).items():
        write(
            (options.out or ROOT / ".lab" / "slides") / f"{name}.html",
            slide_page(notebook, options.reveal),
        )


def write_site(options: argparse.Namespace) -> None:
    write((options.out or ROOT / ".lab" / "site") / "index.html", site(series()))


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
        ("site", write_site, "the whole series as one page"),
    ]:
        sub = words.add_parser(word, help=what, description=what)
        sub.add_argument("--out", type=Path, help=f"folder to write to (default: .lab/{word})")
        if word == "slides":
            sub.add_argument(
                "--reveal",
                metavar="URL",
                help="where reveal.js is, such as a folder beside the page, to lecture without a network",
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
    except normalise.Unreadable as unreadable:
        print(unreadable, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
