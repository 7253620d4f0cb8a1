"""The series to read on the web: a page for each notebook, one page with all of them, and a search that needs no server."""

import copy
import html
import itertools
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import addresses
import formulas
import openings
from nbformat import NotebookNode

TEMPLATES = Path(__file__).resolve().parents[1] / "nbconvert"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
HEADING = re.compile(r"^##? (.+)$", re.MULTILINE)
# What a search shows of a formula is its letters; of a display formula, nothing.
DISPLAY_FORMULA = re.compile(r"(?s)\$\$.*?\$\$")
INLINE_FORMULA = re.compile(r"\$([^$\n]+)\$")
MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
LINK = re.compile(r'(?s)<a\b[^>]*\bhref="([^"#][^"]*)"[^>]*>(.*?)</a>')
NOTEBOOK_LINK = re.compile(r'href="(?:\.\./|side-roads/)*([\w-]+)\.ipynb(#[^"]*)?"')
TAG = re.compile(r"<[^>]+>")
ABOUT = (
    "Convolutional networks from LeNet to EfficientNet, in Java: each net built from its paper, "
    "trained small, and looked into."
)


@dataclass(frozen=True)
class Page:
    """A notebook to be published: `name` is its file's, without .ipynb."""

    name: str
    notebook: NotebookNode
    side_road: bool = False

    @property
    def title(self) -> str:
        return words(TITLE.search(self.notebook.cells[0].source).group(1))

    @property
    def folder(self) -> str:
        """Where its notebook lies, which its links begin from."""
        return "notebooks/side-roads" if self.side_road else "notebooks"

    @property
    def id(self) -> str:
        """A file's name as an id of HTML, whatever it holds."""
        return re.sub(r"[^\w.-]+", "-", self.name)

    @property
    def question(self) -> str:
        """The first paragraph, without its marks."""
        lines = self.notebook.cells[0].source.splitlines()[1:]
        texts = (line for line in lines if line.strip() and not line.startswith("<"))
        return words(next(texts, ""))


def files(pages: list[Page], minisearch: str | None, api: str | None = None) -> dict[str, str]:
    """The site's files by name.

    :param minisearch: that library's script; without it there is no search
    :param api: where the API reference is, if it is there
    """
    made = {"index.html": front(pages, minisearch, api), "all.html": whole(pages)}
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        made[f"{page.name}.html"] = one(page, before, after)
    return made


def front(pages: list[Page], minisearch: str | None, api: str | None) -> str:
    """What there is to read, and a search in it."""
    search = "" if minisearch is None else finder(pages, minisearch)
    others = '<a href="all.html">All on one page</a>'
    if api:
        others += f' · <a href="{api}">API reference</a>'
    for name, url in addresses.ways(addresses.repository()).items():
        others += f' · <a href="{html.escape(url)}">Open in {name}</a>'
    main = f"{search}\n{PROGRESS}\n{contents(pages, '{}.html')}\n<p>{others}</p>"
    head = f"<header><h1>Seven Nets</h1><p>{ABOUT}</p></header>"
    return document("Seven Nets", f"{head}\n<main>{main}</main>")


# How far a reader has come is kept in the reader's own browser, and goes nowhere else. A page counts as read when its end
# has been on the screen. Where the browser keeps nothing (a private window, a file), no progress is shown.
READ = """<script>
new IntersectionObserver((seen, watch) => {{
  if (!seen.some(it => it.isIntersecting)) return;
  watch.disconnect();
  try {{
    const read = new Set(JSON.parse(localStorage.getItem('seven-nets-read') || '[]'));
    localStorage.setItem('seven-nets-read', JSON.stringify([...read.add('{}')]));
  }} catch {{ /* nothing is kept here */ }}
}}).observe(document.body.lastElementChild.previousElementSibling);
</script>"""
PROGRESS = """<p id="progress" hidden><label>Read <progress></progress> <span></span></label>
<button type="button">Begin anew</button></p>
<script>
addEventListener('DOMContentLoaded', () => {
  const line = document.getElementById('progress');
  const pages = [...document.querySelectorAll('li[data-page]')];
  let read = new Set();
  try { read = new Set(JSON.parse(localStorage.getItem('seven-nets-read') || '[]')); } catch { return; }
  const done = pages.filter(page => read.has(page.dataset.page));
  done.forEach(page => page.querySelector('a').insertAdjacentText('afterend', ' \u2713 read'));
  line.querySelector('progress').max = pages.length;
  line.querySelector('progress').value = done.length;
  line.querySelector('span').textContent = `${done.length} of ${pages.length} pages`;
  line.querySelector('button').addEventListener('click', () => {
    localStorage.removeItem('seven-nets-read');
    location.reload();
  });
  line.hidden = done.length === 0;
});
</script>"""


