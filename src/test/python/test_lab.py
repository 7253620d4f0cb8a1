"""`./lab` on machines that lack something: a copy of it in an empty project, on a PATH of fakes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# What every machine has; nothing else is on the PATH but the fakes.
COREUTILS = (
    "bash sh env awk cat cksum cp cut dirname basename find grep head ls mkdir mv paste rm "
    "sed sha256sum sleep sort tail tr uname xargs flock git touch"
).split()

JAVA = """#!/bin/sh
case "$*" in
  -version) echo 'openjdk version "{version}" 2025-04-15' >&2 ;;
  *) echo "java $*"; exit {code} ;;
esac
"""
# Notes each call, then builds as pom.xml does: a jar and a classpath in -Dbuild.dir.
MAVEN = """#!/bin/sh
echo "mvn $*" >> "$CALLS"
for word; do case $word in -Dbuild.dir=*) out=${word#*=} ;; esac; done
mkdir -p "$out"
{before}
echo jar > "$out/sevennets-0.1.0.jar"
echo lib.jar > "$out/classpath"
"""
PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip install "*) echo "pip $*" >> "$CALLS"
{pip} ;;
  "-m jupyterlab "*) echo "jupyterlab $*" ;;
  *) exec '{real}' "$@" ;;
esac
"""
NVIDIA_SMI = "#!/bin/sh\necho '{card}'\n"
DF = "#!/bin/sh\necho Filesystem; echo 'disk 100 90 {free} 90% /'\n"
CONDA = """#!/bin/sh
echo "conda $*" >> "$CALLS"
case "$*" in
  "env list") echo base ;;
  "run "*) echo "$PREFIX" ;;
esac
"""


class LabTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="seven nets ")
        self.addCleanup(folder.cleanup)
        self.project, self.bin = Path(folder.name, "project"), Path(folder.name, "bin")
        self.calls = Path(folder.name, "calls")
        self.bin.mkdir()
        for name in ("lab", "environment.yml", "pom.xml"):
            self.project.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.project)
        shutil.copytree(ROOT / "src" / "main" / "python", self.project / "src" / "main" / "python")
        for kind in ("java", "resources", "spark"):
            (self.project / "src" / "main" / kind).mkdir()
        (self.project / "src" / "main" / "java" / "A.java").write_text("class A {}\n")
        for name in COREUTILS:
            if shutil.which(name):
                (self.bin / name).symlink_to(shutil.which(name))
        self.fake("java", JAVA.format(version="17.0.15", code=0))
        self.fake("javac", "#!/bin/sh\n")
        self.maven()
        self.python()
        self.fake("df", DF.format(free=90_000))

    def fake(self, name, script):
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def maven(self, before=""):
        self.fake("mvn", MAVEN.replace("{before}", before))

    def python(self, pip=""):
        self.fake("python3", PYTHON.format(real=sys.executable, pip=pip))

    def environment(self, **more):
        return {"PATH": str(self.bin), "CALLS": str(self.calls), "HOME": str(self.project), **more}

    def lab(self, *words, **environment):
        return subprocess.run(
            [str(self.project / "lab"), *words],
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    def called(self, word):
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line for line in lines if line.startswith(word)]

    def assert_says(self, words, *command):
        """One sentence of ours, the last line, and no success."""
        run = self.lab(*(command or ("doctor",)))
        self.assertNotEqual(run.returncode, 0)
        self.assertRegex(run.stderr.splitlines()[-1], "^lab: .*" + words)

    # What is missing

    def test_no_java(self):
        (self.bin / "java").unlink()
        self.assert_says("no Java here.*openjdk")

    def test_jdk_11(self):
        self.fake("java", JAVA.format(version="11.0.22", code=0))
        self.assert_says("Java 11, 17 or newer is needed.*JAVA_HOME")

    def test_java_without_compiler(self):
        (self.bin / "javac").unlink()
        self.assert_says("no JDK.*openjdk")

    def test_no_maven(self):
        (self.bin / "mvn").unlink()
        self.assert_says("no Maven here.*install maven")

    def test_no_python(self):
        (self.bin / "python3").unlink()
        self.assert_says("no Python here, 3.10 or newer.*install")

    def test_old_python(self):
        self.fake("python3", '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.10\nexit 1\n')
        self.assert_says("Python 3.8.10 is too old, 3.10 or newer.*install")

    def test_python_without_venv(self):
        self.fake(
            "python3",
            PYTHON.format(real=sys.executable, pip="").replace(
                'mkdir -p "$3/bin"', 'echo "ensurepip is not available"; exit 1; mkdir -p "$3/bin"'
            ),
        )
        self.assert_says("cannot make environments.*venv")

    def test_no_network_for_pip(self):
        self.python(
            pip="echo 'Failed to establish a new connection: Temporary failure in name resolution'; exit 1"
        )
        self.assert_says("registries could not be reached.*network")

    def test_no_network_for_maven(self):
        self.maven("echo '[ERROR] Could not transfer artifact: Unknown host'; exit 1")
        self.assert_says("registries could not be reached.*network")

    def test_disk_that_is_full_before_and_during_a_download(self):
        self.fake("df", DF.format(free=40))
        self.assert_says("needs 1000 MB of disk, 40 MB are free")
        self.fake("df", DF.format(free=90_000))
        self.maven("echo 'java.io.IOException: No space left on device'; exit 1")
        self.assert_says("the disk is full.*free some space")

    def test_source_that_does_not_compile_shows_the_compilers_line(self):
        self.maven("echo '[ERROR] A.java:[3,5] cannot find symbol'; exit 1")
        run = self.lab("doctor")
        self.assertIn("A.java:[3,5] cannot find symbol", run.stderr)
        self.assertIn(".lab/maven.log", run.stderr.splitlines()[-1])

    def test_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.assert_says("port [0-9]+ is taken.*--port", "--port", str(taken.getsockname()[1]))

    # The graphics card

    def test_supported_card_builds_with_cuda_and_cpu_overrules_it(self):
        self.fake("nvidia-smi", NVIDIA_SMI.format(card="NVIDIA GeForce RTX 3060, 8.6, 535.54.03"))
        self.assertIn("2.5 GB", self.lab("doctor").stderr)
        self.assertIn("-Pcuda", self.called("mvn")[-1])
        self.assertEqual(self.lab("--cpu", "doctor").returncode, 0)
        self.assertNotIn("-Pcuda", self.called("mvn")[-1])

    def test_card_too_new_is_told_before_any_download(self):
        self.fake("nvidia-smi", NVIDIA_SMI.format(card="NVIDIA H100, 9.0, 550.54.15"))
        self.assertIn("NVIDIA H100 has compute capability 9.0", self.lab("doctor").stderr)
        self.assertNotIn("-Pcuda", self.called("mvn")[-1])
        self.assert_says("NVIDIA H100 has compute capability 9.0.*--cpu", "--gpu", "doctor")

    def test_gpu_without_a_card(self):
        self.assert_says("nvidia-smi lists no card.*driver", "--gpu", "doctor")

    # Going on

    def test_second_start_installs_and_builds_nothing(self):
        self.lab("doctor")
        self.assertEqual((len(self.called("pip")), len(self.called("mvn"))), (1, 1))
        self.lab("doctor")
        self.assertEqual((len(self.called("pip")), len(self.called("mvn"))), (1, 1))

    def test_changed_source_builds_again(self):
        self.lab("doctor")
        (self.project / "src" / "main" / "java" / "A.java").write_text("class A { int x; }\n")
        self.lab("doctor")
        self.assertEqual((len(self.called("pip")), len(self.called("mvn"))), (1, 2))
        self.assertEqual(
            len(list((self.project / ".lab").glob("app-*"))), 1, "the old build is gone"
        )

    def test_build_killed_half_way_is_made_again_with_nothing_cleaned_by_hand(self):
        self.kill_during("mvn", lambda: self.maven("sleep 30"))
        self.maven()
        run = self.lab("doctor")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual([path.name for path in (self.project / ".lab").glob("building-*")], [])

    def test_install_killed_half_way_is_made_again_with_nothing_cleaned_by_hand(self):
        self.kill_during("pip", lambda: self.python(pip="sleep 30"))
        self.python()
        run = self.lab("doctor")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(len(self.called("pip")), 2)

    def kill_during(self, word, arrange):
        arrange()
        process = subprocess.Popen(
            [str(self.project / "lab"), "doctor"],
            env=self.environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 20
        while not self.called(word) and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.assertTrue(self.called(word))

    # The words

    def test_other_words_reach_java_and_its_exit_code_comes_back(self):
        self.fake("java", JAVA.format(version="17.0.15", code=7))
        run = self.lab("train", "--epochs", "3")
        self.assertEqual(run.returncode, 7)
        self.assertRegex(run.stdout, r"sevennets\.cli\.Main train --epochs 3$")

    def test_sweep_on_a_cluster_gets_a_build_with_spark_that_notebooks_do_not(self):
        self.lab("doctor")
        self.assertNotIn("-Pspark", self.called("mvn")[-1])
        run = self.lab("ablate", "vgg-lrn", "--master", "local[2]")
        self.assertIn("-Pspark", self.called("mvn")[-1])
        self.assertRegex(
            run.stdout,
            r"@.+/spark-jupyter/java\.args .*sevennets\.cli\.Main ablate vgg-lrn --master local\[2\]$",
        )
        arguments = (self.project / ".lab" / "spark-jupyter" / "java.args").read_text()
        self.assertIn("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", arguments)
        run = self.lab("ablate", "vgg-lrn")
        self.assertEqual(len(self.called("mvn")), 2, "the build without Spark is still there")
        self.assertNotIn("spark", run.stdout)

    def test_series_in_another_form_needs_no_java(self):
        for missing in ("java", "javac", "mvn"):
            (self.bin / missing).unlink()
        (self.project / "notebooks").mkdir()
        shutil.copy(ROOT / "notebooks" / "00-start-here.ipynb", self.project / "notebooks")
        run = self.lab("handout", "00")
        self.assertEqual(
            run.stdout.split(),
            [".lab/handout/00-start-here.ipynb", ".lab/handout/solutions/00-start-here.ipynb"],
            run.stderr,
        )
        self.assertTrue((self.project / ".lab" / "handout" / "00-start-here.ipynb").exists())

    def test_jupyterlab_listens_on_this_machine_only(self):
        run = self.lab("--no-browser", "--", "--ServerApp.log_level=50")
        self.assertIn("--ServerApp.ip=127.0.0.1", run.stdout)
        self.assertIn("--no-browser", run.stdout)
        self.assertIn("--ServerApp.log_level=50", run.stdout)
        self.assertNotIn("token", run.stdout)

    def test_conda_comes_before_a_venv_and_brings_its_own_java(self):
        prefix = self.project / "conda-prefix"
        (prefix / "bin").mkdir(parents=True)
        shutil.copy(self.bin / "python3", prefix / "bin" / "python")
        (prefix / "bin" / "java").write_text(JAVA.format(version="17.0.9", code=5))
        (prefix / "bin" / "java").chmod(0o755)
        self.fake("conda", CONDA)
        for _ in range(2):
            self.assertEqual(self.lab("doctor", PREFIX=str(prefix)).returncode, 5)
        self.assertEqual(len(self.called("conda env create")), 1)
        self.assertEqual(self.called("pip"), [])

    def test_reset_brings_the_original_back_and_keeps_every_copy(self):
        notebooks = self.project / "notebooks"
        notebooks.mkdir()
        (notebooks / "00-start.ipynb").write_text("original")
        for command in (
            "init -q",
            "add notebooks",
            "-c user.name=a -c user.email=a@b commit -qm first",
        ):
            subprocess.run(["git", *command.split()], cwd=self.project, check=True)
        for answer in ("first answer", "second answer"):
            (notebooks / "00-start.ipynb").write_text(answer)
            self.assertEqual(self.lab("reset", "00").returncode, 0)
            self.assertEqual((notebooks / "00-start.ipynb").read_text(), "original")
        self.assertEqual((notebooks / "00-start.mine.ipynb").read_text(), "first answer")
        self.assertEqual((notebooks / "00-start.mine2.ipynb").read_text(), "second answer")
        self.assert_says("no notebook of the series is called '07'.*00-start", "reset", "07")
