"""PyTorch learning a dataset from beginning to end: the peer of our own training in `lab bench to-accuracy`.

Two more commands for torch_peer.py. "learn" takes what "load" takes, but for the mode, and

    {"test": {"images": file, "labels": [...]}, "mean": [...], "std": [...], "batch": 128, "nesterov": true,
     "rates": [one a step], "labelSmoothing": 0.05, "padding": 2, "flip": 0.5, "seed": 1}

with images as they are before normalisation, values in [0, 1]. "epoch" learns for one epoch, and answers with its
{"seconds": ..., "accuracy": ...}: augmentation counts, the test images after it do not.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch_contender import Contender


def crops(images, padding, generator):
    """Each image shifted by up to `padding` pixels, black coming in: N x C x H x W."""
    n, channels, height, width = images.shape
    padded = F.pad(images, (padding,) * 4)
    top, left = (
        torch.randint(2 * padding + 1, (n, 1), generator=generator) + torch.arange(side)
        for side in (height, width)
    )
    image = torch.arange(n)[:, None, None, None]
    channel = torch.arange(channels)[None, :, None, None]
    return padded[image, channel, top[:, None, :, None], left[:, None, None, :]]


class Learner(Contender):
    """A contender that learns a whole dataset, an epoch at a time."""

    def __init__(self, request):
        self.random = torch.Generator().manual_seed(request["seed"])
        torch.manual_seed(request["seed"])  # dropout's
        self.order, self.at, self.steps = torch.tensor([]), 0, 0
        super().__init__({**request, "mode": "training"})
        self.steps = 0  # torch.compile takes two

    def begin(self):
        self.optimizer = torch.optim.SGD(
            self.twin.parameters(),
            self.settings["rates"][0],
            self.settings["momentum"],
            weight_decay=self.settings["weightDecay"],
            nesterov=self.settings["nesterov"],
            fused=True,
        )

    def loss(self, images, labels):
        smoothing = self.settings["labelSmoothing"]
        return sum(
            weight * F.cross_entropy(logits, labels, label_smoothing=smoothing)
            for logits, weight in self.twin(images)
        )

    def normalised(self, images):
        mean, std = (torch.tensor(self.settings[name])[:, None, None] for name in ("mean", "std"))
        return ((images - mean) / std).to(memory_format=self.format)

    def next_batch(self):
        """Shuffled anew for each epoch; what is left over at its end is left out, as ours does."""
        size = self.settings["batch"]
        if self.at + size > len(self.order):
            self.order = torch.randperm(len(self.images), generator=self.random)
            self.at = 0
        chosen = self.order[self.at : self.at + size]
        self.at += size
        images = self.images[chosen]
        if self.settings["padding"]:
            images = crops(images, self.settings["padding"], self.random)
        mirrored = torch.rand(len(chosen), generator=self.random) < self.settings["flip"]
        images = torch.where(mirrored[:, None, None, None], images.flip(3), images)
        return self.normalised(images), self.labels[chosen]

    def train_step(self):
        images, labels = self.next_batch()
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings["rates"][self.steps]
        self.steps += 1
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(images, labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def epoch(self):
        seconds, _ = self.run(max(1, len(self.images) // self.settings["batch"]))
        return {"seconds": seconds, "accuracy": self.accuracy()}

    @torch.no_grad()
    def accuracy(self):
        test = self.settings["test"]
        images = torch.from_numpy(np.fromfile(test["images"], "<f4"))
        images = images.reshape(-1, *self.images.shape[1:])
        labels = torch.tensor(test["labels"])
        self.twin.eval()
        right = sum(
            (self.first_probabilities(self.normalised(part)).argmax(1) == truth).sum().item()
            for part, truth in zip(
                images.split(self.settings["batch"]),
                labels.split(self.settings["batch"]),
                strict=True,
            )
        )
        self.twin.train()
        return right / len(labels)
