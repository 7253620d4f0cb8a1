"""Holds the exercises of a notebook: each solution solves its own, and each check turns a wrong answer away.

An exercise is three cells: `exercise-N` asks, `answer-N` holds the reader's answer and its check, `solution-N` is tagged
`solution` and calls the same check with the right answer. After each run in profile smoke, suite.py calls this.

Where the answer is a block of code, its wrong twins stand in src/test/twins/NOTEBOOK.txt, at least two an exercise:
a line `// exercise N: what is wrong`, a line `// hint: what the check must say`, then the code that takes the place of
the reader's.
"""

import copy
import re
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode

ANSWER = re.compile(r"^(Integer|Long|Double|String) (answer\d+) = null;", re.MULTILINE)
WRONG = {
    "Integer": "-987_654",
    "Long": "-987_654L",
    "Double": "-987_654.5",
    "String": '"no such thing"',
}
STUB = "throw new UnsupportedOperationException("
CHECK = re.compile(r"^Check\.(?:answer|block)\((\d+),", re.MULTILINE)
TWIN = re.compile(r"^// exercise (\d+): (.+)\n// hint: (.+)\n", re.MULTILINE)
TWINS = Path(__file__).resolve().parents[2] / "test" / "twins"
FEWEST_TWINS = 2
LEAST = 4


@dataclass(frozen=True)
class Twin:
    """A wrong answer of a kind that readers give."""

    exercise: str
    fault: str
    hint: str
    code: str


def problems(notebook: NotebookNode) -> list[str]:
    """What the outputs of an executed notebook tell: each as a sentence that names the exercise."""
    cells = {cell.id: cell for cell in notebook.cells}
    asked = sorted(
        (id.rpartition("-")[2] for id in cells if re.fullmatch(r"exercise-\d+", id)), key=int
    )
    found = (
        [f"it has {len(asked)} exercises, at least {LEAST} are required"]
        if 0 < len(asked) < LEAST
        else []
    )
    for number in asked:
        answer, solution = cells.get(f"answer-{number}"), cells.get(f"solution-{number}")
        if answer is None or not (ANSWER.search(answer.source) or STUB in answer.source):
            found.append(
                f"exercise {number} has no cell 'answer-{number}' with an answer to put in the place of null"
                " or of a throw"
            )
        if solution is None or "solution" not in solution.metadata.get("tags", []):
            found.append(
                f"exercise {number} has no cell 'solution-{number}' with the tag 'solution'"
            )
        elif f"\u2713 exercise {number}: " not in printed(solution):
            found.append(
                f"the solution of exercise {number} is not right: {printed(solution).strip() or 'it checks nothing'}"
            )
    return found


def accepted_wrong_answers(client: NotebookClient, notebook: NotebookNode) -> list[str]:
    """Gives each check a wrong answer, in the kernel that has just executed the notebook."""
    found = []
    for index, cell in enumerate(notebook.cells):
        if not re.fullmatch(r"answer-\d+", cell.id) or not ANSWER.search(cell.source):
            continue
        probe = copy.deepcopy(cell)
        probe.source = wrongly_answered(cell.source)
        client.execute_cell(probe, index)
        notebook.cells[index] = cell
        if "is not it yet" not in printed(probe):
            found.append(
                f"the check in cell '{cell.id}' does not turn a wrong answer away: {printed(probe).strip()}"
            )
    return found


def twins(stem: str) -> list[Twin]:
    """The wrong answers that are kept for a notebook."""
    file = TWINS / f"{stem}.txt"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    heads = list(TWIN.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)][: len(heads)]
    return [
        Twin(head[1], head[2], head[3].strip(), text[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    ]


def untold_mistakes(client: NotebookClient, notebook: NotebookNode, kept: list[Twin]) -> list[str]:
    """Gives the checks the mistakes that are known of readers, in the kernel that has just executed the notebook: each
    wrong twin, and what the keys know. Each must be turned away with its hint."""
    found = []
    for index, cell in enumerate(notebook.cells):
        if not re.fullmatch(r"answer-\d+", cell.id):
            continue
        number = cell.id.rpartition("-")[2]
        own = [twin for twin in kept if twin.exercise == number]
        if STUB in cell.source and len(own) < FEWEST_TWINS:
            found.append(
                f"exercise {number} has {len(own)} wrong twins, at least {FEWEST_TWINS} are required"
            )
        for twin in own:
            said = tried(client, cell, index, f"{twin.code}\n{checks(cell.source)}")
            if "is not it yet" not in said or twin.hint not in said:
                found.append(
                    f"exercise {number}, {twin.fault}: the hint '{twin.hint}' is not in: {said.strip()}"
                )
        notebook.cells[index] = cell
    for index, cell in enumerate(notebook.cells):
        if cell.id == "keys":
            tried(client, cell, index, "Check.rehearse();")
            notebook.cells[index] = cell
    return found


def checks(source: str) -> str:
    """The calls of Check, the last statements of an answer's cell."""
    return source[CHECK.search(source).start() :]


def tried(client: NotebookClient, cell: NotebookNode, index: int, source: str) -> str:
    probe = copy.deepcopy(cell)
    probe.source = source
    client.execute_cell(probe, index)
    return printed(probe)


def wrongly_answered(source: str) -> str:
    return ANSWER.sub(lambda match: f"{match[1]} {match[2]} = {WRONG[match[1]]};", source, count=1)


def printed(cell: NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")
