"""Packages of npm that a page in a browser needs: fetched once, kept in .lab/npm, used from there without a network."""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import run_notebooks

STORE = run_notebooks.ROOT / ".lab" / "npm"
# Pinned: a page that was made today looks the same next year.
REVEAL = ("reveal.js", "5.2.1")
MINISEARCH = ("minisearch", "7.2.0")


class Missing(Exception):
    """A package is not here and cannot be fetched. The message says how to mend it."""


def package(name: str, version: str, store: Path = STORE) -> Path:
    """The folder of a package.

    :raises Missing: if it was never fetched and can't be now
    """
    folder = store / f"{name}-{version}"
    if folder.is_dir():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        raise Missing(f"{name} is fetched by npm, and there is no npm here: install Node.js")
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store) as unfinished:
        command = [npm, "pack", "--silent", f"{name}@{version}", "--pack-destination", unfinished]
        run = subprocess.run(
            command, cwd=unfinished, capture_output=True, text=True, check=False, timeout=300
        )
        packed = next(Path(unfinished).glob("*.tgz"), None)
        if packed is None:
            reason = (run.stderr.strip().splitlines() or ["npm says nothing"])[0]
            raise Missing(f"{name} {version} could not be fetched ({reason}): check the network")
        with tarfile.open(packed) as archive:
            # Where Python has one: that of Debian 12, 3.11.2, has none; the package is npm's, of a pinned version.
            archive.extraction_filter = getattr(tarfile, "data_filter", lambda it, _: it)
            archive.extractall(unfinished)
        Path(unfinished, "package").replace(folder)
    return folder
