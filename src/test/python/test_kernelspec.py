import contextlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import java_kernel
import jvm
import kernelspec
import steps

GIB = 1 << 30
PROBE = """
import java.io.*;

class Probe implements Serializable {
  private void readObject(ObjectInputStream in) { System.out.println("ran"); }

  public static void main(String[] args) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(new Probe());
    try {
      new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (InvalidClassException refused) {
      System.out.println("refused");
    }
  }
}
"""
JAVA = shutil.which("java")


class KernelspecTest(unittest.TestCase):
    def test_memory_follows_the_machine(self):
        self.assertIn("-Xmx1024m", kernelspec.jvm_options(4 * GIB))
        self.assertIn("-Xmx4096m", kernelspec.jvm_options(256 * GIB))
        self.assertIn("-Dorg.bytedeco.javacpp.maxbytes=8192m", kernelspec.jvm_options(16 * GIB))

    def test_every_launcher_takes_its_options_from_the_one_table(self):
        filter_ = "-Djdk.serialFilter=!*;maxarray=0"
        self.assertEqual(jvm.table()["filter"], filter_)
        for more in ((), ("notebook",), ("spark",)):
            options = kernelspec.jvm_options(GIB, *more)
            self.assertIn(filter_, options)
            self.assertFalse([option for option in options if "{" in option], "all is filled in")
        self.assertIn(
            "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
            kernelspec.jvm_options(GIB, "notebook"),
        )
        spark = kernelspec.jvm_options(GIB, "spark")
        allowed = jvm.table()["spark.filter"]
        self.assertGreater(spark.index(allowed), spark.index(filter_), "Java takes the last")
        self.assertTrue(allowed.endswith(";!*"), "what is not in the list is refused")
        for file in ("lab", "src/main/python/kernelspec.py", "src/main/python/suite.py"):
            self.assertNotRegex(
                (jvm.POM.parent / file).read_text(), "-Xmx|-XX:|--add-opens|serialFilter"
            )

    def test_threads_wait_without_spinning_unless_the_user_says_how_they_wait(self):
        self.assertEqual(jvm.openmp({})["OMP_WAIT_POLICY"], "PASSIVE")
        for said in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"):
            self.assertNotIn("OMP_WAIT_POLICY", jvm.openmp({said: "1000"}))

    def test_java_as_lab_starts_it_makes_no_object_of_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "Probe.java").write_text(PROBE)
            subprocess.run(["javac", "-d", folder, f"{folder}/Probe.java"], check=True)
            for more in ((), ("notebook",), ("spark",)):
                options = kernelspec.jvm_options(8 * GIB, *more)
                Path(folder, "java.args").write_text(kernelspec.argument_file(options, folder))
                run = subprocess.run(
                    ["java", f"@{folder}/java.args", "Probe"],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                self.assertEqual(run.stdout, "refused\n", run.stderr)

    def test_kernel_is_interrupted_by_message_and_finds_the_libraries(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "classpath").write_text("a.jar:b.jar\n")
            kernelspec.main(JAVA, f"{folder}/classpath", "ours.jar", folder)
            spec = json.loads(Path(folder, "kernels", "java", "kernel.json").read_text())
            own, jjava = map(Path, spec["argv"][spec["argv"].index("-cp") + 1].split(os.pathsep))
            self.assertTrue(Path(own, "sevennets", "kernel", "Main.class").is_file())
        self.assertEqual(spec["interrupt_mode"], "message")
        self.assertEqual(spec["env"]["OMP_WAIT_POLICY"], "PASSIVE")
        self.assertEqual(spec["env"]["JJAVA_CLASSPATH"], "ours.jar:a.jar:b.jar")
        self.assertEqual(spec["env"].get("LC_ALL"), steps.utf8_locale())
        self.assertEqual(spec["argv"][0], JAVA)
        self.assertTrue(jjava.is_file(), "the kernel's jar exists")
        self.assertEqual(spec["argv"][-2:], [java_kernel.MAIN, "{connection_file}"])

    def test_older_kernel_stays_until_it_was_not_started_for_a_week(self):
        def compiled(version):
            return java_kernel.compiled(JAVA, "jjava.jar", f"JJava {version}", Path(folder))

        def age(it, days):
            os.utime(it, (time.time() - days * 24 * 3600,) * 2)

        def javac(command, **_):
            Path(command[command.index("-d") + 1]).mkdir()

        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(java_kernel.subprocess, "run", javac),
        ):
            first = compiled(1)
            age(first, 6)
            second = compiled(2)
            self.assertTrue(first.is_dir(), "a kernel may still load classes from it")
            age(first, 8)
            self.assertEqual(compiled(1), first)
            compiled(3)
            self.assertTrue(first.is_dir(), "it was started again")
            age(first, 8)
            compiled(4)
            self.assertFalse(first.exists())
            self.assertTrue(second.is_dir())

    def test_kernel_that_cannot_be_compiled_is_jjava_as_it_is(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "classpath").write_text("a.jar\n")
            with contextlib.redirect_stderr(io.StringIO()) as said:
                kernelspec.main("/no/jdk/bin/java", f"{folder}/classpath", "ours.jar", folder)
            spec = json.loads(Path(folder, "kernels", "java", "kernel.json").read_text())
        self.assertIn("without its help", said.getvalue())
        self.assertEqual(spec["argv"][-2:], [java_kernel.STOCK_MAIN, "{connection_file}"])

    def test_java_reads_the_argument_file_where_a_folder_has_a_space(self):
        with tempfile.TemporaryDirectory(prefix="a folder ") as folder:
            Path(folder, "Probe.java").write_text(
                "class Probe { public static void main(String[] a) { System.out.print(System.getProperty(a[0])); } }"
            )
            subprocess.run(["javac", "-d", folder, f"{folder}/Probe.java"], check=True)
            Path(folder, "java.args").write_text(kernelspec.argument_file(["-Xmx64m"], folder))
            for name, value in {
                "java.class.path": folder,
                "sevennets.kernel": kernelspec.jjava_name(),
            }.items():
                run = subprocess.run(
                    ["java", f"@{folder}/java.args", "Probe", name],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                self.assertEqual(run.stdout, value)
