"""What an unpacked `./lab bundle` brings: used instead of the network, where it is there."""

import json
import os
import shutil
from pathlib import Path

import steps

FOLDER = steps.STATE / "offline"
MADE = "made.json"


def fingerprint(sources: list[Path]) -> str:
    """Of the sources that a build was made from."""
    return steps.short_hash(*sources)


def has_wheels() -> bool:
    return (FOLDER / "wheels").is_dir()


def pip_options() -> list[str]:
    return ["--no-index", "--find-links", str(FOLDER / "wheels")] if has_wheels() else []


def has_build(sources: list[Path]) -> bool:
    """Whether the bundle's build is the one of these sources: who changes them builds anew."""
    made = FOLDER / MADE
    return made.exists() and json.loads(made.read_text())["sources"] == fingerprint(sources)


def restore(app: Path) -> None:
    """The bundle's build in the place of one that Maven makes."""
    unfinished = steps.STATE / f"building-{os.getpid()}"
    unfinished.mkdir(parents=True)
    for jar in (FOLDER / "app").glob("sevennets-*.jar"):
        shutil.copy2(jar, unfinished)
    libraries = FOLDER / "app" / "libraries"
    names = (FOLDER / "app" / "classpath.names").read_text(encoding="utf-8").split("\n")[:-1]
    path = os.pathsep.join(str(libraries / name) for name in names)
    (unfinished / "classpath").write_text(path, encoding="utf-8")
    unfinished.rename(app)
