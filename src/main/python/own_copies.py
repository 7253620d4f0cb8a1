"""A reader's changed notebooks beside the originals: `./lab reset` and `./lab update`. Only what Python itself brings."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import steps
from steps import ROOT, Refusal

SERIES = "notebooks/*.ipynb"
# A notebook that was renamed is one that is gone and one that is new.
NO_RENAMES = ("--no-renames",)


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
    """Fetches the newest version. Notebooks that the reader has changed would stop Git: they are kept beside, once it is
    certain that nothing else stops it.

    :param git: gives what Git prints, and raises Refusal where it fails
    """
    refuse_other_changes(git)
    refuse_without_source(git)
    try:
        git("fetch", "--quiet")
    except Refusal as refused:
        raise Refusal(
            f"the newest version could not be fetched, and nothing was changed ({refused}): "
            "check the network, then ./lab update"
        ) from None
    news = git("log", "--format=  %s", "HEAD..@{upstream}").rstrip()
    if not news:
        steps.say("this is the newest version")
        return 0
    refuse_what_is_in_the_way(git)
    changed = git(
        "diff", "--name-only", "-z", *NO_RENAMES, "--diff-filter=MD", "HEAD", "--", SERIES
    )
    for name in changed.split("\0")[:-1]:
        # What the reader has staged would stop Git too.
        git("reset", "--quiet", "--", name)
        steps.say(bring_back(name, git("show", f"HEAD:{name}")))
    git("merge", "--ff-only", "--quiet", "@{upstream}")
    steps.say(news)
    steps.say("updated; ./lab builds what is new at its next start")
    return 0


def refuse_other_changes(git: Callable[..., str]) -> None:
    others = [
        line[3:]
        for line in git("status", "--porcelain", "--untracked-files=no").splitlines()
        if not (line[3:].startswith("notebooks/") and line[3:].endswith(".ipynb"))
    ]
    if others:
        raise Refusal(
            f"{others[0]} is changed, and only notebooks are kept beside: git stash, then ./lab update"
        )


def refuse_without_source(git: Callable[..., str]) -> None:
    """What came out of an archive of `./lab bundle` names as its source a folder of the machine that made it."""
    try:
        git("rev-parse", "--verify", "--quiet", "@{upstream}")
        remote = git("config", f"branch.{git('symbolic-ref', '--short', 'HEAD').strip()}.remote")
        address = git("remote", "get-url", remote.strip()).strip()
    except Refusal:
        raise Refusal(
            "what is checked out here follows no branch of another repository, so there is nowhere to fetch from: "
            "git switch main, or git branch --set-upstream-to=origin/main, then ./lab update"
        ) from None
    folder = folder_of(address)
    # Not Path.exists, which raises where a folder above may not be searched.
    if folder and not any(os.path.exists(f"{ROOT / folder}{end}") for end in ("", ".git")):
        raise Refusal(
            f"new versions would come from the folder {folder}, which is not on this machine: unpack a newer archive "
            f"of ./lab bundle, or name another source with git remote set-url {remote.strip()} ADDRESS"
        )


def folder_of(address: str) -> str | None:
    """The folder that an address of Git's names, if it names one of this machine."""
    if address.startswith("file://"):
        return url2pathname(urlsplit(address).path)
    return address if Path(address).is_absolute() or address.startswith(".") else None


def refuse_what_is_in_the_way(git: Callable[..., str]) -> None:
    """What would stop Git when the changed notebooks are set aside already: commits of the reader's, and new files."""
    own = int(git("rev-list", "--count", "@{upstream}..HEAD"))
    if own:
        raise Refusal(
            f"commits of your own are here ({own}), beside which the new version can't be laid by itself, and nothing "
            "was changed: git pull --rebase --autostash puts yours behind it"
        )
    added = git("diff", "--name-only", "-z", *NO_RENAMES, "--diff-filter=A", "HEAD", "@{upstream}")
    own_files = git("ls-files", "--others", "--exclude-standard", "-z")
    own_files += git(
        "diff", "--cached", "--name-only", "-z", *NO_RENAMES, "--diff-filter=A", "HEAD"
    )
    for mine in own_files.split("\0")[:-1]:
        if any(collide(mine, new) for new in added.split("\0")[:-1]):
            raise Refusal(
                f"{mine} is a file of yours where the new version has one of its own, and nothing was changed: "
                "rename it, then ./lab update"
            )


def collide(one: str, other: str) -> bool:
    """Whether two files can't both be: of one name, or where one is called as a folder of the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
