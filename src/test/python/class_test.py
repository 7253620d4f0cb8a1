"""A lecture hall's machine: the bundle starts where there is no network, and three students train in it at once.

`./lab test --all` runs it on Linux, as root: it makes three users, and removes them.
"""

import contextlib
import datetime
import http.cookiejar
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import chromium
import psutil
import websocket

ROOT = Path(__file__).resolve().parents[3]
# What ./lab takes from a machine: no Maven, no npm, no conda.
PROGRAMS = [
    *("java", "javac", "git", "bash", "sh", "env", "dirname", "uname"),
    *("cat", "cp", "mkdir", "sleep"),
]
STUDENTS = ("sevennets-ada", "sevennets-bo", "sevennets-cy")
TOKEN = uuid.uuid4().hex
HUB = "jupyterhub>=6.1,<7"
PROXY = "configurable-http-proxy@5.3.0"
CORES, GIGABYTES = 2, 3
# Of any password, but otherwise as of the machine's own accounts: JupyterHub's dummy would let in whom our configuration doesn't.
CONFIG = """\
from jupyterhub.auth import Authenticator

class AnyPassword(Authenticator):
    async def authenticate(self, handler, data):
        return data["username"]

c = get_config()
load_subconfig({real!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.authenticator_class = AnyPassword
c.JupyterHub.services = [{{"name": "test", "api_token": {token!r}, "admin": True}}]
"""
TRAIN = """\
sevennets.notebook.Notebook.setup();
Splits data = FashionMnist.load();
Trainer trainer = new Trainer(
        Models.get("lenet5").withInput(1, 32, 32).net(1),
        Recipes.get("quick").withEpochs(1_000).withBatchSize(50))
    .listen(Notebook.live());
trainer.fit(Subset.sample(data.train(), 1_500, 1), Subset.sample(data.validation(), 500, 1));"""


