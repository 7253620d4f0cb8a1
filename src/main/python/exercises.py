"""Holds the exercises of a notebook: each solution solves its own, and each check turns a wrong answer away.

An exercise is three cells: `exercise-N` asks, `answer-N` holds the reader's answer and its check, `solution-N` is tagged
`solution` and calls the same check with the right answer. After a run in profile smoke, run_notebooks.py calls this.
"""

import copy
import re

from nbclient import NotebookClient
from nbformat import NotebookNode

ANSWER = re.compile(r"^(Integer|Long|Double|String) (answer\d+) = null;", re.MULTILINE)
WRONG = {
    "Integer": "-987_654",
    "Long": "-987_654L",
    "Double": "-987_654.5",
    "String": '"no such thing"',
}
LEAST = 4


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
        if answer is None or not ANSWER.search(answer.source):
            found.append(
                f"exercise {number} has no cell 'answer-{number}' with an answer to put in the place of null"
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
        if not re.fullmatch(r"answer-\d+", cell.id):
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


def wrongly_answered(source: str) -> str:
    return ANSWER.sub(lambda match: f"{match[1]} {match[2]} = {WRONG[match[1]]};", source, count=1)


def printed(cell: NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")
