"""A chapter as an assignment for nbgrader: `./lab handout --nbgrader 04`.

Behind each cell for an answer stands a locked one, worth points, which asks the same check and then `Check.require`, which
throws unless the answer is right: nbgrader gives points to a cell that throws nothing. What only the lecturer may see, the
keys of answers that are numbers, is hidden there by nbgrader's own mark.
"""

import copy
import re

import exercises
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

POINTS = {"easy": 1, "medium": 2, "hard": 3}
LEVEL = re.compile(r"^\*\*\d+\..*?\((easy|medium|hard)", re.MULTILINE | re.DOTALL)
HIDDEN = "// BEGIN HIDDEN TESTS\n{}\n// END HIDDEN TESTS"
HANDED_IN = "// Your lecturer's copy checks the answer above here."
# A course as nbgrader finds it. A cell may take as long as a training does.
CONFIGURATION = """c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "seven-nets"
c.ExecutePreprocessor.timeout = 3600
# The notebooks hold what students write as something that throws, or as null: there is nothing to be cut out.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors." + name
    for name in (
        "IncludeHeaderFooter",
        "LockCells",
        "ClearOutput",
        "CheckCellMetadata",
        "ComputeChecksums",
        "SaveCells",
        "ClearHiddenTests",
        "ComputeChecksums",
        "CheckCellMetadata",
    )
]
"""


class NoAssignment(Exception):
    """A notebook of which no assignment can be made. The message is a sentence that names the cell."""


def assignment(notebook: NotebookNode) -> NotebookNode:
    """The lecturer's notebook, of which nbgrader makes the students'."""
    made = copy.deepcopy(notebook)
    keys = "".join(f"{cell.source}\n" for cell in made.cells if has_tag(cell, "keys"))
    asked = {cell.id: cell.source for cell in made.cells}
    cells = []
    for cell in made.cells:
        if has_tag(cell, "solution") or has_tag(cell, "keys"):
            continue
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cells.append(cell)
        if re.fullmatch(r"answer-\d+", cell.id):
            number = cell.id.rpartition("-")[2]
            marked(cell, f"answer-{number}", solution=True)
            cells.append(graded(cell.source, number, points(asked, number), keys))
            if not is_block(cell.source):
                keys = ""  # known from the first such cell on
    made.cells = cells
    return made


def points(asked: dict[str, str], number: str) -> int:
    """What an answer is worth, by the cell that asks for it."""
    level = LEVEL.search(asked.get(f"exercise-{number}", ""))
    if level is None:
        raise NoAssignment(
            f"'answer-{number}' needs a cell 'exercise-{number}' before it that says how hard it is, such as "
            f"'**{number}. Count the weights** (easy)'; the levels are {', '.join(POINTS)}"
        )
    return POINTS[level[1]]


def has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def is_block(source: str) -> bool:
    """Whether code is asked for, whose check compares with the library and needs no key."""
    return exercises.STUB in source


def graded(answer: str, number: str, points: int, keys: str) -> NotebookNode:
    if not (is_block(answer) or exercises.ANSWER.search(answer)):
        raise NoAssignment(
            f"'answer-{number}' is filled in, and a class needs it open, as 'Integer answer{number} = null;' or a method "
            "that throws UnsupportedOperationException: leave out --mine to take the original, or open it again"
        )
    source = f"{check(answer)}\nCheck.require({number});"
    if not is_block(answer):
        source = f"{HANDED_IN}\n{HIDDEN.format(f'{keys}{source}')}"
    return marked(new_code_cell(source, id=f"graded-{number}"), f"graded-{number}", points=points)


def check(answer: str) -> str:
    """What follows the reader's own part of a cell."""
    if is_block(answer):
        return answer[answer.index("\n}\n", answer.index(exercises.STUB)) + 3 :].strip()
    return answer[exercises.ANSWER.search(answer).end() :].strip()


def marked(
    cell: NotebookNode, name: str, *, solution: bool = False, points: int | None = None
) -> NotebookNode:
    cell.metadata.nbgrader = {
        "schema_version": 3,
        "grade_id": name,
        "solution": solution,
        "grade": points is not None,
        "locked": not solution,
        "task": False,
        **({} if points is None else {"points": points}),
    }
    return cell
