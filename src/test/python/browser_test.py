"""JupyterLab as a reader has it: started by ./lab, seen and clicked in a real browser."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

import chromium
import normalise
import psutil
import run_notebooks
from nbformat.v4 import new_code_cell, new_notebook

START_HERE = run_notebooks.NOTEBOOKS / "00-start-here.ipynb"
TOKEN = "the-test-knows-it"
# Every cell is in the page, also what a reader would have to scroll to.
SETTINGS = {"@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"}}

# An error or a log line counts as one: neither may stand under a reader's cell.
CELLS = """[...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].map(cell => ({
    prompt: cell.querySelector('.jp-InputPrompt')?.textContent.trim(),
    error: cell.querySelector('[data-mime-type$="jupyter.error"], [data-mime-type$="jupyter.stderr"]')?.textContent ?? '',
    text: cell.querySelector('.jp-OutputArea')?.textContent ?? '',
    pictures: [...cell.querySelectorAll('.jp-OutputArea img, .jp-OutputArea svg')].filter(
        it => it.getBoundingClientRect().width > 100 && it.getBoundingClientRect().height > 100).length,
}))"""
# What stood in each output with a picture in it, in its order.
WATCH = """(() => {
    window.views = {};
    const note = () => document.querySelectorAll('.jp-Notebook .jp-CodeCell').forEach((cell, c) =>
        cell.querySelectorAll('.jp-OutputArea-output').forEach((output, o) => {
            if (output.querySelector('img, svg')) (views[`${c}/${o}`] ??= new Set()).add(output.innerHTML);
        }));
    new MutationObserver(note).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
})()"""
UNDESCRIBED = (
    "[...document.querySelectorAll('.jp-OutputArea img')].filter(it => it.alt.length < 20).length"
)
MOST_VIEWS = "Math.max(0, ...Object.values(views).map(it => it.size))"

# Small batches and short epochs, so that a press falls into every phase: steps, validation, charts, epochs' ends.
STOPPED = {
    "setup": """\
import sevennets.data.Dataset;
import sevennets.data.FashionMnist;
import sevennets.data.Splits;
import sevennets.data.Subset;
import sevennets.models.Models;
import sevennets.notebook.Notebook;
import sevennets.train.Progress;
import sevennets.train.Recipes;
import sevennets.train.Step;
import sevennets.train.Trainer;
Notebook.setup();
class Counted implements Progress {
    volatile int batches;
    int last = Integer.MAX_VALUE;
    @Override public void batchEnded(Step step) {
        if (++batches == last) Thread.currentThread().interrupt();
    }
}
Splits data = FashionMnist.load();
Dataset images = Subset.sample(data.train(), 1_500, 1);
Dataset judged = Subset.sample(data.validation(), 500, 1);
Trainer trainer(Progress live, Counted counted) {
    return new Trainer(
            Models.get("lenet5").withInput(1, 32, 32).net(1),
            Recipes.get("quick").withEpochs(1_000).withBatchSize(50))
        .listen(live)
        .listen(counted);
}
Counted counted = new Counted();
Trainer trainer = trainer(Notebook.live(), counted);""",
    "fit": "trainer.fit(images, judged);",
    "idle": """\
int before = counted.batches;
Thread.sleep(1_000);
System.out.println("batches since: " + (counted.batches - before));""",
    "unbroken": """\
