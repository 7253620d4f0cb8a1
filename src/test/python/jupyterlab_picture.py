"""The README's picture of JupyterLab, in a browser: notebook 00 as it is being run in profile quick.

`PYTHONPATH=src/main/python .lab/venv-*/bin/python src/test/python/jupyterlab_picture.py`, after `./lab`.
"""

import shutil
import time

import run_notebooks
from browser_test import CELLS, START_HERE, BrowserTest

OUT = run_notebooks.ROOT / "src" / "docs" / "jupyterlab.webp"
TRAINING = (
    f"({CELLS}).findIndex(it => /epoch [2-9]/.test(it.text) && /batch .* left/.test(it.text))"
)
# The net's training as a reader looks at it: its cell at the top of the page.
TO_THE_TOP = "document.querySelectorAll('.jp-Notebook .jp-CodeCell')[{}].scrollIntoView()"


def main() -> None:
    BrowserTest.PROFILE = "quick"
    BrowserTest.setUpClass()
    lab = BrowserTest("open")
    try:
        lab.setUp()
        shutil.copy(START_HERE, lab.folder)
        lab.open(START_HERE.name)
        lab.page.evaluate(
            "document.querySelectorAll('.jp-OutputArea-output').forEach(it => it.remove())"
        )
        lab.choose("Run", "Run All Cells")
        lab.page.wait(f"{TRAINING} >= 0", 1800, "the second pass")
        lab.page.evaluate(TO_THE_TOP.format(lab.page.evaluate(TRAINING)))
        time.sleep(2)
        lab.page.screenshot(OUT)
    finally:
        lab.doCleanups()
        BrowserTest.doClassCleanups()


if __name__ == "__main__":
    main()
