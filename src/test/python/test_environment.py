import unittest
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parents[3]


class EnvironmentTest(unittest.TestCase):
    def test_pip_gets_python_packages_with_their_bounds_and_not_condas_own(self):
        text = "channels:\n  - conda-forge\ndependencies:\n  - openjdk >=17\n  - python >=3.10\n  - jupyterlab >=4.4,<5\n  - pip\n  - pip:\n      # why\n      - jjava >=1.0a8,<1.1\n"
        self.assertEqual(
            environment.requirements(text), ["jupyterlab>=4.4,<5", "jjava>=1.0a8,<1.1"]
        )

    def test_every_package_of_ours_is_bounded_on_both_sides(self):
        packages = environment.requirements((ROOT / "environment.yml").read_text())
        self.assertIn("jupyterlab", [environment.name(package) for package in packages])
        for package in packages:
            self.assertRegex(package, r"^[\w-]+>=[\w.]+,<[\w.]+$")
