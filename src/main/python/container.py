"""What a container was given of the machine, by Linux's control groups, versions 1 and 2: memory and processors.

Other programs are told the whole machine's. A limit of any group that this process lies in holds, so all are read.
"""

import math
import os
from collections.abc import Iterator
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")


def folders(controller: str, groups: Path, own: Path) -> Iterator[Path]:
    """This process's group and all around it, as far as they are to be seen; the first is the innermost."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        number, controllers, path = line.split(":", 2)
        if number == "0":
            top = groups
        elif controller in controllers.split(","):
            top = groups / controllers
            top = top if top.exists() else groups / controller
        else:
            continue
        inner = top / path.lstrip("/")
        # In a container the path may be that of the world outside, and the top is the container's own.
        yield from [inner, *(parent for parent in inner.parents if parent.is_relative_to(top))]


def number(file: Path) -> int | None:
    """None where there is no such file, or no limit in it."""
    try:
        text = file.read_text().split()[0]
    except (OSError, IndexError):
        return None
    return int(text) if text.lstrip("-").isdigit() else None


def memory(machine: int, groups: Path = GROUPS, own: Path = OWN) -> int:
    """Bytes that this process may use, of so many in the machine."""
    limits = [machine]
    for folder in folders("memory", groups, own):
        for name in ("memory.max", "memory.limit_in_bytes"):
            limit = number(folder / name)
            # Version 1 writes no limit as a number beyond all memory.
            if limit:
                limits.append(limit)
    return min(limits)


def cores(groups: Path = GROUPS, own: Path = OWN) -> int:
    """Processors that this process may keep busy, one or more."""
    available = [
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    ]
    for folder in folders("cpu", groups, own):
        quota = number(folder / "cpu.cfs_quota_us")
        period = number(folder / "cpu.cfs_period_us")
        try:
            fields = (folder / "cpu.max").read_text().split()
        except OSError:
            fields = []
        if len(fields) == 2 and fields[0] != "max":
            quota, period = int(fields[0]), int(fields[1])
        if quota and period and quota > 0:
            available.append(max(1, math.ceil(quota / period)))
    return min(available)


def threads(environment: dict[str, str]) -> dict[str, str]:
    """OpenMP's count of threads, where it would otherwise take the whole machine's and lose by it."""
    limited = cores()
    if "OMP_NUM_THREADS" in environment or limited >= (os.cpu_count() or 1):
        return {}
    return {"OMP_NUM_THREADS": str(limited)}
