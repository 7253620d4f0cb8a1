"""PyTorch on the same card: images a second of the twin nets, training, channels last, TF32.

torch_card.py FOLDER NAME BATCH... : builds, compiles, then waits for FOLDER/go.NAME and times, eager and compiled.
"""

import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from torch_twin import Twin

torch.backends.cuda.matmul.allow_tf32 = True
torch.backends.cudnn.allow_tf32 = True


class Race:
    def __init__(self, net, batch, compiled):
        torch.manual_seed(1)
        self.twin = Twin(net).cuda().to(memory_format=torch.channels_last).train()
        self.model = torch.compile(self.twin, mode="reduce-overhead") if compiled else self.twin
        self.optimizer = torch.optim.SGD(
            self.twin.parameters(), 1e-3, 0.9, weight_decay=5e-4, nesterov=True, fused=True
        )
        self.images = torch.randn(batch, *net["input"]).pin_memory()
        self.labels = torch.randint(0, 10, (batch,)).pin_memory()
        self.batch = batch

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        images = self.images.to("cuda", non_blocking=True).to(memory_format=torch.channels_last)
        labels = self.labels.to("cuda", non_blocking=True)
        torch.compiler.cudagraph_mark_step_begin()
        loss = sum(
            weight * F.cross_entropy(logits, labels, label_smoothing=0.05)
            for logits, weight in self.model(images)
        )
        loss.backward()
        self.optimizer.step()

    def steps(self, count):
        start = time.perf_counter()
        for _ in range(count):
            self.step()
        torch.cuda.synchronize()
        return time.perf_counter() - start

    def speed(self, seconds):
        self.steps(6)
        took = self.steps(10)
        count = int(max(10, min(5000, seconds * 10 / took)))
        return count * self.batch / self.steps(count)


def attempt(name, batch, kind, work):
    try:
        return work()
    except Exception as problem:
        print(
            f"{name:22} batch {batch:4} {kind}: FAILS {type(problem).__name__}: {str(problem)[:300]}",
            flush=True,
        )
        return None


def main():
    folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
    net = json.loads((folder / f"{name}.json").read_text())
    start = time.perf_counter()
    races = []
    for batch in map(int, sys.argv[3:]):
        for compiled in (False, True):
            kind = "compiled" if compiled else "eager"
            race = attempt(name, batch, kind, lambda b=batch, c=compiled: Race(net, b, c))
            if race and attempt(name, batch, kind, lambda r=race: r.steps(1)) is not None:
                races.append((race, kind))
    (folder / f"ready.{name}").write_text("")
    print(f"{name} ready after {time.perf_counter() - start:.0f} s", flush=True)
    while not (folder / f"go.{name}").exists():
        time.sleep(0.1)
    # Alone on the card from here on: cuDNN may try its algorithms, as it does for whoever wants speed.
    for race, kind in races:
        torch.backends.cudnn.benchmark = True
        speed = attempt(name, race.batch, kind, lambda r=race: r.speed(0.4))
        if speed is None:
            torch.backends.cudnn.benchmark = False
            speed = attempt(
                name, race.batch, kind + " without benchmark", lambda r=race: r.speed(0.4)
            )
        if speed:
            print(
                f"{name:22} batch {race.batch:4} PyTorch {torch.__version__} {kind:8}: {speed:9,.0f} images/second",
                flush=True,
            )


main()
