import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import guesses
import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output


def student(*lines):
    text = "".join(line + "\n" for line in lines)
    output = new_output("stream", text="\u2713 something: 1\n" + text)
    return new_notebook(cells=[new_code_cell("Check.predicted();", id="x", outputs=[output])])


CLASS = [
    student("parameters added: 0; your guess: 2,752 (too high by 2,752)"),
    student(
        "parameters added: 0; your guess: 0 (right)", "which: plain; your guess: plain (right)"
    ),
    student("parameters added: 0; your guess: none", "which: plain; your guess: residual (wrong)"),
]


class GuessesTest(unittest.TestCase):
    def test_each_question_has_its_answer_its_guesses_and_who_kept_silent(self):
        added, which = guesses.collect(CLASS)
        self.assertEqual((added.text, added.answer), ("parameters added", "0"))
        self.assertEqual((added.guesses, added.silent), (["2,752", "0"], 1))
        self.assertEqual(which.guesses, ["plain", "residual"])

    def test_right_answer_has_a_bar_also_where_nobody_gave_it(self):
        question = guesses.Question("q", guesses.Counter(["7"]), ["5", "5", "9"])
        self.assertEqual(
            guesses.bars(question),
            [guesses.Bar("5", 2, False), guesses.Bar("7", 0, True), guesses.Bar("9", 1, False)],
        )

    def test_many_numbers_fall_into_bins_that_hold_them_all_once(self):
        for values in ([str(n) for n in range(1, 40)], [str(10**n) for n in range(10)]):
            question = guesses.Question("q", guesses.Counter(["10"]), values)
            bars = guesses.bars(question)
            self.assertEqual(len(bars), guesses.BARS)
            self.assertEqual(sum(bar.count for bar in bars), len(values))
            self.assertEqual(sum(bar.right for bar in bars), 1)

    def test_page_and_terminal_show_the_histogram(self):
        with tempfile.TemporaryDirectory() as folder:
            for number, notebook in enumerate(CLASS):
                nbformat.write(notebook, Path(folder) / f"{number}.ipynb")
            (Path(folder) / "broken.ipynb").write_text("{")
            out, said = Path(folder) / "page.html", io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self.assertEqual(guesses.main([folder, "--out", str(out)]), 0)
            self.assertRegex(said.getvalue(), r"\* +0 # 1\n")
            self.assertIn("broken.ipynb is no Jupyter notebook", said.getvalue())
            self.assertIn("What 3 notebooks predicted", out.read_text())
            self.assertIn("<tr class=right><th>plain</th>", out.read_text())

    def test_folder_without_predictions_is_told_what_it_lacks(self):
        with tempfile.TemporaryDirectory() as folder:
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                self.assertEqual(guesses.main([folder]), 1)
            self.assertRegex(said.getvalue(), "none of the 0 notebooks in .* holds a prediction")


if __name__ == "__main__":
    unittest.main()
