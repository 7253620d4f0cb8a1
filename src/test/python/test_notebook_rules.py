import unittest

import notebook_rules
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

JAVA = {"kernelspec": {"name": "java", "display_name": "Java"}}


def violations(*sources, kernel="java"):
    cells = [new_code_cell(notebook_rules.SETUP, id="setup")]
    cells += [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    return notebook_rules.violations(
        new_notebook(cells=cells, metadata={"kernelspec": {"name": kernel, "display_name": kernel}})
    )


class NotebookRulesTest(unittest.TestCase):
    def assert_broken(self, words, *sources):
        self.assertRegex("\n".join(violations(*sources)), words)

    def test_portable_cells_are_left_alone(self):
        self.assertEqual(
            violations(
                "import java.nio.channels.*; import java.util.zip.*;\nimport java.time.Duration;\nvar net = build();",
                'String id = display(chart);\nString s = "%d of kernel() import a.*;";',
                "record Guess(int value) {}\nvar d = Duration.ofSeconds(1); // import x.*; and %magic",
            ),
            [],
        )

    def test_star_import_in_the_middle_of_a_cell(self):
        self.assert_broken(
            "cell 'cell-0' has a star import that is not first", "int x = 1;\nimport java.util.*;"
        )
        self.assert_broken("star import", "// data\nimport java.util.*;")
        self.assert_broken("star import", "import java.util.List;\nimport java.util.*;")
        self.assert_broken("star import", " import java.util.*;")

    def test_long_line_is_told_with_its_length(self):
        self.assertEqual(violations("//" + 86 * "x"), [])
        self.assert_broken("cell 'cell-0' has a line of 89 characters, at most 88", "//" + 87 * "x")

    def test_import_of_what_the_first_line_imports(self):
        self.assert_broken("imports what the notebook's first line", "import sevennets.ops.Conv;")

    def test_notebook_that_begins_otherwise(self):
        notebook = new_notebook(cells=[new_code_cell("int x = 1;", id="x")], metadata=JAVA)
        self.assertRegex(notebook_rules.violations(notebook)[0], "must begin with: var profile = ")

    def test_paper_without_a_link(self):
        text = "He et al., %s, and [arXiv:1409.1556](https://arxiv.org/abs/1409.1556)."
        bare, linked = "arXiv:1512.03385", "[arXiv:1512.03385](https://arxiv.org/abs/1512.03385)"
        setup = new_code_cell(notebook_rules.SETUP, id="setup")
        for paper, count in ((bare, 1), (linked, 0)):
            cell = new_markdown_cell(text % paper, id="papers")
            notebook = new_notebook(cells=[setup, cell], metadata=JAVA)
            self.assertEqual(len(notebook_rules.violations(notebook)), count, paper)

    def test_import_that_no_cell_uses(self):
        self.assert_broken(
            "^List is imported, and no cell uses it$",
            "import java.util.List;",
            '// a List\nString s = "List";',
        )
        self.assertEqual(violations("import java.util.List;", "List<String> names;"), [])

    def test_guess_that_no_cell_answers(self):
        self.assert_broken(
            "^myFactor is asked for, and no cell answers it$",
            "Double myFactor = null;",
            "// myFactor",
        )
        self.assertEqual(
            violations("Double myFactor = null;", 'Check.guess("twice", myFactor);'), []
        )

    def test_magics(self):
        self.assert_broken("a magic", "%maven org:lib:1")
        self.assert_broken("a magic", "%%loadFromPOM\n<dependency/>")
        self.assertEqual(violations('String.format("%d", 10\n  % 3);'.replace("\n  %", " %")), [])

    def test_what_one_kernel_alone_has(self):
        self.assert_broken(r"kernel\(\)", "var k = kernel();")
        self.assert_broken("one kernel", "import io.github.spencerpark.ijava.IJava;")
        self.assert_broken("one kernel", "org.dflib.jjava.kernel.JavaKernel k;")

    def test_sealed_type(self):
        self.assert_broken("sealed", "sealed interface Op permits Conv {}")

    def test_type_declared_twice(self):
        self.assert_broken(
            "declares Block again", "record Block(int n) {}", "record Block(int n, int m) {}"
        )

    def test_time_without_its_import(self):
        self.assert_broken("Duration without an import", "Duration.ofSeconds(1)")

    def test_display_whose_id_prints(self):
        self.assert_broken("not assigned", "var chart = plot();\ndisplay(chart);")

    def test_length_of_cells(self):
        self.assertEqual(violations("\n".join(["x();"] * 25)), [])
        self.assert_broken("has 31 lines, at most 30", "\n".join(["x();"] * 31))
        text = new_notebook(cells=[new_markdown_cell("word | " * 121, id="why")], metadata=JAVA)
        self.assertEqual(notebook_rules.violations(text), ["cell 'why' has 121 words, at most 120"])

    def test_random_id_and_foreign_kernel(self):
        cells = [new_code_cell("x", id="3fa9c1d2")]
        found = notebook_rules.violations(
            new_notebook(
                cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python"}}
            )
        )
        self.assertRegex("\n".join(found), "random id")
        self.assertRegex("\n".join(found), "kernel must be 'java', received 'python3'")


class ChapterTest(unittest.TestCase):
    FOLDED = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}

    def lacks(self, *cells):
        return notebook_rules.lacks("04-resnet", new_notebook(cells=list(cells), metadata=JAVA))

    def test_chapter_that_draws_and_folds_lacks_nothing(self):
        drawn = new_code_cell("Notebook.draw(x -> residual(x, 16, 1), shape)", id="drawn")
        keys = new_code_cell(
            "Check.key(1, () -> 2);", id="keys", metadata={"tags": ["keys"], **self.FOLDED}
        )
        answer = new_code_cell("Integer answer1 = null;\nCheck.answer(1, answer1);", id="answer-1")
        self.assertEqual(self.lacks(drawn, keys, answer), {"answers": [], "drawing": []})

    def test_answer_that_can_be_read_is_named(self):
        half = {"tags": ["solution"], "jupyter": {"source_hidden": True}}
        solution = new_code_cell("Check.answer(1, 2);", id="solution-1", metadata=half)
        answer = new_code_cell('Check.answer("exercise 1", answer1, () -> 2);', id="answer-1")
        found = self.lacks(solution, answer)["answers"]
        self.assertRegex(found[0], "'solution-1' must fold its source and its outputs")
        self.assertRegex(found[1], "'answer-1' shows how its answer is found")

    def test_chapter_that_draws_nothing_is_told(self):
        self.assertEqual(
            self.lacks(new_code_cell("// Notebook.draw(x)", id="x"))["drawing"],
            ["no cell draws a block by Notebook.draw(...)"],
        )
