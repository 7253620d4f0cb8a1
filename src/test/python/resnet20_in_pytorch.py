"""Loads an exported resnet20_cifar into a ResNet written here with torch.nn alone, and compares its logits with ours.

Usage: resnet20_in_pytorch.py NET.safetensors RUN.safetensors     RUN holds our "images" and "logits"
Prints the largest distance. Exits 77 where PyTorch is not installed.
"""

import json
import struct
import sys
from pathlib import Path

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit(77)


class Block(nn.Module):
    """Two 3x3 convolutions and, where the shape changes, every second pixel with zeros for the new channels."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.stride, self.new = stride, filters - channels

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(
            y
            + nn.functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new))
        )


class ResNet20(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[Block(16, 16, 1) for _ in range(3)])
        self.layer2 = nn.Sequential(Block(16, 32, 2), Block(32, 32, 1), Block(32, 32, 1))
        self.layer3 = nn.Sequential(Block(32, 64, 2), Block(64, 64, 1), Block(64, 64, 1))
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        return self.fc(
            self.layer3(self.layer2(self.layer1(torch.relu(self.bn1(self.conv1(x)))))).mean((2, 3))
        )


def read(path):
    raw = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    return {
        name: torch.frombuffer(
            bytearray(raw[8 + length + t["data_offsets"][0] : 8 + length + t["data_offsets"][1]]),
            dtype=torch.float32,
        ).reshape(t["shape"])
        for name, t in header.items()
    }


state, run = read(sys.argv[1]), read(sys.argv[2])
net = ResNet20(run["images"].shape[1], run["logits"].shape[1]).eval()
missing, unexpected = net.load_state_dict(state, strict=False)
if unexpected or any(not name.endswith("num_batches_tracked") for name in missing):
    sys.exit(f"missing: {missing}, unexpected: {unexpected}")
with torch.no_grad():
    print("{:.3e}".format((net(run["images"]) - run["logits"]).abs().max().item()))