def obstacle() -> str | None:
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    for program in ("npm", "node", "unshare", "ip", "useradd", "java"):
        if shutil.which(program) is None:
            return f"needs {program}"
    return None


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@unittest.skipIf(obstacle(), obstacle())
class ClassTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="seven-nets-class-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.folder.chmod(0o755)
        cls.installed = cls.unpacked(cls.folder)
        cls.bin = cls.folder / "bin"
        cls.bin.mkdir()
        for name in PROGRAMS:
            (cls.bin / name).symlink_to(Path(shutil.which(name)).resolve())
        (cls.bin / "python3").symlink_to(cls.python())
        started = cls.lab("doctor")
        if started.returncode:
            raise AssertionError(started.stdout + started.stderr)

    @classmethod
    def unpacked(cls, folder: Path) -> Path:
        """A bundle, made now and unpacked; or an unpacked one, which SEVENNETS_INSTALLED may name."""
        if "SEVENNETS_INSTALLED" in os.environ:
            return Path(os.environ["SEVENNETS_INSTALLED"])
        archive, source = folder / "seven-nets.tar.gz", folder / "source"
        # In a clone: another Python than this one would take this one's environment away.
        subprocess.run(["git", "clone", "-q", "--depth", "1", ROOT.as_uri(), source], check=True)
        # By the Python that unpacks it: some wheels ask for its very version.
        path = f"{cls.python().parent}{os.pathsep}{os.environ['PATH']}"
        command = [str(source / "lab"), "bundle", "--out", str(archive)]
        subprocess.run(command, env={**os.environ, "PATH": path}, check=True)
        with tarfile.open(archive) as packed:
            packed.extraction_filter = getattr(tarfile, "tar_filter", lambda it, _: it)
            packed.extractall(folder)
        (folder / "seven-nets").chmod(0o755)
        return folder / "seven-nets"

    @classmethod
    def python(cls) -> Path:
        """One that students may start too, of the wheels' minor version."""
        mine = f"python3.{sys.version_info.minor}"
        for folder in ("/usr/local/bin", "/usr/bin"):
            if Path(folder, mine).exists():
                return Path(folder, mine).resolve()
        raise unittest.SkipTest(f"needs {mine} where every user may start it")

    @classmethod
    def lab(cls, *words: str) -> subprocess.CompletedProcess:
        """In a network namespace of its own: no network at all, but the machine's own address."""
        home = cls.folder / "home"
        home.mkdir(exist_ok=True)
        return subprocess.run(
            [
                *(shutil.which("unshare"), "--net", "/bin/sh", "-c"),
                *(f'{shutil.which("ip")} link set lo up && exec "$@"', "sh"),
                *(str(cls.installed / "lab"), *words),
            ],
            env={"PATH": f"{cls.bin}", "HOME": str(home), "OMP_WAIT_POLICY": "PASSIVE"},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=900,
            check=False,
        )

    def test_bundle_sets_up_and_runs_a_notebook_without_a_network(self):
        for words in (["run", "--profile", "smoke", "00"], ["slides", "04"], ["site"]):
            with self.subTest(words=words):
                run = self.lab(*words)
                self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
                self.assertNotIn("no search", run.stderr)
        self.assertTrue((self.installed / ".lab" / "slides" / "reveal.js" / "dist").is_dir())

    def test_three_students_train_at_once_and_each_ones_stop_stops_only_theirs(self):
        self.make_students()
        self.start_hub()
        students = [Student(self.address, name) for name in STUDENTS]
        for student in students:
            self.addCleanup(student.close)
            student.start()
        for student in students:
            student.execute(TRAIN)
        for student in students:
            student.wait_for_training()
            self.assert_share(student)
        for stopped in students:
            training = [it for it in students if it.answer is None and it is not stopped]
            stopped.stop()
            # Two seconds are promised of a machine of one's own; here three train.
            stopped.wait_for_answer(30)
            self.assertIsNotNone(stopped.answer, f"{stopped.name} was not stopped")
            for other in training:
                other.wait_for_training()
                self.assertIsNone(other.answer, f"{other.name} was stopped by {stopped.name}")
        self.assert_copies_are_the_students_own()

    def assert_share(self, student):
        """Its own user, its own control group, and options for its share."""
        kernel = student.kernel()
        self.assertEqual(kernel.username(), student.name)
        self.assertIn(student.name, Path(f"/proc/{kernel.pid}/cgroup").read_text())
        self.assertIn(f"-Xmx{max(GIGABYTES * 128, 1024)}m", kernel.cmdline())
        self.assertEqual(kernel.environ()["OMP_NUM_THREADS"], str(CORES))

    def assert_copies_are_the_students_own(self):
        for name in STUDENTS:
            copy = self.folder / name / "seven-nets" / "notebooks" / "00-start-here.ipynb"
            self.assertEqual(copy.owner(), name)
            written = subprocess.run(
                ["su", name, "-s", "/bin/sh", "-c", f"echo x >> '{self.installed}/README.md'"],
                capture_output=True,
                check=False,
            )
            self.assertNotEqual(
                written.returncode, 0, "the installation is not a student's to change"
            )

    def make_students(self):
        for name in STUDENTS:
            home = self.folder / name
            subprocess.run(
                ["useradd", "--create-home", "--home-dir", str(home), "--shell", "/bin/sh", name],
                check=True,
            )
            self.addCleanup(subprocess.run, ["userdel", name], capture_output=True, check=False)

    def start_hub(self):
        """JupyterHub and its proxy, in folders of the test."""
        hub, proxy = self.folder / "hub", self.folder / "proxy"
        python = next((self.installed / ".lab").glob("venv-*/bin/python"))
        pip = [str(python), "-m", "pip", "install", "-q", "--target", str(hub), HUB]
        subprocess.run(pip, check=True)
        npm = ["npm", "install", "--silent", "--prefix", str(proxy), PROXY]
        subprocess.run(npm, check=True)
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        config = self.folder / "config.py"
        config.write_text(
            CONFIG.format(
                real=str(self.installed / "src/main/jupyterhub/jupyterhub_config.py"),
                port=port,
                hub_port=free_port(),
                proxy_port=free_port(),
                proxy=str(proxy / "node_modules/.bin/configurable-http-proxy"),
                token=TOKEN,
            )
        )
        run = self.folder / "run"
        run.mkdir()
        log = (run / "hub.log").open("w")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [str(python), "-m", "jupyterhub", "-f", str(config)],
            cwd=run,
            env={
                **os.environ,
                "PYTHONPATH": str(hub),
                "SEVENNETS_CORES": str(CORES),
                "SEVENNETS_MEMORY": str(GIGABYTES),
            },
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.addCleanup(self.end, process)
        self.log = run / "hub.log"

        def answers():
            if process.poll() is not None:
                raise AssertionError(self.log.read_text()[-4000:])
            with contextlib.suppress(OSError):
                return api(self.address, "GET", "/hub/api/")

        chromium.wait_for(answers, 90, "JupyterHub to answer")

    def end(self, process):
        """The hub, and what it has started under other users' names."""
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()
        psutil.wait_procs(children, timeout=10)


