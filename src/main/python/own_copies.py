"""A reader's changed notebooks beside the originals: `./lab reset` and `./lab update`. Only what Python itself brings."""

import json
from collections.abc import Callable
from pathlib import Path

import steps
from steps import ROOT, Refusal

SERIES = "notebooks/*.ipynb"


def differs(text: str, original: str) -> bool:
    """Whether a reader has changed a notebook: JupyterLab's own notes in it are no change."""
    if text == original:
        return False
    try:
        return cells(text) != cells(original)
    except (ValueError, KeyError, TypeError, AttributeError):
        return True


def cells(text: str) -> list[tuple]:
    return [
        (cell["cell_type"], joined(cell["source"]), json.dumps(cell.get("outputs", [])))
        for cell in json.loads(text)["cells"]
    ]


def joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def bring_back(name: str, original: str) -> str:
    """Puts the original in a notebook's place, and says so; what the reader had is kept beside it.

    A file that is the original already is not written: JupyterLab asks a reader what to do about one that was.
    """
    path, kept = ROOT / name, None
    before = path.read_text(encoding="utf-8", errors="replace") if path.exists() else None
    if before == original:
        return f"{name} is the original: you have saved no change"
    if before is not None and differs(before, original):
        kept, number = path.with_suffix(".mine.ipynb"), 1
        while kept.exists():
            number += 1
            kept = path.with_suffix(f".mine{number}.ipynb")
        path.replace(kept)
    steps.publish(path, original)
    return told(name, kept)


def told(name: str, kept: Path | None) -> str:
    if kept is None:
        return f"{name} is the original; you had changed nothing"
    return (
        f"{name} is the original; your copy is {kept.relative_to(ROOT).as_posix()}\n"
        "Is it open in JupyterLab? Then choose File > Reload Notebook from Disk: until then that tab shows your copy, "
        "and would save it over the original."
    )


def update(git: Callable[..., str]) -> int:
    """Fetches the newest version. A notebook that the reader has changed would stop Git: it is kept beside first."""
    others = [
        line[3:]
        for line in git("status", "--porcelain", "--untracked-files=no").splitlines()
        if not (line[3:].startswith("notebooks/") and line[3:].endswith(".ipynb"))
    ]
    if others:
        raise Refusal(
            f"{others[0]} is changed, and only notebooks are kept beside: git stash, then ./lab update"
        )
    changed = git("diff", "--name-only", "-z", "HEAD", "--", SERIES).split("\0")[:-1]
    for name in changed:
        steps.say(bring_back(name, git("show", f"HEAD:{name}")))
    before = git("rev-parse", "HEAD")
    git("pull", "--ff-only", "--quiet")
    after = git("rev-parse", "HEAD")
    if before == after:
        steps.say("this is the newest version")
        return 0
    steps.say(git("log", "--format=  %s", f"{before.strip()}..{after.strip()}").rstrip())
    steps.say("updated; ./lab builds what is new at its next start")
    return 0
