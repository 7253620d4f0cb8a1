"""A student's share of a machine that JupyterHub serves: options, control groups, notebooks. JupyterHub is not needed here."""

import json
import os
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[3]
SPAWNER = types.ModuleType("jupyterhub.spawner")
SPAWNER.LocalProcessSpawner = type("LocalProcessSpawner", (), {})
with mock.patch.dict(
    sys.modules, {"jupyterhub": types.ModuleType("jupyterhub"), "jupyterhub.spawner": SPAWNER}
):
    sys.path.insert(0, str(ROOT / "src" / "main" / "jupyterhub"))
    import shares

    sys.path.remove(str(ROOT / "src" / "main" / "jupyterhub"))

GIB = 1 << 30


class SharesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = Path(folder.name)

    def test_kernel_asks_for_the_share_and_keeps_all_else(self):
        spec = {
            "argv": [
                "java",
                "-Xmx4096m",
                "-Dorg.bytedeco.javacpp.maxbytes=12000m",
                "-cp",
                "a.jar",
                "Main",
            ],
            "env": {"LC_ALL": "C.UTF-8"},
        }
        kernel = Path("kernels", "java", "kernel.json")
        (self.here / "whole" / kernel).parent.mkdir(parents=True)
        (self.here / "whole" / kernel).write_text(json.dumps(spec))
        shares.write_kernelspec(self.here / "whole", self.here / "share", cores=2, memory=16 * GIB)
        made = json.loads((self.here / "share" / kernel).read_text())
        self.assertEqual(
            made["argv"],
            ["java", "-Xmx2048m", "-Dorg.bytedeco.javacpp.maxbytes=8192m", "-cp", "a.jar", "Main"],
        )
        self.assertEqual(made["env"], {"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"})

    def test_control_group_of_version_1_has_the_share(self):
        members = shares.group("ada", 2, 3 * GIB, self.here)
        cpu, memory = self.here / "cpu/seven-nets/ada", self.here / "memory/seven-nets/ada"
        self.assertEqual((cpu / "cpu.cfs_quota_us").read_text(), "200000")
        self.assertEqual((memory / "memory.limit_in_bytes").read_text(), str(3 * GIB))
        self.assertEqual(members, [cpu / "cgroup.procs", memory / "cgroup.procs"])

    def test_control_group_of_version_2_has_the_share(self):
        (self.here / "cgroup.controllers").write_text("cpu memory\n")
        members = shares.group("ada", 2, 3 * GIB, self.here)
        own = self.here / "seven-nets/ada"
        self.assertEqual((own / "cpu.max").read_text(), "200000 100000")
        self.assertEqual((own / "memory.max").read_text(), str(3 * GIB))
        self.assertEqual(
            (self.here / "seven-nets/cgroup.subtree_control").read_text(), "+cpu +memory"
        )
        self.assertEqual(members, [own / "cgroup.procs"])

    def test_notebooks_are_copied_once_and_what_a_student_wrote_stays(self):
        source = self.here / "notebooks"
        (source / "side-roads" / ".ipynb_checkpoints").mkdir(parents=True)
        for name in ("00.ipynb", "side-roads/a.ipynb", "side-roads/.ipynb_checkpoints/a.ipynb"):
            (source / name).write_text("ours")
        mine = self.here / "home" / "seven-nets"
        (mine / "notebooks").mkdir(parents=True)
        (mine / "notebooks" / "00.ipynb").write_text("mine")
        shares.give_notebooks(source, mine, os.getuid(), os.getgid())
        self.assertEqual((mine / "notebooks/00.ipynb").read_text(), "mine")
        self.assertEqual((mine / "notebooks/side-roads/a.ipynb").read_text(), "ours")
        self.assertFalse((mine / "notebooks/side-roads/.ipynb_checkpoints").exists())


if __name__ == "__main__":
    unittest.main()
