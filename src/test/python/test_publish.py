"""The series in other forms: what a class gets, what a lecturer shows, what is read on the web."""

import contextlib
import copy
import io
import re
import shutil
import subprocess
import tempfile
import unittest
import unittest.mock
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import grading
import lecture
import nbformat
import publish
import website
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

CHAPTERS = {path.stem for path in publish.run_notebooks.NOTEBOOKS.glob("*.ipynb")}
# As the notebooks write them; no code in them has a dollar sign.
FORMULA = re.compile(r"(?s)\$\$.+?\$\$|\$[^$]+\$")
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


class AssignmentTest(unittest.TestCase):
    def setUp(self):
        stored = notebook()
        key = new_code_cell("Check.key(1, () -> 42);", id="keys", metadata={"tags": ["keys"]})
        stored.cells[-2].source += "\nCheck.answer(1, answer1);"
        stored.cells[-3:-3] = [key]
        block = "Node mine(Node x) {\n  throw new UnsupportedOperationException();\n}\nint n = 2;\nCheck.block(2, n);"
        stored.cells += [
            new_markdown_cell("**2. Write it** (hard).", id="exercise-2"),
            new_code_cell(block, id="answer-2"),
        ]
        self.stored = stored
        self.cells = {cell.id: cell for cell in grading.assignment(stored).cells}

    def test_answer_is_the_students_and_what_checks_it_is_not(self):
        answer, graded = (
            self.cells[f"{name}-1"].metadata.nbgrader for name in ("answer", "graded")
        )
        self.assertEqual((answer.solution, answer.grade, answer.locked), (True, False, False))
        self.assertEqual((graded.solution, graded.grade, graded.locked), (False, True, True))
        self.assertEqual((graded.points, self.cells["graded-2"].metadata.nbgrader.points), (1, 3))

    def test_keys_are_nowhere_but_in_what_nbgrader_hides(self):
        self.assertNotIn("keys", self.cells)
        self.assertNotIn("solution-1", self.cells)
        self.assertEqual(
            self.cells["graded-1"].source.splitlines(),
            [
                grading.HANDED_IN,
                "// BEGIN HIDDEN TESTS",
                "Check.key(1, () -> 42);",
                "Check.answer(1, answer1);",
                "Check.require(1);",
                "// END HIDDEN TESTS",
            ],
        )

    def test_block_is_checked_in_the_open_with_all_that_its_check_needs(self):
        lines = ["int n = 2;", "Check.block(2, n);", "Check.require(2);"]
        self.assertEqual(self.cells["graded-2"].source.splitlines(), lines)

    def test_answer_that_is_filled_in_or_asked_for_nowhere_is_refused_in_a_sentence(self):
        for id, old, new, said in (
            ("answer-1", "null", "41", "'answer-1' is filled in"),
            ("answer-2", grading.exercises.STUB, "return x; //(", "'answer-2' is filled in"),
            ("exercise-2", "(hard)", "", "'answer-2' needs a cell 'exercise-2'.* easy, medium"),
        ):
            stored = copy.deepcopy(self.stored)
            (cell,) = (it for it in stored.cells if it.id == id)
            cell.source = cell.source.replace(old, new)
            with self.assertRaisesRegex(grading.NoAssignment, said):
                grading.assignment(stored)


