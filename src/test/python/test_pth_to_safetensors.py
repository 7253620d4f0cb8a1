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

    def test_a_file_that_asks_to_run_code_is_refused_and_runs_nothing(self):
        self.zip_holding(b"cos\nsystem\n(Vtouch ran\ntR.")
        with mock.patch("os.system") as system:
            self.assertIn("asks for os.system", self.refusal())
        system.assert_not_called()

    def test_what_is_no_checkpoint_is_refused_in_a_sentence(self):
        pathlib.Path(self.checkpoint).write_bytes(b"no checkpoint")
        self.assertIn("cannot convert", self.refusal())
        self.zip_holding(pickle.dumps([1, 2]))
        self.assertIn("no state dict", self.refusal())
        self.zip_holding(pickle.dumps({"epoch": 3}))
        self.assertIn("no state dict", self.refusal())

    def test_lite0s_names_become_timms(self):
        for name, expected in {
            "_conv_stem.weight": "conv_stem.weight",
            "_bn0.bias": "bn1.bias",
            "_bn1.running_var": "bn2.running_var",
            "_conv_head.weight": "conv_head.weight",
            "_fc.bias": "classifier.bias",
            "_blocks.0._depthwise_conv.weight": "blocks.0.0.conv_dw.weight",
            "_blocks.0._bn2.weight": "blocks.0.0.bn2.weight",
            "_blocks.1._expand_conv.weight": "blocks.1.0.conv_pw.weight",
            "_blocks.1._bn0.weight": "blocks.1.0.bn1.weight",
            "_blocks.10._project_conv.weight": "blocks.4.2.conv_pwl.weight",
            "_blocks.15._bn2.bias": "blocks.6.0.bn3.bias",
        }.items():
            self.assertEqual(convert.lite0_name(name), expected)


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
