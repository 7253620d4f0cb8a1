"""The converter reads both of PyTorch's formats and runs nothing. Run: python3 -m unittest discover -s src/test/python"""

import importlib.util
import json
import os
import pathlib
import pickle
import struct
import sys
import tempfile
import unittest
import zipfile
from unittest import mock

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "main" / "python" / "pth_to_safetensors.py"
spec = importlib.util.spec_from_file_location("pth_to_safetensors", SCRIPT)
convert = importlib.util.module_from_spec(spec)
spec.loader.exec_module(convert)

try:
    import torch
except ImportError:
    torch = None


def read_safetensors(path):
    """(dtype, shape, bytes) by name."""
    raw = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    header.pop("__metadata__")
    return {
        name: (t["dtype"], t["shape"], data[slice(*t["data_offsets"])])
        for name, t in header.items()
    }


class Converter(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checkpoint = os.path.join(folder.name, "in.pth")
        self.converted = os.path.join(folder.name, "out.safetensors")

    def convert(self, *options):
        with (
            mock.patch.object(sys, "argv", ["convert", *options, self.checkpoint, self.converted]),
            mock.patch("builtins.print"),
        ):
            convert.main()
        return read_safetensors(self.converted)

    def refusal(self):
        with self.assertRaises(SystemExit) as caught:
            self.convert()
        self.assertFalse(os.path.exists(self.converted))
        return str(caught.exception)

    def zip_holding(self, pickled, **storages):
        with zipfile.ZipFile(self.checkpoint, "w") as archive:
            archive.writestr("net/data.pkl", pickled)
            for key, data in storages.items():
                archive.writestr("net/data/" + key, data)


# A pickle as torch.save writes it, of {"w": a view of storage "s"}: a protocol 0 pickle can be written down by hand.
def state_dict(storage="FloatStorage", count=6, offset=0, shape=(2, 3), strides=(3, 1)):
    def numbers(values):
        return "(" + "".join("I%d\n" % v for v in values) + "t"

    return (
        "(dVw\nctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\n%s\nVs\nVcpu\nI%d\ntQI%d\n%s%sI00\n(dtRs."
        % (storage, count, offset, numbers(shape), numbers(strides))
    ).encode()


class ByHand(Converter):
    def test_reads_a_view_of_a_storage(self):
        self.zip_holding(state_dict(), s=struct.pack("<6f", *range(6)))
        self.assertEqual(self.convert(), {"w": ("F32", [2, 3], struct.pack("<6f", *range(6)))})

    def test_a_transposed_view_is_written_in_c_order(self):
        self.zip_holding(state_dict(shape=(3, 2), strides=(1, 3)), s=struct.pack("<6f", *range(6)))
        self.assertEqual(self.convert()["w"], ("F32", [3, 2], struct.pack("<6f", 0, 3, 1, 4, 2, 5)))

    def test_float64_becomes_float32(self):
        self.zip_holding(
            state_dict("DoubleStorage", shape=(2,), strides=(1,)), s=struct.pack("<2d", 0.1, -2)
        )
        self.assertEqual(self.convert()["w"], ("F32", [2], struct.pack("<2f", 0.1, -2)))

    def test_a_view_beyond_its_storage_is_refused(self):
        self.zip_holding(state_dict(offset=1), s=struct.pack("<6f", *range(6)))
        self.assertIn("beyond its storage", self.refusal())

    def test_a_file_that_asks_to_run_code_runs_nothing(self):
        self.zip_holding(b"cos\nsystem\n(Vtouch ran\ntR.")
        with mock.patch("os.system") as system:
            self.assertIn("no state dict", self.refusal())
        system.assert_not_called()

    def test_what_is_no_tensor_is_left_unlooked_at(self):
        net, data = state_dict()[:-1].decode(), struct.pack("<6f", *range(6))
        for thing in (
            "ctorch\ndevice\n(Vcpu\ntR",
            "cpathlib\nPurePosixPath\n(V/\ntR",
            "ccollections\ndefaultdict\n(c__builtin__\nlist\ntRVa\nI1\ns",
            "ccopy_reg\n_reconstructor\n(cargparse\nNamespace\nc__builtin__\nobject\nNtR(dVlr\nF0.1\nsb",
            "c__builtin__\nset\n((lp1\nI1\natR",
            "ctorch\nfloat32\n",
        ):
            self.zip_holding(f"(dVargs\n{thing}sVnet\n{net}s.".encode(), s=data)
            self.assertEqual(self.convert(), {"w": ("F32", [2, 3], data)}, thing)

    def test_of_several_state_dicts_the_usual_name_decides_or_the_user(self):
        net, data = state_dict()[:-1].decode(), struct.pack("<6f", *range(6))
        self.zip_holding(f"(dVmodel_ema\n{net}sVmodel\n{net}s.".encode(), s=data)
        self.assertEqual(list(self.convert()), ["w"])
        os.remove(self.converted)
        self.zip_holding(f"(dVcritic\n{net}sVgenerator\n{net}s.".encode(), s=data)
        self.assertIn("several state dicts, 'critic', 'generator'", self.refusal())

    def test_what_is_no_checkpoint_is_refused_in_a_sentence(self):
        pathlib.Path(self.checkpoint).write_bytes(b"no checkpoint")
        self.assertIn("cannot convert", self.refusal())
        self.zip_holding(pickle.dumps([1, 2]))
        self.assertIn("no state dict", self.refusal())
        self.zip_holding(pickle.dumps({"epoch": 3}))
        self.assertIn("no state dict", self.refusal())


@unittest.skipIf(torch is None, "PyTorch is not installed")
class ByPyTorch(Converter):
    def check(self, zipped, wrap):
        state = {
            "a.weight": torch.arange(24.0).reshape(2, 3, 4),
            "view": torch.arange(6.0).reshape(2, 3).t(),
            "half": torch.tensor([1.5, -2], dtype=torch.float16),
            "bf": torch.tensor([3.25], dtype=torch.bfloat16),
            "n": torch.tensor(7),
            "empty": torch.zeros(0, 2),
        }
        state["shared"] = state["a.weight"][1]
        torch.save(wrap(state), self.checkpoint, _use_new_zipfile_serialization=zipped)
        converted = self.convert()
        self.assertEqual(list(converted), list(state))
        for name, tensor in state.items():
            dtype, shape, data = converted[name]
            self.assertEqual(shape, list(tensor.shape))
            self.assertEqual(
                data,
                tensor.contiguous().view(torch.uint8).numpy().tobytes()
                if tensor.dim()
                else struct.pack("<q", 7),
            )

    def test_reads_the_zip_format(self):
        self.check(True, lambda state: state)

    def test_reads_the_older_format(self):
        self.check(False, lambda state: state)

    def test_reads_a_state_dict_within_a_training_checkpoint(self):
        self.check(True, lambda state: {"epoch": 90, "state_dict": state})


if __name__ == "__main__":
    unittest.main()
