"""A notebook as a lecture: which cell begins a slide, and how long ones are cut so that each fits a projector."""

import copy
import html
import math
import re
from pathlib import Path

import formulas
import openings
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

TEMPLATES = Path(__file__).resolve().parents[1] / "nbconvert"
EXERCISE = re.compile(r"exercise-\d+|answer-\d+|solution-\d+|keys(-\d+)?")
CODE_LINES = 14
TEXT_WORDS = 70
TEXT_ROWS = 12
# In pixels of a slide of 1280 x 720, at the sizes of letters that the template sets; a page that is full still has margins.
FULL, LINE, CODE_LINE, GAP = 640, 48, 33, 34
LETTERS, CODE_LETTERS = 58, 78  # of a line
LARGE = re.compile(r"<img|<svg|<table|!\[|^\|", re.MULTILINE)
OUTPUT = re.compile(r"-out-\d+$")


def page(notebook: NotebookNode, name: str, reveal: str) -> str:
    """One HTML page. `reveal` is where reveal.js is, as an address or a folder beside the page."""
    exporter = formulas.SlidesWithFormulas(
        template_name="slides",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        reveal_url_prefix=reveal,
        reveal_theme="white",
    )
    return exporter.from_notebook_node(slides(notebook), {"metadata": {"name": name}})[0]


def slides(notebook: NotebookNode) -> NotebookNode:
    """With the slide type of each cell: a heading begins a slide, what follows it goes downwards from it."""
    cut = copy.deepcopy(notebook)
    cut.cells = joined([piece for cell in cut.cells for piece in pieces(cell)])
    return cut


def joined(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Short texts, and code after them, on one slide as far as they fit. An output comes by itself: it may be an answer."""
    filled = FULL
    for cell in cells:
        begins = cell.metadata.slideshow.slide_type == "slide" or OUTPUT.search(cell.id)
        if begins or filled + height(cell) > FULL:
            filled = 0
        else:
            typed(cell, "-")
        filled += height(cell)
    return cells


def height(cell: NotebookNode) -> int:
    """About how many pixels a piece takes. A picture, a table and a chapter's title have a slide to themselves."""
    lines = cell.source.splitlines()
    if cell.cell_type == "code" or cell.source.startswith("<pre>"):
        return GAP + CODE_LINE * sum(math.ceil(len(line) / CODE_LETTERS) or 1 for line in lines)
    if LARGE.search(cell.source) or cell.source.startswith("# "):
        return FULL
    texts = [line for line in lines if line.strip()]
    tall = sum(2 if it.startswith(("#", "$$")) else math.ceil(len(it) / LETTERS) for it in texts)
    return LINE * tall + GAP * len(texts)


def pieces(cell: NotebookNode) -> list[NotebookNode]:
    """The slides that a cell becomes."""
    if cell.id == "setup" or EXERCISE.fullmatch(cell.id):
        return []
    if cell.cell_type == "markdown":
        texts = cut_text(openings.embedded(cell).source)
        first = "slide" if re.match(r"##? ", cell.source) else "subslide"
        cells = [new_markdown_cell(text, id=f"{cell.id}-{n}") for n, text in enumerate(texts)]
        return [typed(piece, "subslide" if n else first) for n, piece in enumerate(cells)]
    steps = cut_code(cell.source)
    code = [new_code_cell(step, id=f"{cell.id}-step-{n}") for n, step in enumerate(steps)]
    shown = [text for output in cell.outputs for text in shown_by(output)]
    results = [new_markdown_cell(text, id=f"{cell.id}-out-{n}") for n, text in enumerate(shown)]
    return [typed(piece, "subslide") for piece in [*code, *results]]


def typed(cell: NotebookNode, kind: str) -> NotebookNode:
    cell.metadata.slideshow = {"slide_type": kind}
    return cell


def cut_code(source: str) -> list[str]:
    """Steps of at most so many lines, cut where a statement begins at the margin if one does."""
    lines = source.splitlines()
    steps = []
    while len(lines) > CODE_LINES:
        at = next(
            (
                n
                for n in range(CODE_LINES, 3, -1)
                if lines[n][:1].strip() and lines[n][0] not in "})"
            ),
            CODE_LINES,
        )
        steps.append("\n".join(lines[:at]).strip("\n"))
        lines = lines[at:]
    return [*steps, "\n".join(lines)]


def cut_text(source: str) -> list[str]:
    """Parts of at most so many words or table rows, cut between paragraphs."""
    parts: list[list[str]] = [[]]
    for paragraph in re.split(r"\n\s*\n", source):
        so_far = "\n".join(parts[-1])
        full = len(so_far.split()) + len(paragraph.split()) > TEXT_WORDS
        if full and so_far and not so_far.startswith("#" * 1 + " ") or len(parts[-1]) >= 4:
            parts.append([])
        parts[-1].append(paragraph)
    return ["\n\n".join(part) for part in parts]


def shown_by(output: NotebookNode) -> list[str]:
    """An output as Markdown, one piece a slide."""
    data = output.get("data", {})
    if "text/html" in data:
        return [f"<div>\n{part}\n</div>" for part in cut_html(str(data["text/html"]))]
    if "image/svg+xml" in data:
        return [f"<div>\n{data['image/svg+xml']}\n</div>"]
    lines = str(output.get("text", data.get("text/plain", ""))).splitlines()
    groups = [lines[n : n + TEXT_ROWS] for n in range(0, len(lines), TEXT_ROWS)]
    return [f"<pre>{html.escape(chr(10).join(group))}</pre>" for group in groups]


def cut_html(text: str) -> list[str]:
    """A long table in several, each with the head; a blank line would end the HTML in Markdown."""
    text = re.sub(r"\n\s*\n", "\n", text)
    table = re.search(r"(?s)^(.*<tbody>)(.*?)(</tbody>.*)$", text)
    if not table:
        return [text]
    rows = re.findall(r"(?s)<tr\b.*?</tr>", table[2])
    groups = [rows[n : n + TEXT_ROWS] for n in range(0, len(rows), TEXT_ROWS)]
    return [f"{table[1]}{''.join(group)}{table[3]}" for group in groups] or [text]
