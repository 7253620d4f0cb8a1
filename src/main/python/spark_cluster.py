"""A Spark cluster on this machine alone: a master and workers on the loopback, from the libraries of Maven's profile spark.

    ./lab cluster [--workers 2] [--port 7077] [--memory 4]

A worker has one core and a folder for its executors' logs. What is written for it runs on a cluster of many machines
without a change: the runs of a sweep are sent out, and lost ones are started again.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import steps
import stopping

HOST = "127.0.0.1"
PATIENCE = 120  # seconds; a JVM of a loaded machine may take a while
# A distribution of Spark holds these too, beside what the profile spark adds to the libraries of everybody.
SHARED = re.compile(r"(commons-|slf4j-|RoaringBitmap)")
# What master and workers tell one another is Java objects: these types and no other.
MESSAGES = "-Djdk.serialFilter=java.lang.**;java.util.**;java.net.*;java.io.*;scala.**;org.apache.spark.**;!*"
REGISTERED = "Successfully registered with master"


class Cluster:
    """The processes, and where they write."""

    def __init__(self, java: str, arguments: Path, spark: Path, plain: Path, folder: Path):
        """
        :param java: the program
        :param arguments: the file that says how Java is started with Spark
        :param spark: the file that holds the class path with Spark
        :param plain: the file that holds the one without it
        :param folder: for logs, and for what executors write
        """
        self.java, self.arguments, self.folder = java, arguments, folder
        self.home = distribution(paths(spark), paths(plain), folder / "distribution")
        core = next(self.home.glob("jars/spark-core_*.jar"))
        self.scala = re.search(r"_([\d.]+)-", core.name)[1]
        self.address = ""
        self.programs: list[subprocess.Popen] = []

    def master(self, port: int) -> subprocess.Popen:
        """Starts the master, and waits until it listens."""
        words = ["--host", HOST, "--port", str(port), "--webui-port", "0"]
        self.address = f"spark://{HOST}:{port}"
        started = self.start("master", "org.apache.spark.deploy.master.Master", words, {})
        self.wait(started, "master", lambda: listens(port))
        return started

    def worker(self, name: str, gigabytes: int = 4, **environment: str) -> subprocess.Popen:
        """Starts a worker of one core, and waits until the master knows it. Its executors write below its folder."""
        words = ["--host", HOST, "--webui-port", "0", "--cores", "1"]
        words += ["--memory", f"{gigabytes}g", "--work-dir", str(self.work(name)), self.address]
        started = self.start(name, "org.apache.spark.deploy.worker.Worker", words, environment)
        self.wait(started, name, lambda: REGISTERED in self.log(name).read_text(errors="replace"))
        return started

    def start(
        self, name: str, main: str, words: list[str], environment: dict[str, str]
    ) -> subprocess.Popen:
        self.work(name).mkdir(parents=True, exist_ok=True)
        # Java takes the last of two: a daemon has Spark's libraries alone.
        options = [f"@{self.arguments}", "-Xmx512m", MESSAGES, "-cp", f"{self.home / 'jars'}/*"]
        options.append("-Dorg.slf4j.simpleLogger.defaultLogLevel=info")
        own = {
            "SPARK_HOME": str(self.home),
            "SPARK_SCALA_VERSION": self.scala,
            "SPARK_LOCAL_IP": HOST,
            "SPARK_LOCAL_DIRS": str(self.work(name)),
        }
        with self.log(name).open("w") as log:
            started = subprocess.Popen(
                [self.java, *options, main, *words],
                env={**os.environ, **own, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.programs.append(started)
        return started

    def work(self, name: str) -> Path:
        return self.folder / name

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def wait(self, program: subprocess.Popen, name: str, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not ready():
            if program.poll() is not None or time.monotonic() > until:
                raise steps.Refusal(
                    f"Spark's {name} does not start: {self.log(name)} says why; is port {self.address.rpartition(':')[2]} taken?"
                )
            time.sleep(0.2)

    def stop(self) -> None:
        """Ends what this cluster started, its executors too."""
        running = [psutil.Process(it.pid) for it in self.programs if it.poll() is None]
        family = running + [child for it in running for child in it.children(recursive=True)]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
        for process in psutil.wait_procs(family, timeout=5)[1]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def paths(classpath: Path) -> list[Path]:
    return [Path(it) for it in classpath.read_text(encoding="utf-8").strip().split(os.pathsep)]


def distribution(spark: list[Path], plain: list[Path], home: Path) -> Path:
    """A folder as SPARK_HOME names it: the jars that a distribution of Spark has, and none of this project's."""
    shutil.rmtree(home, ignore_errors=True)
    jars = home / "jars"
    jars.mkdir(parents=True)
    known = {jar.name for jar in plain}
    for jar in spark:
        if jar.name not in known or SHARED.match(jar.name):
            try:
                (jars / jar.name).symlink_to(jar)
            except OSError:  # Windows asks for a right to make links
                shutil.copy(jar, jars / jar.name)
    return home


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./lab cluster",
        description="A Spark cluster on this machine, to try a sweep on; Ctrl-C ends it.",
    )
    parser.add_argument(
        "--workers", type=int, default=2, help="each with one core of its own (default: 2)"
    )
    parser.add_argument(
        "--port", type=int, default=7077, help="of the master; 0 for any free one (default: 7077)"
    )
    parser.add_argument(
        "--memory",
        type=int,
        default=4,
        help="GB that a worker offers for executors' Java objects (default: 4)",
    )
    for name in ("--java", "--arguments", "--spark", "--plain"):
        parser.add_argument(name, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.workers < 1:
        parser.error(f"--workers needs at least 1, received {options.workers}")
    return options


def main(words: list[str]) -> int:
    options = parse(words)
    port = options.port or free_port()
    # Two clusters write side by side, each into a folder of its own.
    folder = steps.STATE / "cluster" / str(port)
    if listens(port):
        steps.say(
            f"port {port} is taken, perhaps by another ./lab cluster: end that, or choose another with "
            "./lab cluster --port N, 0 for any free one"
        )
        return 1
    cluster = Cluster(
        options.java, Path(options.arguments), Path(options.spark), Path(options.plain), folder
    )
    stopping.install("The cluster has ended; what was finished is in the store.")
    try:
        cluster.master(port)
        names = {}
        for number in range(1, options.workers + 1):
            name = f"worker-{number}"
            names[cluster.worker(name, options.memory)] = name
            print(f"{name} of one core, process {cluster.programs[-1].pid}", flush=True)
    except steps.Refusal as refusal:
        cluster.stop()
        print(refusal, file=sys.stderr)
        return 1
    print(f"{cluster.address}; logs in {folder}")
    print(f"In another terminal: ./lab ablate NAME --master {cluster.address}", flush=True)
    while any(program.poll() is None for program in names):
        for program in [it for it in names if it.poll() is not None]:
            print(f"{names.pop(program)} has ended{by(program.returncode)}", flush=True)
        time.sleep(1)
    cluster.stop()
    print("no worker is left", file=sys.stderr)
    return 1


def by(code: int) -> str:
    return f", killed by {signal.Signals(-code).name}" if code < 0 else f" with exit code {code}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
