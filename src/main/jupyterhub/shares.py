"""A student's share of one machine: a kernel that asks for no more, and a control group that gives no more."""

import json
import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import kernelspec
from jupyterhub.spawner import LocalProcessSpawner

GROUPS = Path("/sys/fs/cgroup")
NAME = "seven-nets"
GIVE = Path(__file__).with_name("give_notebooks.py")
# Seconds for a few megabytes. A student can hold up a process of their own; the hub must not wait for it without end.
PATIENCE = 60
MOST_SAID = (
    4096  # bytes of what the student's process says; it may say more, and no more is looked at
)
PERIOD = 100_000  # microseconds: of this the quota is a share


def write_kernelspec(source: Path, out: Path, cores: int, memory: int) -> None:
    """The installation's kernel for so many cores and bytes: `source` and `out` are folders of JUPYTER_PATH."""
    spec = json.loads((source / "kernels" / "java" / "kernel.json").read_text(encoding="utf-8"))
    share = {option_name(it): it for it in kernelspec.jvm_options(memory)}
    spec["argv"] = [share.get(option_name(it), it) if is_memory(it) else it for it in spec["argv"]]
    spec["env"]["OMP_NUM_THREADS"] = str(cores)
    folder = out / "kernels" / "java"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps(spec, indent=1) + "\n", encoding="utf-8")


def is_memory(option: str) -> bool:
    return option.startswith(("-Xmx", "-Dorg.bytedeco.javacpp.max"))


def option_name(option: str) -> str:
    return "-Xmx" if option.startswith("-Xmx") else option.partition("=")[0]


class NotGiven(Exception):
    """A student lacks notebooks. The sentence says why; JupyterHub shows it to the student."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.jupyterhub_message = sentence


def give_notebooks(source: Path, mine: Path, uid: int, gid: int) -> None:
    """Copies what a student has not got, as the student: root writes nothing into a home."""
    # The student may look into a process of theirs: it gets nothing of the hub's, least of all the keys in its environment.
    command = [sys.executable, "-I", str(GIVE), str(source), str(mine)]
    with tempfile.TemporaryFile() as said:
        try:
            subprocess.run(
                command,
                **identity(uid, gid),
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                # A session of its own: in the hub's it could open the terminal from which root started that.
                start_new_session=True,
                timeout=PATIENCE,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise NotGiven(
                f"the notebooks were not copied to '{mine}' within {PATIENCE} seconds: start your server again, "
                "and it goes on where it was"
            ) from None
        except (subprocess.CalledProcessError, OSError) as failure:
            raise NotGiven(reason(said, failure)) from failure


def identity(uid: int, gid: int) -> dict:
    """How a process becomes the student. Only root can change who it is; a hub that is not root's serves its own user."""
    return {} if uid == os.geteuid() else {"user": uid, "group": gid, "extra_groups": groups(uid)}


def groups(uid: int) -> list[int]:
    """Those that the student is in besides the main one, by which an installation may be readable."""
    try:
        user = pwd.getpwuid(uid)
    except KeyError:
        return []
    return [it for it in os.getgrouplist(user.pw_name, user.pw_gid) if it != user.pw_gid]


def reason(said: BinaryIO, failure: Exception) -> str:
    """The last line that the copying process wrote; or, where it did not even start, why."""
    said.seek(max(0, said.seek(0, os.SEEK_END) - MOST_SAID))
    lines = said.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"the notebooks could not be copied: {failure}"


def group(user: str, cores: int, memory: int, top: Path = GROUPS) -> list[Path]:
    """Makes a user's control group; a process that writes its number into these files is in it.

    :param memory: bytes
    :raises OSError: where this system's groups are not ours to make
    """
    if (top / "cgroup.controllers").exists():
        return [in_version_2(user, cores, memory, top)]
    return in_version_1(user, cores, memory, top)


def in_version_2(user: str, cores: int, memory: int, top: Path) -> Path:
    ours = top / NAME
    ours.mkdir(exist_ok=True)
    for parent in (top, ours):
        (parent / "cgroup.subtree_control").write_text("+cpu +memory")
    own = ours / user
    own.mkdir(exist_ok=True)
    (own / "cpu.max").write_text(f"{cores * PERIOD} {PERIOD}")
    (own / "memory.max").write_text(str(memory))
    return own / "cgroup.procs"


def in_version_1(user: str, cores: int, memory: int, top: Path) -> list[Path]:
    cpu, ram = (top / controller / NAME / user for controller in ("cpu", "memory"))
    for folder in (cpu, ram):
        folder.mkdir(parents=True, exist_ok=True)
    (cpu / "cpu.cfs_period_us").write_text(str(PERIOD))
    (cpu / "cpu.cfs_quota_us").write_text(str(cores * PERIOD))
    (ram / "memory.limit_in_bytes").write_text(str(memory))
    return [cpu / "cgroup.procs", ram / "cgroup.procs"]


class GroupSpawner(LocalProcessSpawner):
    """A student's server in a control group, on a machine without systemd, such as a container."""

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        become_user = super().make_preexec_fn(name)
        memory, cores = self.mem_limit, int(self.cpu_limit)
        members = group(name, cores, memory)

        def join() -> None:
            for file in members:
                file.write_text(str(os.getpid()))
            become_user()

        return join
