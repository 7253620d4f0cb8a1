"""Writes how Java is started: the notebooks' kernel, and an argument file for the command line.

    kernelspec.py JAVA CLASSPATH_FILE JAR OUT [spark] [float32|bfloat16] [FOLDER...]

makes OUT/kernels/java/kernel.json (OUT goes on JUPYTER_PATH, before every other place where a kernel called "java" may
lie) and OUT/java.args (for `java @OUT/java.args sevennets.cli.Main ...`).

With `spark` they start Java as Apache Spark needs it. The options are those of the table in pom.xml.

The libraries go to the kernel through JJAVA_CLASSPATH. Let the notebook fetch them with a magic instead, and it takes
half a minute and works in one kernel only. The folders hold NVIDIA's libraries, where a card is to be used; with `float32`
it rounds no product to TF32, with `bfloat16` all to that.
"""

import importlib.metadata
import json
import os
import sys
import tempfile
from pathlib import Path

import container
import java_kernel
import jvm
import psutil
import steps

SPARK = "spark"
ARITHMETICS = ("float32", "bfloat16")
GIB = 1 << 30


def jvm_options(machine_bytes: int, *more: str) -> list[str]:
    """Those of every JVM of ours, its memory on such a machine, and `more` of the table, such as "notebook"."""
    table = jvm.table()
    heap = min(max(machine_bytes // 8, GIB), 4 * GIB)
    memory = table["memory"].format(
        heap=heap >> 20, arrays=machine_bytes // 2 >> 20, process=machine_bytes * 3 // 4 >> 20
    )
    return " ".join([table["every"], memory, *(table[name] for name in more)]).split()


def card_options(words: list[str]) -> list[str]:
    """For JavaCPP, which is to take NVIDIA's libraries from the folders among these words before all others."""
    folders = [word for word in words if word not in (SPARK, *ARITHMETICS)]
    if not folders:
        return []
    return [
        "-Dsevennets.card=cudnn",
        *[f"-Dsevennets.card.arithmetic={word}" for word in words if word in ARITHMETICS],
        "-Dorg.bytedeco.javacpp.pathsFirst=true",
        f"-Djava.library.path={os.pathsep.join(folders)}",
    ]


def kernel(java: str, main: str, classpath: list[str], libraries: str, options: list[str]) -> dict:
    """The kernelspec. `interrupt_mode` must be message: a signal would end the JVM."""
    path = os.pathsep.join(classpath)
    return {
        "argv": [java, *options, "-cp", path, main, "{connection_file}"],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": {
            "JJAVA_CLASSPATH": libraries,
            **jvm.openmp(dict(os.environ)),
            **language(),
        },
    }


def language() -> dict:
    """Jupyter may have been started by another program, in a locale that knows ASCII alone."""
    name = steps.utf8_locale()
    return {"LC_ALL": name} if name else {}


def argument_file(options: list[str], classpath: str) -> str:
    """What `java @FILE` reads."""
    all_options = [*options, f"-Dsevennets.kernel={jjava_name()}"]
    return "\n".join([*map(quoted, all_options), f"-cp {quoted(classpath)}", ""])


def quoted(argument: str) -> str:
    """A folder's name may hold a space, and on Windows it holds backslashes."""
    return '"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"'


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


def java_encoding() -> str:
    """Java reads an argument file in the system's own encoding: on Windows that of its code page."""
    return "mbcs" if os.name == "nt" else "utf-8"


def replace(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Writes beside, then renames: whoever reads sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, delete=False, encoding=encoding
    ) as beside:
        beside.write(text)
    os.replace(beside.name, path)


def main(java: str, classpath_file: str, jar: str, out: str, *more: str) -> None:
    libraries = os.pathsep.join([jar, Path(classpath_file).read_text(encoding="utf-8").strip()])
    memory = container.memory(psutil.virtual_memory().total)
    card = card_options(list(more))
    notebook = [*jvm_options(memory, "notebook"), *card]
    main_class, classpath = java_kernel.made(java, jjava_jar(), jjava_name(), Path(out))
    spec = kernel(java, main_class, classpath, libraries, notebook)
    replace(Path(out, "kernels", "java", "kernel.json"), json.dumps(spec, indent=1) + "\n")
    line = [*jvm_options(memory, *({SPARK} & set(more))), *card]
    replace(Path(out, "java.args"), argument_file(line, libraries), java_encoding())


if __name__ == "__main__":
    main(*sys.argv[1:])
