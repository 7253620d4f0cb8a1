"""Compares ./lab predict with PyTorch on photographs: ten architectures with random weights, each checkpoint saved in every
way that is read, and its own transform.

    photographs_in_pytorch.py [--net NAME]... [--way NAME]... PHOTOGRAPH...

Needs torch, torchvision, timm and safetensors. Prints for each net and each way of saving the largest difference of a
probability over all photographs and classes; ends with 1 if one is above 1e-3. The weights are torch's and timm's own
random ones, with batch norms that have seen the photographs, so that no layer is idle. All nets in all ways are seventy
calls of ./lab: --net and --way choose some.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 1e-3
WAYS = ("plain", "older", "wrapped", "prefixed", "doubles", "safetensors", "sharded")
# The name here, who has the net, its name there.
NETS = [
    ("alexnet", "torchvision", "alexnet"),
    ("vgg11_bn", "torchvision", "vgg11_bn"),
    ("googlenet", "torchvision", "googlenet"),
    ("inception_v3", "torchvision", "inception_v3"),
    ("resnet18", "torchvision", "resnet18"),
    ("resnet50", "timm", "resnet50.a1_in1k"),
    ("densenet121", "torchvision", "densenet121"),
    ("seresnet50", "timm", "seresnet50.ra2_in1k"),
    ("efficientnet_b0", "torchvision", "efficientnet_b0"),
    ("tf_efficientnet_b0", "timm", "tf_efficientnet_b0.in1k"),
]


def built(owner: str, name: str):
    """A net with random weights, in inference, and the transform of its published checkpoint."""
    import timm
    import torch
    import torchvision

    torch.manual_seed(1)
    if owner == "timm":
        net = timm.create_model(name, pretrained=False)
        config = timm.data.resolve_model_data_config(net)
        return net, timm.data.create_transform(**config, is_training=False)
    weights = torchvision.models.get_model_weights(name).IMAGENET1K_V1
    # Two of torchvision's published nets undo ImageNet's normalisation within.
    options = (
        {"transform_input": True, "init_weights": False}
        if name in ("googlenet", "inception_v3")
        else {}
    )
    return torchvision.models.get_model(name, **options), weights.transforms()


def probabilities(net, images):
    import torch

    with torch.no_grad():
        net.train()
        for module in net.modules():  # running statistics as of a net that was trained
            if hasattr(module, "momentum"):
                module.momentum = 0.5
            if isinstance(module, torch.nn.Dropout):
                module.eval()
        for _ in range(4):
            net(images)
        return net.eval()(images).softmax(1)


def saved(state, folder: Path):
    """The same weights in every way that is read: each way's name and file."""
    import torch
    from safetensors.torch import save_file

    state = {name: tensor.clone() for name, tensor in state.items()}

    def written(name, what, **options):
        path = folder / f"{name}.pth"
        torch.save(what, path, **options)
        return name, path

    yield written("plain", state)
    yield written("older", state, _use_new_zipfile_serialization=False)
    yield written("wrapped", {"epoch": 3, "net": state, "args": {"device": torch.device("cpu")}})
    yield written("prefixed", {f"_orig_mod.module.{name}": t for name, t in state.items()})
    yield written(
        "doubles", {n: t.double() if t.is_floating_point() else t for n, t in state.items()}
    )
    path = folder / "plain.safetensors"
    save_file(state, path)
    yield "safetensors", path
    names, shards = sorted(state), folder / "shards"
    shards.mkdir()
    halves = {
        "a.safetensors": names[: len(names) // 2],
        "b.safetensors": names[len(names) // 2 :],
    }
    for file, part in halves.items():
        save_file({name: state[name] for name in part}, shards / file)
    places = {name: file for file, part in halves.items() for name in part}
    (shards / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    yield "sharded", shards


def predicted(arch: str, owner: str, name: str, weights: Path, photographs: list[str]):
    """What ./lab predict says: for each photograph its probability of each class, by the class's name."""
    source = "torchvision" if owner == "torchvision" else name
    command = [str(ROOT / "lab"), "predict", "--arch", arch, "--source", source]
    command += ["--weights", str(weights), "--json", "--top", "1000", *photographs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:6])} ended with {done.returncode}: {done.stderr}")
    return [
        {answer["class"]: answer["probability"] for answer in seen["answers"]}
        for seen in json.loads(done.stdout)
    ]


def chosen(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [arch for arch, _, _ in NETS]
    parser.add_argument("--net", action="append", choices=names, help="compare this net")
    parser.add_argument("--way", action="append", choices=WAYS, help="save in this way")
    parser.add_argument("photographs", nargs="+", metavar="PHOTOGRAPH")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    options = chosen(words)
    photographs = options.photographs
    import torch
    from PIL import Image

    labels = ROOT / "src" / "main" / "resources" / "sevennets" / "weights" / "imagenet-classes.tsv"
    classes = [line.split("\t")[1] for line in labels.read_text(encoding="utf-8").splitlines()]
    worst = 0.0
    for arch, owner, name in NETS:
        if options.net and arch not in options.net:
            continue
        net, transform = built(owner, name)
        images = torch.stack([transform(Image.open(path).convert("RGB")) for path in photographs])
        theirs = probabilities(net, images)
        with tempfile.TemporaryDirectory() as folder:
            for way, weights in saved(net.state_dict(), Path(folder)):
                if options.way and way not in options.way:
                    continue
                ours = predicted(arch, owner, name, weights, photographs)
                difference = max(
                    abs(ours[i][classes[c]] - theirs[i, c].item())
                    for i in range(len(photographs))
                    for c in range(1000)
                )
                worst = max(worst, difference)
                print(f"{arch:20} {way:12} {difference:.1e}", flush=True)
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
