"""The notebooks on the base that IJava is built on, met for real: `./lab test --all` runs it.

Maven Central has IJava's base, jupyter-jvm-basekernel 2.3.0, with its sockets, messages, displays and renderer, and not
IJava 1.3.0 itself. src/test/ijava holds the two classes that were IJava's own, as far as notebooks reach them.
"""

import json
import os
import shutil
import subprocess
import unittest
from unittest import mock

import java_kernel
import nbformat
import run_notebooks
import test_kernel

TARGET = run_notebooks.ROOT / "target" / "ijava"
SOURCES = run_notebooks.ROOT / "src" / "test" / "ijava"
BASE = "io.github.spencerpark:jupyter-jvm-basekernel:2.3.0"
POM = """\
<project><modelVersion>4.0.0</modelVersion>
<groupId>test</groupId><artifactId>ijava</artifactId><version>1</version>
<dependencies><dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency></dependencies>
</project>
"""


def built() -> str:
    """The kernel's class path."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    (TARGET / "pom.xml").write_text(POM.format(*BASE.split(":")))
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={TARGET / 'lib'}"]
    subprocess.run(["mvn", "-B", "-ntp", "-q", "-f", str(TARGET / "pom.xml"), *copy], check=True)
    sources = [str(it) for it in SOURCES.rglob("*.java")]
    javac = ["javac", "-cp", f"{TARGET / 'lib'}/*", "-d", str(TARGET / "classes"), *sources]
    subprocess.run(javac, check=True)
    return f"{TARGET / 'classes'}{os.pathsep}{TARGET / 'lib'}/*"


class IJavaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        spec = json.loads(test_kernel.SPEC.read_text())
        at = spec["argv"].index("-cp")
        spec["argv"][at + 1] = os.pathsep.join([built(), spec["env"]["JJAVA_CLASSPATH"]])
        spec["argv"][at + 2] = "io.github.spencerpark.ijava.IJava"
        spec["env"]["SEVENNETS_PROFILE"] = "smoke"
        kernel = TARGET / "kernel.json"
        kernel.write_text(json.dumps(spec))
        with mock.patch.object(test_kernel, "SPEC", kernel):
            cls.kernel = test_kernel.Kernel(java_kernel.MAIN)
        cls.addClassCleanup(cls.kernel.end)

    def test_notebook_00_runs_on_it_and_shows_its_charts(self):
        notebook = nbformat.read(run_notebooks.NOTEBOOKS / "00-start-here.ipynb", as_version=4)
        shown = []
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with self.subTest(cell=cell.id):
                    said, kinds = self.answers(cell.source)
                    self.assertNotIn("Exception", said)
                    self.assertNotIn("error", kinds)
                    shown += kinds
        self.assertIn("update_display_data", shown, "the live view")
        self.assertGreater(shown.count("html"), 3, "tables and charts")

    def answers(self, code: str) -> tuple[str, list[str]]:
        """What a cell says, and the kinds of its messages; an output with HTML is of kind "html" too."""
        said, kinds = [], []

        def take(message):
            content = message["content"]
            kinds.append(message["msg_type"])
            if "text/html" in content.get("data", {}):
                kinds.append("html")
            said.append(content.get("text", "") + "\n".join(content.get("traceback", [])))

        self.kernel.client.execute_interactive(code, output_hook=take, timeout=600)
        return "".join(said), kinds


if __name__ == "__main__":
    unittest.main()
