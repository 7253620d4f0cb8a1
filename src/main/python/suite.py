"""All tests: `./lab test [--all | --mutants ROOM]`. Ends in one line `N passed, N failed, N skipped`; exit code 1 where any failed.

The parts, in order: the form of Java and Python (`./lab format` mends it), the Java unit tests, those with Apache Spark, the Python tests, every notebook in profile smoke,
JupyterLab in a real browser.
A part that fails does not stop the next. `--all` adds the Java tests tagged "slow", among them every net at full size and
`verify` on the reference files in ../shared/reference (or where SEVENNETS_REFERENCE says), NVIDIA's own compiler and cuDNN
without a card (838 MB, kept in ~/.cache/sevennets, or where SEVENNETS_NVIDIA says), the notebooks in profile quick,
a sweep on a Spark cluster of which executors and workers die, 60 presses of JupyterLab's stop button for 10, other
processors by qemu and Windows by Wine, every platform's native libraries, the recipes of containers, a class at one JupyterHub, a chapter graded by nbgrader, processes that are
killed at random moments and begun again, notebooks side by side, Error Prone, and the Java unit tests and two notebooks on a second JDK (SEVENNETS_SECOND_JDK, or one that
lies in /usr/lib/jvm). What a part needs and the machine lacks is skipped in a sentence.

`--mutants ROOM` runs PIT on one package instead, `ops` for sevennets.ops: it changes the code in small ways and counts which
changes a unit test notices. It lists those that none did. `--by TESTS` takes fewer tests, as in `--by 'sevennets.ops.*Test'`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import exercises
import nvidia
import run_notebooks
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = run_notebooks.ROOT
SCRIPTS = ROOT / "src" / "main" / "python"
PYTHON_TESTS = ROOT / "src" / "test" / "python"
JDKS = Path("/usr/lib/jvm")
# What --all tries besides, of machines that this one is not and of what takes long.
MACHINES = {
    "A Spark cluster on the loopback": "cluster_test.py",
    "Other processors and systems, by qemu and Wine": "machines_test.py",
    "Every platform's native libraries": "artifacts_test.py",
    "The notebooks on IJava's base": "ijava_test.py",
    "Recipes of containers": "recipes_test.py",
    "A class without a network": "class_test.py",
    "Processes that are killed": "kills_test.py",
    "Notebooks side by side": "together_test.py",
    "A chapter graded by nbgrader": "grading_test.py",
}


@dataclass(frozen=True)
class Tally:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


FORM_CHECKS = {
    "Java's form": (["mvn", "-B", "-ntp", "-q", "spotless:check"],),
    "Python's form": (["ruff", "format", "--check"], ["ruff", "check"]),
}
FORM_MENDS = (
    ["mvn", "-B", "-ntp", "-q", "spotless:apply"],
    ["ruff", "check", "--fix"],
    ["ruff", "format"],
)


def form_tests() -> Tally:
    """Each language is one test."""
    tally = Tally()
    for name, commands in FORM_CHECKS.items():
        passed = all(form(command) for command in commands)
        if not passed:
            print(f"{name} is not the formatter's: ./lab format mends it")
        tally += Tally(passed=passed, failed=not passed)
    return tally


def form(command: list[str]) -> bool:
    if command[0] == "ruff":
        folders = [str(SCRIPTS), str(PYTHON_TESTS)]
        settings = ["--config", str(SCRIPTS / "ruff.toml")]
        command = [sys.executable, "-m", *command, *settings, *folders]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


def error_prone_tests() -> Tally:
    """One test: the whole code in a build of its own, where a finding of Error Prone is an error."""
    command = ["mvn", "-B", "-ntp", "-q", "test-compile", "-Perror-prone"]
    code = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    return Tally(passed=code == 0, failed=code != 0)


def java_tests(slow: bool) -> Tally:
    if slow and "SEVENNETS_NVIDIA" not in os.environ and (kept := nvidia.kept_for_tests()):
        os.environ["SEVENNETS_NVIDIA"] = str(kept)
    return maven(ROOT / "target", ["-Pslow"] if slow else [])


def second_jdk_tests() -> Tally:
    """The same classes, run by a JDK of another version: readers have any from 17 to 25."""
    java = second_jdk()
    return maven(ROOT / "target", [f"-Djvm={java}"]) if java else Tally(skipped=1)


def second_jdk_notebooks() -> Tally:
    """Two notebooks, in the kernel that `./lab` makes for that JDK; then that of this one is made again."""
    java = second_jdk()
    if not java:
        return Tally(skipped=1)
    binaries = Path(java).parent
    its = {
        **os.environ,
        "JAVA_HOME": str(binaries.parent),
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
    }
    lab = str(ROOT / "lab")
    words = ["run", "--anew", "--profile", "smoke", "00", "what-where"]
    code = subprocess.run([lab, *words], env=its, check=False).returncode
    subprocess.run([lab, "doctor"], stdout=subprocess.DEVNULL, check=False)
    return Tally(passed=code == 0, failed=code != 0)


def second_jdk() -> str | None:
    """Its `java`."""
    own = java_version(shutil.which("java"))
    homes = [os.environ.get("SEVENNETS_SECOND_JDK"), *sorted(map(str, JDKS.glob("*")))]
    programs = [str(Path(home, "bin", "java")) for home in homes if home]
    others = [it for it in programs if java_version(it) not in (None, own)]
    if not others:
        print(f"skipped: there is no second JDK in {JDKS}, and SEVENNETS_SECOND_JDK names none")
        return None
    print(f"{others[-1]} is Java {java_version(others[-1])}", flush=True)
    return others[-1]


def java_version(program: str | None) -> int | None:
    """Its first number; None where that is no JDK of 17 or newer."""
    if program is None or not Path(program).with_name("javac").exists():
        return None
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found and int(found[1]) >= 17 else None


def spark_tests() -> Tally:
    """In a build of their own, so that all other tests run on a reader's class path, which is without Spark."""
    build = ROOT / "target" / "spark"
    return maven(build, ["-Pspark", f"-Dbuild.dir={build}", "-Dtest=sevennets.spark.*Test"])


