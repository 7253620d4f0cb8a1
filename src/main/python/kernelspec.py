"""Writes how Java is started: the notebooks' kernel, and an argument file for the command line.

    kernelspec.py JAVA CLASSPATH_FILE JAR OUT

makes OUT/kernels/java/kernel.json (OUT goes on JUPYTER_PATH, before every other place where a kernel called "java" may
lie) and OUT/java.args (for `java @OUT/java.args sevennets.cli.Main ...`).

The libraries go to the kernel through JJAVA_CLASSPATH. Let the notebook fetch them with a magic instead, and it takes
half a minute and works in one kernel only.
"""

import importlib.metadata
import json
import os
import sys
import tempfile
from pathlib import Path

import psutil

KERNEL_MAIN = "org.dflib.jjava.distro.JJava"
GIB = 1 << 30


def jvm_options(machine_bytes: int) -> list[str]:
    """Java's own objects get an eighth of the machine; the arrays, which lie outside its heap, half of it."""
    heap = min(max(machine_bytes // 8, GIB), 4 * GIB)
    return [
        f"-Xmx{heap >> 20}m",
        f"-Dorg.bytedeco.javacpp.maxbytes={machine_bytes // 2 >> 20}m",
        f"-Dorg.bytedeco.javacpp.maxphysicalbytes={machine_bytes * 3 // 4 >> 20}m",
        "-Dorg.bytedeco.javacpp.logger=slf4j",
        "-Djava.awt.headless=true",
    ]


def kernel(java: str, jjava: str, libraries: str, options: list[str]) -> dict:
    """The kernelspec. `interrupt_mode` must be message: a signal would end the JVM."""
    shell = ["--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED"]
    return {
        "argv": [java, *options, *shell, "-cp", jjava, KERNEL_MAIN, "{connection_file}"],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": {"JJAVA_CLASSPATH": libraries},
    }


def argument_file(options: list[str], classpath: str) -> str:
    """What `java @FILE` reads: quoted, because a folder's name may hold a space."""
    quoted = classpath.replace("\\", "\\\\").replace('"', '\\"')
    return "\n".join([*options, f'-Dsevennets.kernel="{jjava_name()}"', f'-cp "{quoted}"', ""])


def jjava_jar() -> str:
    """The kernel's jar, as pip installed it."""
    for file in importlib.metadata.files("jjava") or []:
        if file.name == "jjava.jar":
            return str(Path(file.locate()).resolve())
    raise SystemExit(
        "the package jjava holds no jjava.jar: remove the folder .lab and run ./lab again"
    )


def jjava_name() -> str:
    return "JJava " + importlib.metadata.version("jjava")


def replace(path: Path, text: str) -> None:
    """Writes beside, then renames: whoever reads sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, delete=False, encoding="utf-8"
    ) as beside:
        beside.write(text)
    os.replace(beside.name, path)


def main(java: str, classpath_file: str, jar: str, out: str) -> None:
    libraries = os.pathsep.join([jar, Path(classpath_file).read_text(encoding="utf-8").strip()])
    options = jvm_options(psutil.virtual_memory().total)
    spec = kernel(java, jjava_jar(), libraries, options)
    replace(Path(out, "kernels", "java", "kernel.json"), json.dumps(spec, indent=1) + "\n")
    replace(Path(out, "java.args"), argument_file(options, libraries))


if __name__ == "__main__":
    main(*sys.argv[1:])
