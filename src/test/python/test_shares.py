"""A student's share of a machine that JupyterHub serves: options, control groups, notebooks. JupyterHub is not needed here."""

import contextlib
import errno
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[3]
CONFIGURATION = ROOT / "src" / "main" / "jupyterhub" / "jupyterhub_config.py"
SPAWNER = types.ModuleType("jupyterhub.spawner")
SPAWNER.LocalProcessSpawner = type("LocalProcessSpawner", (), {})
with mock.patch.dict(
    sys.modules, {"jupyterhub": types.ModuleType("jupyterhub"), "jupyterhub.spawner": SPAWNER}
):
    sys.path.insert(0, str(ROOT / "src" / "main" / "jupyterhub"))
    import give_notebooks
    import shares

    sys.path.remove(str(ROOT / "src" / "main" / "jupyterhub"))

GIB = 1 << 30
NOBODY = 65534


class SharesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = Path(folder.name)
        self.here.chmod(0o755)

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

    def test_copy_that_was_cut_off_does_not_count_as_given(self):
        source, mine = self.series(), self.here / "home" / "seven-nets"
        given = mine / "notebooks" / "00.ipynb"

        def full_disk(_file, target):
            Path(target).write_text("ou")
            raise OSError(errno.ENOSPC, "No space left on device")

        with (
            mock.patch.object(give_notebooks.shutil, "copyfile", full_disk),
            contextlib.redirect_stderr(io.StringIO()) as said,
        ):
            self.assertEqual(give_notebooks.main(source, mine), 1)
        self.assertRegex(said.getvalue(), "^the notebooks could not .*No space left.*again\n$")
        self.assertFalse(given.exists())
        self.assertEqual(give_notebooks.main(source, mine), 0)
        self.assertEqual(given.read_text(), "ours")
        self.assertEqual([it.name for it in given.parent.iterdir()], ["00.ipynb"])

    def test_link_of_a_students_gives_them_nothing_that_is_not_theirs(self):
        outside, home = self.as_root(), self.here / "home"
        for links in (
            lambda: home.joinpath("seven-nets").symlink_to(outside),
            lambda: link_within(home / "seven-nets" / "notebooks", outside),
            lambda: link_within(home / "seven-nets" / "notebooks" / "00.ipynb", outside / "new"),
        ):
            shutil.rmtree(home)
            home.mkdir()
            links()
            for path in (home, *home.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
            with contextlib.suppress(shares.NotGiven):
                shares.give_notebooks(self.here / "notebooks", home / "seven-nets", NOBODY, NOBODY)
            kept = {it.name: it.stat().st_uid for it in (outside, *outside.rglob("*"))}
            self.assertEqual(kept, {"outside": 0, "shadow": 0})
            self.assertEqual((outside / "shadow").read_text(), "secret")

    def test_student_owns_the_copies_and_reads_why_there_are_none(self):
        outside, home = self.as_root(), self.here / "home"
        shares.give_notebooks(self.here / "notebooks", home / "seven-nets", NOBODY, NOBODY)
        made = list(home.rglob("*"))
        self.assertEqual(len(made), 3)
        self.assertEqual({path.stat().st_uid for path in made}, {NOBODY})
        with self.assertRaises(shares.NotGiven) as refused:
            shares.give_notebooks(self.here / "notebooks", outside, NOBODY, NOBODY)
        self.assertRegex(
            refused.exception.jupyterhub_message, f"not be copied to '{outside}'.*denied.*again$"
        )

    def test_copying_process_holds_nothing_of_the_hubs(self):
        with (
            mock.patch.dict(os.environ, {"CONFIGPROXY_AUTH_TOKEN": "secret"}),
            mock.patch.object(shares.subprocess, "run") as run,
        ):
            shares.give_notebooks(self.here, self.here / "mine", os.getuid() + 1, 7)
        self.assertEqual(list(run.call_args.kwargs["env"]), ["LC_ALL"])
        became = [run.call_args.kwargs[name] for name in ("user", "group", "extra_groups")]
        groups = shares.groups(os.getuid() + 1)
        self.assertEqual(became, [os.getuid() + 1, 7, groups])
        self.assertTrue(run.call_args.kwargs["start_new_session"])

    def test_every_account_of_the_machine_may_log_in(self):
        config = Config()
        with (
            mock.patch.dict(sys.modules, {"shares": shares}),
            mock.patch.object(sys, "path", list(sys.path)),
            mock.patch.object(shares, "write_kernelspec"),
        ):
            runpy.run_path(str(CONFIGURATION), init_globals={"get_config": lambda: config})
        self.assertIs(config.Authenticator.allow_all, True)

    def series(self):
        source = self.here / "notebooks"
        source.mkdir()
        (source / "00.ipynb").write_text("ours")
        return source

    def as_root(self):
        """A student's empty home, the series, and a folder that is root's, with a file; root alone can try it."""
        if os.geteuid():
            self.skipTest("needs root")
        pythons = (sys.executable, "/usr/bin/python3")
        python = next((it for it in pythons if serves_every_user(it, self.here)), None)
        if python is None:
            self.skipTest("needs a Python and a temporary folder that every user may use")
        changed = mock.patch.object(shares.sys, "executable", python)
        changed.start()
        self.addCleanup(changed.stop)
        changed = mock.patch.object(shares, "GIVE", self.here / "give_notebooks.py")
        shutil.copy(shares.GIVE, self.here)
        changed.start()
        self.addCleanup(changed.stop)
        self.series()
        outside, home = self.here / "outside", self.here / "home"
        for folder in (outside, home):
            folder.mkdir()
        (outside / "shadow").write_text("secret")
        os.chown(home, NOBODY, NOBODY)
        return outside


def link_within(link, target):
    link.parent.mkdir(parents=True)
    link.symlink_to(target)


def serves_every_user(python, folder):
    """Whether a user of no rights may start it and look into the folder: neither need be so."""
    look = [python, "-I", "-c", "import os, sys; os.listdir(sys.argv[1])", str(folder)]
    try:
        run = subprocess.run(
            look,
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            cwd="/",
            env={},
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return run.returncode == 0


if __name__ == "__main__":
    unittest.main()
