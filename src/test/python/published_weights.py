"""Compares the list of published weights with what torchvision and timm say of them themselves.

    published_weights.py

Needs torchvision and timm, of versions that print the same names as those at the head of the list. Prints every file name
that neither package prints, and every preprocessing that differs from theirs; ends with 1 if there is one.
"""

import sys
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIST = ROOT / "src" / "main" / "resources" / "sevennets" / "weights" / "pretrained.tsv"


def rows():
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def numbers(cell: str) -> tuple[float, ...]:
    return tuple(round(float(Fraction(each)), 4) for each in cell.split(","))


def printed(package) -> str:
    """All that a package's modules say, in one."""
    models = Path(package.__file__).parent / "models"
    return "\n".join(path.read_text(encoding="utf-8") for path in models.rglob("*.py"))


def in_torchvision(arch: str, tag: str) -> tuple:
    import torchvision

    transform = getattr(torchvision.models.get_model_weights(arch), tag).transforms()
    # googlenet and inception_v3 undo this normalisation within, for one of (0.5, 0.5).
    undone = arch in ("googlenet", "inception_v3")
    return (
        transform.resize_size[0],
        transform.crop_size[0],
        transform.interpolation.value,
        (0.5,) * 3 if undone else tuple(transform.mean),
        (0.5,) * 3 if undone else tuple(transform.std),
    )


def in_timm(name: str, test: bool) -> tuple:
    import timm

    config = timm.models.get_pretrained_cfg(name).to_dict()
    sizes = [config.get("test_input_size"), config["input_size"]]
    size = next(s for s in (sizes if test else sizes[1:]) if s)[1]
    share = (config.get("test_crop_pct") if test else None) or config["crop_pct"]
    mean, std = (tuple(round(v, 4) for v in config[key]) for key in ("mean", "std"))
    return int(size / share), size, config["interpolation"], mean, std


def main() -> int:
    import timm
    import torchvision

    theirs = printed(torchvision) + printed(timm)
    wrong = checked = 0
    for name, arch, resize, crop, test_resize, test_crop, filtered, mean, std, _, origins in rows():
        tag = name.split(".", 1)[1]
        if tag == "pip":
            continue
        ours = (filtered, numbers(mean), numbers(std))
        if tag.startswith("IMAGENET"):
            expected = [in_torchvision(arch, tag)]
        else:
            expected = [in_timm(name, False), in_timm(name, True)]
        listed = [(int(resize), int(crop), *ours), (int(test_resize), int(test_crop), *ours)]
        for said, found in zip(listed, expected, strict=False):
            if said != found:
                print(f"{name}: {said} here, {found} there")
                wrong += 1
        for origin in origins.split():
            file = origin.rsplit("/", 1)[1]
            checked += file != "model.safetensors"
            if file != "model.safetensors" and file not in theirs:
                print(f"{name}: no package prints {file}")
                wrong += 1
    print(f"{checked} file names compared with torchvision {torchvision.__version__}", end=" ")
    print(f"and timm {timm.__version__}: {wrong} differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
