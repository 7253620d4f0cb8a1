"""Notebooks that are executed side by side print what each prints alone. `./lab test --all` runs it."""

import os
import re
import subprocess
import sys
import unittest

import lab
import run_notebooks
import stopping
from printed import printed

PATIENCE = float(os.environ.get("SEVENNETS_PATIENCE", "1800"))  # seconds, of each notebook
# Both train nets, draw random numbers and read the same dataset.
NAMES = ("side-roads/what-where", "side-roads/lenet-1998")
RUNS = run_notebooks.ROOT / ".lab" / "runs" / "smoke"


class TogetherTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.python = lab.set_up("cpu", spark=False).python

    def test_two_notebooks_at_once_print_what_each_prints_alone(self):
        alone = {}
        for name in NAMES:
            alone |= self.executed(name)
            numbers = re.findall(r"\d+\.\d+", str(alone[name]))
            self.assertGreater(len(numbers), 20, name)
        together = self.executed(*NAMES)
        for name in NAMES:
            self.assertEqual(together[name], alone[name], name)

    def executed(self, *names: str) -> dict[str, dict]:
        """At once; what each printed."""
        for name in names:
            (RUNS / f"{name}.ipynb").unlink(missing_ok=True)
        started = [self.start(name) for name in names]
        for process in started:
            said, _ = process.communicate(timeout=PATIENCE)
            self.assertEqual(process.returncode, 0, said)
        return {name: printed(RUNS / f"{name}.ipynb") for name in names}

    def start(self, name: str) -> subprocess.Popen:
        path = run_notebooks.NOTEBOOKS / f"{name}.ipynb"
        words = [run_notebooks.__file__, "--anew", "--profile", "smoke", str(path)]
        process = subprocess.Popen(
            [self.python, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.addCleanup(process.kill)
        return process


if __name__ == "__main__":
    stopping.install(f"{os.path.basename(sys.argv[0])}: stopped")
    unittest.main(verbosity=2)