def whole(pages: list[Page]) -> str:
    """All on one page that needs no other file and no network."""
    sections = "\n".join(
        f'<section id="{page.id}">\n{body(page, "#{}")}\n</section>' for page in pages
    )
    head = f"<header><h1>Seven Nets</h1><p>{ABOUT}</p></header>"
    return document("Seven Nets", f"{head}\n{contents(pages, '#{}')}\n<main>\n{sections}\n</main>")


def one(page: Page, before: Page | None, after: Page | None) -> str:
    """A notebook's own page, with ways to its neighbours and to its parts."""
    parts = "".join(
        f'<li><a href="#{page.id}-{cell.id}">{html.escape(heading)}</a></li>'
        for cell, heading in headings(page)
    )
    ways = " ".join(
        f'<a rel="{rel}" href="{quote(it.name)}.html">{arrow.format(html.escape(it.title))}</a>'
        for rel, it, arrow in (("prev", before, "← {}"), ("next", after, "{} →"))
        if it
    )
    nav = f'<nav class="ways" aria-label="Pages"><a href="index.html">Contents</a> {ways}</nav>'
    inside = f'<nav aria-label="On this page"><details><summary>On this page</summary><ol>{parts}</ol></details></nav>'
    main = f'<main><section id="{page.id}">{body(page, "{}.html")}</section></main>'
    return document(page.title, f"{nav}\n{inside}\n{main}\n{nav}\n{READ.format(page.id)}")


def contents(pages: list[Page], address: str) -> str:
    lists = []
    for name, chosen in (("Chapters", False), ("Side roads", True)):
        items = "\n".join(entry(page, address) for page in pages if page.side_road == chosen)
        if items:
            lists.append(f'<nav aria-label="{name}"><h2>{name}</h2><ol>\n{items}\n</ol></nav>')
    return "\n".join(lists)


def entry(page: Page, address: str) -> str:
    """A line of the contents. Where it leads to a page of its own, the browser can tell whether that was read."""
    within = address.startswith("#")
    known = "" if within else f' data-page="{page.id}"'
    link = address.format(page.id if within else quote(page.name))
    return f'<li{known}><a href="{link}">{html.escape(page.title)}</a><span>{html.escape(page.question)}</span></li>'