def api(address: str, method: str, path: str, body: dict | None = None):
    request = urllib.request.Request(
        address + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=150) as answer:
        text = answer.read()
    return json.loads(text) if text else {}


def log_in(address: str, name: str):
    """By the form, as a student does; raises where the hub lets them not in."""
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    browser.open(f"{address}/hub/login", timeout=60).close()
    form = {
        "username": name,
        "password": "any",
        "_xsrf": next(it.value for it in cookies if it.name == "_xsrf"),
    }
    sent = urllib.parse.urlencode(form).encode()
    browser.open(f"{address}/hub/login?next=%2Fhub%2Fhome", sent, timeout=60).close()


class Student:
    """One at the hub: a server, a kernel, one cell that trains."""

    def __init__(self, hub: str, name: str):
        self.hub, self.name = hub, name
        self.socket, self.answer = None, None
        self.messages: queue.Queue = queue.Queue()
        self.said: list[str] = []

    def start(self):
        log_in(self.hub, self.name)
        api(self.hub, "POST", f"/hub/api/users/{self.name}/server", {})
        chromium.wait_for(
            lambda: (
                api(self.hub, "GET", f"/hub/api/users/{self.name}")["servers"]
                .get("", {})
                .get("ready")
            ),
            150,
            f"the server of {self.name}",
        )
        self.id = api(self.hub, "POST", f"/user/{self.name}/api/kernels", {"name": "java"})["id"]
        channels = f"/user/{self.name}/api/kernels/{self.id}/channels"
        self.socket = websocket.create_connection(
            self.hub.replace("http", "ws") + channels,
            header=[f"Authorization: token {TOKEN}"],
        )
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """All the time: a server closes a connection on which its pings stay unanswered for a minute."""
        with contextlib.suppress(websocket.WebSocketException, OSError):
            while message := self.socket.recv():
                self.messages.put(message)
        self.messages.put(None)

    def close(self):
        if self.socket:
            self.socket.close()

    def execute(self, code: str):
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        self.request = uuid.uuid4().hex
        header = {
            "msg_id": self.request,
            "msg_type": "execute_request",
            "session": uuid.uuid4().hex,
            "username": self.name,
            "version": "5.3",
        }
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps({**message, "channel": "shell", "buffers": []}))

    def receive(self, seconds: float) -> tuple[str, datetime.datetime]:
        """The next message's type, and when it was made; an answer to the cell is kept."""
        try:
            text = self.messages.get(timeout=max(seconds, 0))
        except queue.Empty:
            raise AssertionError(f"{self.name} hears nothing more: {self.said}") from None
        if text is None:
            raise AssertionError(f"the server closed the connection of {self.name}: {self.said}")
        message = json.loads(text)
        kind = message["header"]["msg_type"]
        if kind == "execute_reply" and message["parent_header"].get("msg_id") == self.request:
            self.answer = message["content"]
        if kind in ("stream", "error"):
            self.said.append(json.dumps(message["content"])[:500])
        made = datetime.datetime.fromisoformat(message["header"]["date"])
        return kind, made if made.tzinfo else made.replace(tzinfo=datetime.timezone.utc)

    def wait_for_training(self, seconds: float = 600):
        """Until the live view was drawn twice more; what was drawn before and not yet read does not count."""
        until, drawn, now = (
            time.monotonic() + seconds,
            0,
            datetime.datetime.now(datetime.timezone.utc),
        )
        while drawn < 2:
            if self.answer or time.monotonic() > until:
                raise AssertionError(f"{self.name} does not train: {self.answer} {self.said}")
            kind, made = self.receive(until - time.monotonic())
            drawn += kind == "update_display_data" and made > now

    def stop(self):
        api(self.hub, "POST", f"/user/{self.name}/api/kernels/{self.id}/interrupt")

    def wait_for_answer(self, seconds: float):
        until = time.monotonic() + seconds
        while self.answer is None and time.monotonic() < until:
            self.receive(until - time.monotonic())

    def kernel(self) -> psutil.Process:
        return next(
            it
            for it in psutil.process_iter(["name", "username"])
            if it.info["name"] == "java" and it.info["username"] == self.name
        )


if __name__ == "__main__":
    unittest.main()
