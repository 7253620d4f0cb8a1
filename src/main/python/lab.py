"""Seven Nets: the one command. `./lab help` says what it does; on Windows, `py -3 lab.py help` in this folder.

All that it makes lies in .lab/, under names that hold a hash of what it was made from: what is up to date is used as it
is, what was cut short has no finished name and is made again. Delete .lab/ whenever you like.
"""

import contextlib
import os
import re
import socket
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS))

import java_side  # noqa: E402
import jvm  # noqa: E402
import nvidia  # noqa: E402
import own_copies  # noqa: E402
import python_side  # noqa: E402
import steps  # noqa: E402
import stopping  # noqa: E402
from steps import ROOT, Refusal  # noqa: E402

USAGE = """\
./lab                          set up what is missing, build what changed, open JupyterLab
    --cpu | --gpu              compute on the processor, or try an NVIDIA card (default: the processor)
    --gpu --float32            on a card, round no product to TF32
    --gpu --bf16               on a card, round every product to bfloat16
    --port N, --no-browser     where JupyterLab listens (on this machine only); open no browser
    -- OPTION...               further options for JupyterLab
./lab run [NOTEBOOK...]        execute notebooks without a browser; stopped, './lab run' goes on with the unfinished one,
                               from its first cell; './lab run --help' lists its options
./lab handout [NOTEBOOK...]    copies without answers for a class, the answers in a folder beside them
./lab slides NOTEBOOK          a chapter as a lecture in the browser; './lab slides --help' says how without a network
./lab guesses FOLDER           a class's predictions, from its saved notebooks: a histogram a question
./lab site                     the series as pages to read, with a search
./lab docs                     the API reference of the library, as pages; ./lab site then links it
./lab reset NOTEBOOK           bring the original back; your copy is kept beside it; reload it where it is open
./lab bundle                   this installation as one archive, for machines without a network
./lab update                   fetch the newest version; notebooks that you changed are kept beside
./lab test [--all]             unit tests, every notebook in profile smoke, JupyterLab in a real browser
./lab doctor                   what this machine offers, and how to mend what is missing
./lab format                   mend the form of Java and Python

and the library from the command line; './lab WORD --help' lists a word's options:
./lab describe | chart         a net's layers and costs, printed or drawn | all nets' accuracy against cost
./lab data                     datasets: list, fetch, look at
./lab train | evaluate         train a net, going on where it was stopped | measure one on a folder of images
./lab predict | weights        what a photograph shows | pretrained weights by name
./lab export | verify          write a net's weights | compare a net with a reference file
./lab ablate                   put a paper's claim to the test with several seeds
./lab cluster                  a Spark cluster on this machine, to try a sweep on
./lab museum                   the papers' famous figures, drawn again from stored runs
./lab bench                    how fast this machine trains, beside other libraries
"""
HELP = ("-h", "--help")
# Whose entry above says all that there is to say of them.
WITHOUT_OPTIONS = ("reset", "update", "docs", "format")
# Which stand alone: a word after them that was passed over, as --check, would be taken for obeyed.
ALONE = ("update", "docs", "format")
PUBLISHED = ("handout", "slides", "site")
# How lines of Git and ssh begin that don't say why it failed.
MERELY = ("warning:", "hint:")
# What gives JupyterLab another folder than ours, where our first page isn't.
ROOTS = {"--notebook-dir", "--ServerApp.root_dir", "--ServerApp.notebook_dir"}
# Of a card, where another than TF32 is asked for; the values are those of kernelspec.py.
ARITHMETICS = {"--float32": "float32", "--bf16": "bfloat16"}


@dataclass(frozen=True)
class Ready:
    """All that was set up: Python, Java, the build, and the folder that says how Java is started."""

    python: str
    java: str
    app: Path
    started: Path


def set_up(wanted: str, spark: bool, arithmetic: str = "") -> Ready:
    with steps.alone():
        made = python_side.set_up()
        java_side.use_conda(made)
        tools = java_side.find_tools()
        choice = nvidia.choose(wanted)
        app = java_side.build(tools, choice, spark)
        libraries = nvidia.install(choice, made) if choice.libraries else []
        started = java_side.kernelspec(made, tools, app, spark, choice, libraries, arithmetic)
    return Ready(str(made.python), tools.java, app, started)


def set_up_python() -> str:
    with steps.alone():
        made = python_side.set_up()
        java_side.use_conda(made)
    return str(made.python)


def script(name: str) -> str:
    return str(SCRIPTS / name)


# --- The words ------------------------------------------------------------------------------------------------------


