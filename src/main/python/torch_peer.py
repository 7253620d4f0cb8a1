"""The PyTorch side of `lab bench`: builds the twin of one of our nets and times it.

Reads one JSON object a line from standard input and answers each with one on standard output:

    {"command": "load", "net": ..., "mode": "training" | "inference", "channelsLast": bool, "threads": 2,
     "compile": null | "default" | "max-autotune", "parameters": file, "images": file, "labels": [...], "learningRate": ..., "momentum": ..., "weightDecay": ...}
    {"command": "run", "steps": 5}       -> {"seconds": ..., "score": ...}
    {"command": "outputs", "file": file} -> {}
    {"command": "memory"}                -> {"peakBytes": ...}
    {"command": "learn", ...}, {"command": "epoch"}: torch_learner.py says what they take and give.

Files hold little-endian float32 numbers and nothing else. A mistake is answered with {"error": one sentence}, a compiler
that can't be used here with {"cannot": one sentence}.
"""

import json
import platform
import sys

import torch
from torch_contender import CannotCompile, Contender
from torch_learner import Learner
from torch_memory import peak_bytes, reset_peak

KINDS = {"load": Contender, "learn": Learner}


def answer(request, contender):
    """The contender to go on with, and what to say."""
    command = request["command"]
    if command in KINDS:
        del contender
        reset_peak()
        try:
            loaded = KINDS[command](request)
        except CannotCompile as why:
            return None, {"cannot": str(why)}
        return loaded, {
            "version": torch.__version__,
            "python": platform.python_version(),
            "compileSeconds": loaded.compile_seconds,
        }
    if command == "run":
        seconds, score = contender.run(request["steps"])
        return contender, {"seconds": seconds, "score": score}
    if command == "epoch":
        return contender, contender.epoch()
    if command == "outputs":
        contender.probabilities().contiguous().numpy().astype("<f4").tofile(request["file"])
        return contender, {}
    if command == "memory":
        return contender, {"peakBytes": peak_bytes()}
    raise ValueError(
        f"no command is called '{command}'; there are load, run, outputs, memory, learn, epoch"
    )


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
