import json
import subprocess
import tempfile
import unittest
from pathlib import Path

import kernelspec

GIB = 1 << 30


class KernelspecTest(unittest.TestCase):
    def test_memory_follows_the_machine(self):
        self.assertIn("-Xmx1024m", kernelspec.jvm_options(4 * GIB))
        self.assertIn("-Xmx4096m", kernelspec.jvm_options(256 * GIB))
        self.assertIn("-Dorg.bytedeco.javacpp.maxbytes=8192m", kernelspec.jvm_options(16 * GIB))

    def test_kernel_is_interrupted_by_message_and_finds_the_libraries(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "classpath").write_text("a.jar:b.jar\n")
            kernelspec.main("/jdk/bin/java", f"{folder}/classpath", "ours.jar", folder)
            spec = json.loads(Path(folder, "kernels", "java", "kernel.json").read_text())
        self.assertEqual(spec["interrupt_mode"], "message")
        self.assertEqual(spec["env"]["JJAVA_CLASSPATH"], "ours.jar:a.jar:b.jar")
        self.assertEqual(spec["argv"][0], "/jdk/bin/java")
        self.assertTrue(
            Path(spec["argv"][spec["argv"].index("-cp") + 1]).is_file(), "the kernel's jar exists"
        )
        self.assertEqual(spec["argv"][-2:], [kernelspec.KERNEL_MAIN, "{connection_file}"])

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
