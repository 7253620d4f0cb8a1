"""How every JVM of this project is started: the table in pom.xml, and OpenMP's threads in it."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import container

POM = Path(__file__).resolve().parents[3] / "pom.xml"


def table(pom: Path = POM) -> dict[str, str]:
    """The properties `jvm.*` of pom.xml, without that beginning, each with those that it names filled in."""
    project = ElementTree.parse(pom).getroot()
    properties = project.find("{*}properties")
    options = {
        element.tag.rpartition("}")[2].removeprefix("jvm."): element.text or ""
        for element in properties
        if isinstance(element.tag, str) and "}jvm." in element.tag
    }

    def filled_in(text: str) -> str:
        return re.sub(r"\$\{jvm\.([^}]+)\}", lambda name: filled_in(options[name[1]]), text)

    return {name: filled_in(text) for name, text in options.items()}


def openmp(environment: dict[str, str]) -> dict[str, str]:
    """How many threads OpenMP has and how they wait, unless the user has said so."""
    said = any(name in environment for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"))
    waiting = {} if said else {"OMP_WAIT_POLICY": table()["openmp.waiting"]}
    return {**container.threads(environment), **waiting}
