"""A net of ours in PyTorch, built from its description: a list of steps, each an operation, its arguments and its inputs.

An operation that torch.nn has goes by torch.nn's name and takes torch.nn's arguments; the others are below.
"""

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


class Add(nn.Module):
    def forward(self, first, *others):
        for other in others:
            first = first + other
        return first


class Concat(nn.Module):
    def forward(self, *inputs):
        return torch.cat(inputs, 1)


class Scale(nn.Module):
    """N x C x H x W times a gate of N x C, or of its own shape."""

    def forward(self, image, gate):
        return image * (gate[:, :, None, None] if gate.dim() == 2 else gate)


class GlobalAvgPool(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class GlobalMaxPool(nn.Module):
    def forward(self, x):
        return x.amax((2, 3))


class PadShortcut(nn.Module):
    """Every `stride`-th pixel, and zeros for the channels that are new, after the old ones."""

    def __init__(self, channels, stride):
        super().__init__()
        self.channels, self.stride = channels, stride

    def forward(self, x):
        return nn.functional.pad(
            x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.channels - x.shape[1])
        )


class StochasticDepth(nn.Module):
    """Drops whole examples with probability p in training, and scales up the others."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        kept = torch.empty(x.shape[0], *[1] * (x.dim() - 1)).bernoulli_(1 - self.p).div_(1 - self.p)
        return x * kept


OURS = {
    kind.__name__: kind
    for kind in (Add, Concat, Scale, GlobalAvgPool, GlobalMaxPool, PadShortcut, StochasticDepth)
}


def module(step):
    kind = OURS.get(step["op"]) or getattr(nn, step["op"], None)
    if kind is None:
        raise ValueError(
            f"neither torch.nn nor this file knows the operation '{step['op']}' of '{step['name']}'"
        )
    return kind(**step["arguments"])


class Twin(nn.Module):
    """Calls the steps one after the other; returns [(logits, weight)], the main head's first."""

    def __init__(self, net):
        super().__init__()
        self.steps = net["steps"]
        self.heads = net["heads"]
        self.layers = nn.ModuleList(module(step) for step in self.steps)
        self.write_in_place()
        self.plan()

    def plan(self):
        """For each step its module, its inputs, and the values that nothing reads after it."""
        kept = {head["logits"] for head in self.heads}
        last = {
            name: i
            for i, step in enumerate(self.steps)
            for name in step["inputs"]
            if name not in kept
        }
        self.program = [
            (layer, step["name"], step["inputs"], [n for n, at in last.items() if at == i])
            for i, (layer, step) in enumerate(zip(self.layers, self.steps, strict=False))
        ]

    def write_in_place(self):
        """ReLU over the value it reads, where nothing else reads that: as torchvision's own nets do."""
        readers = [name for step in self.steps for name in step["inputs"]]
        for layer, step in zip(self.layers, self.steps, strict=False):
            if (
                isinstance(layer, (nn.ReLU, nn.ReLU6))
                and readers.count(step["inputs"][0]) == 1
                and step["inputs"][0] != "input"
            ):
                layer.inplace = True

    def forward(self, x):
        values = {"input": x}
        for layer, name, inputs, done in self.program:
            values[name] = layer(*[values[i] for i in inputs])
            for i in done:
                del values[i]
        heads = self.heads if self.training else self.heads[:1]
        return [(values[head["logits"]], head["weight"]) for head in heads]

    def fold_batch_norms(self):
        """Joins each batch norm to the convolution before it, where nothing else reads what is between them."""
        position = {step["name"]: i for i, step in enumerate(self.steps)}
        readers = [name for step in self.steps for name in step["inputs"]]
        for i, step in enumerate(self.steps):
            before = position.get(step["inputs"][0])
            if (
                isinstance(self.layers[i], nn.BatchNorm2d)
                and before is not None
                and isinstance(self.layers[before], nn.Conv2d)
                and readers.count(step["inputs"][0]) == 1
            ):
                self.layers[before] = fuse_conv_bn_eval(self.layers[before], self.layers[i])
                self.layers[i] = nn.Identity()
        self.plan()
        return self

    @torch.no_grad()
    def read_parameters(self, file):
        """Every step's tensors in its own order, one after the other, as little-endian float32."""
        numbers, at = np.fromfile(file, "<f4"), 0
        for layer, step in zip(self.layers, self.steps, strict=False):
            for name in step["parameters"]:
                tensor = getattr(layer, name)
                tensor.copy_(
                    torch.from_numpy(numbers[at : at + tensor.numel()]).reshape(tensor.shape)
                )
                at += tensor.numel()
        if at != numbers.size:
            raise ValueError(f"the twin has {at} parameters, the file {numbers.size}")
