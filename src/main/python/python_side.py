"""Python's side of a set-up: the environment that holds JupyterLab and the Java kernel. conda where it is, else a venv; in
an unpacked bundle always a venv, of the wheels that the bundle brings.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import environment
import offline
import steps

LIST = steps.ROOT / "environment.yml"


@dataclass(frozen=True)
class Environment:
    """Its folder and its Python; one of conda's brings Java and Maven too."""

    prefix: Path
    python: Path
    conda: bool


def set_up() -> Environment:
    conda = steps.executable("mamba") or steps.executable("conda")
    made = conda_environment(conda) if conda and conda_is_wanted() else venv()
    if not made.python.exists():
        raise steps.Refusal(f"{made.python} is missing: remove the folder .lab and run ./lab again")
    return made


def conda_is_wanted() -> bool:
    """conda would ask the network for what a bundle brings."""
    return os.environ.get("SEVENNETS_PYTHON", "conda") != "venv" and not offline.has_wheels()


def conda_environment(conda: str) -> Environment:
    """The environment `sevennets` brings Java and Maven too, so it goes before the machine's own."""
    stamp = steps.STATE / f"conda-{steps.short_hash(LIST)}"
    if not stamp.exists():
        steps.need_space("the conda environment", 4000)
        make_conda_environment(conda)
        code = "import sys; print(sys.prefix)"
        answer = subprocess.run(
            [conda, "run", "-n", "sevennets", "python", "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise steps.Refusal(
                "the conda environment sevennets does not start: conda env remove -n sevennets, then run ./lab again"
            )
        steps.publish(stamp, answer.stdout.strip())
    prefix = Path(stamp.read_text(encoding="utf-8"))
    python = prefix / "python.exe" if steps.WINDOWS else prefix / "bin" / "python"
    return Environment(prefix, python, conda=True)


def make_conda_environment(conda: str) -> None:
    listed = subprocess.run(
        [conda, "env", "list"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    ).stdout
    if any(line.split()[:1] == ["sevennets"] for line in listed.splitlines()):
        words = ["env", "update", "--prune", "-n", "sevennets", "-f", str(LIST)]
        steps.step("Updating the conda environment sevennets", "conda", [conda, *words])
    else:
        words = ["env", "create", "-f", str(LIST)]
        steps.step("Creating the conda environment sevennets", "conda", [conda, *words])


def venv() -> Environment:
    """A venv cannot be moved, so it is made in its place; the file `ready` says that it was finished."""
    requirements = environment.requirements(LIST.read_text(encoding="utf-8"))
    folder = steps.STATE / f"venv-{steps.short_hash(repr(requirements), steps.python_identity())}"
    python = steps.venv_python(folder)
    if not (folder / "ready").exists() or not python.exists():
        steps.need_space("JupyterLab", 1000)
        # pip goes on with what an earlier attempt has brought; a folder without a Python is of no use.
        if not python.exists():
            steps.step(
                "Making a Python environment in .lab", "venv", [base(), "-m", "venv", str(folder)]
            )
        listed = steps.STATE / "requirements.txt"
        steps.publish(listed, "\n".join(requirements) + "\n")
        pip = [
            str(python),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "-r",
            str(listed),
            *offline.pip_options(),
        ]
        steps.step("Installing JupyterLab and the Java kernel", "pip", pip)
        steps.publish(folder / "ready", "")
        steps.discard("venv", folder)
    return Environment(folder, python, conda=False)


def base() -> str:
    """The Python that environments are made from: the one that ./lab was started with."""
    return os.environ.get("LAB_PYTHON") or sys.executable
