"""Where the series can be opened with nothing to install, once its repository has a public address.

The address is the property `public.address` of pom.xml, such as https://github.com/OWNER/NAME. While it is empty, nothing
links anywhere: `ways` is empty, and the site has no line for it.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import quote

POM = Path(__file__).resolve().parents[3] / "pom.xml"
FIRST = "notebooks/00-start-here.ipynb"


def repository(pom: Path = POM) -> str | None:
    """The repository's address, or None while it has none."""
    found = ElementTree.parse(pom).getroot().find("{*}properties/{*}public.address")
    return (found.text or "").strip().rstrip("/") or None if found is not None else None


def ways(address: str | None, notebook: str = FIRST) -> dict[str, str]:
    """By the service's name, the address that opens a notebook there."""
    if not address:
        return {}
    place = quote(notebook)
    github = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+)", address)
    if not github:
        return {
            "Binder": f"https://mybinder.org/v2/git/{quote(address, safe='')}/HEAD?urlpath=lab/tree/{place}"
        }
    name = github[1]
    return {
        "Binder": f"https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/tree/{place}",
        "Codespaces": f"https://codespaces.new/{name}",
        "Colab": f"https://colab.research.google.com/github/{name}/blob/HEAD/{place}",
    }


def badges(address: str | None) -> str:
    """The README's line of them, as Markdown; empty without an address."""
    return " ".join(f"[Open in {name}]({url})" for name, url in ways(address).items())


if __name__ == "__main__":
    print(badges(sys.argv[1] if len(sys.argv) > 1 else repository()))
