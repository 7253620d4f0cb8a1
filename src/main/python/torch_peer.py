"""The PyTorch side of `lab bench`: builds the twin of one of our nets and times it.

Reads one JSON object a line from standard input and answers each with one on standard output:

    {"command": "load", "net": ..., "mode": "training" | "inference", "channelsLast": bool, "threads": 2,
     "parameters": file, "images": file, "labels": [...], "learningRate": ..., "momentum": ..., "weightDecay": ...}
    {"command": "run", "steps": 5}       -> {"seconds": ..., "score": ...}
    {"command": "outputs", "file": file} -> {}
    {"command": "memory"}                -> {"peakBytes": ...}

Files hold little-endian float32 numbers and nothing else. A mistake is answered with {"error": one sentence}.
"""

import json
import platform
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch_memory import peak_bytes, reset_peak
from torch_twin import Twin


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
        # The fused update is PyTorch's fastest on a processor: the peer runs at its best.
        self.optimizer = torch.optim.SGD(
            twin.parameters(),
            request["learningRate"],
            request["momentum"],
            weight_decay=request["weightDecay"],
            fused=True,
        )

    def run(self, steps):
        """Seconds for so many steps, and the last one's loss (training) or first output (inference)."""
        step = self.train_step if self.training else self.infer_step
        start = time.perf_counter()
        for _ in range(steps):
            score = step()
        return time.perf_counter() - start, score

    def train_step(self):
        self.optimizer.zero_grad(set_to_none=True)
        images = self.images.to(memory_format=self.format)
        loss = sum(
            weight * F.cross_entropy(logits, self.labels) for logits, weight in self.twin(images)
        )
        loss.backward()
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def infer_step(self):
        return torch.softmax(self.twin(self.images.to(memory_format=self.format))[0][0], 1)[
            0, 0
        ].item()

    @torch.no_grad()
    def probabilities(self):
        """N x classes, as inference gives them."""
        self.twin.eval()
        result = torch.softmax(self.twin(self.images.to(memory_format=self.format))[0][0], 1)
        self.twin.train(self.training)
        return result


def answer(request, contender):
    """The contender to go on with, and what to say."""
    command = request["command"]
    if command == "load":
        del contender
        reset_peak()
        return Contender(request), {
            "version": torch.__version__,
            "python": platform.python_version(),
        }
    if command == "run":
        seconds, score = contender.run(request["steps"])
        return contender, {"seconds": seconds, "score": score}
    if command == "outputs":
        contender.probabilities().contiguous().numpy().astype("<f4").tofile(request["file"])
        return contender, {}
    if command == "memory":
        return contender, {"peakBytes": peak_bytes()}
    raise ValueError(f"no command is called '{command}'; there are load, run, outputs, memory")


def main():
    contender = None
    for line in sys.stdin:
        try:
            contender, reply = answer(json.loads(line), contender)
        except Exception as problem:  # whatever it is, the bench must hear of it rather than wait
            reply = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