def jupyter(ready: Ready, words: list[str]) -> int:
    settings = ROOT / "src" / "main" / "jupyterlab"
    options = [
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.contents_manager_class=contained.ContainedFileManager",
        # What is only opened must not change.
        "--FileContentsManager.pre_save_hook=stored_form.on_save",
        f"--LabApp.app_settings_dir={settings}",
        # Which notebooks are open is kept a clone, not an account: another clone's would be opened from this one.
        f"--LabApp.workspaces_dir={ROOT / '.lab' / 'workspaces'}",
    ]
    port, rest = "", list(words)
    while rest:
        word = rest.pop(0)
        if word == "--port":
            if not rest:
                raise Refusal("--port needs a number: ./lab --port 8888")
            port = rest.pop(0)
        elif word.startswith("--port="):
            port = word.partition("=")[2]
        elif word == "--no-browser":
            options.append(word)
        elif word == "--":
            break
        else:
            raise Refusal(f"'{word}' is not understood here; ./lab help lists what is")
    if port:
        check_port(port)
        options += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    said = settings_of(rest)
    asked = said.get("--ServerApp.port", "0")
    if not (asked.isdecimal() and int(asked) < 65536):
        raise Refusal(f"a port is a number below 65536, received {asked}")
    if ROOTS.isdisjoint(said) and (ROOT / "notebooks" / "00-start-here.ipynb").exists():
        options.append("--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb")
    # In a container the one user is often root; the server still listens on this machine only, with its token.
    if not steps.WINDOWS and os.geteuid() == 0:
        options.append("--allow-root")
    hide_token()
    paths = [str(SCRIPTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    ours = [it for it in options if setting(it) not in map(setting, rest)]
    return steps.become([ready.python, "-m", "jupyterlab", *ours, *rest], ROOT)


def setting(option: str) -> str:
    """What an option of JupyterLab sets: it takes none twice, so what the user says stands in place of ours."""
    name = option.partition("=")[0]
    return {"--ip": "--ServerApp.ip", "--port": "--ServerApp.port"}.get(name, name)


def settings_of(options: list[str]) -> dict[str, str]:
    """Each setting's value, which follows its name behind = or as the next word; a folder alone is the root."""
    values: dict[str, str] = {}
    name = ""
    for option in options:
        if option.startswith("-"):
            name = setting(option)
            values[name] = option.partition("=")[2]
        elif name and not values[name]:
            values[name] = option
        else:
            values["--ServerApp.root_dir"] = option
    return values


def hide_token() -> None:
    """The server prints its address with the token: a log that it goes into is the user's alone."""
    for stream in (1, 2):
        with contextlib.suppress(OSError):
            log = os.fstat(stream)
            if stat.S_ISREG(log.st_mode) and not steps.WINDOWS:
                os.fchmod(stream, stat.S_IMODE(log.st_mode) & ~0o077)


def check_port(port: str) -> None:
    try:
        with socket.socket() as probe:
            if not steps.WINDOWS:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))
    except (OSError, OverflowError, ValueError):
        raise Refusal(
            f"port {port} is taken or not allowed: choose another with ./lab --port N, or none for the next free one"
        ) from None


def git(*words: str) -> str:
    program = steps.executable("git")
    if program is None:
        raise Refusal(f"there is no git here: {steps.install_with('git', 'git', 'Git.Git')}")
    run = subprocess.run([program, "-C", str(ROOT), *words], capture_output=True, check=False)
    if run.returncode:
        raise Refusal(f"git {words[0]} failed: {reason(run.stderr.decode(errors='replace'))}")
    return run.stdout.decode()


def reason(said: str) -> str:
    """The line in which Git says that it failed; else the last that is more than a warning, of ssh's for one."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    failures = [line for line in lines if line.lower().startswith(("fatal:", "error:"))]
    telling = [line for line in lines if not line.lstrip("* ").lower().startswith(MERELY)]
    if failures and telling and telling[0] not in failures:
        return f"{telling[0]}; {failures[0]}"
    return (failures or telling[-1:] or ["it does not say why"])[0]


def reset(words: list[str]) -> int:
    if len(words) != 1:
        raise Refusal("one notebook at a time: ./lab reset NOTEBOOK")
    # Git would take a word for a pattern, or for a path out of the project: the series' own names decide.
    series = git("ls-files", "-z", "--", "notebooks/*.ipynb").split("\0")[:-1]
    name = words[0].removeprefix("./").removeprefix("notebooks/")
    matching = [
        path for path in series if name and path.removeprefix("notebooks/").startswith(name)
    ]
    exact = [path for path in matching if path == f"notebooks/{name}"]
    if len(exact or matching) != 1:
        names = " ".join(Path(path).name for path in matching or series)
        raise Refusal(
            f"no single notebook of the series is called '{words[0]}'; there are: {names}"
        )
    found = (exact or matching)[0]
    steps.say(own_copies.bring_back(found, git("show", f"HEAD:{found}")))
    return 0


def docs(java: str, app: Path) -> int:
    """The API reference, of JDK's own tool."""
    out, classpath = ROOT / ".lab" / "docs", (app / "classpath").read_text(encoding="utf-8").strip()
    javadoc = str(Path(java).with_name(Path(java).name.replace("java", "javadoc")))
    options = ["-quiet", "-Xdoclint:none", "-encoding", "UTF-8", "-d", str(out)]
    source = ["-sourcepath", str(ROOT / "src" / "main" / "java"), "-subpackages", "sevennets"]
    title = ["-doctitle", "Seven Nets", "-windowtitle", "Seven Nets"]
    run = subprocess.run([javadoc, *options, *title, *source, "-cp", classpath], check=False)
    if run.returncode:
        raise Refusal("the API reference could not be made; javadoc says why above")
    print((out / "index.html").relative_to(ROOT).as_posix())
    return 0


