"""The picture that each notebook opens with: one of its own stored outputs, so of a real run.

    openings.py [--check]

puts it below the title, as an attachment of the first cell; `./lab run --store` does so too. With `--check` nothing is
written, and the exit code is 1 where a picture is not that of the outputs.
"""

import base64
import copy
import re
import struct
import sys

from nbformat import NotebookNode

# By notebook: the cell whose output has it, and which of its pictures it is. None answers what is to be predicted.
PICTURES = {
    "00-start-here": ("mistakes", 0),
    "01-alexnet": ("filters", 0),
    "02-vgg": ("feature-maps", 0),
    "03-googlenet": ("branches", 0),
    "04-resnet": ("grad-cam", 0),
    "05-densenet": ("error-by-size", 0),
    "06-senet": ("gates-of-one", 0),
    "07-efficientnet": ("depthwise-filters", 0),
    "08-the-road": ("looks", 3),
    "09-attention": ("one-image-all-heads", 0),
    "museum": ("densenet-sources", 2),
    "retellings": ("table-1", 0),
    "your-photos": ("cut", 0),
    "all-convolutional": ("guided", 0),
    "cbam": ("test", 0),
    "inception-v3": ("curves", 0),
    "lenet-1998": ("codes", 0),
    "network-in-network": ("maps", 0),
    "spatial-transformer": ("crops", 0),
    "what-where": ("train", 4),
}
NAME = "opening.png"
LINE = re.compile(rf'^<img src="attachment:{re.escape(NAME)}"[^>]*>\n\n', re.MULTILINE)
# Pictures have twice the pixels that they are shown with; the question below is to be seen without scrolling.
DENSITY, HIGHEST = 2, 320
IMAGE = re.compile(r'<img alt="([^"]*)"[^>]* src="data:image/png;base64,([^"]+)"')


class NoPicture(Exception):
    """The outputs have not the picture that the table names. The message says which."""


def opened(notebook: NotebookNode, name: str) -> NotebookNode:
    """The notebook with its picture below its title, in the place of the one that was there."""
    text, picture = picture_of(notebook, name)
    head = notebook.cells[0]
    title, _, rest = LINE.sub("", head.source).partition("\n\n")
    image = f'<img src="attachment:{NAME}" width="{width(picture)}" alt="{text}">'
    head.source = f"{title}\n\n{image}\n\n{rest}"
    head.attachments = NotebookNode({NAME: NotebookNode({"image/png": picture})})
    return notebook


def picture_of(notebook: NotebookNode, name: str) -> tuple[str, str]:
    """Its alternative text as HTML has it, and the PNG in base64."""
    id, number = PICTURES[name]
    cell = next((it for it in notebook.cells if it.id == id), None)
    shown = [
        image
        for output in (cell or {}).get("outputs", [])
        for image in IMAGE.findall(str(output.get("data", {}).get("text/html", "")))
    ]
    if number >= len(shown):
        raise NoPicture(f"{name}: the outputs of cell '{id}' have no picture {number + 1}")
    return shown[number]


def width(picture: str) -> int:
    """How wide it is shown, in pixels. A PNG begins with its own width and height."""
    wide, high = struct.unpack(">II", base64.b64decode(picture)[16:24])
    return round(min(wide / DENSITY, wide * HIGHEST / high))


def embedded(cell: NotebookNode) -> NotebookNode:
    """A copy whose text holds its attachments itself, for what is no notebook."""
    copied = copy.deepcopy(cell)
    for name, forms in copied.pop("attachments", {}).items():
        for mime, data in forms.items():
            copied.source = copied.source.replace(
                f"attachment:{name}", f"data:{mime};base64,{data}"
            )
    return copied


def main(arguments: list[str]) -> int:
    import normalise
    import run_notebooks  # which calls `opened`

    stale = []
    for path in run_notebooks.all_notebooks():
        if path.stem not in PICTURES:
            continue
        before = path.read_text(encoding="utf-8")
        text = normalise.text(opened(normalise.read(path), path.stem))
        if text == before:
            continue
        stale.append(run_notebooks.shown(path))
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    print("\n".join(stale))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
