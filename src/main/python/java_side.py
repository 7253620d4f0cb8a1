"""Java's side of a set-up: the JDK and Maven of this machine, an up-to-date build, and how it is started."""

import os
import platform
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

import nvidia
import offline
import steps
from python_side import Environment

OLDEST_JAVA = 17
REMARK = re.compile(r"^(Picked up |NOTE: Picked up |WARNING:|.* VM warning:).*\n?", re.MULTILINE)
# What ND4J and oneDNN have natives for, as Python names it.
PLATFORMS = {
    ("linux", "x86_64"),
    ("linux", "arm64"),
    ("darwin", "x86_64"),
    ("darwin", "arm64"),
    ("win32", "x86_64"),
}


@dataclass(frozen=True)
class Tools:
    java: str
    maven: str
    version: str
    """All that `java -version` says of Java."""


def use_conda(made: Environment) -> None:
    """Lets conda's Java and Maven come before the machine's own, for this process and all that it starts."""
    if not made.conda:
        return
    prefix = made.prefix
    library = prefix / "Library" if steps.WINDOWS else prefix
    own = [prefix, library / "bin", prefix / "Scripts"] if steps.WINDOWS else [prefix / "bin"]
    os.environ["PATH"] = os.pathsep.join([*map(str, own), os.environ.get("PATH", "")])
    home = library / "lib" / "jvm"
    if home.is_dir():
        os.environ["JAVA_HOME"] = str(home)
    else:
        os.environ.pop("JAVA_HOME", None)


