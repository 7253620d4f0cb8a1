import tempfile
import unittest
from pathlib import Path
from unittest import mock

import exercises
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

RIGHT = "\u2713 exercise 1: 42 is right\n"


def exercise(
    number,
    printed,
    answer='Integer answer{0} = null;\nCheck.answer("exercise {0}", answer{0}, () -> 42);',
):
    solution = new_code_cell(
        "check",
        id=f"solution-{number}",
        metadata={"tags": ["solution"]},
        outputs=[new_output("stream", text=printed)],
    )
    return [
        new_markdown_cell("How many?", id=f"exercise-{number}"),
        new_code_cell(answer.format(number), id=f"answer-{number}"),
        solution,
    ]


def four(first):
    return new_notebook(
        cells=first + [cell for n in (2, 3, 4) for cell in exercise(n, RIGHT.replace("1", str(n)))]
    )


class ExercisesTest(unittest.TestCase):
    def test_four_solved_exercises_are_fine_and_a_notebook_without_any_is_too(self):
        self.assertEqual(exercises.problems(four(exercise(1, RIGHT))), [])
        self.assertEqual(exercises.problems(new_notebook()), [])

    def test_three_are_too_few(self):
        notebook = four(exercise(1, RIGHT))
        notebook.cells = notebook.cells[3:]
        self.assertEqual(
            exercises.problems(notebook), ["it has 3 exercises, at least 4 are required"]
        )

    def test_wrong_solution_is_named(self):
        self.assertEqual(
            exercises.problems(
                four(exercise(1, "exercise 1: 41 is not it yet, it is too small\n"))
            ),
            [
                "the solution of exercise 1 is not right: exercise 1: 41 is not it yet, it is too small"
            ],
        )
        self.assertRegex(exercises.problems(four(exercise(1, "")))[0], "it checks nothing")

    def test_missing_parts_are_named(self):
        found = exercises.problems(four(exercise(1, RIGHT, answer="print()")[:2]))
        self.assertRegex(found[0], "no cell 'answer-1' with an answer")
        self.assertRegex(found[1], "no cell 'solution-1' with the tag")

    def test_wrong_answer_takes_the_place_of_null_and_of_nothing_else(self):
        source = "Integer answer1 = null;\nString other = null;"
        self.assertEqual(
            exercises.wrongly_answered(source), "Integer answer1 = -987_654;\nString other = null;"
        )
        self.assertEqual(
            exercises.wrongly_answered("String answer2 = null;"),
            'String answer2 = "no such thing";',
        )

    def test_check_that_takes_any_answer_is_found(self):
        notebook = four(exercise(1, RIGHT))
        before = [cell.source for cell in notebook.cells]
        client = Kernel({"answer-1": RIGHT})
        self.assertEqual(
            exercises.accepted_wrong_answers(client, notebook),
            [
                "the check in cell 'answer-1' does not turn a wrong answer away: \u2713 exercise 1: 42 is right"
            ],
        )
        self.assertEqual(client.ran, ["answer-1", "answer-2", "answer-3", "answer-4"])
        self.assertEqual([cell.source for cell in notebook.cells], before)


BLOCK = (
    "Node myBlock(Node x) {\n"
    '  throw new UnsupportedOperationException("write it");\n}\n'
    'Check.block(1, Models.get("lenet5"), "a", x -> myBlock(x));'
)
TWIN = exercises.Twin("1", "no stride", "its stride?", "Node myBlock(Node x) { return x; }")
TOLD = "exercise 1: a is not it yet: conv1 gives [1], [2] expected: its stride?\n"


class TwinsTest(unittest.TestCase):
    def untold(self, said, kept, answer=BLOCK):
        notebook = new_notebook(
            cells=exercise(1, RIGHT, answer=answer.replace("{", "{{").replace("}", "}}"))
        )
        self.client = Kernel({"answer-1": said})
        return exercises.untold_mistakes(self.client, notebook, kept)

    def test_block_that_is_to_be_written_is_an_exercise(self):
        self.assertEqual(
            exercises.problems(
                four(exercise(1, RIGHT, answer=BLOCK.replace("{", "{{").replace("}", "}}")))
            ),
            [],
        )

    def test_twins_whose_hints_are_given_are_fine(self):
        self.assertEqual(self.untold(TOLD, [TWIN, TWIN]), [])
        self.assertEqual(
            self.client.sources[0],
            TWIN.code + '\nCheck.block(1, Models.get("lenet5"), "a", x -> myBlock(x));',
        )

    def test_one_twin_is_too_few(self):
        self.assertEqual(
            self.untold(TOLD, [TWIN]), ["exercise 1 has 1 wrong twins, at least 2 are required"]
        )

    def test_twin_that_is_taken_or_gets_another_hint_is_named(self):
        for said in (RIGHT, TOLD.replace("stride", "bias")):
            found = self.untold(said, [TWIN, TWIN])
            self.assertEqual(len(found), 2)
            self.assertRegex(
                found[0], r"exercise 1, no stride: the hint 'its stride\?' is not in: "
            )

    def test_twins_are_read_from_one_file_a_notebook(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(exercises, "TWINS", Path(folder)),
        ):
            (Path(folder) / "04.txt").write_text(
                "// exercise 5: no stride\n// hint: its stride?\nint a;\nint b;\n\n"
                "// exercise 5: no ReLU\n// hint: ReLU\nint c;\n"
            )
            self.assertEqual(
                exercises.twins("04"),
                [
                    exercises.Twin("5", "no stride", "its stride?", "int a;\nint b;"),
                    exercises.Twin("5", "no ReLU", "ReLU", "int c;"),
                ],
            )
            self.assertEqual(exercises.twins("05"), [])


class Kernel:
    """Turns every answer away but those that it is told to take."""

    def __init__(self, takes):
        self.takes, self.ran, self.sources = takes, [], []

    def execute_cell(self, cell, index):
        self.ran.append(cell.id)
        self.sources.append(cell.source)
        cell.outputs = [
            new_output(
                "stream",
                text=self.takes.get(cell.id, "exercise: -987654 is not it yet, it is too small\n"),
            )
        ]
