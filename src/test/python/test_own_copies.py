import copy
import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import grading
import lab
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


class UpdateTest(unittest.TestCase):
    """A clone of a project, and `./lab update` in it."""

    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        folder = Path(made.name)
        self.theirs, self.mine = folder / "theirs", folder / "mine"
        self.run_git(folder, "init", "-q", str(self.theirs))
        self.commit(self.theirs, "notebooks/00.ipynb", "first")
        self.run_git(folder, "clone", "-q", str(self.theirs), str(self.mine))
        self.said = []
        for module in (own_copies, lab):
            self.replace(module, "ROOT", self.mine)
        self.replace(own_copies.steps, "say", self.said.append)

    def replace(self, *where_and_what):
        replaced = mock.patch.object(*where_and_what)
        replaced.start()
        self.addCleanup(replaced.stop)

    def run_git(self, folder, *words):
        who = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True)

    def commit(self, where, name, text):
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(text)
        self.run_git(where, "add", ".")
        self.run_git(where, "commit", "-qm", text)

    def answer(self):
        (self.mine / "notebooks" / "00.ipynb").write_text("my answer")

    def update(self):
        return own_copies.update(lab.git)

    def assert_refused_and_nothing_changed(self, sentence):
        with self.assertRaisesRegex(own_copies.Refusal, sentence) as refused:
            self.update()
        self.assertNotIn("\n", str(refused.exception))
        self.assertEqual((self.mine / "notebooks" / "00.ipynb").read_text(), "my answer")
        self.assertEqual(list(self.mine.glob("notebooks/*.mine*")), [])
        self.assertEqual(self.said, [])

    def test_update_keeps_a_changed_notebook_beside_and_fetches_the_new_one(self):
        self.commit(self.theirs, "notebooks/00.ipynb", "second")
        self.answer()
        self.assertEqual(self.update(), 0)
        self.assertEqual((self.mine / "notebooks" / "00.ipynb").read_text(), "second")
        self.assertEqual((self.mine / "notebooks" / "00.mine.ipynb").read_text(), "my answer")
        self.assertIn("your copy is notebooks/00.mine.ipynb", self.said[0])
        self.assertIn("  second", self.said)

    def test_update_keeps_a_notebook_that_is_staged_too(self):
        self.commit(self.theirs, "notebooks/00.ipynb", "second")
        self.answer()
        (self.mine / "notebooks" / "own.ipynb").write_text("a notebook of the reader's")
        self.run_git(self.mine, "add", ".")
        self.assertEqual(self.update(), 0)
        self.assertEqual((self.mine / "notebooks" / "00.ipynb").read_text(), "second")
        self.assertEqual((self.mine / "notebooks" / "00.mine.ipynb").read_text(), "my answer")
        self.assertTrue((self.mine / "notebooks" / "own.ipynb").exists())

    def test_update_leaves_a_changed_notebook_where_nothing_is_new(self):
        self.answer()
        self.assertEqual(self.update(), 0)
        self.assertEqual(self.said, ["this is the newest version"])
        self.assertEqual((self.mine / "notebooks" / "00.ipynb").read_text(), "my answer")

    def test_update_changes_nothing_where_nothing_can_be_fetched(self):
        self.answer()
        self.run_git(self.mine, "remote", "set-url", "origin", "http://127.0.0.1:9/none.git")
        self.assert_refused_and_nothing_changed(
            "could not be fetched, and nothing was changed .*127.0.0.1.*: check the network"
        )

    def test_update_changes_nothing_where_the_branch_follows_none(self):
        self.answer()
        self.run_git(self.mine, "branch", "--unset-upstream")
        self.assert_refused_and_nothing_changed("nowhere to fetch from: .*--set-upstream-to")
        self.run_git(self.mine, "checkout", "-q", "--detach")
        self.assert_refused_and_nothing_changed("nowhere to fetch from: git switch main")

    def test_update_changes_nothing_beside_commits_of_the_readers_own(self):
        self.commit(self.theirs, "notebooks/00.ipynb", "second")
        self.commit(self.mine, "notebooks/01.ipynb", "my notebook")
        self.answer()
        self.assert_refused_and_nothing_changed(r"commits of your own are here \(1\).*--rebase")

    def test_update_changes_nothing_where_a_file_of_the_readers_is_in_the_way(self):
        self.commit(self.theirs, "notebooks/deep/01.ipynb", "second")
        self.answer()
        for mine in ("notebooks/deep/01.ipynb", "notebooks/deep"):
            (self.mine / mine).parent.mkdir(exist_ok=True)
            (self.mine / mine).write_text("mine")
            self.assert_refused_and_nothing_changed(f"^{mine} is a file of yours.*rename it")
            (self.mine / mine).unlink()
            if mine.endswith("01.ipynb"):
                (self.mine / mine).parent.rmdir()

    def test_update_of_an_unpacked_bundle_says_where_its_source_was(self):
        self.answer()
        self.run_git(self.mine, "remote", "set-url", "origin", self.theirs.as_uri())
        self.theirs.rename(self.theirs.with_name("elsewhere"))
        self.assert_refused_and_nothing_changed(
            f"from the folder {self.theirs}, which is not on this machine: unpack a newer archive"
        )
