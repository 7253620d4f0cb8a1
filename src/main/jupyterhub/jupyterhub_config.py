"""One installation for a class: `jupyterhub -f src/main/jupyterhub/jupyterhub_config.py`, started by root.

The clone is read-only for students. Each gets a copy of the notebooks at the first login, the system's kernelspec, and a
share of the machine: SEVENNETS_CORES cores (2 by default) and SEVENNETS_MEMORY gigabytes (3), held by systemd as a cgroup
of the user's own. src/docs/teaching.md says how to set it up.
"""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CORES = int(os.environ.get("SEVENNETS_CORES", "2"))
MEMORY = int(os.environ.get("SEVENNETS_MEMORY", "3"))

c = get_config()  # noqa: F821  (JupyterHub gives it)


def give_notebooks(spawner) -> None:
    """Copies what a student has not got; what is there is theirs and stays."""
    import pwd

    user = pwd.getpwnam(spawner.user.name)
    mine = Path(user.pw_dir, "seven-nets")
    for source in (ROOT / "notebooks").rglob("*"):
        target = mine / "notebooks" / source.relative_to(ROOT / "notebooks")
        if source.is_dir() or target.exists() or ".ipynb_checkpoints" in source.parts:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for path in [mine, *mine.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # behind your web server, which has the certificate
c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
c.SystemdSpawner.cpu_limit = float(CORES)
c.SystemdSpawner.mem_limit = f"{MEMORY}G"
c.SystemdSpawner.default_shell = "/bin/bash"
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.readonly_paths = [str(ROOT)]
c.Spawner.pre_spawn_hook = give_notebooks
c.Spawner.notebook_dir = "~/seven-nets"
c.Spawner.default_url = "/lab/tree/notebooks/00-start-here.ipynb"
c.Spawner.environment = {
    "JUPYTER_PATH": str(ROOT / ".lab" / "jupyter"),
    "SEVENNETS_DATA": str(ROOT / "data"),
    "OMP_NUM_THREADS": str(CORES),
    "OMP_WAIT_POLICY": "PASSIVE",
    "PYTHONPATH": str(ROOT / "src" / "main" / "python"),
    # Java sees the cgroup's memory by itself; what ND4J's arrays may take is set here, in the same share.
    "JAVA_TOOL_OPTIONS": f"-Xmx{MEMORY * 256}m -Dorg.bytedeco.javacpp.maxbytes={MEMORY * 512}m"
    f" -Dorg.bytedeco.javacpp.maxphysicalbytes={MEMORY * 896}m",
}
c.Spawner.args = [
    f"--LabApp.app_settings_dir={ROOT / 'src' / 'main' / 'jupyterlab'}",
    "--FileContentsManager.pre_save_hook=stored_form.on_save",
]