def maven(build: Path, options: list[str]) -> Tally:
    """Maven's tests, counted from Surefire's reports: a build that breaks before them counts as one failure."""
    reports = build / "surefire-reports"
    for old in reports.glob("TEST-*.xml"):
        old.unlink()
    code = subprocess.run(
        ["mvn", "-B", "-ntp", "test", *options], cwd=ROOT, stdin=subprocess.DEVNULL, check=False
    ).returncode
    counted = sum((surefire(report) for report in reports.glob("TEST-*.xml")), Tally())
    return counted if counted.failed or code == 0 else counted + Tally(failed=1)


def surefire(report: Path) -> Tally:
    suite = ElementTree.parse(report).getroot()
    count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return Tally(count["tests"] - failed - count["skipped"], failed, count["skipped"])


def mutants(room: str, tests: str | None) -> int:
    """PIT on a package: how many of its changes a test notices, and where it made those that none did."""
    if not (ROOT / "src/main/java/sevennets" / room.replace(".", "/")).is_dir():
        print(
            f"there is no package sevennets.{room}; {room!r} is to be one of src/docs/house.md's rooms"
        )
        return 2
    (ROOT / ".lab" / "mutants").mkdir(parents=True, exist_ok=True)
    goals = ["test-compile", "org.pitest:pitest-maven:mutationCoverage"]
    options = ["-Pmutants", f"-Dmutants={room}", *([f"-Dmutants.tests={tests}"] if tests else [])]
    command = ["mvn", "-B", "-ntp", *options, *goals]
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        return 1
    found = ElementTree.parse(ROOT / "target" / "pit-reports" / "mutations.xml").getroot()
    missed = [it for it in found if it.get("detected") != "true"]
    for it in missed:
        where = f"{it.findtext('sourceFile')}:{it.findtext('lineNumber')}"
        print(
            f"{where} {it.findtext('description')} ({it.get('status').lower().replace('_', ' ')})"
        )
    noticed = len(found) - len(missed)
    share = noticed / len(found) if len(found) else 1
    print(f"{noticed} of {len(found)} changes to sevennets.{room} were noticed: {share:.0%}")
    return 0


def python_tests(pattern: str) -> Tally:
    loader = unittest.TestLoader()
    tests = loader.discover(str(PYTHON_TESTS), pattern=pattern, top_level_dir=str(PYTHON_TESTS))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(tests)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    return Tally(result.testsRun - failed - len(result.skipped), failed, len(result.skipped))


def notebooks(profile: str) -> Tally:
    """Each notebook of the series is one test."""
    tally = Tally()
    hold = hold_exercises if profile == "smoke" else None
    for path in run_notebooks.all_notebooks():
        code = run_notebooks.main(["--profile", profile, str(path)], hold)
        if code == 130:
            raise KeyboardInterrupt
        tally += Tally(passed=code == 0, failed=code != 0)
    return tally


def hold_exercises(client: NotebookClient, notebook: NotebookNode, path: Path) -> None:
    """Of the series as it is published; who reads it answers its exercises, and a handout has no solutions."""
    found = (
        exercises.problems(notebook)
        + exercises.accepted_wrong_answers(client, notebook)
        + exercises.untold_mistakes(client, notebook, exercises.twins(path.stem))
    )
    if found:
        raise run_notebooks.Failure(f"{run_notebooks.shown(path)}: " + "; ".join(found))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./lab test", description="Run all tests.")
    parser.add_argument(
        "--all",
        action="store_true",
        help="also the slow Java tests, and the notebooks in profile quick",
    )
    parser.add_argument("--format", action="store_true", help="mend the form and test nothing")
    parser.add_argument(
        "--mutants", metavar="ROOM", help="which changes to a package no test notices"
    )
    parser.add_argument("--by", metavar="TESTS", help="with --mutants: by these tests only")
    options = parser.parse_args(arguments)
    if options.mutants:
        return mutants(options.mutants, options.by)
    if options.format:
        return 0 if all([form(command) for command in FORM_MENDS]) else 1
    parts = [
        ("Form", form_tests),
        ("Java", lambda: java_tests(options.all)),
        ("Java with Spark", spark_tests),
        ("Python", lambda: python_tests("test_*.py")),
        ("Notebooks, profile smoke", lambda: notebooks("smoke")),
        ("JupyterLab in a browser", lambda: python_tests("*browser_test.py")),
    ]
    if options.all:
        os.environ.setdefault("SEVENNETS_PRESSES", "60")
        parts.append(("Error Prone", error_prone_tests))
        parts.append(("A second JDK", second_jdk_tests))
        parts.append(("Two notebooks on it", second_jdk_notebooks))
        for name, file in MACHINES.items():
            parts.append((name, lambda file=file: python_tests(file)))
        parts.append(("Notebooks, profile quick", lambda: notebooks("quick")))
    total, lines = Tally(), []
    for name, part in parts:
        print(f"\n=== {name}", flush=True)
        started = time.monotonic()
        tally = part()
        total += tally
        lines.append(f"{name}: {tally} ({time.monotonic() - started:.0f} s)")
    print("\n" + "\n".join(lines) + f"\n{total}", flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