Counted again = new Counted();
again.last = counted.batches;
Trainer unbroken = trainer(new Progress() {}, again);
unbroken.fit(images, judged);
Thread.interrupted();
System.out.println("the same weights: " + unbroken.net().params().equalsWithEps(trainer.net().params(), 0));""",
}

BROWSER = chromium.find()
# `./lab test --all` presses the stop button more often.
PRESSES = int(os.environ.get("SEVENNETS_PRESSES", "10"))


@unittest.skipUnless(
    BROWSER,
    "no Chromium or Chrome on this machine: sudo apt-get install chromium, or name one in CHROME",
)
class BrowserTest(unittest.TestCase):
    PROFILE = "smoke"

    @classmethod
    def setUpClass(cls):
        # Inside the project, so that the notebooks find its data; a copy, so that the browser saves over no original.
        cls.folder = Path(tempfile.mkdtemp(dir=run_notebooks.ROOT / ".lab", prefix="browser-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        for file, settings in SETTINGS.items():
            (cls.folder / "settings" / file).parent.mkdir(parents=True)
            (cls.folder / "settings" / file).write_text(json.dumps(settings))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            cls.port = free.getsockname()[1]
        environment = {
            **os.environ,
            "JUPYTER_TOKEN": TOKEN,
            "SEVENNETS_PROFILE": cls.PROFILE,
            "JUPYTERLAB_SETTINGS_DIR": str(cls.folder / "settings"),
            "JUPYTER_CONFIG_DIR": str(cls.folder / "config"),
            "JUPYTERLAB_WORKSPACES_DIR": str(cls.folder / "workspaces"),
        }
        log = (cls.folder / "server.log").open("w")
        cls.addClassCleanup(log.close)
        cls.server = subprocess.Popen(
            [
                str(run_notebooks.ROOT / "lab"),
                "--port",
                str(cls.port),
                "--no-browser",
                "--",
                f"--ServerApp.root_dir={cls.folder}",
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        cls.addClassCleanup(cls.stop_server)
        chromium.wait_for(cls.listens, 600, "JupyterLab to be built and to listen")

    @classmethod
    def listens(cls):
        if cls.server.poll() is not None:
            raise RuntimeError(
                "JupyterLab ended: " + (cls.folder / "server.log").read_text()[-2000:]
            )
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", cls.port)) == 0

    @classmethod
    def stop_server(cls):
        os.killpg(cls.server.pid, signal.SIGTERM)
        cls.server.wait(timeout=60)

    def setUp(self):
        tab = chromium.page(BROWSER)
        self.page = tab.__enter__()
        self.addCleanup(tab.__exit__, None, None, None)

    def tearDown(self):
        self.page.screenshot(run_notebooks.ROOT / ".lab" / f"{self._testMethodName}.png")

    def test_reader_runs_start_here_and_sees_a_net_learn(self):
        shutil.copy(START_HERE, self.folder)
        self.open(START_HERE.name)
        self.page.evaluate(
            "document.querySelectorAll('.jp-OutputArea-output').forEach(it => it.remove())"
        )
        self.page.evaluate(WATCH)
        self.choose("Run", "Run All Cells")
        cells = self.all_executed(600)
        self.assertEqual([cell["error"] for cell in cells if cell["error"]], [])
        self.assertGreater(sum(cell["pictures"] for cell in cells), 0, "a chart is visible")
        self.assertGreaterEqual(self.page.evaluate(MOST_VIEWS), 2, "the live view changed")

    def test_vgg_runs_without_an_error_and_shows_described_charts(self):
        self.run_chapter("02-vgg.ipynb", pictures=8)

    def test_googlenet_runs_without_an_error_and_shows_described_charts(self):
        self.run_chapter("03-googlenet.ipynb", pictures=8)

    def run_chapter(self, name, pictures):
        shutil.copy(run_notebooks.NOTEBOOKS / name, self.folder)
        self.open(name)
        self.page.evaluate(
            "document.querySelectorAll('.jp-OutputArea-output').forEach(it => it.remove())"
        )
        self.choose("Run", "Run All Cells")
        cells = self.all_executed(600)
        self.assertEqual([cell["error"] for cell in cells if cell["error"]], [])
        self.assertGreaterEqual(sum(cell["pictures"] for cell in cells), pictures)
        self.assertEqual(
            self.page.evaluate(UNDESCRIBED), 0, "every picture has an alternative text"
        )

    def test_no_question_stands_between_the_reader_and_the_notebook(self):
        self.write("fine.ipynb", {"fine": "1 + 1"})
        self.open("fine.ipynb")
        self.assertEqual(
            self.page.evaluate(
                "document.querySelectorAll('.jp-Dialog, .jp-toastContainer').length"
            ),
            0,
        )

    def test_opening_and_scrolling_a_notebook_changes_nothing(self):
        shutil.copy(START_HERE, self.folder)
        self.open(START_HERE.name)
        self.page.evaluate("document.querySelector('.jp-Notebook-footer').scrollIntoView()")
        # JupyterLab writes what the kernel says of its language once it has been told.
        time.sleep(5)
        self.assertEqual(
            self.page.evaluate("document.querySelectorAll('.lm-mod-dirty, .jp-mod-dirty').length"),
            0,
            "the tab says that the notebook was changed",
        )
        self.choose("File", "Save Notebook")
        time.sleep(2)
        self.assertEqual(
            (self.folder / START_HERE.name).read_bytes(), START_HERE.read_bytes(), "once saved"
        )

    def test_failing_cell_is_seen_on_the_page(self):
        self.write("fails.ipynb", {"fine": "1 + 1", "fails": 'Integer.parseInt("seven")'})
        self.open("fails.ipynb")
        self.choose("Run", "Run All Cells")
        cells = self.all_executed(60)
        self.assertEqual(cells[0]["error"], "")
        self.assertIn("NumberFormatException", cells[1]["error"])

    def test_every_press_of_stop_stops_within_two_seconds_and_fit_goes_on(self):
        self.write("stopped.ipynb", STOPPED)
        self.open("stopped.ipynb")
        self.run_cell(0, 120)
        for press in range(PRESSES):
            with self.subTest(press=press):
                self.press_stop_while_training(random.Random(press).uniform(0.1, 4))
        self.run_cell(2)
        self.assertEqual(self.cells()[2]["text"].strip(), "batches since: 0")
        self.run_cell(3, 120 + 5 * PRESSES)
        self.assertEqual(self.cells()[3]["text"].strip(), "the same weights: true")

    def press_stop_while_training(self, after):
        """Runs the cell `fit`, presses stop so many seconds after its live view has come, and sees training end."""
        self.start_cell(1)
        self.page.wait(f"/batch .* left/.test(({CELLS})[1].text)", 60, "the live view")
        time.sleep(after)
        self.page.click('[data-command="notebook:interrupt-kernel"], [title^="Interrupt"]')
        pressed = time.monotonic()
        self.page.wait(
            f"({CELLS})[1].text.includes('interrupted in epoch')",
            10,
            "the view to say that training stopped",
        )
        self.assertLess(time.monotonic() - pressed, 2, "seconds until training had stopped")
        self.page.wait(f"!({CELLS})[1].prompt.includes('*')", 10, "the stopped cell to end")
        self.assertNotIn("Exception", self.cells()[1]["error"])

    def start_cell(self, index):
        """Selects a cell and runs it."""
        self.page.click(f".jp-Notebook .jp-Cell:nth-of-type({index + 1}) .jp-InputPrompt")
        self.choose("Run", "Run Selected Cell and Do not Advance")

    def run_cell(self, index, seconds=30):
        self.start_cell(index)
        self.page.wait(
            f"/\\[\\d+\\]/.test(({CELLS})[{index}].prompt)", seconds, f"cell {index} to end"
        )
        self.assertEqual(self.cells()[index]["error"], "")

    def write(self, name, cells):
        notebook = new_notebook(
            cells=[new_code_cell(source, id=id) for id, source in cells.items()]
        )
        (self.folder / name).write_text(
            normalise.text(normalise.normalised(notebook, run_notebooks.ROOT))
        )

    def open(self, name):
        """Opens a notebook as its link does, and waits for its kernel."""
        self.page.open(
            f"http://127.0.0.1:{self.port}/lab/workspaces/{time.time_ns()}/tree/{urllib.parse.quote(name)}?token={TOKEN}"
        )
        chromium.wait_for(
            lambda: self.connected(name), 120, "the page to be connected to the notebook's kernel"
        )
        self.page.wait(
            "document.querySelector('.jp-Toolbar-kernelName')?.textContent === 'Java'",
            30,
            "the page to show the kernel",
        )

    def connected(self, name):
        """Asked of the server: the page calls this kernel's state unknown until it has run a first cell."""
        with urllib.request.urlopen(
            f"http://127.0.0.1:{self.port}/api/sessions?token={TOKEN}", timeout=10
        ) as answer:
            return any(
                it["path"] == name and it["kernel"]["connections"] for it in json.load(answer)
            )

    def choose(self, menu, item):
        self.page.click(".lm-MenuBar-itemLabel", menu)
        self.page.click(".lm-Menu-itemLabel", item)

    def cells(self):
        return self.page.evaluate(CELLS)

    def all_executed(self, seconds):
        """The cells, once each was executed or dropped after a failure."""
        self.page.wait(
            f"({CELLS}).some(it => /\\[\\d+\\]/.test(it.prompt))", seconds, "a first cell to end"
        )
        self.page.wait(
            f"({CELLS}).every(it => !it.prompt.includes('*'))", seconds, "every cell to end"
        )
        return self.cells()

    def kernels_load(self, seconds):
        """Cores that the Java kernels of this server take."""
        kernels = [
            it
            for it in psutil.Process(self.server.pid).children(recursive=True)
            if "java" in it.name()
        ]
        before = sum(sum(it.cpu_times()[:2]) for it in kernels)
        time.sleep(seconds)
        return (sum(sum(it.cpu_times()[:2]) for it in kernels) - before) / seconds
