"""`./lab` on machines that lack something: a copy of it in an empty project, on a PATH of fakes."""

import contextlib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock
from pathlib import Path

import psutil
import spark_cluster
import steps

ROOT = Path(__file__).resolve().parents[3]
# What ./lab takes from a machine, and what the fakes take; nothing else is on the PATH.
COREUTILS = ["bash", "env", "dirname", "uname", "git", "sh", "cat", "cp", "mkdir", "sleep"]

JAVA = """#!/bin/sh
case "$*" in
  -version)
    [ -z "$JAVA_TOOL_OPTIONS" ] || echo "Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS" >&2
    echo 'openjdk version "{version}" 2025-04-15' >&2 ;;
  *) echo "java $*"; exit {code} ;;
esac
"""
# Compiles nothing into the folder that it is told.
JAVAC = """#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = -d ] && mkdir -p "$2"; shift; done
"""
# Notes each call, then builds as pom.xml does: a jar and a classpath in -Dbuild.dir.
MAVEN = """#!/bin/sh
echo "mvn $*" >> "$CALLS"
for word; do case $word in -Dbuild.dir=*) out=${word#*=} ;; esac; done
mkdir -p "$out"
{before}
echo jar > "$out/sevennets-0.2.0.jar"
echo lib.jar > "$out/classpath"
"""
PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip install "*) echo "pip $*" >> "$CALLS"
{pip} ;;
  "-m pip uninstall "*) echo "pip $*" >> "$CALLS" ;;
  "-m jupyterlab "*) echo "jupyterlab $*" ;;
  *) exec '{real}' "$@" ;;
esac
"""
NVIDIA_SMI = "#!/bin/sh\necho '{card}'\n"
CONDA = """#!/bin/sh
echo "conda $*" >> "$CALLS"
case "$*" in
  "env list") echo base ;;
  "run "*) echo "$PREFIX" ;;
