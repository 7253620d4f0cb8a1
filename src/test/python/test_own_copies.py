import copy
import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import grading
import normalise
import own_copies
import run_notebooks
import stored_form

STORED = (run_notebooks.NOTEBOOKS / "00-start-here.ipynb").read_text(encoding="utf-8")


def as_jupyterlab_saves_it(text):
    notebook = json.loads(text)
    notebook["metadata"]["language_info"]["version"] = "17.0.15"
    notebook["cells"][1]["metadata"] = {"scrolled": True, "collapsed": False}
    return notebook


class OwnCopiesTest(unittest.TestCase):
    def test_what_jupyterlab_notes_is_no_change_and_an_answer_is(self):
        noted = as_jupyterlab_saves_it(STORED)
        self.assertFalse(own_copies.differs(json.dumps(noted), STORED))
        noted["cells"][1]["source"] = "int answer = 3;"
        self.assertTrue(own_copies.differs(json.dumps(noted), STORED))
        self.assertTrue(own_copies.differs("no notebook", STORED))

    def test_notebook_that_was_only_opened_is_saved_as_it_was_stored(self):
        noted = as_jupyterlab_saves_it(STORED)
        model = {"type": "notebook", "content": normalise.nbformat.from_dict(noted)}
        stored_form.on_save(model=model, path="x.ipynb", contents_manager=None)
        self.assertEqual(normalise.text(model["content"]), STORED)

    def test_assignment_that_a_student_saves_is_still_one_that_nbgrader_grades(self):
        released = json.loads(STORED)
        for cell, locked in zip(released["cells"][1:3], (False, True), strict=True):
            marked = grading.marked(normalise.nbformat.from_dict(cell), "a", solution=not locked)
            lock = {"editable": False, "deletable": False} if locked else {}
            cell["metadata"] = {"nbgrader": dict(marked.metadata.nbgrader), **lock}
        saved = copy.deepcopy(released)
        saved["cells"][1]["metadata"]["scrolled"] = True
        model = {"type": "notebook", "content": normalise.nbformat.from_dict(saved)}
        stored_form.on_save(model=model, path="x.ipynb", contents_manager=None)
        self.assertEqual(model["content"], released)

    def test_notebook_of_another_kernel_is_left_alone(self):
        content = {"metadata": {"kernelspec": {"name": "python3"}}, "cells": []}
        model = {"type": "notebook", "content": copy.deepcopy(content)}
        stored_form.on_save(model=model, path="x.ipynb", contents_manager=None)
        self.assertEqual(model["content"], content)

    def test_update_keeps_a_changed_notebook_beside_and_fetches_the_new_one(self):
        with tempfile.TemporaryDirectory() as folder:
            theirs, mine = Path(folder, "theirs"), Path(folder, "mine")
            (theirs / "notebooks").mkdir(parents=True)
            who = ["-c", "user.name=a", "-c", "user.email=a@b"]

            def commit(text):
                (theirs / "notebooks" / "00.ipynb").write_text(text)
                for words in (["add", "."], [*who, "commit", "-qm", text]):
                    subprocess.run(["git", "-C", theirs, *words], check=True)

            subprocess.run(["git", "init", "-q", theirs], check=True)
            commit("first")
            subprocess.run(["git", "clone", "-q", theirs, mine], check=True)
            commit("second")
            (mine / "notebooks" / "00.ipynb").write_text("my answer")

            def git(*words):
                command = ["git", "-C", str(mine), *words]
                return subprocess.run(command, check=True, capture_output=True, text=True).stdout

            said = []
            with (
                mock.patch.object(own_copies, "ROOT", mine),
                mock.patch.object(own_copies.steps, "say", said.append),
            ):
                own_copies.update(git)
            self.assertEqual((mine / "notebooks" / "00.ipynb").read_text(), "second")
            self.assertEqual((mine / "notebooks" / "00.mine.ipynb").read_text(), "my answer")
            self.assertIn("your copy is notebooks/00.mine.ipynb", said[0])
