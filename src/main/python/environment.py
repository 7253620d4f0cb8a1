"""Prints the Python packages of environment.yml as pip writes them, one a line.

Only the shape that our own environment.yml has is understood, so that no YAML parser must be installed first.
"""

import sys
from pathlib import Path

# What conda brings and pip does not.
NOT_ON_PYPI = {"openjdk", "maven", "python", "pip"}


def requirements(text: str) -> list[str]:
    """The list items under `dependencies:`, without those that are no Python packages."""
    _, _, dependencies = text.partition("\ndependencies:")
    items = [
        line.strip()[2:] for line in dependencies.splitlines() if line.strip().startswith("- ")
    ]
    packages = [item.replace(" ", "") for item in items if not item.endswith(":")]
    return [package for package in packages if name(package) not in NOT_ON_PYPI]


def name(package: str) -> str:
    """The name alone: `jupyterlab` of `jupyterlab>=4.4,<5`."""
    for position, character in enumerate(package):
        if character in "<>=!~":
            return package[:position]
    return package


if __name__ == "__main__":
    print("\n".join(requirements(Path(sys.argv[1]).read_text(encoding="utf-8"))))