esac
"""


def handled(how):
    """In a process about to start: whoever started the tests may have had the signals ignored, or not."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, how if number != signal.SIGTERM else signal.SIG_DFL)


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
        for room in ("notebook", "files"):
            java = Path("src", "main", "java", "sevennets", room)
            shutil.copytree(ROOT / java, self.project / java)
        (self.project / "src" / "main" / "java" / "A.java").write_text("class A {}\n")
        for name in COREUTILS:
            if shutil.which(name):
                (self.bin / name).symlink_to(shutil.which(name))
        self.fake("java", JAVA.format(version="17.0.15", code=0))
        self.fake("javac", JAVAC)
        self.maven()
        self.python()

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

    # Locales and proxies

    @unittest.skipIf(steps.utf8_locale() is None, "no locale of UTF-8 is here")
    def test_all_that_is_started_gets_a_locale_of_utf8(self):
        probe = "import os, steps; steps.use_utf8(); print(os.environ.get('LC_ALL', os.environ.get('LC_CTYPE')))"
        scripts = str(ROOT / "src" / "main" / "python")
        good = steps.utf8_locale()
        for there in (
            {"LC_ALL": "C"},
            {"LC_ALL": "no_SUCH.ISO-8859-1"},
            {"LANG": "POSIX"},
            {"LC_ALL": good},
        ):
            said = subprocess.run(
                [sys.executable, "-c", probe],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": scripts, **there},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            self.assertRegex(said.lower(), r"\.utf-?8", there)

    def test_maven_is_told_the_proxy_of_the_environment(self):
        proxies = {"HTTPS_PROXY": "http://proxy.example:3128", "no_proxy": ".intern, localhost"}
        self.lab("doctor", **proxies)
        (call,) = self.called("mvn")
        self.assertIn("-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128", call)
        self.assertIn("-Dhttp.nonProxyHosts=intern|*.intern|localhost|*.localhost", call)
        self.assertNotIn("-Dhttp.proxyHost", call)

    # Shells and tools other than this machine's

    def test_front_end_needs_no_more_than_busybox(self):
        """Its shell and its tools stand for those of macOS: bash 3.2, and BSD's."""
        busybox = shutil.which("busybox")
        if busybox is None:
            self.skipTest("there is no busybox here")
        for name in ("env", "dirname", "uname", "cat", "cp", "mkdir", "sleep", "sh"):
            (self.bin / name).unlink()
            (self.bin / name).symlink_to(busybox)
        for shell in (["busybox", "sh"], ["bash", "--posix"]):
            (self.bin / shell[0]).unlink(missing_ok=True)
            (self.bin / shell[0]).symlink_to(shutil.which(shell[0]))
            run = subprocess.run(
                [str(self.bin / shell[0]), *shell[1:], str(self.project / "lab"), "describe"],
                env=self.environment(),
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=60,
                check=False,
            )
            self.assertRegex(run.stdout, "sevennets.cli.Main describe$", run.stderr)

    def test_shellcheck_has_nothing_to_say(self):
        shellcheck = shutil.which("shellcheck")
        if shellcheck is None:
            self.skipTest("there is no shellcheck here")
        for shell in ("bash", "sh"):
            run = subprocess.run(
                [shellcheck, f"--shell={shell}", str(ROOT / "lab")],
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual(run.stdout, "")

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

    def test_disk_that_is_too_small_is_told_before_a_download(self):
        usage = shutil.disk_usage(ROOT)._replace(free=40 << 20)
        with (
            unittest.mock.patch.object(shutil, "disk_usage", lambda _: usage),
            self.assertRaisesRegex(
                steps.Refusal, "JupyterLab needs 1000 MB of disk, 40 MB are free"
            ),
        ):
            steps.need_space("JupyterLab", 1000)

    def test_disk_that_is_full_during_a_download(self):
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

    def test_cluster_leaves_the_one_alone_that_has_its_port(self):
        paths = [f"--{name}=none" for name in ("java", "arguments", "spark", "plain")]
        with (
            socket.socket() as taken,
            unittest.mock.patch.object(spark_cluster, "Cluster") as cluster,
            contextlib.redirect_stderr(io.StringIO()) as said,
        ):
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.assertEqual(spark_cluster.main(["--port", str(port), *paths]), 1)
        self.assertEqual(cluster.mock_calls, [])
        self.assertRegex(
            said.getvalue(), f"^port {port} is taken, .*--port N, 0 for any free one\n$"
        )

    # The graphics card: test_nvidia.py has the choices themselves

    def card(self, line):
        self.fake("nvidia-smi", NVIDIA_SMI.format(card=line))

    def java_arguments(self, place="jupyter"):
        return (self.project / ".lab" / place / "java.args").read_text()

    def test_card_is_used_only_where_it_is_asked_for(self):
        self.card("NVIDIA GeForce RTX 3060, 8.6, 580.82.07")
        run = self.lab("doctor")
        self.assertIn("NVIDIA GeForce RTX 3060: not used", run.stderr)
        self.assertIn("./lab --gpu tries it", run.stderr)
        self.assertEqual((len(self.called("pip")), run.returncode), (1, 0))
        self.assertNotIn("-Pcuda", self.called("mvn")[-1])

    def test_older_way_builds_with_nd4js_cuda_and_cpu_overrules_it(self):
        self.card("NVIDIA GeForce RTX 3060, 8.6, 535.54.03")
        self.assertIn("2.5 GB", self.lab("--gpu=nd4j", "doctor").stderr)
        self.assertIn("-Pcuda", self.called("mvn")[-1])
        self.assertEqual(self.lab("--cpu", "doctor").returncode, 0)
        self.assertNotIn("-Pcuda", self.called("mvn")[-1])

    def test_cudnns_libraries_are_installed_once_after_a_line_that_says_how_much(self):
        self.card("NVIDIA H100 80GB HBM3, 9.0, 580.82.07")
        run = self.lab("--gpu=cudnn", "doctor")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("CUDA 13.1 are downloaded once, 838 MB; ./lab --cpu does without", run.stderr)
        self.assertIn("nvidia-cudnn-cu13==9.19.0.56", self.called("pip")[-1])
        installed = len(self.called("pip"))
        self.assertNotIn("838 MB", self.lab("--gpu=cudnn", "doctor").stderr)
        self.assertEqual(len(self.called("pip")), installed)

    def test_older_driver_gets_the_older_libraries_and_a_newer_one_the_newer_in_their_place(self):
        self.card("Tesla T4, 7.5, 535.54.03")
        self.assertIn("CUDA 12.9 are downloaded once, 1400 MB", self.lab("--gpu=cudnn").stderr)
        self.assertIn("-Dcudnn.version=12.9-9.10-1.5.12", self.called("mvn")[-1])
        self.card("Tesla T4, 7.5, 580.82.07")
        self.lab("--gpu=cudnn", "doctor")
        self.assertRegex(self.called("pip")[-2], "uninstall.*nvidia-cudnn-cu12")
        self.assertIn("nvidia-cudnn-cu13", self.called("pip")[-1])

    def test_java_is_told_where_the_libraries_are(self):
        self.card("NVIDIA H100 80GB HBM3, 9.0, 580.82.07")
        site = "${0%/bin/*}/lib/python3.13/site-packages/nvidia/cu13/lib"
        self.python(pip=f'mkdir -p "{site}"; echo > "{site}/libcudnn.so.9"')
        self.lab("--gpu=cudnn", "doctor")
        self.assertIn("/site-packages/nvidia/cu13/lib", self.java_arguments("jupyter-cudnn"))
        self.assertIn("-Dsevennets.card=cudnn", self.java_arguments("jupyter-cudnn"))
        self.lab("--cpu", "doctor")
        self.assertNotIn("nvidia", self.java_arguments())

    def test_what_another_terminal_starts_leaves_an_open_jupyterlab_on_its_card(self):
        self.card("NVIDIA H100 80GB HBM3, 9.0, 580.82.07")
        site = "${0%/bin/*}/lib/python3.13/site-packages/nvidia/cu13/lib"
        jupyter = 'echo "path $JUPYTER_PATH"'
        self.fake(
            "python3",
            PYTHON.replace('echo "jupyterlab $*"', jupyter).format(
                real=sys.executable, pip=f'mkdir -p "{site}"; echo > "{site}/libcudnn.so.9"'
            ),
        )
        opened = self.lab("--gpu", "--float32", "--no-browser").stdout
        place = Path(opened.removeprefix("path ").strip())
        self.assertEqual(place.name, "jupyter-cudnn-float32")
        spec = place / "kernels" / "java" / "kernel.json"
        before = spec.read_text()
        self.assertIn("-Dsevennets.card.arithmetic=float32", before)
        jar = re.search(r'"JJAVA_CLASSPATH": "([^:]+)', before)[1]
        for words in (["describe", "lenet5"], ["--gpu", "--bf16", "describe"]):
            self.lab(*words)
            self.assertEqual(spec.read_text(), before)
            self.assertTrue(Path(jar).exists(), "its build is still there")
        (self.project / "src" / "main" / "java" / "A.java").write_text("class A { int x; }\n")
        self.lab("describe")
        self.assertTrue(Path(jar).exists(), "its build is still there")
        self.lab("--gpu", "describe")
        self.assertFalse(Path(jar).exists(), "a newer one of the same kind takes its place")

    def test_card_or_driver_that_will_not_do_is_told_before_any_download(self):
        for way, line, words in (
            ("nd4j", "NVIDIA H100, 9.0, 550.54.15", "H100 has compute capability 9.0.*--cpu"),
            ("cudnn", "Tesla K80, 3.7, 470.57.02", "K80 has compute capability 3.7, and cuDNN 9"),
            ("cudnn", "Tesla T4, 7.5, 470.57.02", "CUDA 12.9 needs 525.60 or newer.*--cpu"),
        ):
            self.card(line)
            self.assert_says(words, f"--gpu={way}", "doctor")
        self.assertEqual((len(self.called("pip")), self.called("mvn")), (1, []))

    def test_gpu_without_a_card(self):
        self.assert_says("nvidia-smi lists no card.*driver", "--gpu", "doctor")
        self.assert_says("'--gpu=amd' is not understood.*--gpu=nd4j", "--gpu=amd", "doctor")

    # Going on

    def test_second_start_installs_and_builds_nothing(self):
        self.lab("doctor")
        self.assertEqual((len(self.called("pip")), len(self.called("mvn"))), (1, 1))
        self.lab("doctor")
        self.assertEqual((len(self.called("pip")), len(self.called("mvn"))), (1, 1))

    def test_java_options_of_another_shell_build_nothing_again(self):
        self.lab("doctor")
        self.lab("doctor", JAVA_TOOL_OPTIONS="-Duser.language=de")
        self.assertEqual(len(self.called("mvn")), 1)

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

    def test_signal_while_it_sets_up_ends_in_a_sentence_and_ends_the_build(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self.maven('echo $$ > "$CALLS.pid"; exec sleep 60')
            process = subprocess.Popen(
                [str(self.project / "lab"), "doctor"],
                env=self.environment(),
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
                preexec_fn=lambda: handled(signal.SIG_DFL),
            )
            pid = Path(f"{self.calls}.pid")
            until = time.monotonic() + 20
            while not pid.exists() and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(number)
            _, said = process.communicate(timeout=5)
            self.assertEqual(process.returncode, 128 + number)
            self.assertEqual(
                said.strip().splitlines()[-1], "lab: stopped; ./lab goes on where it was."
            )
            self.assertNotIn("Traceback", said)
            with contextlib.suppress(psutil.NoSuchProcess):
                build = psutil.Process(int(pid.read_text()))
                until = time.monotonic() + 5
                while build.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
                    time.sleep(0.05)
                self.assertEqual(build.status(), psutil.STATUS_ZOMBIE)
            pid.unlink()

    def test_signal_that_is_ignored_as_nohup_does_ends_neither_the_set_up_nor_what_it_becomes(self):
        for number in (signal.SIGINT, signal.SIGHUP):
            shutil.rmtree(self.project / ".lab", ignore_errors=True)
            self.maven(f"kill -{number.value} $PPID; sleep 0.3")
            self.fake(
                "java",
                JAVA.format(version="17.0.15", code=0).replace(
                    'echo "java', f'kill -{number.value} $$; echo "lives on: java'
                ),
            )
            run = subprocess.run(
                [str(self.project / "lab"), "ablate", "senet-reduction"],
                env=self.environment(),
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                preexec_fn=lambda: handled(signal.SIG_IGN),
                timeout=60,
                check=False,
            )
            with self.subTest(signal=number.name):
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertIn("lives on: java", run.stdout)

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
            r"@.+/jupyter-spark/java\.args .*sevennets\.cli\.Main ablate vgg-lrn --master local\[2\]$",
        )
        arguments = (self.project / ".lab" / "jupyter-spark" / "java.args").read_text()
        self.assertIn("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", arguments)
        run = self.lab("ablate", "vgg-lrn")
        self.assertEqual(len(self.called("mvn")), 2, "the build without Spark is still there")
        (self.project / "src" / "main" / "java" / "A.java").write_text("class A { int x; }\n")
        self.lab("ablate", "vgg-lrn", "--master", "local[2]")
        self.assertEqual(len(list((self.project / ".lab").glob("spark-*"))), 1)
        self.assertNotIn("spark", run.stdout)

    def test_help_names_every_word_of_the_java_command_line(self):
        said = self.lab("help").stdout
        cli = ROOT / "src" / "main" / "java" / "sevennets" / "cli"
        listed = re.search(r"subcommands = \{(.*?)\}", (cli / "Main.java").read_text(), re.DOTALL)[
            1
        ]
        for name in re.findall(r"(\w+)\.class", listed):
            word = re.search(r'name = "([\w-]+)"', (cli / f"{name}.java").read_text())[1]
            self.assertRegex(said, rf"(\./lab|\|) {word}\b")

    def test_every_way_to_ask_for_help_prints_the_one_list_and_does_nothing_else(self):
        said = self.lab("help").stdout
        for words in (["--help"], ["-h"], ["--cpu", "--help"]):
            self.assertEqual(self.lab(*words).stdout, said)
        for word in ("reset", "update", "docs", "format"):
            run = self.lab(word, "--help")
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertRegex(run.stdout, rf"^\./lab {word}\b")
            self.assertIn(run.stdout, said)
        self.assertFalse((self.project / ".lab").exists())

    def test_word_that_stands_alone_refuses_another_after_it_and_does_nothing(self):
        for words in (["update", "--dry-run"], ["docs", "x"], ["format", "--check"]):
            self.assert_says(f"{words[0]} takes no word after it, received '{words[1]}'", *words)
        self.assertFalse((self.project / ".lab").exists())

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

    def test_open_tabs_are_kept_with_the_clone(self):
        run = self.lab("--no-browser")
        self.assertIn(f"workspaces_dir={self.project / '.lab' / 'workspaces'}", run.stdout)

    def test_setting_of_jupyterlab_by_the_user_stands_in_place_of_ours(self):
        for word in ("--ServerApp.ip=0.0.0.0", "--ip=0.0.0.0"):
            run = self.lab("--no-browser", "--", word)
            self.assertIn(word, run.stdout)
            self.assertNotIn("127.0.0.1", run.stdout)

    def test_port_that_no_machine_has_is_refused(self):
        for words in (["--ServerApp.port=99999"], ["--port", "99999"], ["--port=x"], ["--port=-1"]):
            run = self.lab("--no-browser", "--", *words)
            self.assertIn("a port is a number below 65536, received ", run.stderr)
            self.assertNotEqual(run.returncode, 0)

    def test_first_page_is_only_that_of_our_own_folder(self):
        (self.project / "notebooks").mkdir()
        (self.project / "notebooks" / "00-start-here.ipynb").write_text("{}")
        self.assertIn("default_url", self.lab("--no-browser").stdout)
        for words in (["--notebook-dir=/tmp"], ["--ServerApp.root_dir", "/tmp"], ["/tmp"]):
            self.assertNotIn("default_url", self.lab("--no-browser", "--", *words).stdout)
        self.assertIn("default_url", self.lab("--no-browser", "--", "--port", "8899").stdout)

    def test_log_that_holds_the_token_is_readable_by_its_owner_alone(self):
        log = self.project / "log"
        with log.open("w") as out:
            log.chmod(0o644)
            subprocess.run(
                [str(self.project / "lab"), "--no-browser"],
                env=self.environment(),
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                timeout=60,
                check=False,
            )
        self.assertIn("jupyterlab", log.read_text())
        self.assertEqual(log.stat().st_mode & 0o777, 0o600)

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

    def test_unpacked_bundle_asks_conda_for_nothing(self):
        self.fake("conda", CONDA)
        wheels = self.project / ".lab" / "offline" / "wheels"
        wheels.mkdir(parents=True)
        self.lab("doctor", PREFIX="")
        self.assertEqual(self.called("conda"), [])
        (installed,) = self.called("pip")
        self.assertIn(f"--no-index --find-links {wheels}", installed)

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
            run = self.lab("reset", "00")
            self.assertEqual(run.returncode, 0)
            self.assertEqual((notebooks / "00-start.ipynb").read_text(), "original")
            self.assertIn("File > Reload Notebook from Disk", run.stderr)
        written = (notebooks / "00-start.ipynb").stat().st_mtime_ns
        self.assertIn("you have saved no change", self.lab("reset", "00").stderr)
        self.assertEqual((notebooks / "00-start.ipynb").stat().st_mtime_ns, written)
        self.assertEqual((notebooks / "00-start.mine.ipynb").read_text(), "first answer")
        self.assertEqual((notebooks / "00-start.mine2.ipynb").read_text(), "second answer")
        for word in ("07", "*", "../../x", "README.md", "notebooks", "", "00-start.ipynb/..", ":/"):
            self.assert_says("no single notebook of the series is called.*00-start", "reset", word)
        self.assert_says("one notebook at a time", "reset")
        self.assert_says("one notebook at a time", "reset", "00", "01")
        self.assert_says("called '\ufffd.2Jx'", "reset", "\x1b[2Jx")
