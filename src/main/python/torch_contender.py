"""One net in PyTorch, one batch, and what a step with them means: what `lab bench` times."""

import copy
import os
import shutil
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch_twin import Twin


class CannotCompile(Exception):
    """torch.compile does not work here; one sentence says why."""


def require_compiler():
    """Raises CannotCompile where torch.compile can't begin."""
    if not hasattr(torch, "compile"):
        raise CannotCompile(f"PyTorch {torch.__version__} has no torch.compile: 2.0 or newer has.")
    names = [os.environ.get("CXX"), "g++", "clang++", "cl"]
    if not any(shutil.which(name) for name in names if name):
        raise CannotCompile(
            "torch.compile needs a C++ compiler and there is none here: sudo apt-get install g++"
        )


class Contender:
    """One net, one batch, and what a step with them means."""

    def __init__(self, request):
        torch.set_num_threads(request["threads"])
        self.training = request["mode"] == "training"
        self.format = torch.channels_last if request["channelsLast"] else torch.contiguous_format
        twin = Twin(request["net"])
        twin.read_parameters(request["parameters"])
        self.images = torch.from_numpy(np.fromfile(request["images"], "<f4")).reshape(
            -1, *request["net"]["input"]
        )
        self.labels = torch.tensor(request["labels"])
        self.twin = twin.train() if self.training else twin.eval().fold_batch_norms()
        self.twin.to(memory_format=self.format)
        self.settings = request
        self.begin()
        self.compile_seconds = self.compile(request["compile"]) if request.get("compile") else 0

    def begin(self):
        # The fused update is PyTorch's fastest on a processor: the peer runs at its best.
        self.optimizer = torch.optim.SGD(
            self.twin.parameters(),
            self.settings["learningRate"],
            self.settings["momentum"],
            weight_decay=self.settings["weightDecay"],
            fused=True,
        )

    def compile(self, mode):
        """Has torch.compile do its work now, and gives its seconds; the net is as before."""
        require_compiler()
        before = copy.deepcopy(self.twin.state_dict())
        if not self.training:
            # PyTorch's switch for nets that only infer: weights are packed once.
            torch._inductor.config.freezing = True
        self.loss = torch.compile(self.loss, mode=mode)
        self.first_probabilities = torch.compile(self.first_probabilities, mode=mode)
        start = time.perf_counter()
        try:
            self.run(2)
        except Exception as problem:
            words = str(problem).strip().splitlines() or [type(problem).__name__]
            raise CannotCompile(
                f"torch.compile in mode {mode} does not run here: {words[0]}"
            ) from problem
        seconds = time.perf_counter() - start
        self.twin.load_state_dict(before)
        self.begin()
        return seconds

    def run(self, steps):
        """Seconds for so many steps, and the last one's loss (training) or first output (inference)."""
        step = self.train_step if self.training else self.infer_step
        start = time.perf_counter()
        for _ in range(steps):
            score = step()
        return time.perf_counter() - start, score

    def loss(self, images, labels):
        return sum(weight * F.cross_entropy(logits, labels) for logits, weight in self.twin(images))

    def first_probabilities(self, images):
        return torch.softmax(self.twin(images)[0][0], 1)

    def train_step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.images.to(memory_format=self.format), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def infer_step(self):
        return self.first_probabilities(self.images.to(memory_format=self.format))[0, 0].item()

    @torch.no_grad()
    def probabilities(self):
        """N x classes, as inference gives them."""
        images = self.images.to(memory_format=self.format)
        if not self.training:
            return self.first_probabilities(images)
        self.twin.eval()
        result = torch.softmax(self.twin(images)[0][0], 1)
        self.twin.train()
        return result
