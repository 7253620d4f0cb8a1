"""An NVIDIA card for ./lab: which one is here, what its driver can run, and which of NVIDIA's libraries it needs."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import steps
from python_side import Environment

# The one switch. cuDNN's engine has trained on a card, but ./lab train has not by either way, so a card is used only
# where --gpu asks for it. A way that has passed its self-test and `./lab train` on a card becomes the default: True,
# and README.md names the card.
UNASKED = False
# What `--gpu` alone means: "nd4j", ND4J's last CUDA build (11.6); "cudnn", cuDNN 9 called directly.
DEFAULT_WAY = "cudnn"
WAYS = ("cudnn", "nd4j")

SECONDS_TO_ANSWER = 10
QUERY = ("--query-gpu=name,compute_cap,driver_version", "--format=csv,noheader")


@dataclass(frozen=True)
class Card:
    """As nvidia-smi tells it. The compute capability is NVIDIA's version of a kind of card, such as (8, 6)."""

    name: str
    capability: tuple[int, int]
    driver: str

    def is_(self) -> str:
        return f"{self.name} has compute capability {self.capability[0]}.{self.capability[1]}"


@dataclass(frozen=True)
class Libraries:
    """cuDNN, cuBLAS, NVRTC and CUDA's runtime as Python wheels, and what they run on (NVIDIA's support matrix)."""

    cuda: str
    bindings: str
    """The version of JavaCPP's org.bytedeco:cuda that calls them."""
    wheels: tuple[str, ...]
    megabytes: int
    oldest: tuple[int, int]
    newest: tuple[int, int]
    driver: str
    blackwell_driver: str
    """Cards of compute capability 10 and later need a newer one."""

    def driver_for(self, card: Card) -> str:
        return self.blackwell_driver if card.capability >= (10, 0) else self.driver


# The newer first: it is the smaller download.
ALL_LIBRARIES = (
    Libraries(
        "13.1",
        "13.1-9.19-1.5.13",
        (
            "nvidia-cudnn-cu13==9.19.0.56",
            "nvidia-cublas==13.1.0.3",
            "nvidia-cuda-nvrtc==13.1.115",
            "nvidia-cuda-runtime==13.1.80",
        ),
        838,
        (7, 5),
        (12, 1),
        "580.65",
        "580.65",
    ),
    Libraries(
        "12.9",
        "12.9-9.10-1.5.12",
        (
            "nvidia-cudnn-cu12==9.10.2.21",
            "nvidia-cublas-cu12==12.9.1.4",
            "nvidia-cuda-nvrtc-cu12==12.9.86",
            "nvidia-cuda-runtime-cu12==12.9.79",
        ),
        1400,
        (5, 0),
        (12, 1),
        "525.60",
        "570.26",
    ),
)