def cluster(words: list[str]) -> int:
    """Its libraries are those that the profile spark adds to everybody's."""
    plain, ready = set_up("cpu", spark=False), set_up("cpu", spark=True)
    places = {
        "java": ready.java,
        "arguments": ready.started / "java.args",
        "spark": ready.app / "classpath",
        "plain": plain.app / "classpath",
    }
    options = [word for name, place in places.items() for word in (f"--{name}", str(place))]
    return steps.become([ready.python, script("spark_cluster.py"), *options, *words], hold=True)


def java_command_line(ready: Ready, words: list[str]) -> int:
    data = os.environ.get("SEVENNETS_DATA") or ROOT / "data"
    properties = [f"-Dsevennets.home={ROOT}", f"-Dsevennets.data={data}"]
    os.environ.update(jvm.openmp(dict(os.environ)))
    return steps.become(
        [ready.java, f"@{ready.started / 'java.args'}", *properties, "sevennets.cli.Main", *words]
    )


def device(words: list[str]) -> tuple[str, str, list[str]]:
    """What computes, a card's arithmetic if another than TF32 is asked for, and the words after these options."""
    wanted, option = "auto", ""
    while words and re.fullmatch(r"--cpu|--gpu(=.*)?|--float32|--bf16", words[0]):
        if words[0] in ARITHMETICS:
            option, words = words[0], words[1:]
            continue
        name, _, way = words[0][2:].partition("=")
        if way and way not in nvidia.WAYS:
            raise Refusal(
                f"'{words[0]}' is not understood; it is --gpu, or one of --gpu={', --gpu='.join(nvidia.WAYS)}"
            )
        wanted, words = way or name, words[1:]
    if option and wanted not in ("gpu", "cudnn"):
        raise Refusal(
            f"{option} is for a card, where products are rounded to TF32 otherwise: ./lab --gpu {option}"
        )
    return wanted, ARITHMETICS.get(option, ""), words


def help_on(word: str = "") -> int:
    """Prints the list of all words, or one word's entry in it."""
    entry = re.search(rf"(?m)^\./lab {word}\b.*\n(?: +.*\n)*", USAGE) if word else None
    print((entry[0] if entry else USAGE).replace("./lab", steps.COMMAND), end="")
    return 0


def main(words: list[str]) -> int:
    wanted, arithmetic, words = device(words)
    word, rest = (words[0], words[1:]) if words else ("", [])
    # Spark's libraries come with the first sweep that is given to a cluster.
    spark = word == "ablate" and any(re.match("--master(=|$)", option) for option in rest)
    if word == "cluster":
        return cluster(rest)
    if word == "help" or word in HELP:
        return help_on()
    if word in WITHOUT_OPTIONS and any(option in HELP for option in rest):
        return help_on(word)
    if word in ALONE and rest:
        raise Refusal(
            f"{word} takes no word after it, received '{rest[0]}': ./lab {word} --help says what it does"
        )
    if word == "reset":
        return reset(rest)
    if word == "update":
        return own_copies.update(git)
    if word in PUBLISHED:
        python = set_up_python()
        return steps.become([python, script("publish.py"), *words])
    if word == "guesses":
        return steps.become([set_up_python(), script("guesses.py"), *rest])
    ready = set_up(wanted, spark, arithmetic)
    if word == "" or re.fullmatch(r"--|--no-browser|--port(=.*)?", word):
        return jupyter(ready, words)
    if word == "run":
        build = ready.app.name.rpartition("-")[2]
        return steps.become(
            [ready.python, script("run_notebooks.py"), "--build", build, *rest], hold=True
        )
    if word == "bundle":
        command = [ready.python, script("bundle.py"), "--app", str(ready.app), *rest]
        return steps.become(command)
    if word == "docs":
        return docs(ready.java, ready.app)
    if word == "format":
        return steps.become([ready.python, script("suite.py"), "--format"])
    if word == "test":
        return steps.become([ready.python, script("suite.py"), *rest])
    return java_command_line(ready, words)


def start(words: list[str]) -> int:
    steps.use_utf8()
    stopping.install("lab: stopped; ./lab goes on where it was.".replace("./lab", steps.COMMAND))
    try:
        return main(words)
    except Refusal as refusal:
        steps.say(f"lab: {refusal}")
        return 1


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
