"""Which of NVIDIA's libraries a card and its driver get: by NVIDIA's support matrix."""

import os
import stat
import subprocess
import tempfile
import time
import unittest
import unittest.mock
from pathlib import Path

import kernelspec
import lab
import nvidia
import steps

T4, A100, H100 = (7, 5), (8, 0), (9, 0)
B200, RTX_5090 = (10, 0), (12, 0)


def card(capability, driver):
    return nvidia.Card("NVIDIA Test", capability, driver)


class NvidiaTest(unittest.TestCase):
    def test_every_card_gets_the_newest_libraries_that_its_driver_runs(self):
        for capability, driver, cuda in (
            (T4, "580.65.06", "13.1"),
            (T4, "525.60.13", "12.9"),
            ((5, 0), "580.65.06", "12.9"),
            ((6, 1), "535.54.03", "12.9"),
            (A100, "570.172.08", "12.9"),
            (H100, "590.44", "13.1"),
            (B200, "570.26", "12.9"),
            (RTX_5090, "581.29", "13.1"),
        ):
            chosen = nvidia.libraries_for(card(capability, driver)).cuda
            self.assertEqual(chosen, cuda, f"{capability}, driver {driver}")

    def test_driver_that_is_too_old_is_told_the_version_that_is_needed(self):
        for capability, driver, needed in (
            (T4, "470.57.02", "525.60"),
            (T4, "525.60", None),
            (RTX_5090, "565.57.01", "570.26"),
            (A100, "", "525.60"),
        ):
            if needed is None:
                nvidia.libraries_for(card(capability, driver))
                continue
            with self.assertRaisesRegex(steps.Refusal, f"driver {driver}, .*needs {needed} or"):
                nvidia.libraries_for(card(capability, driver))

    def test_card_that_is_too_old_or_not_known_yet_is_told_what_is_supported(self):
        for capability in ((3, 7), (13, 0)):
            with self.assertRaisesRegex(steps.Refusal, "cuDNN 9 supports 5.0 to 12.1"):
                nvidia.libraries_for(card(capability, "999.1"))

    def test_card_is_read_from_nvidia_smi(self):
        self.assertEqual(
            nvidia.parse("NVIDIA GeForce RTX 3060, 8.6, 535.54.03"),
            nvidia.Card("NVIDIA GeForce RTX 3060", (8, 6), "535.54.03"),
        )
        for line in ("", "No devices were found", "A card, [N/A], 390.1", "A card, 8, 1, 2"):
            self.assertIsNone(nvidia.parse(line), line)

    def test_nvidia_smi_that_fails_or_never_answers_means_no_card(self):
        for script in (
            "echo 'NVIDIA-SMI has failed'; exit 9",
            "echo 'Field \"compute_cap\" is not a valid field to query.'",
            "exec sleep 30",
        ):
            started = time.monotonic()
            with (
                self.nvidia_smi(script),
                unittest.mock.patch.object(nvidia, "SECONDS_TO_ANSWER", 1),
            ):
                self.assertIsNone(nvidia.first_card(), script)
            self.assertLess(time.monotonic() - started, 10)
        with self.nvidia_smi("echo 'A, 8.6, 1.2'; echo 'B, 9.0, 1.2'"):
            self.assertEqual(nvidia.first_card().name, "A")

    def test_a_card_that_no_way_supports_stops_nobody_who_did_not_ask_for_it(self):
        with (
            self.nvidia_smi("echo 'Tesla K80, 3.5, 470.57'"),
            unittest.mock.patch.object(nvidia, "UNASKED", True),
        ):
            self.assertEqual(nvidia.choose("auto").way, "cpu")
            with self.assertRaisesRegex(steps.Refusal, "use ./lab --cpu"):
                nvidia.choose("gpu")

    def test_folders_of_both_generations_of_wheels_are_found(self):
        with tempfile.TemporaryDirectory() as prefix:
            site = Path(prefix, "lib", "python3.12", "site-packages", "nvidia")
            for library in (
                "cudnn/lib/libcudnn.so.9",
                "cu13/lib/libcublas.so.13",
                "cu13/include/a.h",
            ):
                (site / library).parent.mkdir(parents=True, exist_ok=True)
                (site / library).touch()
            found = [str(folder.relative_to(site)) for folder in nvidia.folders(Path(prefix))]
        self.assertEqual(found, ["cu13/lib", "cudnn/lib"])

    def test_libraries_for_tests_are_fetched_once_and_whole_or_not_at_all(self):
        asked = []

        def pip(command, **_):
            asked.append(command)
            target = Path(command[command.index("--target") + 1])
            target.mkdir()
            if broken:
                raise subprocess.CalledProcessError(1, "pip")
            (target / "libnvrtc.so.13").touch()

        with (
            tempfile.TemporaryDirectory() as home,
            unittest.mock.patch.dict(nvidia.os.environ, {"XDG_CACHE_HOME": home}),
            unittest.mock.patch.object(nvidia.subprocess, "run", pip),
            unittest.mock.patch.object(steps, "say"),
        ):
            broken = True
            self.assertIsNone(nvidia.kept_for_tests())
            self.assertEqual(list(Path(home, "sevennets").iterdir()), [])
            broken = False
            kept = nvidia.kept_for_tests()
            self.assertTrue((kept / "libnvrtc.so.13").exists())
            self.assertEqual(nvidia.kept_for_tests(), kept)
        self.assertEqual(len(asked), 2)
        self.assertIn("nvidia-cudnn-cu13==9.19.0.56", asked[0])

    def test_float32_and_bfloat16_are_a_cards_arithmetic_and_need_one(self):
        for option, name in (("--float32", "float32"), ("--bf16", "bfloat16")):
            self.assertEqual(lab.device(["--gpu", option, "train"]), ("gpu", name, ["train"]))
            for words in ([option], ["--cpu", option], ["--gpu=nd4j", option]):
                with self.assertRaisesRegex(steps.Refusal, f"{option} is for a card"):
                    lab.device(words)
            options = kernelspec.card_options(["spark", name, "/one", "/two"])
            self.assertIn(f"-Dsevennets.card.arithmetic={name}", options)
            self.assertIn(f"-Djava.library.path=/one{os.pathsep}/two", options)
        self.assertEqual(lab.device(["--gpu=cudnn", "train"]), ("cudnn", "", ["train"]))
        self.assertNotIn("arithmetic", " ".join(kernelspec.card_options(["/one"])))
        self.assertEqual(kernelspec.card_options(["spark"]), [])

    def nvidia_smi(self, script):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = Path(folder.name, "nvidia-smi")
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return unittest.mock.patch.object(steps, "executable", lambda name: str(program))
