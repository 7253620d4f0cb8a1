"""A class's predictions, collected from saved notebooks: `./lab guesses FOLDER` draws them, a histogram a question.

Every notebook below the folder counts as one student. What is read is the line that Check.predicted prints beneath its
cell: `QUESTION: FOUND; your guess: GUESS (ERROR)`. The page goes to .lab/guesses.html; nothing is executed.
"""

import argparse
import html
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import normalise
from nbformat import NotebookNode
from steps import printable

ROOT = normalise.project_root()
LINE = re.compile(
    r"^(?P<question>.+?): (?P<found>[^;\n]+); your guess: (?P<guess>.+?)(?: \((?P<error>[^()]*)\))?$",
    re.MULTILINE,
)
NONE = "none"
BARS = 8  # more different numbers than this are put into as many bins
WIDE = 100  # from this ratio of largest to smallest on, bins are equal factors and not equal steps
STYLE = """
:root { color-scheme: light dark; }
body { font: 18px/1.4 sans-serif; margin: 2em auto; max-width: 60em; }
table { border-collapse: collapse; margin: 0 0 2em; width: 100%; }
th { font-weight: normal; text-align: right; white-space: nowrap; padding-right: 0.6em; width: 12em; }
td { width: 100%; }
i { background: #0072b2; display: inline-block; height: 1.1em; vertical-align: middle; }
.right i { background: #009e73; }
.right th { font-weight: bold; }
"""


@dataclass
class Question:
    """What was asked, what came, and what each student had guessed."""

    text: str
    found: Counter = field(default_factory=Counter)
    guesses: list[str] = field(default_factory=list)
    silent: int = 0  # students without a guess

    @property
    def answer(self) -> str:
        """What most students' runs found: of a trained figure each has its own."""
        return self.found.most_common(1)[0][0]


def collect(notebooks: Iterable[NotebookNode]) -> list[Question]:
    """The questions in the order in which they are first met."""
    questions: dict[str, Question] = {}
    for notebook in notebooks:
        for match in LINE.finditer(printed(notebook)):
            question = questions.setdefault(match["question"], Question(match["question"]))
            question.found[match["found"]] += 1
            if match["guess"] == NONE:
                question.silent += 1
            else:
                question.guesses.append(match["guess"])
    return list(questions.values())


def printed(notebook: NotebookNode) -> str:
    return "\n".join(
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    )


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    right: bool


def bars(question: Question) -> list[Bar]:
    """One for each guess; many different numbers fall into bins. The right answer has a bar also where nobody gave it."""
    values = [number(guess) for guess in question.guesses]
    answer = number(question.answer)
    if answer is None or any(value is None for value in values):
        counts = Counter(guess.lower() for guess in question.guesses)
        counts.setdefault(question.answer.lower(), 0)
        return [
            Bar(guess, count, guess == question.answer.lower())
            for guess, count in sorted(counts.items(), key=lambda item: -item[1])
        ]
    different = sorted({*values, answer})
    if len(different) <= BARS:
        return [Bar(shown(value), values.count(value), value == answer) for value in different]
    edges = binned(different)
    return [
        Bar(
            f"{shown(low)} to {shown(high)}",
            sum(within(value, low, high, high == edges[-1]) for value in values),
            within(answer, low, high, high == edges[-1]),
        )
        for low, high in zip(edges, edges[1:], strict=False)
    ]


def binned(values: list[float]) -> list[float]:
    low, high = values[0], values[-1]
    if low > 0 and high / low >= WIDE:
        return [low * (high / low) ** (n / BARS) for n in range(BARS)] + [high]
    return [low + (high - low) * n / BARS for n in range(BARS)] + [high]


def within(value: float, low: float, high: float, last: bool) -> bool:
    return low <= value < high or (last and value == high)


def number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def shown(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:.3g}"


def page(questions: list[Question], students: int) -> str:
    parts = [
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Guesses</title><style>{STYLE}</style>',
        f"<h1>What {students} notebooks predicted</h1>",
    ]
    for question in questions:
        most = max(1, *(bar.count for bar in bars(question)))
        rows = "\n".join(
            f"<tr{' class=right' if bar.right else ''}><th>{html.escape(bar.label)}</th>"
            f'<td><i style="width:{70 * bar.count / most:.1f}%"></i> {bar.count}</td></tr>'
            for bar in bars(question)
        )
        parts.append(
            f"<h2>{html.escape(question.text)}</h2>\n<p>It was {html.escape(question.answer)}. "
            f"{len(question.guesses)} guessed, {question.silent} did not.</p>\n<table>\n{rows}\n</table>"
        )
    return "\n".join(parts) + "\n</html>\n"


def text(questions: list[Question]) -> str:
    """The same for a terminal; a star marks the right answer."""
    lines = []
    for question in questions:
        lines.append(f"{question.text}: {question.answer}")
        lines += [
            f"  {'*' if bar.right else ' '} {bar.label:>20} {'#' * bar.count} {bar.count}"
            for bar in bars(question)
        ]
    return "\n".join(map(printable, lines))


def read(folder: Path) -> list[NotebookNode]:
    """Every notebook below the folder; one that can't be read is named, and left out."""
    notebooks = []
    for path in sorted(folder.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        try:
            notebooks.append(normalise.read(path))
        except normalise.Unreadable as unreadable:
            print(f"left out: {unreadable}", file=sys.stderr)
    return notebooks


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./lab guesses", description="A class's predictions, a histogram a question."
    )
    parser.add_argument("folder", type=Path, help="where the students' saved notebooks are")
    parser.add_argument("--out", type=Path, default=ROOT / ".lab" / "guesses.html")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"there is no folder '{printable(str(options.folder))}'", file=sys.stderr)
        return 1
    notebooks = read(options.folder)
    questions = collect(notebooks)
    if not questions:
        print(
            f"none of the {len(notebooks)} notebooks in '{printable(str(options.folder))}' holds a prediction:"
            " their cells must have been run, and saved",
            file=sys.stderr,
        )
        return 1
    print(text(questions))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page(questions, len(notebooks)), encoding="utf-8")
    print(f"\n{options.out.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