def find_tools() -> Tools:
    check_platform()
    java = of_java("java")
    if java is None:
        raise steps.Refusal(f"there is no Java here; install JDK 17: {steps.JDK}")
    answer = subprocess.run(
        [java, "-version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    # Without what it remarks on this shell's own settings, or each of them would have a build of its own.
    said = REMARK.sub("", answer.stderr + answer.stdout)
    found = re.search(r'version "(\d+)', said)
    feature = found.group(1) if found else "of an unknown version"
    if not found or int(feature) < OLDEST_JAVA:
        raise steps.Refusal(
            f"{java} is Java {feature}, 17 or newer is needed: {steps.JDK}, then point JAVA_HOME at it"
        )
    if of_java("javac") is None:
        raise steps.Refusal(f"there is a Java runtime here but no JDK (no javac): {steps.JDK}")
    check_openmp()
    maven = steps.executable("mvn")
    if maven is None and not offline.has_build(sources(spark=False)):
        raise steps.Refusal(
            f"there is no Maven here: {steps.install_with('maven', 'maven', 'Apache.Maven')}"
        )
    return Tools(java, maven or "mvn", said)


def of_java(program: str) -> str | None:
    home = os.environ.get("JAVA_HOME")
    own = steps.executable(program, [Path(home, "bin")]) if home else None
    return own or steps.executable(program)


def machine() -> str:
    """The processor's kind, by one name on every system."""
    name = platform.machine().lower()
    return {"amd64": "x86_64", "aarch64": "arm64"}.get(name, name)


def check_platform() -> None:
    if (sys.platform, machine()) not in PLATFORMS:
        raise steps.Refusal(
            f"there are no natives of Deeplearning4j for {platform.system()} on {platform.machine()}: use Linux "
            "on x86-64 or ARM, macOS, or Windows on x86-64"
        )


def check_openmp() -> None:
    """Linux on ARM only: ND4J's natives for x86 bring OpenMP along, those for ARM look for the system's."""
    if (sys.platform, machine()) == ("linux", "arm64") and not find_library("gomp"):
        raise steps.Refusal(
            "there is no libgomp.so.1 here, which ND4J needs: sudo apt-get install libgomp1"
        )


def older_processor() -> bool:
    """Whether this is an x86 processor without AVX2, for which ND4J's usual natives are not made (before 2013)."""
    cpuinfo = Path("/proc/cpuinfo")
    if machine() != "x86_64" or not cpuinfo.exists():
        return False
    flags = re.search(r"^flags\s*:(.*)$", cpuinfo.read_text(errors="replace"), re.MULTILINE)
    return flags is not None and "avx2" not in flags.group(1).split()


def build(tools: Tools, choice: nvidia.Choice, spark: bool) -> Path:
    """The folder of an up-to-date build. Those for a card and with Spark lie beside the plain one, and it may be in use
    while they are made: only an older one of the same kind is removed.
    """
    kind = "-".join([*way_words(choice), "spark" if spark else "app"])
    options = maven_options(choice, spark)
    app = steps.STATE / f"{kind}-{steps.short_hash(repr(options), tools.version, *sources(spark))}"
    if app.is_dir():
        return app
    if not spark and offline.has_build(sources(spark=False)):
        offline.restore(app)
        return app
    steps.need_space("the build", 500)
    if choice.way == "nd4j":
        steps.say(
            f"{choice.card.name}: CUDA and cuDNN are downloaded once, 2.5 GB; ./lab --cpu does without."
        )
        steps.need_space("CUDA", 8000)
    unfinished = steps.STATE / f"building-{os.getpid()}"
    more = ", and 120 MB of Spark" if spark else ""
    steps.step(
        f"Building (the first time it fetches 200 MB of libraries{more})",
        "maven",
        [
            tools.maven,
            *("-B", "-Dmaven.test.skip=true", "-Dlib.skip=true", *options),
            f"-Dbuild.dir={unfinished}",
            *proxy_options(),
            *("-f", str(steps.ROOT / "pom.xml"), "package"),
        ],
    )
    unfinished.rename(app)
    steps.discard(kind, app)
    steps.discard("building", None)
    return app


def way_words(choice: nvidia.Choice) -> list[str]:
    """What a card's way adds to the names of folders; the processor adds nothing."""
    return [] if choice.way == "cpu" else [choice.way]


def proxy_options() -> list[str]:
    """Maven takes no proxy from the environment, as pip and curl do; a name and password stand in its settings.xml."""
    options = []
    for scheme in ("http", "https"):
        proxy = urllib.request.getproxies_environment().get(scheme)
        if proxy:
            place = urllib.parse.urlsplit(proxy if "://" in proxy else f"http://{proxy}")
            options += [f"-D{scheme}.proxyHost={place.hostname}"]
            options += [f"-D{scheme}.proxyPort={place.port or 80}"]
    if not options:
        return []
    direct = urllib.request.getproxies_environment().get("no", "").split(",")
    hosts = [name for host in map(str.strip, direct) if host for name in with_subdomains(host)]
    if hosts:
        options.append(f"-Dhttp.nonProxyHosts={'|'.join(hosts)}")
    return [*options, "-Daether.connector.http.useSystemProperties=true"]


def with_subdomains(host: str) -> list[str]:
    return ["*"] if host == "*" else [host.lstrip("."), "*." + host.lstrip(".")]


def maven_options(choice: nvidia.Choice, spark: bool) -> list[str]:
    options = ["-Pspark"] if spark else []
    if choice.way == "nd4j":
        options.append("-Pcuda")
    if choice.libraries:
        options.append(f"-Dcudnn.version={choice.libraries.bindings}")
    if older_processor():
        options.append("-Dnd4j.classifier=linux-x86_64-onednn")
    return options


def sources(spark: bool) -> list[Path]:
    folders = ["src/main/java", "src/main/resources", *(["src/main/spark"] if spark else [])]
    files = [path for folder in folders for path in (steps.ROOT / folder).rglob("*")]
    return [steps.ROOT / "pom.xml", *sorted(path for path in files if path.is_file())]


def kernelspec(
    made: Environment,
    tools: Tools,
    app: Path,
    spark: bool,
    choice: nvidia.Choice,
    libraries: list[Path],
    arithmetic: str,
) -> Path:
    """In one place for all builds of one way and arithmetic: a JupyterLab that is open finds the newest of them at the
    kernel's next start, and whatever else is started leaves it on its card. A build with Spark is for the command line
    alone, and its place is its own.
    """
    way = [*way_words(choice), *filter(None, [arithmetic])]
    notebooks = steps.STATE / "-".join(["jupyter", *way])
    started = steps.STATE / "-".join(["jupyter", "spark", *way]) if spark else notebooks
    jar = next(app.glob("sevennets-*.jar"))
    command = [
        tools.java,
        str(app / "classpath"),
        str(jar),
        str(started),
        *(["spark"] if spark else []),
        *([arithmetic] if arithmetic else []),
        *map(str, libraries),
    ]
    script = Path(__file__).with_name("kernelspec.py")
    run = subprocess.run(
        [str(made.python), str(script), *command],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise steps.Refusal(run.stderr.strip().splitlines()[-1])
    paths = [str(notebooks), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    return started
