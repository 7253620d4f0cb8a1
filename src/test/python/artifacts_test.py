"""The native libraries of every platform that pom.xml names, read from the files: for which processor and system they
are made, and whether each library that they load is there. `./lab test --all` runs it; nothing is started.

LIEF (Apache 2.0) reads the three formats. Platforms that are not this machine's are fetched by Maven, 250 MB once.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import environment

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "target"
LIEF = "lief>=1.0,<2"
# By profile of pom.xml: the platform in the jars' names, and the processor as LIEF names it.
PROFILES = {
    "linux-x86_64": ("linux-x86_64", "X86_64"),
    "linux-arm64": ("linux-arm64", "AARCH64"),
    "macos-intel": ("macosx-x86_64", "X86_64"),
    "macos-apple": ("macosx-arm64", "ARM64"),
    "windows-x86_64": ("windows-x86_64", "AMD64"),
}
ARTIFACTS = ("javacpp", "openblas", "dnnl", "opencl", "nd4j-native")
# What the system itself has; libgomp is asked for by ./lab where ND4J needs it (java_side.check_openmp).
SYSTEM = re.compile(
    r"lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|z)\.so\.\d+|ld-linux[\w.-]+"  # Linux
    r"|/usr/lib/.+|/System/Library/.+"  # macOS
    r"|(kernel32|cfgmgr32|advapi32|user32|shell32|ole32|oleaut32|psapi|dbghelp|ws2_32|msvcrt|ucrtbase|bcrypt)\.dll"
    r"|api-ms-win-[\w-]+\.dll",
    re.IGNORECASE,
)
# Looked for outside the jars: by the system's package, or by a card's driver, whose absence JavaCPP takes.
ELSEWHERE = {"linux-arm64": {"libgomp.so.1"}}
# A second binding of OpenBLAS, for builds without LAPACK: nobody loads it.
UNUSED = "jniopenblas_nolapack"
# The oldest macOS that each artifact's libraries say they run on; machines.md tells readers.
OLDEST_MACOS = {
    "macosx-arm64": {"nd4j-native": 11, "openblas": 11, "dnnl": 15, "javacpp": 15, "opencl": 15},
    "macosx-x86_64": {"nd4j-native": 10, "openblas": 10, "dnnl": 15, "javacpp": 15, "opencl": 15},
}


@dataclass(frozen=True)
class Library:
    """A native library in a jar, as its file describes it; `oldest_macos` is 0 on other systems."""

    jar: str
    name: str
    processor: str
    needed: tuple[str, ...]
    oldest_macos: int


def lief():
    """LIEF, installed beside the build, which no reader needs."""
    folder = TARGET / "lief"
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), LIEF]
        subprocess.run(pip, check=True)
    sys.path.insert(0, str(folder))
    import lief as module

    return module


def jars(profile: str) -> list[Path]:
    """That platform's jars with natives, as this pom resolves them."""
    out = TARGET / "artifacts" / profile
    if not out.exists():
        chosen = ",".join(name if name == profile else f"!{name}" for name in PROFILES)
        command = [
            *("mvn", "-B", "-ntp", "-q"),
            f"-P{chosen}",
            "dependency:copy-dependencies",
            f"-DincludeArtifactIds={','.join(ARTIFACTS)}",
            f"-DoutputDirectory={out}",
        ]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if made.returncode:
            raise AssertionError(made.stdout + made.stderr)
    platform = PROFILES[profile][0]
    return sorted(it for it in out.glob("*.jar") if platform in it.name)


class ArtifactsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lief, cls.read = lief(), {}

    def test_every_platform_has_all_five_with_natives_for_its_processor(self):
        for profile, (_, processor) in PROFILES.items():
            with self.subTest(profile=profile):
                found = jars(profile)
                absent = {name for name in ARTIFACTS if not any(name in it.name for it in found)}
                self.assertEqual(absent, set())
                for it in self.libraries(profile):
                    self.assertEqual(it.processor, processor, f"{it.jar}: {it.name}")

    def test_every_library_that_is_loaded_is_in_a_jar_or_in_the_system(self):
        for profile, (platform, _) in PROFILES.items():
            with self.subTest(profile=profile):
                libraries = self.libraries(profile)
                here = {it.name.lower() for it in libraries}
                missing = {
                    (it.jar, it.name, needed)
                    for it in libraries
                    for needed in it.needed
                    if not SYSTEM.fullmatch(needed)
                    and Path(needed.replace("@rpath/", "")).name.lower() not in here
                    and needed not in ELSEWHERE.get(platform, ())
                }
                self.assertEqual(missing, set())

    def test_oldest_macos_is_what_the_docs_say(self):
        for profile in ("macos-apple", "macos-intel"):
            platform = PROFILES[profile][0]
            with self.subTest(profile=profile):
                oldest: dict[str, int] = {}
                for it in self.libraries(profile):
                    artifact = next(name for name in ARTIFACTS if name in it.jar)
                    oldest[artifact] = max(oldest.get(artifact, 0), it.oldest_macos)
                self.assertEqual(oldest, OLDEST_MACOS[platform])

    def libraries(self, profile: str) -> list[Library]:
        """All in that platform's jars; reading them takes a minute, so they are read once."""
        if profile not in self.read:
            self.read[profile] = list(self.unpacked(profile))
        return self.read[profile]

    def unpacked(self, profile: str) -> Iterator[Library]:
        for jar in jars(profile):
            with zipfile.ZipFile(jar) as packed:
                for name in packed.namelist():
                    if re.search(r"\.(so|dylib|dll)(\.[\d.]+)?$", name) and UNUSED not in name:
                        binary = self.parsed(packed, name)
                        self.assertIsNotNone(binary, f"LIEF can't read {name}")
                        yield Library(
                            jar.name,
                            Path(name).name,
                            self.processor(binary),
                            tuple(getattr(it, "name", it) for it in binary.libraries),
                            self.oldest_macos(binary),
                        )

    def parsed(self, packed: zipfile.ZipFile, name: str):
        """Headers and dependencies alone: ND4J's library has 100 MB of symbols."""
        with tempfile.TemporaryDirectory() as folder:
            file = packed.extract(name, folder)
            with open(file, "rb") as content:
                magic = content.read(4)
            if magic == b"\x7fELF":
                light = self.lief.ELF.ParserConfig()
                for part in [it for it in dir(light) if it.startswith("parse_")]:
                    setattr(light, part, False)
                return self.lief.ELF.parse(file, light)
            if magic[:2] == b"MZ":
                light = self.lief.PE.ParserConfig()
                light.parse_exports = light.parse_rsrc = light.parse_reloc = False
                light.parse_signature = light.parse_exceptions = False
                return self.lief.PE.parse(file, light)
            return self.lief.MachO.parse(file, self.lief.MachO.ParserConfig.quick).at(0)

    @staticmethod
    def processor(binary) -> str:
        header = binary.header
        kind = next(
            getattr(header, name)
            for name in ("machine_type", "cpu_type", "machine")
            if hasattr(header, name)
        )
        return kind.name

    @staticmethod
    def oldest_macos(binary) -> int:
        for command in ("build_version", "version_min"):
            found = getattr(binary, command, None)
            if found is not None:
                return (getattr(found, "minos", None) or found.version)[0]
        return 0


class WheelsTest(unittest.TestCase):
    """What environment.yml asks for, as far as it can be had without conda's channels: the packages of Python resolved
    by pip, for systems that are not this one; conda's own beside Debian's of the same name.
    """

    DEBIAN = {"openjdk": "openjdk-17-jdk-headless", "maven": "maven", "python": "python3"}

    PLATFORMS = {
        "Linux on x86-64": ("manylinux_2_17_x86_64", "manylinux_2_28_x86_64"),
        "Linux on ARM": ("manylinux_2_17_aarch64", "manylinux_2_28_aarch64"),
        "macOS on Apple's processors": ("macosx_11_0_arm64",),
        "macOS on Intel": ("macosx_10_13_x86_64", "macosx_11_0_x86_64"),
        "Windows": ("win_amd64",),
    }

    def test_every_python_package_and_what_it_needs_has_a_wheel_for_every_system(self):
        asked = environment.requirements((ROOT / "environment.yml").read_text(encoding="utf-8"))
        for system, platforms in self.PLATFORMS.items():
            with self.subTest(system=system):
                pip = [
                    *(sys.executable, "-m", "pip", "install", "--dry-run", "--quiet"),
                    *("--ignore-installed", "--only-binary=:all:", "--python-version", "3.12"),
                    *("--target", str(TARGET / "wheels")),
                    *(word for platform in platforms for word in ("--platform", platform)),
                    *asked,
                ]
                run = subprocess.run(pip, capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, 0, run.stderr[-2000:])

    @unittest.skipUnless(shutil.which("apt-cache"), "needs Debian's apt-cache")
    def test_condas_own_packages_are_in_debian_within_their_bounds(self):
        text = (ROOT / "environment.yml").read_text(encoding="utf-8")
        for name, package in self.DEBIAN.items():
            with self.subTest(name=name):
                least, limit = re.search(rf"- {name} >=([\d.]+),<([\d.]+)", text).groups()
                said = subprocess.run(
                    ["apt-cache", "policy", package], capture_output=True, text=True, check=True
                ).stdout
                here = re.search(r"Candidate: (?:\d+:)?([\d.]+)", said)[1]
                self.assertLessEqual(self.numbers(least), self.numbers(here))
                self.assertLess(self.numbers(here), self.numbers(limit))

    @staticmethod
    def numbers(version: str) -> list[int]:
        return [int(it) for it in version.strip(".").split(".")]


if __name__ == "__main__":
    unittest.main()