class HandoutTest(unittest.TestCase):
    """Of a chapter that a lecturer has answered: in a clone of one chapter."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.chapter = self.root / "notebooks" / "42-test.ipynb"
        self.chapter.parent.mkdir()
        self.keep(notebook())
        git = ["git", "-C", str(self.root), "-c", "user.name=a", "-c", "user.email=a@b"]
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
            subprocess.run([*git, *words], check=True)
        answered = notebook()
        (answer,) = (cell for cell in answered.cells if cell.id == "answer-1")
        answer.source = "Integer answer1 = 4711;"
        self.keep(answered)
        for owner, name, value in (
            (publish, "ROOT", self.root),
            (publish.run_notebooks, "ROOT", self.root),
            (publish.run_notebooks, "NOTEBOOKS", self.chapter.parent),
        ):
            changed = unittest.mock.patch.object(owner, name, value)
            changed.start()
            self.addCleanup(changed.stop)

    def keep(self, chapter):
        self.chapter.write_text(nbformat.writes(chapter), encoding="utf-8")

    def publish(self, *words):
        """The exit code, and what was said to the user."""
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()) as said,
        ):
            return publish.main(["handout", *words]), said.getvalue()

    def made(self):
        found = self.root.rglob("*.ipynb")
        return "".join(it.read_text(encoding="utf-8") for it in found if it != self.chapter)

    def test_lecturers_own_answers_are_given_away_only_where_that_is_asked_for(self):
        for words in ((), ("--nbgrader",)):
            self.assertEqual(self.publish(*words), (0, ""))
            self.assertIn("Integer answer1 = null;", self.made())
            self.assertNotIn("4711", self.made())
        self.assertEqual(self.publish("--mine"), (0, ""))
        self.assertIn("4711", self.made())

    def test_answered_chapter_as_an_assignment_is_refused_in_a_sentence(self):
        code, said = self.publish("--nbgrader", "--mine")
        self.assertEqual(code, 1)
        self.assertRegex(said, "^42-test: 'answer-1' is filled in.*\n$")

    def test_chapter_whose_original_is_not_known_is_handed_out_with_a_warning(self):
        shutil.rmtree(self.root / ".git")
        code, said = self.publish()
        self.assertEqual(code, 0)
        self.assertRegex(said, "^notebooks/42-test.ipynb is taken as it is.*\n$")

    def test_copy_takes_no_notebooks_place(self):
        before = self.chapter.read_bytes()
        code, said = self.publish("--out", str(self.chapter.parent), "42")
        self.assertEqual(code, 1)
        self.assertRegex(said, "^a copy would .* notebooks/42-test.ipynb: name another.*\n$")
        self.assertEqual(self.chapter.read_bytes(), before)
        self.assertFalse((self.chapter.parent / "solutions").exists())

    def test_course_lies_where_nobody_is_told_to_delete(self):
        self.publish("--nbgrader")
        course = self.root / "runs" / "nbgrader"
        self.assertTrue((course / "source" / "42-test" / "42-test.ipynb").exists())
        self.assertTrue((course / "nbgrader_config.py").exists())
        self.assertFalse((self.root / ".lab").exists())

    def test_course_keeps_a_configuration_that_its_lecturer_has_changed(self):
        course = self.root / "course"
        for _ in range(2):
            self.assertEqual(self.publish("--nbgrader", "--out", str(course))[0], 0)
            configuration = course / "nbgrader_config.py"
            self.assertIn("CourseDirectory", configuration.read_text())
            configuration.write_text("# CourseDirectory is mine")
        self.publish("--nbgrader", "--out", str(course))
        self.assertEqual(configuration.read_text(), "# CourseDirectory is mine")


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
        page = website.whole([website.Page(hostile, notebook())])
        self.assertNotIn("<script>alert(1)", page)
        self.assertNotIn('onload="x', page)
        ids = re.findall(r'<section id="([^"]*)"', page)
        self.assertEqual(ids, re.findall(r'<li><a href="#([^"]*)"', page))
        self.assertRegex(ids[0], r"^[\w.-]+$")

    def test_a_page_that_was_read_is_known_to_the_contents(self):
        pages = [website.Page("a b", notebook()), website.Page("c", notebook(), side_road=True)]
        made = website.files(pages, None)
        listed = re.findall(r'<li data-page="([^"]+)"', made["index.html"])
        kept = [
            re.search(r"read\.add\('([^']+)'\)", made[name]).group(1)
            for name in ("a b.html", "c.html")
        ]
        self.assertEqual(listed, ["a-b", "c"])
        self.assertEqual(kept, listed)
        self.assertNotIn("localStorage", made["all.html"])

    def test_drawings_are_legible_on_the_white_that_they_stand_on(self):
        css = (website.TEMPLATES / "site" / "site.css").read_text(encoding="utf-8")
        paper, ink = re.search(
            r"\.output svg \{[^}]*background: (#\w+); color: (#\w+)", css
        ).groups()
        self.assertGreater(contrast(paper.replace("#fff", "#ffffff"), ink), 7)

    def test_handout_holds_neither_solutions_nor_outputs(self):
        given = publish.handout(notebook())
        self.assertNotIn("6 * 7", nbformat.writes(given))
        self.assertNotIn("41", nbformat.writes(given))
        self.assertIn("Integer answer1 = null;", nbformat.writes(given))
        nbformat.validate(given)

    def test_every_solution_and_key_of_the_series_is_taken_out_of_its_handout(self):
        for name, chapter in publish.series().items():
            with self.subTest(notebook=name):
                self.assertEqual(
                    [
                        cell.id
                        for cell in publish.handout(chapter).cells
                        if cell.id.startswith("solution") or "Check.key(" in cell.source
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
        publish.handout(original), publish.solutions(original), lecture.slides(original)
        self.assertEqual(original, notebook())

    def test_headings_begin_slides_and_exercises_are_left_out(self):
        made = lecture.slides(notebook()).cells
        self.assertEqual(
            [(cell.id, cell.metadata.slideshow.slide_type) for cell in made],
            [
                ("title-0", "slide"),
                ("chart-step-0", "subslide"),
                ("chart-out-0", "subslide"),
                ("count-step-0", "subslide"),
                ("count-out-0", "subslide"),
            ],
        )

    def test_short_texts_and_the_code_after_them_share_a_slide_and_outputs_have_their_own(self):
        cells = [
            new_markdown_cell("## A part", id="head"),
            new_markdown_cell("Short.", id="one"),
            new_markdown_cell("word " * 60, id="two"),
            new_markdown_cell("word " * 60, id="three"),
            new_code_cell("a();", id="code", outputs=[new_output("stream", text="41\n")]),
            new_markdown_cell("So it is.", id="so"),
            new_code_cell("b();\n" * 14, id="long"),
            new_markdown_cell(PICTURE, id="picture"),
            new_markdown_cell("Seen?", id="seen"),
        ]
        made = lecture.slides(new_notebook(cells=cells)).cells
        begun = [cell.id for cell in made if cell.metadata.slideshow.slide_type != "-"]
        self.assertEqual(
            begun, ["head-0", "three-0", "code-out-0", "long-step-0", "picture-0", "seen-0"]
        )

    def test_long_code_is_cut_where_a_statement_begins(self):
        body = "\n".join(f"  step{n}();" for n in range(9))
        steps = lecture.cut_code(f"void a() {{\n{body}\n}}\nvoid b() {{\n{body}\n}}")
        self.assertEqual([step.split("(")[0] for step in steps], ["void a", "void b"])
        self.assertTrue(all(len(step.splitlines()) <= 14 for step in steps))
        self.assertEqual(len("\n".join(lecture.cut_code("x();\n" * 40)).split()), 40)

    def test_long_table_goes_on_with_its_head_on_the_next_slide(self):
        rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(30))
        parts = lecture.cut_html(f"<table><thead>H</thead><tbody>{rows}</tbody></table>")
        self.assertEqual([part.count("<tr>") for part in parts], [12, 12, 6])
        self.assertTrue(all("H" in part for part in parts))

    def test_slides_load_nothing_but_reveal(self):
        page = lecture.page(notebook(), "Test", "reveal.js")
        self.assertEqual(
            {address.split("/")[0] for address in Addresses(page).found}, {"reveal.js"}
        )
        self.assertNotIn("@import", page)
        self.assertIn("Line chart of loss.", page)
        self.assertNotIn("6 * 7", page)

    def test_site_needs_no_other_file(self):
        pages = website.files([website.Page("42-test", notebook())], "var MiniSearch;")
        for name, page in pages.items():
            self.assertEqual(Addresses(page).found, [], name)

    def test_every_formula_of_the_series_is_converted_for_the_site_and_the_slides(self):
        for name, chapter in publish.series().items():
            texts = [cell for cell in chapter.cells if cell.cell_type == "markdown"]
            chapter.cells = [cell for cell in texts if "$" in cell.source or cell is texts[0]]
            latex = [found for cell in chapter.cells for found in FORMULA.findall(cell.source)]
            site = website.body(website.Page(name, chapter), "{}")
            lecturers = [cell for cell in chapter.cells if not lecture.EXERCISE.fullmatch(cell.id)]
            shown = sum(len(FORMULA.findall(cell.source)) for cell in lecturers)
            slides = lecture.page(chapter, name, "reveal.js").partition("<body")[2]
            for made, count in ((site, len(latex)), (slides, shown)):
                with self.subTest(notebook=name):
                    self.assertEqual(made.count("<math "), count)
                    self.assertNotRegex(made, r"\$\$|\\frac")

    def test_formula_in_code_stays_code_and_one_that_is_none_is_shown_as_written(self):
        cells = [
            new_markdown_cell("# A\n\n`$x$` is $x$.\n\n```\n$$y$$\n```\n\n$$x^1^<$$", id="title")
        ]
        made = website.body(website.Page("a", new_notebook(cells=cells)), "{}")
        self.assertEqual(made.count("<math "), 1)
        self.assertIn("<code>$x$</code>", made)
        self.assertIn("$$y$$", made)
        self.assertIn(r"<code>x^1^&lt;</code>", made)

    def test_link_to_a_file_that_the_site_has_not_leads_to_the_repository_or_names_the_file(self):
        text = "# A\n\n[how](../src/docs/a%20b.md#x), [more](43-next.ipynb#y), [out](https://a.b/c.md), [a](#z)"
        page = website.Page("42", new_notebook(cells=[new_markdown_cell(text, id="title")]))
        made = website.body(page, "{}.html")
        self.assertIn("how (<code>src/docs/a b.md</code> in the project)", made)
        hrefs = ["43-next.html", "https://a.b/c.md", "#z"]
        self.assertEqual(re.findall(r'<a href="([^"]+)"', made), hrefs)
        with unittest.mock.patch.object(website.addresses, "repository", lambda: "https://a.b/c"):
            linked = website.body(page, "{}.html")
        self.assertIn('<a href="https://a.b/c/blob/HEAD/src/docs/a%20b.md#x">how</a>', linked)

    def test_no_link_of_the_site_is_dead(self):
        pages = [
            website.Page(name, chapter, name not in CHAPTERS)
            for name, chapter in publish.series().items()
        ]
        for page in pages:
            texts = [cell for cell in page.notebook.cells if cell.cell_type == "markdown"]
            page.notebook.cells = [
                cell for cell in texts if "](" in cell.source or cell is texts[0]
            ]
        made = website.files(pages, "")
        for name, text in made.items():
            linked = re.findall(r'<a\b[^>]*\bhref="([^"#]+)', text)
            inside = {unquote(it) for it in linked if not re.match("https?:", it)}
            self.assertEqual(inside - set(made), set(), name)

    def test_search_has_words_and_no_marks(self):
        self.assertEqual(
            website.words("DenseNet ([chapter 05](05.ipynb)), **`k`** is $k_0 + \\,k$"),
            "DenseNet (chapter 05), k is k_0 + k",
        )
        cell = "# Title\n\n## Part\n\n> Of $$\\frac12$$ <b>this</b>\n\n| a | b |"
        self.assertEqual(website.plain(cell), "Part Of this a b")

    def test_site_lists_each_chapter_and_each_side_road(self):
        pages = [website.Page("42-test", notebook()), website.Page("43-next", notebook(), True)]
        made = website.files(pages, None)
        self.assertEqual(set(made), {"index.html", "all.html", "42-test.html", "43-next.html"})
        self.assertEqual(
            re.findall(r'<li><a href="([\w.#-]+)">([^<]+)</a><span>([^<]+)', made["all.html"]),
            [
                ("#42-test", "42 · Test &amp; more", "Why not?"),
                ("#43-next", "42 · Test &amp; more", "Why not?"),
            ],
        )
        self.assertIn('href="43-next.html"', made["42-test.html"])
        self.assertIn('href="#43-next"', made["all.html"])
        self.assertIn('alt="Line chart of loss."', made["42-test.html"])
        self.assertIn("<h2>Side roads</h2>", made["index.html"])

    def test_site_folds_solutions(self):
        page = website.whole([website.Page("42-test", notebook())])
        self.assertRegex(
            page, r"(?s)<details[^>]*solution-1.*<summary>Solution</summary>.*</details>"
        )
        self.assertEqual(page.count("<details"), 1)

    def test_repeated_ids_get_numbers_and_a_drawing_keeps_its_own(self):
        text = '<h2 id="a">1</h2><a href="#a"></a><svg><g id="x"/><use href="#x"/></svg><h2 id="a">2</h2><svg><g id="x"/><use href="#x"/></svg>'
        self.assertEqual(
            website.unique("p", text),
            '<h2 id="p-a">1</h2><a href="#p-a"></a><svg><g id="p-x"/><use href="#p-x"/></svg><h2 id="p-a-2">2</h2><svg><g id="p-x-2"/><use href="#p-x-2"/></svg>',
        )

    def test_original_is_published_unless_the_readers_own_is_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "00-start-here.ipynb")
            path.write_text(nbformat.writes(notebook()))
            self.assertIn("Test", publish.read(path, mine=False).cells[0].source)
        changed = publish.run_notebooks.NOTEBOOKS / "00-start-here.ipynb"
        original = publish.read(changed, mine=False)
        self.assertEqual(original.cells[0].id, "title")

    def test_both_themes_have_readable_text(self):
        css = (website.TEMPLATES / "site" / "site.css").read_text()
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
