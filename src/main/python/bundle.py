"""`./lab bundle`: an installation in one archive that starts where there is no network, as in a lecture hall.

It holds the project as the last commit has it, the build, Java's libraries, Python's wheels, reveal.js, and the
pretrained weights that were fetched. `./lab` in the unpacked folder finds them in `.lab/offline` and fetches nothing.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import environment
import java_side
import normalise
import npm
import offline
import python_side

ROOT = normalise.project_root()
OFFLINE = Path(".lab", "offline")


def write(app: Path, python: str, out: Path) -> Path:
    """Makes the archive for machines like this one: the same system, processor and minor version of Python."""
    with tempfile.TemporaryDirectory(dir=ROOT / ".lab") as folder:
        made = Path(folder, "seven-nets")
        project(made)
        wheels(python, made / OFFLINE / "wheels")
        build(app, made / OFFLINE / "app")
        reveal(made)
        weights(made)
        (made / OFFLINE / offline.MADE).write_text(
            json.dumps({"sources": offline.fingerprint(java_side.sources(spark=False))}) + "\n"
        )
        pack(made, out)
    return out


def pack(made: Path, out: Path) -> None:
    unfinished = out.with_name(out.name + ".unfinished")
    with tarfile.open(unfinished, "w:gz", compresslevel=3) as archive:
        archive.add(made, arcname="seven-nets", filter=nobodys)
    os.replace(unfinished, out)


def nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Root, who unpacks the archive for a class, would else give its files to whoever has the maker's number there, and let
    those write who could here. The modes are the two that git knows, so that every student can read.
    """
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    if not entry.issym():
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry


def project(made: Path) -> None:
    """A clone, so that `./lab reset` and `./lab update` work in it, of the last commit alone."""
    subprocess.run(
        ["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), str(made)], check=True
    )


def wheels(python: str, folder: Path) -> None:
    """Of conda's Python too, which was set up without pip's list of what is required."""
    requirements = environment.requirements(python_side.LIST.read_text(encoding="utf-8"))
    command = [python, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "-w", str(folder), *requirements], check=True)


def build(app: Path, folder: Path) -> None:
    """The build and the libraries beside it; its class path names them by their places in the bundle."""
    libraries = folder / "libraries"
    libraries.mkdir(parents=True)
    names = []
    for library in (app / "classpath").read_text(encoding="utf-8").strip().split(os.pathsep):
        shutil.copy2(library, libraries)
        names.append(Path(library).name)
    for jar in app.glob("sevennets-*.jar"):
        shutil.copy2(jar, folder)
    (folder / "classpath.names").write_text("\n".join(names) + "\n", encoding="utf-8")


def reveal(made: Path) -> None:
    for package in (npm.REVEAL, npm.MINISEARCH):
        folder = npm.package(*package)
        shutil.copytree(folder, made / ".lab" / "npm" / folder.name)


def weights(made: Path) -> None:
    fetched = ROOT / "data" / "weights"
    if fetched.is_dir():
        shutil.copytree(fetched, made / "data" / "weights")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./lab bundle",
        description="Pack this installation for machines of the same kind without a network.",
    )
    parser.add_argument("--out", type=Path, default=ROOT / ".lab" / "seven-nets.tar.gz")
    parser.add_argument("--app", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        made = write(options.app, sys.executable, options.out)
    except npm.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"{made} ({made.stat().st_size >> 20} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
