import unittest
from pathlib import Path

import nbformat
import normalise
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path("/home/reader/seven-nets")


def one_cell(*outputs, **cell):
    return new_notebook(
        cells=[new_code_cell("train();", id="train", outputs=list(outputs), **cell)]
    )


def outputs(*given):
    return normalise.normalised(one_cell(*given, execution_count=1), ROOT).cells[0].outputs


class NormaliseTest(unittest.TestCase):
    def test_counts_start_at_one_whatever_was_executed_before(self):
        notebook = new_notebook(
            cells=[
                new_code_cell(
                    "a",
                    id="a",
                    execution_count=17,
                    outputs=[new_output("execute_result", {"text/plain": "1"}, execution_count=17)],
                ),
                new_markdown_cell("text", id="text"),
                new_code_cell("b", id="b", execution_count=29),
                new_code_cell("c", id="never-run"),
            ]
        )
        cells = normalise.normalised(notebook, ROOT).cells
        self.assertEqual([cell.get("execution_count") for cell in cells], [1, None, 2, None])
        self.assertEqual(cells[0].outputs[0].execution_count, 1)

    def test_ids_and_tags_stay_and_a_front_ends_memory_goes(self):
        notebook = one_cell(
            metadata={"tags": ["heavy"], "execution": {"iopub.busy": "now"}, "scrolled": True}
        )
        cell = normalise.normalised(notebook, ROOT).cells[0]
        self.assertEqual(cell.id, "train")
        self.assertEqual(cell.metadata, {"tags": ["heavy"]})

    def test_projects_folder_becomes_a_relative_path(self):
        text = outputs(new_output("stream", name="stdout", text=f"read {ROOT}/data/x.gz"))[0].text
        self.assertEqual(text, "read data/x.gz")
        html = outputs(new_output("display_data", {"text/html": f"<td>{ROOT}</td>"}))[0].data[
            "text/html"
        ]
        self.assertEqual(html, "<td>.</td>")

    def test_progress_line_keeps_its_last_state_alone(self):
        text = outputs(
            new_output("stream", name="stdout", text="epoch 1\repoch 2\repoch 3\ndone\n")
        )[0].text
        self.assertEqual(text, "epoch 3\ndone\n")

    def test_pieces_of_one_stream_are_one_output(self):
        pieces = [new_output("stream", name="stdout", text=text) for text in ("a", "b")]
        self.assertEqual([output.text for output in outputs(*pieces)], ["ab"])

    def test_normalising_twice_changes_nothing_more(self):
        notebook = one_cell(
            new_output("display_data", {"image/png": "AAAA"}, metadata={"isolated": True}),
            execution_count=3,
        )
        once = normalise.text(normalised_copy(notebook))
        self.assertEqual(once, normalise.text(normalised_copy(nbformat.reads(once, as_version=4))))
        self.assertNotIn("isolated", once)

    def test_errors_log_lines_and_machine_paths_are_problems(self):
        notebook = one_cell(
            new_output("error", ename="RuntimeException", evalue="x", traceback=[]),
            new_output("stream", name="stderr", text="[main] INFO Nd4jBackend\n"),
            new_output("stream", name="stdout", text="saved to /tmp/model.zip"),
        )
        self.assertEqual(
            [problem.split(":")[0] for problem in normalise.problems(notebook)],
            [
                "cell 'train' stores an error",
                "cell 'train' stores log lines",
                "cell 'train' stores a path of one machine",
            ],
        )

    def test_pictures_and_ratios_are_no_paths(self):
        notebook = one_cell(
            new_output("display_data", {"image/png": "/root/AAA", "text/plain": "images/tmp/s 3/4"})
        )
        self.assertEqual(normalise.problems(notebook), [])


def normalised_copy(notebook):
    return normalise.normalised(nbformat.from_dict(notebook), ROOT)
