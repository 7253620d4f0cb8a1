"""The series as it is stored: every notebook keeps to the rules, is in its normal form, and is run by the tests."""

import copy
import subprocess
import unittest

import exercises
import normalise
import notebook_rules
import openings
import run_notebooks


class NotebooksTest(unittest.TestCase):
    def test_every_tracked_notebook_is_one_that_the_tests_run(self):
        listed = subprocess.run(
            ["git", "ls-files", "*.ipynb"],
            cwd=run_notebooks.ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        run = {run_notebooks.shown(path) for path in run_notebooks.all_notebooks()}
        self.assertEqual(set(listed.stdout.split()) - run, set())

    def test_every_notebook_runs_on_both_kernels_and_reads_well(self):
        self.each(lambda notebook, path: notebook_rules.violations(notebook))

    def test_stored_outputs_are_free_of_errors_logs_and_machine_paths(self):
        self.each(lambda notebook, path: normalise.problems(notebook))

    def test_every_notebook_opens_with_a_picture_of_its_own_outputs_and_then_its_question(self):
        self.assertEqual(
            {path.stem for path in run_notebooks.all_notebooks()}, {*openings.PICTURES}
        )
        self.each(
            lambda notebook, path: (
                []
                if openings.opened(copy.deepcopy(notebook), path.stem) == notebook
                else ["python src/main/python/openings.py mends it"]
            )
        )
        self.each(
            lambda notebook, path: (
                []
                if any("?" in line for line in notebook.cells[0].source.splitlines()[4:9])
                else ["no question below the picture"]
            )
        )

    def test_every_notebook_is_stored_in_its_normal_form(self):
        self.each(
            lambda notebook, path: (
                []
                if path.read_text()
                == normalise.text(normalise.normalised(notebook, run_notebooks.ROOT))
                else ["./lab run --store, or normalise.py, mends it"]
            )
        )

    def test_no_answer_is_visible_and_a_block_is_drawn_in_every_chapter_that_was_mended(self):
        late = {"answers": notebook_rules.ANSWERS_VISIBLE, "drawing": notebook_rules.NOTHING_DRAWN}
        for path in run_notebooks.all_notebooks():
            lacking = notebook_rules.lacks(path.stem, normalise.read(path))
            for what, places in lacking.items():
                with self.subTest(notebook=path.stem, what=what):
                    if path.stem in late[what]:
                        self.assertTrue(places, "it is mended: take it off the list")
                    else:
                        self.assertEqual(places, [])

    def test_twins_are_of_exercises_that_there_are(self):
        stems = {path.stem: path for path in run_notebooks.all_notebooks()}
        for file in exercises.TWINS.glob("*.txt"):
            ids = {cell.id for cell in normalise.read(stems[file.stem]).cells}
            for twin in exercises.twins(file.stem):
                with self.subTest(file=file.name, fault=twin.fault):
                    self.assertIn(f"answer-{twin.exercise}", ids)

    def each(self, problems):
        for path in run_notebooks.all_notebooks():
            with self.subTest(notebook=path.name):
                self.assertEqual(problems(normalise.read(path), path), [])
