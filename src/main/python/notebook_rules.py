"""What a notebook must keep to: it runs on IJava as on JJava, and it reads well. `notebook_rules.py NOTEBOOK...`

Every rule on Java stands for a fault that was seen: a star import in the middle of a cell, for one, sets the variables
of earlier cells to null without a word, on both kernels.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

LONGEST_CODE = 30  # lines
LONGEST_LINE = 88  # characters: what JupyterLab shows beside an open file browser
# Imports the library, by whichever kernel runs.
SETUP = "var profile = sevennets.notebook.Notebook.setup();"
LONGEST_TEXT = 120  # words

STAR_IMPORT = re.compile(r"\bimport\s+(static\s+)?[\w.]+\.\*\s*;")
IMPORTED_TYPE = re.compile(r"\bimport\s+(?:[a-z]\w*\.)+([A-Z]\w*)\s*;")
GUESS = re.compile(r"^[A-Z][\w<>]* (my[A-Z]\w*) =", re.MULTILINE)
OURS = re.compile(r"\bimport\s+(static\s+)?sevennets\.")
ARXIV = re.compile(r"(?<!\[)\barXiv:\d{4}\.\d{4,5}\b")
IMPORTS_ONLY = re.compile(r"(import\s+(static\s+)?[\w.]+(\.\*)?\s*;\s*)+")
TYPE = re.compile(
    r"^(?:(?:public|final|static|abstract)\s+)*(?:class|record|interface|enum)\s+(\w+)",
    re.MULTILINE,
)
TIME = re.compile(r"(?<![\w.])(Duration|Instant|LocalDate|LocalTime|LocalDateTime)\b")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]+)?")
NOT_CODE = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|/\*(?:.|\n)*?\*/|//[^\n]*')

# Chapters whose answers can be read beside their questions, and chapters without a drawn block: none.
ANSWERS_VISIBLE: set[str] = set()
NOTHING_DRAWN: set[str] = set()
NO_CHAPTER = {"museum", "retellings"}
FOLDED = {"source_hidden": True, "outputs_hidden": True}
DRAWN = re.compile(r"\bNotebook\.draw\(")
SUPPLIER = re.compile(r"^Check\.answer\([^;]*->", re.MULTILINE)

# In no notebook: pattern, and why.
BANNED = [
    (re.compile(r"^\s*%", re.MULTILINE), "a magic: the two kernels do not share them"),
    (re.compile(r"(?<![\w.])kernel\(\)"), "kernel(): it is another class in each kernel"),
    (re.compile(r"\borg\.dflib\.jjava\b|\bio\.github\.spencerpark\b"), "a package of one kernel"),
    (
        re.compile(r"\bsealed\s+(interface|class|abstract)\b"),
        "a sealed type: JShell cannot permit what comes in a later cell",
    ),
]


def violations(notebook: NotebookNode) -> list[str]:
    """Every broken rule, as a sentence that names the cell."""
    return [*notebook_rules(notebook), *cell_rules(notebook)]


def notebook_rules(notebook: NotebookNode) -> Iterator[str]:
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    if kernel != "java":
        yield f"the kernel must be 'java', received '{kernel}'"
    first = next(iter(code_cells(notebook)), None)
    if first is not None and not first.source.startswith(SETUP):
        yield f"the first code cell must begin with: {SETUP}"
    declared: dict[str, str] = {}
    source = "\n".join(code(cell) for cell in code_cells(notebook))
    yield from (
        f"{name} is imported, and no cell uses it" for name in named_once(IMPORTED_TYPE, source)
    )
    yield from (
        f"{name} is asked for, and no cell answers it" for name in named_once(GUESS, source)
    )
    for cell in code_cells(notebook):
        for name in TYPE.findall(code(cell)):
            if name in declared:
                yield f"cell '{cell.id}' declares {name} again (first in '{declared[name]}'): its variables become null"
            declared[name] = cell.id
        for name in TIME.findall(code(cell)):
            if not re.search(rf"import\s+java\.time\.({name}|\*)\s*;", source):
                yield f"cell '{cell.id}' uses {name} without an import of java.time.{name}: only one kernel imports it"


def lacks(name: str, notebook: NotebookNode) -> dict[str, list[str]]:
    """What a chapter of that name lacks, by what is asked of every chapter: the places, none where nothing lacks."""
    if name in NO_CHAPTER:
        return {"answers": [], "drawing": []}
    drawn = any(DRAWN.search(code(cell)) for cell in code_cells(notebook))
    return {
        "answers": [place for cell in code_cells(notebook) for place in visible_answers(cell)],
        "drawing": [] if drawn else ["no cell draws a block by Notebook.draw(...)"],
    }


def visible_answers(cell: NotebookNode) -> Iterator[str]:
    """Where an answer can be read without unfolding a cell."""
    tags = cell.metadata.get("tags", [])
    if ("solution" in tags or "keys" in tags) and cell.metadata.get("jupyter") != FOLDED:
        yield f"cell '{cell.id}' must fold its source and its outputs"
    if cell.id.startswith("answer-") and SUPPLIER.search(code(cell)):
        yield f"cell '{cell.id}' shows how its answer is found: a key belongs in the folded cell 'keys'"


def named_once(declaration: re.Pattern, source: str) -> list[str]:
    """What is declared and never mentioned again."""
    return [
        name for name in declaration.findall(source) if len(re.findall(rf"\b{name}\b", source)) == 1
    ]


def cell_rules(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        where = f"cell '{cell.id}'"
        if RANDOM_ID.fullmatch(cell.id):
            yield f"{where} has a random id: name it for what it does"
        if cell.cell_type == "markdown" and words(cell.source) > LONGEST_TEXT:
            yield f"{where} has {words(cell.source)} words, at most {LONGEST_TEXT}"
        if cell.cell_type == "markdown" and ARXIV.search(cell.source):
            yield f"{where} names {ARXIV.search(cell.source).group()} without a link to it"
        if cell.cell_type == "code":
            yield from (f"{where} {broken}" for broken in code_rules(cell))


def words(text: str) -> int:
    """Without tags, a table's bars and other marks that nobody reads aloud."""
    text = re.sub(r"<[^>]+>", " ", text)
    return sum(any(character.isalnum() for character in word) for word in text.split())


