"""What an executed notebook printed, without what no two executions have in common: how long things took."""

import re
from pathlib import Path

import nbformat

TIMES = re.compile(r"finished after [^;]*; [^;]*;|\w*[sS]ec\w*=[-\dE.]+")
# Of an object that has no words of its own.
IDENTITY = re.compile(r"@[0-9a-f]{5,8}\b")


def printed(copy: Path) -> dict[str, list[str]]:
    """By a cell's id, each of its outputs as text."""
    cells = nbformat.read(copy, as_version=4).cells
    return {cell.id: [text(it) for it in cell.get("outputs", [])] for cell in cells}


def text(output) -> str:
    said = output.get("text") or output.get("data", {}).get("text/plain", "")
    return IDENTITY.sub("", TIMES.sub("", said))
