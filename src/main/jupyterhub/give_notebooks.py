"""`give_notebooks.py SOURCE MINE`: copies into a student's folder what is not there yet. It runs as that student.

A home is its owner's to arrange: any folder in it may be a link to anywhere. Root, who may write anywhere, would follow
it; the student gets no further this way than by hand. So shares.py starts this as a process of the student's own. It asks
for nothing but Python's library, so that it starts without whatever else is installed.
"""

import os
import shutil
import sys
from pathlib import Path


def give(source: Path, mine: Path) -> None:
    """What is there is the student's and stays, a link that leads nowhere too."""
    for file in sorted(source.rglob("*")):
        target = mine / source.name / file.relative_to(source)
        if file.is_dir() or os.path.lexists(target) or ".ipynb_checkpoints" in file.parts:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_whole(file, target)


def copy_whole(file: Path, target: Path) -> None:
    """Under a name of its own until it is complete: a copy that a full disk cut off would count as given."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    shutil.copyfile(file, unfinished)
    os.replace(unfinished, target)


def main(source: Path, mine: Path) -> int:
    try:
        give(source, mine)
    except OSError as failure:
        print(
            f"the notebooks could not be copied to {str(mine)!r}: {failure}. Make room there, or move what is in "
            "the way, and start your server again",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
