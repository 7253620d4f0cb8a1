#!/usr/bin/env python3
"""Turns a PyTorch checkpoint into safetensors: the weights alone, without running anything that the file asks for.

    pth_to_safetensors.py resnet50-0676ba61.pth resnet50.safetensors

Needs Python 3.10 and nothing else: neither PyTorch nor NumPy. A .pth file is a pickle, and a pickle can run any code when
it is loaded; here it may build nothing but tensors and plain containers. Whatever else it names becomes a placeholder
that does nothing. Both of PyTorch's formats are read: the zip of version 1.6 and later, and the older stream of pickles.

The checkpoint is a state dict, or a dict that holds one under whatever name. Tensors keep their names, shapes and element
types, except that float64 becomes float32. ./lab reads a .pth file itself; this is for other programs.
"""

import argparse
import array
import collections
import io
import json
import math
import os
import pickle
import struct
import sys
import zipfile

# torch's storage classes: the safetensors dtype and the bytes of an element.
STORAGES = {
    "FloatStorage": ("F32", 4),
    "DoubleStorage": ("F64", 8),
    "HalfStorage": ("F16", 2),
    "BFloat16Storage": ("BF16", 2),
    "LongStorage": ("I64", 8),
    "IntStorage": ("I32", 4),
    "ShortStorage": ("I16", 2),
    "CharStorage": ("I8", 1),
    "ByteStorage": ("U8", 1),
    "BoolStorage": ("BOOL", 1),
}
LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
# What training scripts call the net; where a file holds several, the first of these is meant.
USUAL = ("state_dict", "model_state_dict", "model", "net", "network", "weights", "params")


class Refused(Exception):
    """The file is no plain checkpoint; the message says why."""


class Storage:
    """A run of numbers that tensors are views of; its bytes may arrive after them."""

    def __init__(self, dtype, size):
        self.dtype, self.size, self.bytes = dtype, size, None


class Tensor:
    def __init__(self, storage, offset, shape, strides):
        self.storage, self.offset, self.shape, self.strides = (
            storage,
            offset,
            tuple(shape),
            tuple(strides),
        )

    def data(self):
        """The elements in C order, little-endian."""
        size, count = self.storage.size, math.prod(self.shape)
        if count == 0:
            return b""
        last = self.offset + sum(
            (n - 1) * s for n, s in zip(self.shape, self.strides, strict=False)
        )
        if (
            self.offset < 0
            or min(self.strides, default=0) < 0
            or (last + 1) * size > len(self.storage.bytes)
        ):
            raise Refused("a tensor reaches beyond its storage")
        if self.strides == c_strides(self.shape):
            return self.storage.bytes[self.offset * size : (self.offset + count) * size]
        return b"".join(self.storage.bytes[at * size : (at + 1) * size] for at in self.positions())

    def positions(self):
        positions = [self.offset]
        for extent, stride in zip(self.shape, self.strides, strict=False):
            positions = [at + i * stride for at in positions for i in range(extent)]
        return positions


def c_strides(shape):
    strides, step = [], 1
    for extent in reversed(shape):
        strides.append(step)
        step *= extent
    return tuple(reversed(strides))


class Inert(dict):
    """Stands for whatever else a pickle names: called, it does nothing."""

    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        super().__init__()

    def __setstate__(self, state):
        pass

    def __hash__(self):
        return id(self)

    def append(self, item):
        pass

    def extend(self, items):
        pass

    def add(self, item):
        pass


class WeightsOnly(pickle.Unpickler):
    """Builds tensors and plain containers; everything else that a pickle may name becomes Inert."""

    def __init__(self, file, storage):
        super().__init__(file, encoding="utf-8")
        self.storage = storage

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, strides, *rest: (
                Tensor(storage, offset, shape, strides) if isinstance(storage, Storage) else Inert()
            )
        if (module, name) == ("torch._utils", "_rebuild_parameter"):
            return lambda tensor, *rest: tensor
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        return Inert

    def persistent_load(self, pid):
        if not isinstance(pid, tuple) or pid[:1] != ("storage",) or pid[1] not in STORAGES.values():
            return Inert()
        (dtype, size), key = pid[1:3]
        return self.storage(key, dtype, size)


