"""What JupyterLab saves: a notebook that was only opened, scrolled or run to the same end stays byte for byte what it was.

JupyterLab adds the kernel's version to the notebook, and to its cells which are scrolled or folded. jupyter_server calls
`on_save` before it writes; the option that says so is in lab.py.

Whether an output is trusted, because this user has run its cell, is left to the server: it reads the note, signs the
notebook, and takes the note out itself.
"""

from nbformat import from_dict
from normalise import KEPT_CELL_METADATA, NOTEBOOK_METADATA

TRUSTED = "trusted"
# How nbgrader knows a cell, without which an answer gets no points, and locks it. The series' own notebooks have none.
KEPT_ON_SAVE = (*KEPT_CELL_METADATA, "nbgrader", "editable", "deletable")


def on_save(model: dict, **_ignored) -> None:
    """Takes out of a Java notebook what a front end notes of its own state; sources and outputs stay."""
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    if content.get("metadata", {}).get("kernelspec", {}).get("name") != "java":
        return
    content["metadata"] = from_dict(NOTEBOOK_METADATA)
    for cell in content.get("cells", []):
        metadata = cell.get("metadata", {})
        kept = KEPT_ON_SAVE if cell.get("cell_type") != "code" else (*KEPT_ON_SAVE, TRUSTED)
        cell["metadata"] = {key: metadata[key] for key in kept if key in metadata}
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output["metadata"] = {}