def code_rules(cell: NotebookNode) -> Iterator[str]:
    lines = len(cell.source.splitlines())
    if lines > LONGEST_CODE:
        yield f"has {lines} lines, at most {LONGEST_CODE}"
    yield from (
        f"has a line of {len(line)} characters, at most {LONGEST_LINE}: {line.strip()[:40]}..."
        for line in cell.source.splitlines()
        if len(line) > LONGEST_LINE
    )
    source = code(cell)
    if OURS.search(source):
        yield "imports what the notebook's first line imports already"
    for pattern, why in BANNED:
        if pattern.search(source):
            yield f"holds {why}"
    if STAR_IMPORT.search(source) and not star_imports_lead(cell.source):
        yield "has a star import that is not first in it: variables of earlier cells become null"
    if last_statement(source).startswith(("display(", "updateDisplay(")):
        yield "ends in a display(...) that is not assigned: its id prints as the cell's result"


def star_imports_lead(source: str) -> bool:
    """All star imports stand on the first line, which starts at the cell's first character and holds imports alone."""
    first, _, rest = source.partition("\n")
    return bool(IMPORTS_ONLY.fullmatch(first)) and not STAR_IMPORT.search(rest)


def last_statement(source: str) -> str:
    """The start of the last statement that begins at the margin."""
    at_margin = [
        line
        for line in source.splitlines()
        if line and not line[0].isspace() and line[0] not in "})"
    ]
    return at_margin[-1] if at_margin else ""


def code(cell: NotebookNode) -> str:
    """The source without comments and with empty strings, lines kept."""
    return NOT_CODE.sub(
        lambda match: ('""' if match.group()[0] == '"' else "") + "\n" * match.group().count("\n"),
        cell.source,
    )


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


if __name__ == "__main__":
    broken = [
        f"{name}: {rule}"
        for name in sys.argv[1:]
        for rule in violations(nbformat.read(Path(name), as_version=4))
    ]
    print("\n".join(broken) or "every rule is kept")
    sys.exit(bool(broken))
