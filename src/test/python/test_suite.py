import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import suite
from nbformat.v4 import new_markdown_cell, new_notebook

NONE = suite.Tally()


class SuiteTest(unittest.TestCase):
    def closing_line(self, *tallies, spark=NONE, form=NONE):
        """Runs the suite with parts that count so, and returns its exit code and last line."""
        java, python, notebooks, browser = tallies
        with (
            mock.patch.object(suite, "form_tests", return_value=form),
            mock.patch.object(suite, "java_tests", return_value=java),
            mock.patch.object(suite, "spark_tests", return_value=spark),
            mock.patch.object(suite, "python_tests", side_effect=[python, browser]),
            mock.patch.object(suite, "notebooks", return_value=notebooks),
            contextlib.redirect_stdout(io.StringIO()) as out,
        ):
            code = suite.main([])
        return code, out.getvalue().splitlines()[-1]

    def test_closing_line_adds_every_part(self):
        passed = suite.Tally(passed=2)
        self.assertEqual(
            self.closing_line(passed, passed, passed, suite.Tally(passed=1)),
            (0, "7 passed, 0 failed"),
        )
        self.assertEqual(
            self.closing_line(passed, passed, passed, suite.Tally(skipped=4)),
            (0, "6 passed, 0 failed, 4 skipped"),
        )
        self.assertEqual(
            self.closing_line(passed, passed, passed, passed, spark=passed, form=passed),
            (0, "12 passed, 0 failed"),
        )

    def test_one_failure_or_no_test_at_all_is_a_failure(self):
        none = suite.Tally()
        self.assertEqual(
            self.closing_line(suite.Tally(passed=9), suite.Tally(failed=1), none, none),
            (1, "9 passed, 1 failed"),
        )
        self.assertEqual(self.closing_line(none, none, none, none)[0], 1)

    def test_form_that_is_not_the_formatters_counts_as_a_failure_a_language(self):
        for bad, tally in {
            "mvn": suite.Tally(passed=1, failed=1),
            "format": suite.Tally(passed=1, failed=1),
            "none": suite.Tally(passed=2),
        }.items():
            with (
                mock.patch.object(suite, "form", side_effect=lambda c, bad=bad: bad not in c),
                contextlib.redirect_stdout(io.StringIO()),
            ):
                self.assertEqual(suite.form_tests(), tally)

    def test_exercises_are_held_to_their_solutions_in_the_suites_own_run_of_smoke(self):
        with (
            mock.patch.object(
                suite.run_notebooks, "all_notebooks", return_value=[Path("00.ipynb")]
            ),
            mock.patch.object(suite.run_notebooks, "main", return_value=0) as run,
        ):
            for profile, hold in {"smoke": suite.hold_exercises, "quick": None}.items():
                self.assertEqual(suite.notebooks(profile), suite.Tally(passed=1))
                self.assertEqual(run.call_args, mock.call(["--profile", profile, "00.ipynb"], hold))
        exercise = new_markdown_cell("How many?", id="exercise-1")
        with self.assertRaisesRegex(suite.run_notebooks.Failure, "00.ipynb: .*no cell 'answer-1'"):
            suite.hold_exercises(None, new_notebook(cells=[exercise]), Path("00.ipynb"))

    def test_second_jdk_is_one_of_another_version_and_runs_the_tests(self):
        with tempfile.TemporaryDirectory() as folder:
            for version in (11, 17, 25):
                program = Path(folder, f"jdk-{version}", "bin", "java")
                program.parent.mkdir(parents=True)
                program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}.0.1\"' >&2\n")
                program.chmod(0o755)
                program.with_name("javac").touch()
            own = str(Path(folder, "jdk-17", "bin", "java"))
            with (
                mock.patch.object(suite, "JDKS", Path(folder)),
                mock.patch.object(suite.shutil, "which", return_value=own),
                mock.patch.object(suite, "maven", return_value=suite.Tally(passed=3)) as maven,
                contextlib.redirect_stdout(io.StringIO()),
            ):
                self.assertEqual(suite.second_jdk_tests(), suite.Tally(passed=3))
                self.assertEqual(maven.call_args.args[1], [f"-Djvm={folder}/jdk-25/bin/java"])
                Path(folder, "jdk-25", "bin", "javac").unlink()
                self.assertEqual(suite.second_jdk_tests(), suite.Tally(skipped=1))

    def test_surefires_report_is_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder, "TEST-a.xml")
            report.write_text('<testsuite tests="9" failures="1" errors="2" skipped="3"/>')
            self.assertEqual(suite.surefire(report), suite.Tally(passed=3, failed=3, skipped=3))

    def test_build_that_breaks_before_its_tests_counts_as_a_failure(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(suite, "ROOT", Path(folder)),
        ):
            for code, tally in {1: suite.Tally(failed=1), 0: suite.Tally()}.items():
                with mock.patch.object(
                    suite.subprocess, "run", return_value=mock.Mock(returncode=code)
                ):
                    self.assertEqual(suite.java_tests(slow=False), tally)

    def test_spark_is_built_apart_from_everything_else(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(suite, "ROOT", Path(folder)),
            mock.patch.dict(os.environ, SEVENNETS_NVIDIA="none"),
            mock.patch.object(suite.subprocess, "run", return_value=mock.Mock(returncode=0)) as run,
        ):
            suite.spark_tests()
            suite.java_tests(slow=True)
        spark, java = (call.args[0] for call in run.call_args_list)
        self.assertIn(f"-Dbuild.dir={Path(folder, 'target', 'spark')}", spark)
        self.assertNotIn("-Pspark", java)
