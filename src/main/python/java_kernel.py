"""The notebooks' kernel: JJava with errors and help for readers, from src/main/kernel.

It is compiled at set-up, because no Maven registry has JJava.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MAIN = "sevennets.kernel.Main"
STOCK_MAIN = "org.dflib.jjava.distro.JJava"
SOURCES = Path(__file__).parents[1]
# A kernel that runs loads classes from its folder until it ends, and each start of ./lab touches the folder that it uses.
UNUSED = 7 * 24 * 3600  # seconds; after these nobody's kernel is thought to run


def made(java: str, jjava: str, jjava_name: str, out: Path) -> tuple[str, list[str]]:
    """The kernel's main class and class path."""
    own = compiled(java, jjava, jjava_name, out)
    return (MAIN, [str(own), jjava]) if own else (STOCK_MAIN, [jjava])


def compiled(java: str, jjava: str, jjava_name: str, out: Path) -> Path | None:
    """The folder with the kernel's own part, compiled unless that was done before with the same JJava and Java.

    None where this JJava is not the one that it was written for: its own kernel then starts in its place.
    """
    sources = [
        *sorted((SOURCES / "kernel").rglob("*.java")),
        SOURCES / "java/sevennets/notebook/Javadoc.java",
        SOURCES / "java/sevennets/notebook/Parent.java",
        SOURCES / "java/sevennets/files/Escape.java",
    ]
    made_of = [java, jjava_name, *(source.read_text(encoding="utf-8") for source in sources)]
    folder = out / f"kernel-{hashlib.sha256(''.join(made_of).encode()).hexdigest()[:12]}"
    if folder.exists():
        with contextlib.suppress(OSError):  # of another user's installation
            os.utime(folder)
        return folder
    out.mkdir(parents=True, exist_ok=True)
    javac = str(Path(java).with_name(Path(java).name.replace("java", "javac")))
    with tempfile.TemporaryDirectory(dir=out) as unfinished:
        command = [
            javac,
            "-nowarn",
            "-cp",
            jjava,
            "-d",
            f"{unfinished}/classes",
            *map(str, sources),
        ]
        try:
            subprocess.run(command, capture_output=True, text=True, check=True)
        except (subprocess.CalledProcessError, OSError) as failed:
            reason = getattr(failed, "stderr", None) or failed
            print(f"the kernel starts without its help and short errors: {reason}", file=sys.stderr)
            return None
        for old in out.glob("kernel-*"):
            if time.time() - old.stat().st_mtime > UNUSED:
                shutil.rmtree(old, ignore_errors=True)
        os.replace(f"{unfinished}/classes", folder)
    return folder
