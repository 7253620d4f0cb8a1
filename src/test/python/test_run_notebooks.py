"""Notebooks executed by the real Java kernel that ./lab sets up."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import normalise
import psutil
import run_notebooks
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PROFILE = 'System.getenv("SEVENNETS_PROFILE")'


class RunNotebooksTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.notebooks = self.root / "notebooks"
        self.notebooks.mkdir()
        for name, value in {"ROOT": self.root, "NOTEBOOKS": self.notebooks}.items():
            patch = mock.patch.object(run_notebooks, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def write(self, name, **cells):
        notebook = new_notebook(
            cells=[new_markdown_cell("A text", id="text")]
            + [new_code_cell(source, id=id.replace("_", "-")) for id, source in cells.items()]
        )
        path = self.notebooks / name
        path.write_text(normalise.text(normalise.normalised(notebook, self.root)))
        return path

    def run_all(self, *arguments):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = run_notebooks.main(list(arguments))
        return code, out.getvalue()

    def copy(self, name, profile="smoke"):
        return normalise.read(self.root / ".lab" / "runs" / profile / name)

    def test_profile_reaches_java_and_the_tracked_file_stays_as_it_was(self):
        path = self.write(
            "00-start.ipynb", profile=PROFILE, classes="sevennets.cli.Main.class.getName()"
        )
        before = path.read_bytes()
        code, out = self.run_all("--profile", "smoke")
        self.assertEqual(code, 0, out)
        self.assertRegex(out, r"\[ 1/2\] profile +\d+\.\d s")
        cells = self.copy("00-start.ipynb").cells
        self.assertEqual(cells[1].outputs[0].data["text/plain"], "smoke")
        self.assertEqual(cells[2].outputs[0].data["text/plain"], "sevennets.cli.Main")
        self.assertEqual(path.read_bytes(), before)

    def test_failing_cell_is_named_and_the_next_run_goes_on_at_its_notebook(self):
        self.write("00-start.ipynb", fine="1 + 1")
        self.write("01-alexnet.ipynb", fine="2 + 2", divide_by_zero="1 / (2 - 2)", never="3 + 3")
        code, out = self.run_all("--profile", "smoke")
        self.assertEqual(code, 1)
        self.assertRegex(
            out, "notebooks/01-alexnet.ipynb: cell 2 'divide-by-zero' failed: .*ArithmeticException"
        )
        self.assertNotIn("] never", out)

        self.write("01-alexnet.ipynb", fine="2 + 2")
        code, out = self.run_all("--profile", "smoke")
        self.assertEqual(code, 0, out)
        self.assertIn("notebooks/00-start.ipynb: finished before", out)
        _, out = self.run_all("--profile", "smoke")
        self.assertNotIn("finished before", out, "a run that came through begins anew")

    def test_kernel_ends_when_the_run_is_killed(self):
        path = self.write(
            "00-start.ipynb",
            setup="sevennets.notebook.Notebook.setup()",
            long="Thread.sleep(600_000)",
        )
        run = subprocess.Popen(
            [sys.executable, run_notebooks.__file__, "--profile", "smoke", str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(run.stdout.close)
        while "setup" not in run.stdout.readline():
            self.assertIsNone(run.poll())
        kernel = next(
            child for child in psutil.Process(run.pid).children() if "java" in child.name()
        )
        run.kill()
        run.wait()
        self.addCleanup(lambda: kernel.is_running() and kernel.kill())
        kernel.wait(timeout=60)

    def test_every_signal_at_any_moment_ends_it_in_a_sentence_and_leaves_no_kernel(self):
        path = self.write("00-start.ipynb", setup="1 + 1", long="Thread.sleep(600_000)")
        for number, group, moment in [
            (signal.SIGTERM, False, "setup"),
            (signal.SIGHUP, True, "profile"),
            (signal.SIGINT, False, ""),
        ]:
            with self.subTest(signal=number.name, group=group, moment=moment):
                self.end(path, number, group, moment)

    def end(self, path, number, group, moment):
        """Held until it listens, as ./lab starts it; whoever started the tests may have had the signals ignored."""
        run = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import os, signal, sys; sys.path.insert(0, sys.argv[1]); import stopping;"
                "[signal.signal(it, signal.SIG_DFL) for it in stopping.SIGNALS]; stopping.hold();"
                "print('begun', flush=True); os.execv(sys.executable, [sys.executable, *sys.argv[2:]])",
                str(Path(run_notebooks.__file__).parent),
                run_notebooks.__file__,
                "--anew",
                "--profile",
                "smoke",
                str(path),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.assertEqual(run.stdout.readline(), "begun\n")
        while moment and moment not in run.stdout.readline():
            self.assertIsNone(run.poll())
        kernels = psutil.Process(run.pid).children(recursive=True)
        (os.killpg if group else os.kill)(run.pid, number)
        began = time.monotonic()
        _, said = run.communicate(timeout=60)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(run.returncode, 128 + number)
        sentences = (run_notebooks.STOPPED_NAMED, run_notebooks.STOPPED_AT_ONCE)
        self.assertIn(said.strip(), sentences if not moment else sentences[:1])
        self.assertEqual([kernel for kernel in kernels if kernel.is_running()], [])

    def test_notebook_that_is_broken_or_empty_ends_in_a_sentence(self):
        for text, reason in {
            "": "is no Jupyter notebook of format 4: ",
            "<html>": "is no Jupyter notebook of format 4: ",
            "[]": "what it holds is not arranged as a notebook's",
            "[" * 100_000: "it is nested too deeply",
            "\udcff": "it is no text in UTF-8",
            '{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": []}': "not arranged as",
            '{"cells": 1, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}': "is no Jupyter notebook",
            '{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}': "has no cell to execute",
        }.items():
            path = self.notebooks / "00-\x1b[31mred.ipynb"
            path.write_text(text, errors="surrogateescape")
            code, out = self.run_all("--profile", "smoke", str(path))
            self.assertEqual(code, 1, out)
            self.assertIn(reason, out)
            self.assertNotIn("Traceback", out)
            self.assertNotIn("\x1b", out)

    def test_store_writes_the_outputs_of_profile_quick_in_normal_form(self):
        path = self.write(
            "00-start.ipynb", profile=PROFILE, folder=f'System.out.println("{self.root}/data")'
        )
        code, out = self.run_all("--store")
        self.assertEqual(code, 0, out)
        stored = normalise.read(path)
        self.assertEqual(stored.cells[1].outputs[0].data["text/plain"], "quick")
        self.assertEqual(stored.cells[2].outputs[0].text, "data\n")
        self.assertEqual(path.read_text(), normalise.text(normalise.normalised(stored, self.root)))

    def test_store_refuses_another_profile(self):
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as err:
            run_notebooks.parse(["--store", "--profile", "smoke"])
        self.assertIn("profile quick only, received --profile smoke", err.getvalue())

    def test_finished_notebook_runs_again_when_its_cells_or_the_library_changed(self):
        path = self.write("00-start.ipynb", fine="1")
        file = self.root / "finished.json"
        run_notebooks.Finished(file, "build 1").add(path)
        self.assertTrue(run_notebooks.Finished(file, "build 1").has(path))
        self.assertFalse(run_notebooks.Finished(file, "build 2").has(path))
        self.write("00-start.ipynb", fine="2")
        self.assertFalse(run_notebooks.Finished(file, "build 1").has(path))

    def test_answer_of_a_reader_and_a_handout_without_solutions_just_run(self):
        path = self.write("00.ipynb", exercise_1="", answer_1="Integer answer1 = 5;")
        client = mock.MagicMock()
        with mock.patch.object(run_notebooks, "NotebookClient", return_value=client):
            code, out = self.run_all("--profile", "smoke", str(path))
        self.assertEqual(code, 0, out)
        self.assertEqual(client.execute_cell.call_count, 2)

    def test_what_a_notebook_is_held_to_is_asked_after_its_cells_and_fails_it(self):
        path = self.write("00.ipynb", fine="1")
        client = mock.MagicMock()

        def hold(held, notebook, held_path):
            self.assertEqual((held, held_path), (client, path))
            self.assertEqual(client.execute_cell.call_count, 1)
            raise run_notebooks.Failure("exercise 1 is not right")

        out = io.StringIO()
        with (
            mock.patch.object(run_notebooks, "NotebookClient", return_value=client),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
        ):
            code = run_notebooks.main(["--profile", "smoke", str(path)], hold)
        self.assertEqual(code, 1)
        self.assertIn("exercise 1 is not right", out.getvalue())

    @contextlib.contextmanager
    def without_kernel(self, failing=""):
        """Notes in `executed` which notebooks would be, and in `stored` which of them are; `failing` fails."""
        self.executed, self.stored = [], []

        def execute(path, *_):
            if path.stem == failing:
                raise run_notebooks.Failure(f"{path.stem} failed")
            self.executed.append(path.stem)

        with (
            mock.patch.object(run_notebooks, "execute", execute),
            mock.patch.object(
                run_notebooks, "store", lambda _, path: self.stored.append(path.stem)
            ),
        ):
            yield

    def stopped_in_02(self, *options):
        for name in ("00", "01", "02"):
            self.write(f"{name}.ipynb", fine=name)
        with self.without_kernel(failing="02"):
            self.assertEqual(self.run_all(*options)[0], 1)
        self.assertEqual(self.executed, ["00", "01"])

    def test_named_notebook_is_executed_though_a_stopped_run_has_finished_it(self):
        self.stopped_in_02()
        with self.without_kernel():
            _, out = self.run_all("01", "--store")
        self.assertEqual((self.executed, self.stored), (["01"], ["01"]))
        self.assertNotIn("finished before", out)

    def test_named_notebook_that_comes_through_leaves_a_stopped_run_its_place(self):
        self.stopped_in_02()
        with self.without_kernel():
            for words in (["02"], ["02", "--anew"]):
                self.run_all(*words)
            self.executed.clear()
            self.run_all()
            self.assertEqual(self.executed, ["02"])
            self.executed.clear()
            self.run_all()
        self.assertEqual(self.executed, ["00", "01", "02"], "the one that came through began anew")

    def test_named_notebook_alone_begins_no_run_that_another_goes_on_with(self):
        self.stopped_in_02("--anew", "--profile", "smoke")
        with self.without_kernel():
            self.run_all("00")
            self.executed.clear()
            self.run_all()
        self.assertEqual(self.executed, ["00", "01", "02"])

    def test_run_that_stores_executes_what_one_that_does_not_has_finished(self):
        self.stopped_in_02()
        with self.without_kernel():
            self.run_all("--store")
        self.assertEqual(self.stored, ["00", "01", "02"])

    def test_anew_forgets_what_a_stopped_run_has_finished(self):
        self.stopped_in_02()
        with self.without_kernel():
            self.run_all("--anew")
        self.assertEqual(self.executed, ["00", "01", "02"])

    def test_readers_own_copies_are_not_part_of_the_series(self):
        self.write("00-start.ipynb", fine="1")
        self.write("00-start.mine.ipynb", fine="1")
        self.assertEqual([path.name for path in run_notebooks.all_notebooks()], ["00-start.ipynb"])

    def test_unknown_notebook_lists_those_there_are(self):
        self.write("00-start.ipynb", fine="1")
        with self.assertRaisesRegex(SystemExit, "'07'; there are: 00-start"):
            run_notebooks.resolve("07")

    def test_notebook_that_is_named_twice_is_executed_once(self):
        path = self.write("00-start.ipynb", fine="1")
        _, said = self.run_all("--profile", "smoke", str(path), "00-start", "00")
        self.assertIn("1 notebook executed", said)

    def test_notebook_of_a_folder_is_found_by_its_name_and_by_its_path_in_the_series(self):
        (self.notebooks / "side-roads").mkdir()
        path = self.write("side-roads/what-where.ipynb", fine="1")
        for name in ("what-where", "what-where.ipynb", "side-roads/what", "side-roads\\what"):
            with self.subTest(name=name):
                self.assertEqual(run_notebooks.resolve(name), path)
