"""The one form in which a notebook is stored: `normalise.py NOTEBOOK...` rewrites each file in it.

Cells, their ids and their outputs stay. What differs from run to run or from machine to machine goes: execution counts
become 1, 2, 3..., timings and widget state vanish, the project's folder becomes a relative path.
"""

import re
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from steps import printable

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Java", "language": "java", "name": "java"},
    "language_info": {
        "codemirror_mode": "java",
        "file_extension": ".jshell",
        "mimetype": "text/x-java-source",
        "name": "java",
        "pygments_lexer": "java",
    },
}
# Cell metadata that an author sets; all other is a front end's memory of its own state.
KEPT_CELL_METADATA = ("tags", "jupyter")

MACHINE_PATH = re.compile(
    r"(?<![\w.])(/(home|root|Users|tmp|work|private|var)/[\w.-]+|[A-Z]:\\\\?Users)"
)


def normalised(notebook: NotebookNode, root: Path) -> NotebookNode:
    """The notebook in its stored form. `root` is the project's folder, whose path is taken out of the outputs."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    count = 0
    for cell in notebook.cells:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in KEPT_CELL_METADATA if key in cell.metadata}
        )
        cell.source = "\n".join(line.rstrip() for line in cell.source.splitlines())
        if cell.cell_type != "code":
            continue
        count += cell.execution_count is not None
        cell.execution_count = count if cell.execution_count is not None else None
        cell.outputs = [
            normalised_output(output, cell.execution_count, root) for output in merged(cell.outputs)
        ]
    return notebook


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Neighbouring pieces of one stream as one output: where the kernel cut them is chance."""
    whole: list[NotebookNode] = []
    for output in outputs:
        last = whole[-1] if whole else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            whole.append(output)
    return whole


def normalised_output(output: NotebookNode, count: int | None, root: Path) -> NotebookNode:
    output.pop("transient", None)
    if "metadata" in output:
        output.metadata = NotebookNode()
    if output.output_type == "execute_result":
        output.execution_count = count
    if output.output_type == "stream":
        output.text = relative(last_progress(output.text), root)
    for mime, value in output.get("data", {}).items():
        if isinstance(value, str) and is_text(mime):
            output.data[mime] = relative(value, root)
    return output


def is_text(mime: str) -> bool:
    return mime.startswith("text/") or mime == "image/svg+xml"


def last_progress(text: str) -> str:
    """Each line as a terminal shows it in the end: what follows its last carriage return."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def relative(text: str, root: Path) -> str:
    return text.replace(f"{root}/", "").replace(str(root), ".")


def problems(notebook: NotebookNode) -> list[str]:
    """What no tool can mend in stored outputs: each as a sentence that names the cell."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"cell '{cell.id}' stores an error: {output.ename}")
            if output.output_type == "stream" and output.name == "stderr":
                found.append(f"cell '{cell.id}' stores log lines: {output.text.strip()[:80]}")
            path = MACHINE_PATH.search(visible_text(output))
            if path:
                found.append(f"cell '{cell.id}' stores a path of one machine: {path.group()}")
    return found


def visible_text(output: NotebookNode) -> str:
    texts = [
        value
        for mime, value in output.get("data", {}).items()
        if isinstance(value, str) and is_text(mime)
    ]
    return "\n".join([output.get("text", ""), *texts])


class Unreadable(Exception):
    """A file is no notebook, or not one that can be used. The message is a sentence that names it."""


def read(path: Path) -> NotebookNode:
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except OSError as failure:
        raise Unreadable(f"cannot read {printable(str(path))}: {failure.strerror}") from failure
    except Exception as failure:
        raise Unreadable(
            f"{printable(str(path))} is no Jupyter notebook of format 4: {reason(failure)}"
        ) from failure
    return notebook


def reason(failure: Exception) -> str:
    """nbformat lets through whatever its JSON and schema libraries raise, and Python's own words where a part of it is
    of another type than it expects.
    """
    if isinstance(failure, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(failure, RecursionError):
        return "it is nested too deeply"
    if isinstance(failure, (AttributeError, TypeError)):
        return "what it holds is not arranged as a notebook's"
    said = str(failure).strip().splitlines() or [type(failure).__name__]
    return printable(said[0][:200])


def text(notebook: NotebookNode) -> str:
    """The file's content: sorted keys, one line feed at the end."""
    return nbformat.writes(notebook, indent=1, sort_keys=True) + "\n"


def project_root() -> Path:
    return Path(__file__).resolve().parents[3]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(text(normalised(read(Path(name)), project_root())), encoding="utf-8")
