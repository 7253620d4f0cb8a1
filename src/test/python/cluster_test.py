"""A sweep on a real Spark cluster, a master and workers on the loopback: `./lab test --all` runs it.

One executor has too little memory and dies of it, one worker is killed while its executor trains; the results are those
of the same sweep without Spark, digit for digit.
"""

import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import lab
import psutil
import spark_cluster
import stopping

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = float(os.environ.get("SEVENNETS_PATIENCE", "900"))  # seconds, of each wait
# Two arms, two seeds; epochs enough to be cut off in the midst of them.
SWEEP = ["resnet-preactivation", "--profile", "smoke", "--images", "256", "--epochs", "4"]
SWEEP += ["--seeds", "2"]
# A JVM takes the options of this variable after those of its command line. The arrays lie outside Java's heap, and are
# refused with an OutOfMemoryError where the whole process is larger than this.
STARVED = {"_JAVA_OPTIONS": "-Dorg.bytedeco.javacpp.maxphysicalbytes=200m"}


class ClusterTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        plain, self.ready = lab.set_up("cpu", spark=False), lab.set_up("cpu", spark=True)
        self.cluster = spark_cluster.Cluster(
            self.ready.java,
            self.ready.started / "java.args",
            self.ready.app / "classpath",
            plain.app / "classpath",
            self.folder / "cluster",
        )
        self.addCleanup(self.cluster.stop)

    def test_a_starved_executor_and_a_killed_worker_change_no_digit(self):
        self.cluster.master(spark_cluster.free_port())
        starved = self.cluster.worker("starved", **STARVED)
        with self.sweep("spark", "--master", self.cluster.address) as sweep:
            self.addCleanup(sweep.kill)
            self.until(sweep, lambda: "OutOfMemoryError" in self.executors("starved"))
            print("an executor ran out of memory")
            first = self.cluster.worker("first")
            end(starved)
            self.until(sweep, lambda: self.finished("spark") and self.under_way("spark"))
            second = self.cluster.worker("second")
            os.kill(first.pid, signal.SIGKILL)
            print(f"a worker was killed; finished: {len(self.finished('spark'))} of 4")
            said, _ = sweep.communicate(timeout=PATIENCE)
        self.assertEqual(sweep.returncode, 0, said)
        self.assertIsNone(second.poll())
        with self.sweep("alone") as alone:
            said, _ = alone.communicate(timeout=PATIENCE)
        self.assertEqual(alone.returncode, 0, said)
        results = self.results("alone")
        self.assertEqual(len(results), 4)
        self.assertEqual(self.results("spark"), results)

    def sweep(self, store: str, *more: str) -> subprocess.Popen:
        """As ./lab starts it once everything is built: with `more` on the cluster."""
        properties = [f"-Dsevennets.home={ROOT}", f"-Dsevennets.data={ROOT / 'data'}"]
        # The starved executor may fail often before it is taken away.
        properties.append("-Dspark.task.maxFailures=100")
        words = ["ablate", *SWEEP, "--store", str(self.folder / store), *more]
        return subprocess.Popen(
            [
                self.ready.java,
                f"@{self.ready.started / 'java.args'}",
                *properties,
                "sevennets.cli.Main",
                *words,
            ],
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, sweep: subprocess.Popen, happened) -> None:
        deadline = time.monotonic() + PATIENCE
        while not happened():
            if sweep.poll() is not None or time.monotonic() > deadline:
                self.fail(f"it did not come to that: {sweep.stdout.read()[-4000:]}")
            time.sleep(0.1)

    def executors(self, worker: str) -> str:
        logs = self.cluster.work(worker).glob("app-*/*/std*")
        return "\n".join(log.read_text(errors="replace") for log in logs)

    def finished(self, store: str) -> list[Path]:
        return sorted((self.folder / store).rglob("outcome.properties"))

    def under_way(self, store: str) -> bool:
        return any((self.folder / store).rglob("checkpoint-*.zip"))

    def results(self, store: str) -> dict[str, list[str]]:
        return {
            str(file.parent.relative_to(self.folder / store)): without_times(file.read_text())
            for file in self.finished(store)
        }


def without_times(properties: str) -> list[str]:
    """The lines that must be equal; of the history all columns but the last two, speed and seconds."""
    kept = []
    for line in properties.splitlines():
        if line.startswith("history="):
            kept += [row.rpartition(",")[0].rpartition(",")[0] for row in line.split("\\n")]
        elif not line.startswith("#"):  # when it was written
            kept.append(line)
    return sorted(kept)


def end(worker: subprocess.Popen) -> None:
    """Takes a machine away: the worker, and its executors with it."""
    for process in [
        *psutil.Process(worker.pid).children(recursive=True),
        psutil.Process(worker.pid),
    ]:
        process.kill()


if __name__ == "__main__":
    stopping.install("cluster_test.py: stopped")
    unittest.main(verbosity=2)