def load_zip(path):
    with zipfile.ZipFile(path) as archive:
        pickles = [n for n in archive.namelist() if n.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise Refused("it is a zip file, but not one of PyTorch's")
        root = pickles[0][: -len("data.pkl")]
        if (
            root + "byteorder" in archive.namelist()
            and archive.read(root + "byteorder") != b"little"
        ):
            raise Refused("it was written on a big-endian machine")
        storages = {}

        def storage(key, dtype, size):
            if key not in storages:
                storages[key] = Storage(dtype, size)
                storages[key].bytes = archive.read(f"{root}data/{key}")
            return storages[key]

        return WeightsOnly(io.BytesIO(archive.read(pickles[0])), storage).load()


def load_legacy(path):
    with open(path, "rb") as file:
        storages = {}

        def storage(key, dtype, size):
            return storages.setdefault(key, Storage(dtype, size))

        def load():
            return WeightsOnly(file, storage).load()

        if load() != LEGACY_MAGIC:
            raise Refused("it is not a PyTorch file")
        load()  # the protocol's version
        if not load().get("little_endian", True):
            raise Refused("it was written on a big-endian machine")
        checkpoint = load()
        for key in load():
            (count,) = struct.unpack("<q", file.read(8))
            storages[key].bytes = file.read(count * storages[key].size)
        return checkpoint


def load(path):
    """The file's state dict: tensors by name."""
    checkpoint = load_zip(path) if zipfile.is_zipfile(path) else load_legacy(path)
    found = state_dicts(checkpoint)
    if not found:
        raise Refused("it holds no state dict")
    most = max(len(tensors) for _, tensors in found)
    # A lone number beside the net, such as its accuracy, is no net.
    nets = [(path, tensors) for path, tensors in found if 2 * len(tensors) >= most]
    if len(nets) == 1:
        return nets[0][1]
    for name in USUAL:
        so_called = [tensors for path, tensors in nets if path[-1:] == (name,)]
        if len(so_called) == 1:
            return so_called[0]
        if so_called:
            break
    paths = ", ".join(f"'{'.'.join(path)}'" for path, _ in nets)
    raise Refused(f"it holds several state dicts, {paths}: save the one you mean alone")


def state_dicts(checkpoint):
    """Every dict of the file that holds tensors by name, with the path of keys that leads to it."""
    found, seen, ahead = [], set(), [((), checkpoint)]
    while ahead:
        path, at = ahead.pop(0)
        if not isinstance(at, dict) or id(at) in seen or len(path) > 8:
            continue
        seen.add(id(at))
        named = {name: value for name, value in at.items() if isinstance(name, str)}
        tensors = {name: value for name, value in named.items() if isinstance(value, Tensor)}
        if tensors:
            found.append((path, tensors))
        # What an optimizer remembers looks like a net.
        ahead += [((*path, name), v) for name, v in named.items() if not name.startswith("optim")]
    return found


def write(tensors, path):
    """Writes a safetensors file; it appears whole or not at all."""
    header, offset, parts = {"__metadata__": {"format": "pt"}}, 0, []
    for name, tensor in tensors.items():
        dtype, data = tensor.storage.dtype, tensor.data()
        if dtype == "F64":
            dtype, data = "F32", array.array("f", array.array("d", data)).tobytes()
        header[name] = {
            "dtype": dtype,
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(data)],
        }
        offset += len(data)
        parts.append(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".partial", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.writelines(parts)
    os.replace(path + ".partial", path)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", help="the .pth (or .pt, .bin) file")
    parser.add_argument("safetensors", help="the file to write")
    args = parser.parse_args()
    try:
        state = load(args.checkpoint)
        write(state, args.safetensors)
    except Refused as reason:
        sys.exit(f"cannot convert {args.checkpoint}: {reason}")
    except (
        pickle.UnpicklingError,
        EOFError,
        struct.error,
        zipfile.BadZipFile,
        KeyError,
        TypeError,
        ValueError,
    ) as fault:
        sys.exit(
            f"cannot convert {args.checkpoint}: it is damaged or no PyTorch checkpoint ({fault})"
        )
    print("%d tensors written to %s" % (len(state), args.safetensors))


if __name__ == "__main__":
    main()
