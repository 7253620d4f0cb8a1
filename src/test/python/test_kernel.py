"""The Java kernel as ./lab starts it, and JJava as it is: what a cell shows, met over Jupyter's protocol."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import java_kernel
import normalise
import run_notebooks
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

SPEC = run_notebooks.ROOT / ".lab" / "jupyter" / "kernels" / "java" / "kernel.json"
SETUP = "var profile = sevennets.notebook.Notebook.setup();"


class Kernel:
    """A running kernel; `run` gives what a cell shows, `help` what Shift-Tab does."""

    def __init__(self, main: str):
        spec = json.loads(SPEC.read_text())
        spec["argv"] = [main if it == java_kernel.MAIN else it for it in spec["argv"]]
        self.manager = KernelManager()
        self.manager._kernel_spec = KernelSpec(**spec)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code: str) -> str:
        shown = []

        def take(message):
            content = message["content"]
            shown.append(content.get("text", "") or "\n".join(content.get("traceback", [])))
            shown.append(content.get("data", {}).get("text/plain", ""))

        self.client.execute_interactive(code, output_hook=take, timeout=120)
        return re.sub(r"\x1b\[[\d;]*m", "", "".join(shown)).strip()

    def help(self, code: str) -> str:
        answer = self.client.inspect(code, len(code), reply=True, timeout=120)
        return answer["content"].get("data", {}).get("text/plain", "")


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel(java_kernel.MAIN)
        cls.addClassCleanup(cls.kernel.end)
        cls.kernel.run(SETUP)

    def test_one_line_imports_all_that_a_notebook_names(self):
        names = "FashionMnist Trainer Conv Models Plots Table Results Classifier INDArray Path IntStream Check"
        code = "System.out.println(List.of(%s).size());"
        classes = ", ".join(f"{name}.class" for name in names.split())
        self.assertEqual(self.kernel.run(code % classes), str(len(names.split())))

    def test_cell_that_needs_what_does_not_compile_names_it_in_one_sentence(self):
        self.kernel.run("int residual(int x) { return x; }")
        self.kernel.run("int net() { return residual(3); }")
        self.assertEqual(self.kernel.run("net()"), "3")
        self.assertIn("incompatible types", self.kernel.run('int residual(int x) { return ""; }'))
        sentence = "`net` needs `residual`, which does not compile: mend its cell and run it again"
        self.assertEqual(self.kernel.run("net()"), sentence)
        self.assertEqual(self.kernel.run("int other = net();"), sentence)
        self.kernel.run("int residual(int x) { return x + 1; }")
        self.assertEqual(self.kernel.run("net()"), "4")

    def test_method_that_java_took_without_a_word_says_what_is_wrong_with_it_when_it_is_called(
        self,
    ):
        self.kernel.run("int block(int x) { return missing; }")
        self.assertRegex(
            self.kernel.run("block(3)"),
            "^`block` (needs `missing`|does not compile, mend its cell and run it again: .*missing)",
        )

    def test_exception_is_shown_once_with_the_lines_of_the_reader_alone(self):
        self.kernel.run('int parsed() {\n    return Integer.parseInt("seven");\n}')
        lines = self.kernel.run("parsed()").splitlines()
        self.assertEqual(lines[0], 'NumberFormatException: For input string: "seven"')
        self.assertEqual(
            [line.strip() for line in lines[1:]],
            ["at parsed, its line 2", "at line 1 of the statement"],
        )

    def test_javas_message_names_variables_as_the_reader_does(self):
        self.kernel.run("String none = null; class Box { int[] numbers; }")
        for code in ("none.length()", "new Box().numbers[0]"):
            with self.subTest(code=code):
                shown = self.kernel.run(code)
                self.assertIn("NullPointerException", shown)
                self.assertNotIn("REPL", shown)

    def test_variable_without_a_value_is_named_where_it_is_passed_on(self):
        self.kernel.run('ComputationGraph lost = Models.get("lenet5").net(1 / (int) 0L);')
        whole = "int kept = 3; String word = null; int[] numbers = {1};"
        self.kernel.run(whole)
        shown = self.kernel.run('new Trainer(lost, Recipes.get("quick").withEpochs(kept));')
        self.assertIn("NullPointerException", shown)
        self.assertIn("`lost` is null. If a cell was to give it a value", shown)
        self.assertNotIn("`kept`", shown)
        self.assertNotIn("`word`", shown)
        self.assertIn("`word` is null", self.kernel.run("word.length() + numbers[0]"))

    def test_missing_import_is_suggested(self):
        shown = self.kernel.run("AtomicLong count = new AtomicLong();")
        self.assertIn("import java.util.concurrent.atomic.AtomicLong;", shown)

    def test_error_of_the_compiler_is_shown_once(self):
        shown = self.kernel.run("AtomicLong count = new AtomicLong();")
        self.assertEqual(shown.count("cannot find symbol"), 1)

    def test_misspelt_name_is_answered_by_the_nearest(self):
        for code, name in (
            ("Graph g = new Graph(Shape.image(1, 32, 32)); g.input().convbn(4);", "convBn"),
            ('String word = "a"; word.lenght()', "length"),
            ("int images = 3; System.out.println(imags);", "images"),
        ):
            with self.subTest(code=code):
                self.assertIn(f"did you mean `{name}`", self.kernel.run(code))

    def test_method_is_told_what_its_body_lacks(self):
        self.kernel.run("int counted() { AtomicInteger a = new AtomicInteger(); return a.get(); }")
        self.assertIn(
            "import java.util.concurrent.atomic.AtomicInteger;", self.kernel.run("counted()")
        )
        self.kernel.run("Object misspelt() { return Konv.of(6, 5); }")
        self.assertIn("did you mean `Conv`", self.kernel.run("misspelt()"))

    def test_what_failed_to_compile_is_named_where_it_is_used(self):
        self.assertIn("expected", self.kernel.run('int broken(int x) { return "" }'))
        self.assertIn("`broken` does not compile", self.kernel.run("broken(3)"))
        self.kernel.run("class Shattered { int x = ; }")
        self.assertIn("`Shattered` does not compile", self.kernel.run("new Shattered()"))

    def test_name_that_is_like_no_other_is_answered_by_none(self):
        self.assertNotIn("did you mean", self.kernel.run("System.out.println(zyxwvut);"))

    def test_stop_ends_a_loop_that_does_not_listen(self):
        self.kernel.run("void round() { while (true) { } }")
        self.kernel.run(
            "class Turning { static void go() { int i = 0; do { i++; } while (true); } }"
        )
        swallowing = "try { Thread.sleep(20); } catch (InterruptedException e) { }"
        for code in (
            "while (true) { }",
            "for (int i = 0; ; i++) { if (i < 0) i = 0; }",
            "round()",
            "Turning.go();",
            f"while (true) {{ {swallowing} }}",
            "Runnable endless = () -> { for (;;) { } }; endless.run();",
        ):
            with self.subTest(code=code):
                self.assertLess(self.stopped(code), 2)
                self.assertEqual(self.kernel.run(self.ALIVE), "[]")
        self.assertEqual(
            self.kernel.run("int sum = 0; for (int i = 0; i < 9; i++) sum += i; sum"), "36"
        )

    def test_cell_that_trains_trains_again_when_it_is_run_again(self):
        """The same text is the same class to JShell, and was taken for one that had been stopped."""
        self.kernel.run("Splits data = FashionMnist.load();")
        cell = """
            Variant lenet = Models.get("lenet5").withInput(1, 32, 32);
            Trainer trainer = new Trainer(lenet.graph().net(1), Recipes.get("smoke").withEpochs(1));
            History history = trainer.fit(Subset.sample(data.train(), 64, 1),
                Subset.sample(data.validation(), 32, 1));
        """
        for turn in range(3):
            with self.subTest(turn=turn):
                self.kernel.run(cell)
                self.assertEqual(self.kernel.run("history.table().rowCount()"), "1")

    def test_what_waits_behind_a_cell_that_fails_or_is_stopped_is_not_run(self):
        self.kernel.run("int ran = 0;")
        for code, stops in (
            ('throw new RuntimeException("no")', False),
            ("while (true) { }", True),
        ):
            with self.subTest(code=code):
                sent = [self.kernel.client.execute(it) for it in ("Thread.sleep(1000);", code)]
                sent += [self.kernel.client.execute("ran = 1;") for _ in range(3)]
                if stops:
                    time.sleep(3)
                    self.kernel.manager.interrupt_kernel()
                replies = [self.reply(message) for message in sent]
                self.assertEqual(replies, ["ok", "error", *["aborted"] * 3])
                self.assertEqual(self.kernel.run("ran"), "0")

    def reply(self, message: str) -> str:
        while True:
            reply = self.kernel.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message:
                return reply["content"]["status"]

    # Which threads are in a cell's code, but for the one that asks.
    ALIVE = """
        Thread.sleep(200);
        Thread.getAllStackTraces().entrySet().stream()
            .filter(it -> it.getKey() != Thread.currentThread())
            .filter(it -> Stream.of(it.getValue()).anyMatch(f -> f.getClassName().startsWith("REPL")))
            .map(it -> it.getKey().getName()).toList()
    """

    def stopped(self, code: str) -> float:
        """Seconds from the stop button until the cell has ended."""
        message = self.kernel.client.execute(code)
        time.sleep(1)
        begun = time.monotonic()
        self.kernel.manager.interrupt_kernel()
        while True:
            reply = self.kernel.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message:
                return time.monotonic() - begun

    def test_opened_notebook_is_what_the_kernel_says_it_is(self):
        told = self.kernel.client.kernel_info(reply=True, timeout=60)["content"]["language_info"]
        self.assertEqual(told, normalise.NOTEBOOK_METADATA["language_info"])

    def test_shift_tab_within_a_call_shows_its_signature_and_javadoc(self):
        shown = self.kernel.help("Conv.of(")
        self.assertIn("Conv.of(int filters, int kernel)", shown)
        self.assertIn("the padding that keeps the size", shown)


class OrphanTest(unittest.TestCase):
    def test_kernel_whose_starter_was_killed_before_it_looked_ends(self):
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        folder = made.name
        connection, _ = write_connection_file(str(Path(folder, "connection.json")))
        spec = json.loads(SPEC.read_text())
        command = [it.replace("{connection_file}", connection) for it in spec["argv"]]
        environment = {**os.environ, **spec["env"], "JPY_PARENT_PID": str(gone.pid)}
        kernel = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self.addCleanup(kernel.kill)
        self.assertEqual(kernel.wait(timeout=60), 0)


class StockKernelTest(unittest.TestCase):
    def test_the_same_line_imports_the_same_in_jjava_as_it_is(self):
        kernel = Kernel(java_kernel.STOCK_MAIN)
        self.addCleanup(kernel.end)
        kernel.run('List<String> before = List.of("kept");')
        kernel.run(SETUP)
        self.assertEqual(kernel.run("before.get(0) + Conv.of(4, 3).filters()"), "kept4")
        kernel.run(SETUP)
        self.assertEqual(kernel.run("before.get(0) + profile"), "keptquick")


class BeforeSetupTest(unittest.TestCase):
    def test_cell_that_runs_before_the_first_says_so(self):
        kernel = Kernel(java_kernel.MAIN)
        self.addCleanup(kernel.end)
        self.assertIn("run the notebook's first cell", kernel.run("Graph net = null;"))
