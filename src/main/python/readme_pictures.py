"""The pictures that the README opens with: `.lab/venv-*/bin/python src/main/python/readme_pictures.py`, after `./lab`.

What the live view showed is that of the stored notebook 00, the Grad-CAM that of chapter 04; the block is drawn anew by
the kernel. All go to src/docs.
"""

import base64
import re

import normalise
import openings
import run_notebooks
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

OUT = run_notebooks.ROOT / "src" / "docs"
# By file: the notebook, the cell, and which of its pictures.
STORED = {
    "live-accuracy.png": ("00-start-here", "train", 1),
    "grad-cam.png": ("04-resnet", "grad-cam", 0),
}
BLOCK = (
    "sevennets.notebook.Notebook.setup();",
    'Notebook.draw(Models.get("resnet20_cifar").graph(), "layer2.0")',
)


def stored(notebook: str, cell: str, number: int) -> bytes:
    """A picture of a stored output, as PNG."""
    cells = normalise.read(run_notebooks.NOTEBOOKS / f"{notebook}.ipynb").cells
    outputs = next(it for it in cells if it.id == cell).outputs
    shown = openings.IMAGE.findall(str(outputs[0].data["text/html"]))
    return base64.b64decode(shown[number][1])


def drawn() -> str:
    """The block's drawing, as SVG."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in BLOCK])
    NotebookClient(notebook, kernel_name="java", startup_timeout=300).execute()
    html = str(notebook.cells[-1].outputs[0].data["text/html"])
    return re.search(r"(?s)<svg\b.*</svg>", html)[0] + "\n"


if __name__ == "__main__":
    for file, place in STORED.items():
        (OUT / file).write_bytes(stored(*place))
    (OUT / "residual-block.svg").write_text(drawn(), encoding="utf-8")
