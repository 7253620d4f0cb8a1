"""While a step of minutes runs, a reader is told how far it has come."""

import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import progress
import steps

MAVEN = """\
Downloading from central: https://repository/nd4j-api.jar
[INFO] Downloaded from central: https://repository/nd4j-api.jar (2.0 MB at 1.1 MB/s)
Downloading from central: https://repository/dnnl.pom
Downloaded from central: https://repository/dnnl.pom (500 kB at 9 kB/s)
[INFO] Downloading from central: https://repository/opencl-3.0.jar
"""
PIP = """\
Collecting jupyterlab<5,>=4.4 (from -r requirements.txt (line 1))
  Downloading jupyterlab-4.4.1-py3-none-any.whl (12.3 MB)
  Using cached nbclient-0.10.2-py3-none-any.whl (25 kB)
Installing collected packages: nbclient, jupyterlab
"""


class ProgressTest(unittest.TestCase):
    def test_of_maven_it_tells_what_came_and_what_is_coming(self):
        self.assertEqual(
            progress.told(MAVEN, 45.2), "45 s, 2 files fetched (2 MB), now opencl-3.0.jar"
        )
        compiling = MAVEN + "[INFO] --- compiler:3.14.1:compile (default-compile) @ sevennets ---\n"
        self.assertTrue(progress.told(compiling, 150).startswith("2 min, 2 files"))
        self.assertTrue(progress.told(compiling, 150).endswith("now compiling"))

    def test_of_pip_it_tells_the_same(self):
        self.assertEqual(progress.told(PIP, 7), "7 s, 2 files fetched (12 MB), now unpacking")

    def test_of_a_log_that_says_nothing_it_tells_the_time(self):
        self.assertEqual(progress.told("", 15), "15 s")

    def test_step_that_takes_long_is_told_while_it_runs(self):
        command = [sys.executable, "-c", "import sys, time; print(sys.argv[1]); time.sleep(0.6)"]
        command[1:1] = ["-u"]
        told = []
        with (
            tempfile.TemporaryDirectory() as folder,
            unittest.mock.patch.object(steps, "STATE", Path(folder)),
            unittest.mock.patch.object(steps, "say", told.append),
            unittest.mock.patch.object(progress, "LOG_SECONDS", 0.2),
        ):
            steps.step("Building", "maven", [*command, PIP])
        self.assertEqual(told[0], "Building ...")
        self.assertGreaterEqual(len(told), 2)
        self.assertRegex(told[-1], r"^    [01] s, 2 files fetched \(12 MB\), now unpacking$")


if __name__ == "__main__":
    unittest.main()