def first_card() -> Card | None:
    """What nvidia-smi names first; None where there is no such program, no card, or no answer in time."""
    nvidia_smi = steps.executable("nvidia-smi")
    if nvidia_smi is None:
        return None
    try:
        answer = subprocess.run(
            [nvidia_smi, *QUERY],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS_TO_ANSWER,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = answer.stdout.splitlines() if answer.returncode == 0 else []
    return parse(lines[0]) if lines else None


def parse(line: str) -> Card | None:
    """Reads `NVIDIA A100-SXM4-40GB, 8.0, 535.54.03`."""
    fields = [field.strip() for field in line.split(",")]
    if len(fields) != 3:
        return None
    capability = version(fields[1])
    return Card(fields[0], capability, fields[2]) if len(capability) == 2 else None


def version(text: str) -> tuple[int, ...]:
    """Empty if it is none."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def libraries_for(card: Card) -> Libraries:
    """The newest that the card and its driver can run.

    Raises Refusal with the driver that is needed, or with the cards that are supported.
    """
    fitting = [it for it in ALL_LIBRARIES if it.oldest <= card.capability <= it.newest]
    if not fitting:
        raise steps.Refusal(f"{card.is_()}, and cuDNN 9 supports 5.0 to 12.1")
    for libraries in fitting:
        if version(card.driver) >= version(libraries.driver_for(card)):
            return libraries
    needed = fitting[-1]
    raise steps.Refusal(
        f"{card.name} has driver {card.driver}, and CUDA {needed.cuda} needs {needed.driver_for(card)} or newer "
        "for it; update NVIDIA's driver"
    )


def nd4j_supports(card: Card) -> None:
    """ND4J's CUDA build has machine code for compute capability 3.7 to 8.6 and no PTX: 8.9 runs it, 9.0 and later never.

    Raises Refusal.
    """
    if not (3, 7) <= card.capability < (9, 0):
        raise steps.Refusal(f"{card.is_()}, and ND4J's last CUDA build supports 3.7 to 8.x only")


@dataclass(frozen=True)
class Choice:
    """What computes: "cpu", or one of WAYS with a card."""

    way: str = "cpu"
    card: Card | None = None
    libraries: Libraries | None = None


def choose(wanted: str) -> Choice:
    """What `--cpu`, `--gpu`, `--gpu=WAY` or neither ("auto") means on this machine, said in a line where it may surprise."""
    if wanted == "cpu":
        return Choice()
    card = first_card()
    asked = wanted != "auto"
    if card is None and asked:
        raise steps.Refusal(
            "nvidia-smi lists no card that tells its compute capability; install or update NVIDIA's driver: "
            "use ./lab --cpu"
        )
    if card is None:
        return Choice()
    if not asked and not UNASKED:
        steps.say(
            f"{card.name}: not used, since no training run has been made on a card yet; ./lab --gpu tries it."
        )
        return Choice()
    way = wanted if wanted in WAYS else DEFAULT_WAY
    try:
        if way == "cudnn":
            return Choice(way, card, libraries_for(card))
        nd4j_supports(card)
    except steps.Refusal as refusal:
        if asked:
            raise steps.Refusal(f"{refusal}: use ./lab --cpu") from None
        steps.say(f"{refusal}: computing on the processor.")
        return Choice()
    return Choice(way, card)


def install(choice: Choice, made: Environment) -> list[Path]:
    """Puts the libraries into the environment of .lab, once, and gives the folders that hold them."""
    libraries = choice.libraries
    stamp = steps.STATE / f"nvidia-{steps.short_hash(str(made.prefix), *libraries.wheels)}"
    if not stamp.exists():
        steps.say(
            f"{choice.card.name}: NVIDIA's libraries for CUDA {libraries.cuda} are downloaded once, "
            f"{libraries.megabytes} MB; ./lab --cpu does without."
        )
        steps.need_space("CUDA", 3 * libraries.megabytes)
        pip(made, "Making room for them", "uninstall", "-y", *others(libraries))
        pip(made, "Installing NVIDIA's libraries", "install", *libraries.wheels)
        steps.publish(stamp, "")
        steps.discard("nvidia", stamp)
    return folders(made.prefix)


def kept_for_tests() -> Path | None:
    """The newest libraries for tests that ask them without a card: unpacked once, outside any clone. None, said aloud,
    where they are not to be had.
    """
    libraries = ALL_LIBRARIES[0]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = home / "sevennets" / f"nvidia-{steps.short_hash(*libraries.wheels)}"
    if kept.is_dir():
        return kept
    steps.say(
        f"NVIDIA's libraries for CUDA {libraries.cuda} are downloaded once for the tests, {libraries.megabytes} MB, "
        f"into {kept}."
    )
    unfinished = kept.with_name(f"{kept.name}-{os.getpid()}")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--target", str(unfinished), *libraries.wheels]
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(command, stdin=subprocess.DEVNULL, check=True)
        unfinished.rename(kept)
    except (OSError, subprocess.CalledProcessError) as failed:
        shutil.rmtree(unfinished, ignore_errors=True)
        steps.say(f"They could not be had ({failed}): the tests that ask them are skipped.")
        return None
    return kept


def pip(made: Environment, name: str, *words: str) -> None:
    steps.step(name, "pip-nvidia", [str(made.python), "-m", "pip", *words])


def others(libraries: Libraries) -> list[str]:
    """The packages that another driver or card had needed: some of their files would have the same names."""
    wheels = [wheel for it in ALL_LIBRARIES if it is not libraries for wheel in it.wheels]
    return [wheel.partition("==")[0] for wheel in wheels]


def folders(prefix: Path) -> list[Path]:
    """Where the wheels of an environment keep their libraries."""
    site = "Lib/site-packages" if steps.WINDOWS else "lib/python3*/site-packages"
    pattern = "*.dll" if steps.WINDOWS else "*.so*"
    return sorted({library.parent for library in prefix.glob(f"{site}/nvidia/**/{pattern}")})
