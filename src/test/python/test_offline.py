"""What `./lab bundle` packs of a build is what an installation without a network unpacks."""

import json
import os
import tarfile
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bundle
import environment
import offline


class OfflineTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = Path(folder.name)
        app = self.here / "built" / "app-1"
        app.mkdir(parents=True)
        libraries = [self.here / "store" / name for name in ("b.jar", "a.jar")]
        for file in (*libraries, app / "sevennets-1.jar"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(file.name)
        (app / "classpath").write_text(os.pathsep.join(map(str, libraries)) + "\n")
        self.packed = self.here / "offline"
        bundle.build(app, self.packed / "app")
        for name, value in {
            "FOLDER": self.packed,
            "steps.STATE": self.here,
            "steps.ROOT": self.here,
        }.items():
            patch = mock.patch.object(*self.owner(name), value)
            patch.start()
            self.addCleanup(patch.stop)

    @staticmethod
    def owner(name):
        return (offline.steps, name.partition(".")[2]) if "." in name else (offline, name)

    def test_build_comes_back_with_its_libraries_in_their_order(self):
        offline.restore(self.here / "app-2")
        path = (self.here / "app-2" / "classpath").read_text().split(os.pathsep)
        self.assertEqual([Path(it).read_text() for it in path], ["b.jar", "a.jar"])
        self.assertTrue((self.here / "app-2" / "sevennets-1.jar").exists())

    def test_archive_is_roots_and_nobody_else_may_write_into_what_it_unpacks(self):
        made = self.here / "made"
        made.mkdir()
        for name, mode in (("program", 0o770), ("text", 0o620), ("private", 0o600)):
            (made / name).touch()
            (made / name).chmod(mode)
        made.chmod(0o777)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.chown(made / "text", 1000, 1000)
        bundle.pack(made, self.here / "packed.tar.gz")
        with tarfile.open(self.here / "packed.tar.gz") as archive:
            entries = archive.getmembers()
        owners = {(it.uid, it.gid, it.uname, it.gname) for it in entries}
        self.assertEqual(owners, {(0, 0, "root", "root")})
        modes = {it.name.removeprefix("seven-nets").strip("/"): it.mode for it in entries}
        executable, plain = 0o755, 0o644
        self.assertEqual(
            modes, {"": executable, "program": executable, "text": plain, "private": plain}
        )

    def test_wheels_are_those_of_the_list_where_conda_made_the_environment(self):
        with (
            mock.patch.object(bundle, "ROOT", self.here),
            mock.patch.object(bundle.subprocess, "run") as run,
        ):
            bundle.wheels("python", self.here / "wheels")
        words = run.call_args.args[0]
        asked = environment.requirements(bundle.python_side.LIST.read_text(encoding="utf-8"))
        self.assertIn("jupyterlab", [environment.name(it) for it in asked])
        self.assertEqual(words[words.index("-w") + 1 :], [str(self.here / "wheels"), *asked])

    def test_changed_sources_are_built_anew(self):
        source = self.here / "A.java"
        source.write_text("class A {}")
        (self.packed / offline.MADE).write_text(
            json.dumps({"sources": offline.fingerprint([source])})
        )
        self.assertTrue(offline.has_build([source]))
        source.write_text("class A { int changed; }")
        self.assertFalse(offline.has_build([source]))

    def test_without_a_bundle_the_network_is_used(self):
        self.assertFalse(offline.has_build([]))
        self.assertEqual(offline.pip_options(), [])
