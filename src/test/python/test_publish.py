"""The series in other forms: what a class gets, what a lecturer shows, what is read on the web."""

import contextlib
import io
import re
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import publish
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

PICTURE = '<img src="data:image/png;base64,AAAA" alt="Line chart of loss.">'


def notebook():
    cells = [
        new_markdown_cell(
            "# 42 · Test & more\n\nWhy **not**?\n\nSee [next](43-next.ipynb).", id="title"
        ),
        new_code_cell("import a.B;", id="setup"),
        new_code_cell(
            "plot()",
            id="chart",
            outputs=[
                new_output(
                    "display_data", {"text/html": PICTURE, "text/plain": "Line chart of loss."}
                )
            ],
        ),
        new_code_cell("count()", id="count", outputs=[new_output("stream", text="41\n")]),
        new_markdown_cell(
            "**1. Count** (easy). The folded cell below it holds the solution.", id="exercise-1"
        ),
        new_code_cell("Integer answer1 = null;", id="answer-1"),
        new_code_cell(
            "int solution1 = 6 * 7;",
            id="solution-1",
            metadata={"tags": ["solution"], "jupyter": {"source_hidden": True}},
        ),
    ]
    return new_notebook(cells=cells, metadata=publish.normalise.NOTEBOOK_METADATA)


class Addresses(HTMLParser):
    """What a page loads: the src and, of style sheets, the href of its elements."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        loaded = attributes.get("src") or (attributes.get("href") if tag == "link" else None)
        if loaded and not loaded.startswith("data:"):
            self.found.append(loaded)


class PublishTest(unittest.TestCase):
    def test_notebook_that_is_broken_empty_or_without_a_title_ends_in_a_sentence(self):
        with tempfile.TemporaryDirectory() as folder:
            for text in ("", "<html>", nbformat.writes(new_notebook()), '{"cells": []}'):
                path = Path(folder, "99.ipynb")
                path.write_text(text)
                for word in ("handout", "slides"):
                    with contextlib.redirect_stderr(io.StringIO()) as said:
                        code = publish.main([word, "--out", folder, str(path)])
                    self.assertEqual(code, 1)
                    self.assertRegex(
                        said.getvalue(), "^\\S+99.ipynb (is no Jupyter|should begin).*\n$"
                    )

    def test_hostile_name_of_a_file_stays_a_name_in_the_site(self):
        hostile = 'a" onload="x<script>alert(1)</script>&#x27;\x1b[31m'
        page = publish.site({hostile: notebook()})
        self.assertNotIn("<script>alert(1)", page)
        self.assertNotIn('onload="x', page)
        ids = re.findall(r'<section id="([^"]*)"', page)
        self.assertEqual(ids, re.findall(r'<li><a href="#([^"]*)"', page))
        self.assertRegex(ids[0], r"^[\w.-]+$")

    def test_handout_holds_neither_solutions_nor_outputs(self):
        given = publish.handout(notebook())
        self.assertNotIn("6 * 7", nbformat.writes(given))
        self.assertNotIn("41", nbformat.writes(given))
        self.assertIn("Integer answer1 = null;", nbformat.writes(given))
        nbformat.validate(given)

    def test_every_solution_of_the_series_is_taken_out_of_its_handout(self):
        for name, chapter in publish.series().items():
            with self.subTest(notebook=name):
                self.assertEqual(
                    [
                        cell.id
                        for cell in publish.handout(chapter).cells
                        if cell.id.startswith("solution")
                    ],
                    [],
                )

    def test_lecturers_copy_shows_the_solutions(self):
        solution = publish.solutions(notebook()).cells[-1]
        self.assertEqual(
            (solution.source, "jupyter" in solution.metadata), ("int solution1 = 6 * 7;", False)
        )

    def test_the_original_is_left_as_it_was(self):
        original = notebook()
        publish.handout(original), publish.solutions(original), publish.slides(original)
        self.assertEqual(original, notebook())

    def test_headings_begin_slides_and_exercises_are_left_out(self):
        types = [cell.metadata.slideshow.slide_type for cell in publish.slides(notebook()).cells]
        self.assertEqual(types, ["slide", "skip", "subslide", "fragment", "skip", "skip", "skip"])

    def test_slides_load_nothing_but_reveal(self):
        page = publish.slide_page(notebook(), "reveal.js")
        self.assertEqual(
            {address.split("/")[0] for address in Addresses(page).found}, {"reveal.js"}
        )
        self.assertIn("Line chart of loss.", page)
        self.assertNotIn("6 * 7", page)

    def test_site_needs_no_other_file(self):
        page = publish.site({"42-test": notebook()})
        self.assertEqual(Addresses(page).found, [])

    def test_site_lists_each_chapter_and_keeps_its_pictures_alternative_text(self):
        page = publish.site({"42-test": notebook(), "43-next": notebook()})
        self.assertEqual(
            re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a><span>([^<]+)', page),
            [
                ("42-test", "42 · Test &amp; more", "Why not?"),
                ("43-next", "42 · Test &amp; more", "Why not?"),
            ],
        )
        self.assertIn('alt="Line chart of loss."', page)
        self.assertIn('href="#43-next"', page)

    def test_site_folds_solutions(self):
        page = publish.site({"42-test": notebook()})
        self.assertRegex(
            page, r"(?s)<details[^>]*solution-1.*<summary>Solution</summary>.*</details>"
        )
        self.assertEqual(page.count("<details"), 1)

    def test_both_themes_have_readable_text(self):
        css = (publish.TEMPLATES / "site" / "site.css").read_text()
        themes = [
            dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", part))
            for part in css.split("@media print")[0].split("prefers-color-scheme: dark")
        ]
        for theme in themes:
            for ink in ["ink", "faint", "link"]:
                self.assertGreaterEqual(contrast(theme[ink], theme["paper"]), 4.5, ink)
            for ink in ["ink", "keyword", "text", "number", "comment"]:
                self.assertGreaterEqual(contrast(theme[ink], theme["code"]), 4.5, ink)

    def test_command_line_writes_the_files_that_it_names(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            contextlib.redirect_stdout(io.StringIO()) as said,
        ):
            publish.main(["handout", "--out", folder, "00"])
            self.assertEqual(
                sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*.ipynb")),
                ["00-start-here.ipynb", "solutions/00-start-here.ipynb"],
            )
        self.assertEqual(len(said.getvalue().splitlines()), 2)


def contrast(one, other):
    """WCAG 2.1's ratio of two colours, from 1 to 21; text needs 4.5."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
