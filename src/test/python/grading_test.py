"""A chapter graded by nbgrader, which is installed for it: generated, handed in by three students, graded, reported.

`./lab test --all` runs it.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import exercises
import grading
import nbformat
import publish
import run_notebooks
import stored_form

ROOT = run_notebooks.ROOT
CHAPTER = "04-resnet"
NBGRADER = "nbgrader>=0.9.6,<0.10"


class GradingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        subprocess.run([sys.executable, "-m", "venv", str(cls.folder / "venv")], check=True)
        pip = [str(cls.folder / "venv" / "bin" / "pip"), "install", "-q", NBGRADER]
        subprocess.run(pip, check=True)
        cls.course = cls.folder / "course"
        assert publish.main(["handout", "--nbgrader", "--out", str(cls.course), "04"]) == 0
        cls.stored = nbformat.read(ROOT / "notebooks" / f"{CHAPTER}.ipynb", as_version=4)

    def nbgrader(self, *words: str) -> str:
        binaries = self.folder / "venv" / "bin"
        run = subprocess.run(
            [str(binaries / "nbgrader"), *words],
            cwd=self.course,
            env={
                **os.environ,
                "PATH": f"{binaries}:{os.environ['PATH']}",
                "HOME": str(self.folder),
                "JUPYTER_PATH": str(ROOT / ".lab" / "jupyter"),
                # The course lies outside the project here.
                "SEVENNETS_DATA": str(ROOT / "data"),
                "SEVENNETS_PROFILE": "smoke",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def test_who_answers_right_gets_all_points_and_who_does_not_gets_none(self):
        self.nbgrader("generate_assignment", CHAPTER, "--create")
        (released,) = (self.course / "release").rglob(f"{CHAPTER}.ipynb")
        handed = nbformat.read(released, as_version=4)
        told = "\n".join(cell.source for cell in handed.cells)
        for secret in ("Check.key", "HIDDEN", "solution1"):
            self.assertNotIn(secret, told)

        self.submit("right", handed, self.solved)
        self.submit("nothing", handed, lambda number, source: source)
        self.submit("wrong", handed, self.mistaken)
        self.nbgrader("autograde", CHAPTER, "--create")
        self.nbgrader("generate_feedback", CHAPTER)
        self.nbgrader("export")
        with (self.course / "grades.csv").open() as file:
            rows = {row["student_id"]: row for row in csv.DictReader(file)}
        most = float(rows["right"]["max_score"])
        self.assertGreater(most, 5)
        self.assertEqual(float(rows["right"]["score"]), most)
        self.assertEqual(float(rows["nothing"]["score"]), 0)
        self.assertEqual(float(rows["wrong"]["score"]), 0)
        feedback = sorted(path.parts[-3] for path in (self.course / "feedback").rglob("*.html"))
        self.assertEqual(feedback, ["nothing", "right", "wrong"])

    def submit(self, student: str, released: nbformat.NotebookNode, answered):
        mine = nbformat.from_dict(released)
        mine = nbformat.reads(nbformat.writes(mine), as_version=4)
        for cell in mine.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if name.startswith("answer-"):
                cell.source = answered(name.rpartition("-")[2], cell.source)
        # As JupyterLab, which the student has answered in, saves it.
        stored_form.on_save(model={"type": "notebook", "content": mine})
        place = self.course / "submitted" / student / CHAPTER / f"{CHAPTER}.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(mine, place)

    def solved(self, number: str, source: str) -> str:
        """The chapter's own solution, under the name that the student's check asks for."""
        (solution,) = (cell for cell in self.stored.cells if cell.id == f"solution-{number}")
        own = solution.source[: exercises.CHECK.search(solution.source).start()]
        if exercises.STUB in source:
            asked = re.search(r"Node (my\w+)\(", source)[1]
            return (
                re.sub(r"Node \w+\(", f"Node {asked}(", own, count=1) + "\n" + grading.check(source)
            )
        kind, name = exercises.ANSWER.search(source).groups()
        cast = {"Integer": "(int) ", "Long": "(long) ", "Double": "(double) "}.get(kind, "")
        return f"{own}\n{kind} {name} = {cast}(solution{number});" + "\n" + grading.check(source)

    def mistaken(self, number: str, source: str) -> str:
        if exercises.STUB not in source:
            return exercises.wrongly_answered(source)
        twin = next(it for it in exercises.twins(CHAPTER) if it.exercise == number)
        return twin.code + "\n" + grading.check(source)


if __name__ == "__main__":
    unittest.main()
