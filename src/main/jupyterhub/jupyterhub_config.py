"""One installation for a class: `jupyterhub -f src/main/jupyterhub/jupyterhub_config.py`, started by root.

The installation is read-only for students. Each gets a copy of the notebooks at the first login, the installation's
kernel, and a share of the machine: SEVENNETS_CORES cores (2 by default) and SEVENNETS_MEMORY gigabytes (3), held by
systemd as a control group of the user's own, or by our own spawner where no systemd runs. src/docs/teaching.md says how
to set it up.
"""

import asyncio
import os
import pwd
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CORES = int(os.environ.get("SEVENNETS_CORES", "2"))
MEMORY = int(os.environ.get("SEVENNETS_MEMORY", "3"))
KERNELS = ROOT / ".lab" / "hub"

sys.path[:0] = [str(ROOT / "src" / "main" / folder) for folder in ("jupyterhub", "python")]
import shares  # noqa: E402

shares.write_kernelspec(ROOT / ".lab" / "jupyter", KERNELS, CORES, MEMORY << 30)


async def give_notebooks(spawner) -> None:
    """In a thread: the hub serves the others meanwhile."""
    user = pwd.getpwnam(spawner.user.name)
    mine = Path(user.pw_dir, "seven-nets")
    try:
        await asyncio.to_thread(
            shares.give_notebooks, ROOT / "notebooks", mine, user.pw_uid, user.pw_gid
        )
    except shares.NotGiven as refused:
        # Who has notebooks works with those, and can make room for the new ones only in a server that runs.
        if not os.path.lexists(mine):
            raise
        spawner.log.warning("%s: %s", user.pw_name, refused)


c = get_config()  # noqa: F821  (JupyterHub gives it)
c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # behind your web server, which has the certificate
# Whoever has an account on this machine, with its password. Unless it is told whom to let in, JupyterHub refuses everybody.
c.Authenticator.allow_all = True
c.Spawner.cpu_limit = float(CORES)
c.Spawner.mem_limit = f"{MEMORY}G"
if Path("/run/systemd/system").is_dir():
    c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
    c.SystemdSpawner.default_shell = "/bin/bash"
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.readonly_paths = [str(ROOT)]
else:
    c.JupyterHub.spawner_class = shares.GroupSpawner
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.pre_spawn_hook = give_notebooks
c.Spawner.notebook_dir = "~/seven-nets"
c.Spawner.default_url = "/lab/tree/notebooks/00-start-here.ipynb"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.environment = {
    "JUPYTER_PATH": str(KERNELS),
    "SEVENNETS_DATA": str(ROOT / "data"),
    "OMP_WAIT_POLICY": "PASSIVE",
    "PYTHONPATH": os.pathsep.join(
        [str(ROOT / "src" / "main" / "python"), *filter(None, [os.environ.get("PYTHONPATH")])]
    ),
}
c.Spawner.args = [
    f"--LabApp.app_settings_dir={ROOT / 'src' / 'main' / 'jupyterlab'}",
    # The installation's notebooks show their stored drawings in a student's copy too.
    "--ServerApp.contents_manager_class=originals.TrustingFileManager",
    "--FileContentsManager.pre_save_hook=stored_form.on_save",
]
