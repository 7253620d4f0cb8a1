"""What Windows asks of the front end, held on this system: its paths, its line ends, its ways to start a program."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path, PureWindowsPath

import environment
import kernelspec
import lab
import python_side
import steps

ROOT = steps.ROOT
PLACES = (
    r"C:\Users\Ada Lovelace\seven nets\.lab\app-1\sevennets-0.2.0.jar",
    r"D:\课程\七网\lib\a.jar",
    r"\\server\share\it's here\b#1.jar",
    r"C:\ends in a backslash" + "\\",
)


class WindowsTest(unittest.TestCase):
    def test_java_reads_drive_letters_backslashes_spaces_chinese_names_and_semicolons(self):
        wanted = ";".join(PLACES)
        probe = "class Probe { public static void main(String[] a) { for (String n : a) System.out.println(System.getProperty(n)); } }"
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "Probe.java").write_text(probe)
            subprocess.run(["javac", "-d", folder, f"{folder}/Probe.java"], check=True)
            options = [f"-Dplaces={wanted}", "-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8"]
            text = kernelspec.argument_file(options, folder).replace("\n", "\r\n")
            Path(folder, "java.args").write_bytes(text.encode())
            run = subprocess.run(
                ["java", "-Dstdout.encoding=UTF-8", f"@{folder}/java.args", "Probe", "places"],
                env={"PATH": str(Path(shutil.which("java")).parent), "LC_ALL": "C.UTF-8"},
                capture_output=True,
                check=True,
            )
        self.assertEqual(run.stdout.decode().strip(), wanted)

    def test_kernel_spec_holds_windows_paths_as_they_are(self):
        spec = kernelspec.kernel(PLACES[0], "Main", [PLACES[1]], ";".join(PLACES), [])
        read = json.loads(json.dumps(spec))
        self.assertEqual(read["argv"][0], PLACES[0])
        self.assertEqual(read["env"]["JJAVA_CLASSPATH"].split(";"), list(PLACES))

    def test_environments_have_their_programs_in_scripts(self):
        with unittest.mock.patch.object(steps, "WINDOWS", True):
            python = steps.venv_python(PureWindowsPath(r"C:\Users\Ada Lovelace\.lab\venv-1"))
        self.assertEqual(str(python), r"C:\Users\Ada Lovelace\.lab\venv-1\Scripts\python.exe")

    def test_sentences_name_the_command_that_windows_has(self):
        with (
            unittest.mock.patch.object(steps, "COMMAND", "py -3 lab.py"),
            unittest.mock.patch("sys.stderr") as said,
        ):
            code = lab.start(["--port", "8888", "--gpu=amd"][2:])
        self.assertEqual(code, 1)
        printed = "".join(call.args[0] for call in said.write.call_args_list)
        self.assertIn("'--gpu=amd' is not understood", printed)
        self.assertNotIn("./lab", printed)

    def test_what_is_missing_is_installed_with_winget(self):
        with unittest.mock.patch.object(steps, "WINDOWS", True):
            mend = steps.install_with("maven", "maven", "Apache.Maven")
        self.assertEqual(mend, "winget install Apache.Maven")

    def test_program_is_waited_for_and_its_exit_code_comes_back(self):
        with unittest.mock.patch.object(steps, "WINDOWS", True):
            code = steps.become([sys.executable, "-c", "import sys; sys.exit(7)"])
        self.assertEqual(code, 7)

    def test_exit_code_after_ctrl_c_is_the_programs(self):
        """Windows hands a Ctrl-C to both, and its handler here runs once the program has ended."""
        program = "import os, signal, time; os.kill(os.getppid(), signal.SIGINT); time.sleep(0.3); raise SystemExit(7)"
        waiting = (
            "import signal, sys, steps, stopping; signal.signal(signal.SIGINT, signal.SIG_DFL);"
            "stopping.install('stopped'); steps.WINDOWS = True;"
            "sys.exit(steps.become([sys.executable, '-c', sys.argv[1]]))"
        )
        run = subprocess.run(
            [sys.executable, "-c", waiting, program],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src" / "main" / "python")},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        self.assertEqual((run.returncode, run.stderr), (7, ""))

    def test_second_set_up_waits_beyond_the_ten_seconds_that_windows_tries(self):
        tries = []

        def locking(_file, _mode, _bytes):
            tries.append(1)
            if len(tries) < 3:
                raise OSError(36, "Resource deadlock avoided")

        windows = unittest.mock.Mock(LK_LOCK=1, locking=locking)
        with (
            tempfile.TemporaryFile() as lock,
            unittest.mock.patch.dict(sys.modules, msvcrt=windows),
        ):
            steps.wait_on_windows(lock)
        self.assertEqual(len(tries), 3)

    def test_carriage_returns_change_nothing(self):
        text = (ROOT / "environment.yml").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            windows = Path(folder, "environment.yml")
            windows.write_bytes(text.replace("\n", "\r\n").encode())
            read = environment.requirements(windows.read_text(encoding="utf-8"))
        self.assertEqual(read, environment.requirements(text))

    def test_everything_is_checked_out_with_line_feeds(self):
        if not (ROOT / ".git").exists():
            self.skipTest("not a clone")
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "--eol"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        wrong = [line for line in listed.splitlines() if line.startswith(("i/crlf", "i/mixed"))]
        self.assertEqual(wrong, [])
        self.assertRegex(listed, r"i/lf +w/lf +attr/text=auto eol=lf *\tlab\n")

    def test_conda_keeps_its_python_beside_its_folders(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            unittest.mock.patch.object(steps, "WINDOWS", True),
            unittest.mock.patch.object(steps, "STATE", Path(folder)),
        ):
            stamp = Path(folder, f"conda-{steps.short_hash(python_side.LIST)}")
            stamp.write_text("conda prefix")
            made = python_side.conda_environment("conda")
        self.assertEqual(made.python, Path("conda prefix", "python.exe"))
