"""JupyterLab as ./lab starts it: this machine only, with its token, inside the project, private files."""

import copy
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import lab
import nbformat
import psutil
import publish

SECRET = "nobody's business"
NOTEBOOK = publish.run_notebooks.NOTEBOOKS / "00-start-here.ipynb"


class ServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        outside = Path(folder.name).resolve()
        cls.project = outside / "project"
        cls.project.mkdir()
        (outside / "secret.txt").write_text(SECRET)
        (cls.project / "own.txt").write_text("own")
        (cls.project / "own-link.txt").symlink_to("own.txt")
        (cls.project / "link.txt").symlink_to(outside / "secret.txt")
        (cls.project / "folder").symlink_to(outside)
        cls.put_notebooks(publish.as_stored(NOTEBOOK, mine=False))
        cls.runtime = outside / "runtime"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            cls.port = free.getsockname()[1]
        cls.server = subprocess.Popen(
            [sys.executable, "-c", START, str(cls.project), str(cls.port)],
            env={
                **os.environ,
                "JUPYTER_RUNTIME_DIR": str(cls.runtime),
                "JUPYTER_DATA_DIR": str(outside / "signatures"),
                "PYTHONPATH": str(Path(lab.__file__).parent),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        cls.addClassCleanup(cls.server.wait)
        cls.addClassCleanup(cls.server.kill)
        until = time.monotonic() + 90
        while not (list(cls.runtime.glob("jpserver-*.json")) and cls.listens()):
            if cls.server.poll() is not None or time.monotonic() > until:
                raise AssertionError("JupyterLab does not start")
            time.sleep(0.1)
        cls.token = json.loads(next(cls.runtime.glob("jpserver-*.json")).read_text())["token"]

    @classmethod
    def listens(cls):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", cls.port)) == 0

    @classmethod
    def put_notebooks(cls, original):
        """An original, and the same with another output: in a chapter's place, and as a stranger's."""
        edited = copy.deepcopy(original)
        output = next(it for cell in edited.cells for it in cell.get("outputs", []) if "data" in it)
        output.data["text/html"] = "<svg><script>alert(1)</script></svg>"
        (cls.project / "notebooks").mkdir()
        for name, notebook in (
            ("notebooks/00-start-here.ipynb", original),
            ("notebooks/01-alexnet.ipynb", edited),
            ("stranger.ipynb", edited),
        ):
            nbformat.write(notebook, cls.project / name)

    def get(self, path, token=None, put=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{urllib.parse.quote(path)}",
            data=None if put is None else json.dumps(put).encode(),
            headers={"Authorization": f"token {token}"} if token else {},
            method="GET" if put is None else "PUT",
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def test_it_listens_on_this_machine_alone(self):
        listening = {
            connection.laddr.ip
            for connection in psutil.Process(self.server.pid).net_connections()
            if connection.status == psutil.CONN_LISTEN
        }
        self.assertEqual(listening, {"127.0.0.1"})

    def test_without_the_token_nothing_is_told(self):
        for path in ("/api/contents", "/api/kernels", "/api/terminals", "/api/contents/own.txt"):
            self.assertEqual(self.get(path)[0], 403, path)
            self.assertEqual(self.get(path, "wrong")[0], 403, path)
        self.assertEqual(self.get("/api/contents/own.txt", self.token)[0], 200)

    def test_link_out_of_the_project_is_not_followed(self):
        self.assertEqual(self.get("/api/contents/own-link.txt", self.token)[0], 200)
        for path in (
            "/api/contents/link.txt",
            "/api/contents/folder",
            "/api/contents/folder/secret.txt",
            "/files/link.txt",
            "/files/folder/secret.txt",
        ):
            status, said = self.get(path, self.token)
            self.assertIn(status, (403, 404), path)
            self.assertNotIn(SECRET, said)

    def trusted(self, name):
        cells = self.opened(name)["cells"]
        return {cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code"}

    def opened(self, name):
        return json.loads(self.get(f"/api/contents/{name}", self.token)[1])["content"]

    def test_original_is_trusted_when_it_is_opened_and_an_edited_or_a_strangers_is_not(self):
        self.assertEqual(self.trusted("notebooks/00-start-here.ipynb"), {True})
        self.assertEqual(self.trusted("notebooks/01-alexnet.ipynb"), {False})
        self.assertEqual(self.trusted("stranger.ipynb"), {False})

    def test_what_the_reader_has_run_stays_trusted_when_saved_and_nothing_else_becomes_so(self):
        notebook = self.opened("notebooks/01-alexnet.ipynb")
        for name, run in (("notebooks/seen.ipynb", False), ("notebooks/run.ipynb", True)):
            for cell in notebook["cells"]:
                cell["metadata"]["trusted"] = run
            model = {"type": "notebook", "format": "json", "content": notebook}
            self.assertEqual(self.get(f"/api/contents/{name}", self.token, put=model)[0], 201)
            self.assertEqual(self.trusted(name), {run})
            self.assertNotIn('"trusted"', (self.project / name).read_text(encoding="utf-8"))

    def test_what_it_keeps_of_its_connections_is_private(self):
        for file in self.runtime.glob("jpserver-*.json"):
            self.assertEqual(file.stat().st_mode & 0o077, 0, file.name)


# What ./lab does once all is set up, in another project's folder.
START = """
import sys
from pathlib import Path
import lab, steps
lab.ROOT = Path(sys.argv[1])
ready = lab.Ready(sys.executable, "java", lab.ROOT, lab.ROOT)
sys.exit(lab.jupyter(ready, ["--no-browser", "--port", sys.argv[2]]))
"""