def document(title: str, inside: str) -> str:
    css = (TEMPLATES / "site" / "site.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title>
<style>
{css}</style>
</head>
<body>
{inside}
</body>
</html>
"""


def body(page: Page, address: str) -> str:
    """A notebook's cells. `address` makes a link to a page of its name."""
    exporter = formulas.WithFormulas(template_name="site", extra_template_basedirs=[str(TEMPLATES)])
    notebook = copy.deepcopy(page.notebook)
    notebook.cells = [openings.embedded(cell) for cell in notebook.cells]
    made = exporter.from_notebook_node(notebook, {"chapter": page.id})[0]
    made = NOTEBOOK_LINK.sub(lambda link: f'href="{address.format(link[1])}"', made)
    made = LINK.sub(lambda link: to_the_project(link, page.folder, address), made)
    return unique(page.id, made)


def to_the_project(link: re.Match, folder: str, address: str) -> str:
    """A link to a file that the site does not have: to the repository's address, or none but the file's name."""
    target, inside = link[1], link[2]
    if re.match(r"[a-z]+:|//", target) or target == address.format(target.removesuffix(".html")):
        return link[0]
    file, _, part = target.partition("#")
    path = posixpath.normpath(posixpath.join(folder, unquote(file)))
    repository = addresses.repository()
    if repository:
        return f'<a href="{html.escape(repository)}/blob/HEAD/{quote(path)}{"#" * bool(part)}{part}">{inside}</a>'
    return f"{inside} (<code>{html.escape(path)}</code> in the project)"


def unique(name: str, text: str) -> str:
    """Ids that no other page and no other drawing has: headings repeat, and so do the names within an SVG."""
    used: dict[str, int] = {}
    parts = re.split(r"(?s)(<svg\b.*?</svg>)", text)
    return "".join(renamed(name, part, used) for part in parts)


def renamed(name: str, part: str, used: dict[str, int]) -> str:
    """A part whose ids, and what refers to them within it, begin with the page's name; repeated ones get a number."""
    new: dict[str, str] = {}

    def rename(match: re.Match) -> str:
        old = unquote(match[1])
        id = old if old.startswith(f"{name}-") else f"{name}-{old}"
        used[id] = used.get(id, 0) + 1
        fresh = id if used[id] == 1 else f"{id}-{used[id]}"
        new.setdefault(old, fresh)
        return f' id="{fresh}"'

    part = re.sub(r'\sid="([^"]+)"', rename, part)
    part = re.sub(r'href="#([^"]+)"', lambda it: f'href="#{new.get(unquote(it[1]), it[1])}"', part)
    part = re.sub(r"url\(#([^)]+)\)", lambda it: f"url(#{new.get(it[1], it[1])})", part)
    return re.sub(
        r'(aria-labelledby|aria-describedby|for)="([^"]+)"',
        lambda it: f'{it[1]}="{" ".join(new.get(id, id) for id in it[2].split())}"',
        part,
    )


def headings(page: Page) -> list[tuple[NotebookNode, str]]:
    return [
        (cell, found)
        for cell in page.notebook.cells[1:]
        if cell.cell_type == "markdown" and (found := heading(cell))
    ]


# --- Search: the index is made by MiniSearch in the reader's browser, in a few milliseconds -------------------------


def finder(pages: list[Page], minisearch: str) -> str:
    found = itertools.chain.from_iterable(sections(page) for page in pages)
    parts = [{"id": number, **section} for number, section in enumerate(found)]
    texts = json.dumps(parts, ensure_ascii=False).replace("</", "<\\/")
    library = minisearch.replace("</script", "<\\/script")
    script = (TEMPLATES / "site" / "search.js").read_text(encoding="utf-8")
    return f"""<search><label>Search <input id="query" type="search" autocomplete="off"></label>
<p id="said" role="status"></p><ol id="found"></ol></search>
<script>{library}</script>
<script>
const parts = {texts};
{script}</script>"""


def sections(page: Page) -> Iterator[dict[str, str]]:
    """Each text of a page: its own heading, which weighs more, and the one that it stands under, which is shown."""
    under = page.title
    for cell in page.notebook.cells:
        if cell.cell_type != "markdown":
            continue
        own = heading(cell) or ""
        under = own or under
        yield {
            "at": f"{quote(page.name)}.html#{page.id}-{cell.id}",
            "page": page.title,
            "title": own,
            "under": under,
            "text": plain(cell.source),
        }


def heading(cell: NotebookNode) -> str | None:
    found = HEADING.search(cell.source)
    return words(found[1]) if found else None


def plain(markdown: str) -> str:
    """A cell's text for the search, without its heading, which is a field of its own."""
    text = TAG.sub(" ", HEADING.sub("", markdown, count=1))
    return " ".join(re.sub(r"(?m)^[#>|\s-]+|\|", " ", words(text)).split())


def words(markdown: str) -> str:
    """What a reader sees of Markdown: a link's text, a formula's letters, no marks."""
    text = MARKDOWN_LINK.sub(r"\1", DISPLAY_FORMULA.sub(" ", markdown))
    text = INLINE_FORMULA.sub(lambda it: re.sub(r"\\[,;!]|[{}\\]", "", it[1]), text)
    return re.sub(r"[*`]", "", text)
