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
    """N x C x H x W times a gate of N x C, of N x 1 x H x W, or of its own shape."""

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
        kept = x.new_empty(x.shape[0], *[1] * (x.dim() - 1)).bernoulli_(1 - self.p).div_(1 - self.p)
        return x * kept


class ChannelAvgPool(nn.Module):
    def forward(self, x):
        return x.mean(1, keepdim=True)


class ChannelMaxPool(nn.Module):
    def forward(self, x):
        return x.amax(1, keepdim=True)


class ChannelAffine(nn.Module):
    """Each channel times a number of its own, plus another."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return x * self.weight[:, None, None] + self.bias[:, None, None]


class ScaledTanh(nn.Module):
    def __init__(self, amplitude, slope):
        super().__init__()
        self.amplitude, self.slope = amplitude, slope

    def forward(self, x):
        return self.amplitude * torch.tanh(self.slope * x)


class SelectChannels(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels

    def forward(self, x):
        return x[:, self.channels]


class RadialBasis(nn.Module):
    """Less the squared distance from fixed centres."""

    def __init__(self, centres):
        super().__init__()
        self.register_buffer("centres", torch.tensor(centres))

    def forward(self, x):
        return -(x[:, None] - self.centres).square().sum(2)


class LayerNorm(nn.LayerNorm):
    """Over the channels, which are an image's second axis and otherwise the last."""

    def forward(self, x):
        if x.dim() < 4:
            return super().forward(x)
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class Tokens(nn.Module):
    """Each pixel a token, row by row: N x C x H x W to N x H*W x C."""

    def forward(self, x):
        return x.flatten(2).transpose(1, 2)


class StackTokens(nn.Module):
    def forward(self, *vectors):
        return torch.stack(vectors, 1)


class TokenMean(nn.Module):
    def forward(self, x):
        return x.mean(1)


class TokenSum(nn.Module):
    def forward(self, x):
        return x.sum(1)


class FirstToken(nn.Module):
    def forward(self, x):
        return x[:, 0]


class PositionEmbedding(nn.Module):
    def __init__(self, tokens, width):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, tokens, width))

    def forward(self, x):
        return x + self.weight


class ClassToken(PositionEmbedding):
    def forward(self, x):
        return torch.cat([self.weight.expand(x.shape[0], -1, -1), x], 1)


class SelfAttention(nn.Module):
    """N x L x 3D, each token's queries, keys and values side by side, to N x L x D."""

    def __init__(self, heads):
        super().__init__()
        self.heads = heads

    def forward(self, x):
        n, length, width = x.shape
        q, k, v = x.reshape(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(2, 3) / q.shape[3] ** 0.5).softmax(3)
        return (weights @ v).transpose(1, 2).reshape(n, length, width // 3)


class AffineSampler(nn.Module):
    """Each image through an affine map of its own, given less the identity."""

    def forward(self, image, maps):
        identity = maps.new_tensor([[1.0, 0, 0], [0, 1, 0]])
        grid = nn.functional.affine_grid(
            maps.reshape(-1, 2, 3) + identity, image.shape, align_corners=True
        )
        return nn.functional.grid_sample(image, grid, align_corners=True)


class Unpool(nn.Module):
    """Undoes a max pool: each value to its window's maximum, or to all places of its window."""

    def __init__(self, side, where):
        super().__init__()
        self.side, self.where = side, where

    def forward(self, small, large):
        if not self.where:
            return small.repeat_interleave(self.side, 2).repeat_interleave(self.side, 3)
        _, places = nn.functional.max_pool2d(large, self.side, return_indices=True)
        return nn.functional.max_unpool2d(small, places, self.side)


class SquaredDistance(nn.Module):
    """The mean squared difference, example by example: N x 1."""

    def forward(self, first, second):
        return (first - second).square().flatten(1).mean(1, keepdim=True)


OURS = {
    kind.__name__: kind
    for kind in (
        Add,
        Concat,
        Scale,
        GlobalAvgPool,
        GlobalMaxPool,
        PadShortcut,
        StochasticDepth,
        ChannelAvgPool,
        ChannelMaxPool,
        ChannelAffine,
        ScaledTanh,
        SelectChannels,
        RadialBasis,
        LayerNorm,
        Tokens,
        StackTokens,
        TokenMean,
        TokenSum,
        FirstToken,
        PositionEmbedding,
        ClassToken,
        SelfAttention,
        AffineSampler,
        Unpool,
        SquaredDistance,
    )
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
