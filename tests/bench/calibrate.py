"""When an article is an answer: ``python -m tests.bench.calibrate FILE… --corpus DIR``.

Finds the weights of ``search.gate`` anew: a logistic regression over what speaks for the first
article that no detail rules out, for every question of the files. Draws the curve of its logit,
how many of the questions with an answer are answered and of the others refused, and prints the
weights as config.yaml holds them. How they would do on articles that they have not seen is judged
by folds: all questions of an article fall into one.

A line of a file is a JSON object: ``id``, ``question``, ``today``, ``prev`` (the id of the question
that it follows), ``relevant`` (the ids of the articles that answer; none: no answer).
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.archive.articles import parse_day, read_articles
from bot.config import Config, GateSettings, read_config
from bot.engine import Engine
from bot.errors import TanyaError
from bot.model import Evidence, Turn

TODAY: Final = date(2026, 2, 2)
FOLDS: Final = 5
# Keeps the weights small where the questions do not say what they are.
RIDGE: Final = 1.0
_FEATURES: Final = tuple(item.name for item in fields(Evidence))
_WRONG: Final = 0.5
# No article is kept out.
_OPEN: Final = GateSettings(least=-20.0)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, those before it in its chat, and the articles that answer it."""

    text: str
    today: date
    history: tuple[Turn, ...]
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sample:
    """What speaks for the first article of a question, and whether it is right to answer by it.

    Attributes:
        features: The fields of ``Evidence``, in order.
        is_answer: Whether the article is one that answers.
        worth: What it is worth that the gate decides right: a question with an answer and one
            without weigh as much as there are few of them. Where another article is taken for
            the answer, half.
        group: The article, or the question where none answers; it falls whole into one fold.
    """

    features: tuple[float, ...]
    is_answer: bool
    worth: float
    group: str


@dataclass(frozen=True, slots=True)
class Point:
    """The shares, by worth, of the right articles that pass, and of the others that do not."""

    answered: float
    refused: float

    @property
    def balanced(self) -> float:
        """The mean of both."""
        return (self.answered + self.refused) / 2


def read_questions(file: Path) -> list[Question]:
    """The questions of a file of JSON lines.

    Raises:
        SystemExit: A line is no JSON object with a question; the sentence names it.
    """
    rows: dict[Any, dict[str, Any]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                row["question"] = str(row["question"])
            except (ValueError, KeyError, TypeError):
                raise SystemExit(
                    f"{file}:{number}: expected a JSON object with a question, got {line[:60]!r}"
                ) from None
            rows[row.get("id", number)] = row
    return [
        Question(
            row["question"],
            parse_day(row["today"]) if row.get("today") else TODAY,
            tuple(_before(row, rows)),
            frozenset(map(str, row.get("relevant") or ())),
        )
        for row in rows.values()
    ]


def _before(row: Mapping[str, Any], rows: Mapping[Any, Mapping[str, Any]]) -> Iterator[Turn]:
    earlier = rows.get(row.get("prev"))
    if earlier is not None:
        yield from _before(earlier, rows)
        today = parse_day(earlier["today"]) if earlier.get("today") else TODAY
        yield Turn(str(earlier["question"]), today)


def collect(engine: Engine, questions: Sequence[Question]) -> Iterator[Sample]:
    """A sample of each question that a gate decides; days and vetoes decide the others."""
    engine.config = replace(engine.config, search=replace(engine.config.search, gate=_OPEN))
    answerable = sum(bool(question.relevant) for question in questions)
    worths = {True: 1.0 / (answerable or 1), False: 1.0 / (len(questions) - answerable or 1)}
    for question in questions:
        answer = engine.ask(question.text, question.today, question.history)
        evidence = answer.passages[0].hit.evidence if answer.answered else None
        if evidence is not None:
            first = answer.passages[0]
            told = {first.paragraph.article.id, *(copy.article for copy in first.also)}
            group = min(question.relevant, default=question.text)
            features = tuple(float(getattr(evidence, name)) for name in _FEATURES)
            is_answer = bool(told & question.relevant)
            worth = worths[bool(question.relevant)]
            if question.relevant and not is_answer:
                worth *= _WRONG
            yield Sample(features, is_answer, worth, group)


def fit(samples: Sequence[Sample]) -> GateSettings:
    """The weights of a logistic regression over samples of their worth, by Newton's method.

    The threshold is the one at which the mean of both shares is highest; of equals the middle.
    """
    x, y, worth = _arrays(samples)
    worth = worth * len(worth) / worth.sum()
    weights = np.zeros(x.shape[1])
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 0.0
    for _ in range(30):
        guess = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (worth * (y - guess)) - ridge @ weights
        curve = (x * (worth * guess * (1 - guess))[:, None]).T @ x + ridge
        weights += np.linalg.solve(curve, slope)
    rounded = [round(float(weight), 2) for weight in weights]
    gate = GateSettings(rounded[0], **dict(zip(_FEATURES, rounded[1:], strict=True)), least=0.0)
    return replace(gate, least=_best_threshold(gate, samples))


def _best_threshold(gate: GateSettings, samples: Sequence[Sample]) -> float:
    steps = np.round(np.arange(-2.5, 2.51, 0.05), 2)
    points = [_gain(replace(gate, least=float(step)), samples) for step in steps]
    best = steps[np.isclose(points, max(points))]
    return float(best[len(best) // 2])


def _gain(gate: GateSettings, samples: Sequence[Sample]) -> float:
    """The worth of all samples that ``gate`` decides right."""
    point = measure(gate, samples)
    right, wrong = (sum(s.worth for s in samples if s.is_answer is kind) for kind in (True, False))
    return point.answered * right + point.refused * wrong


def measure(gate: GateSettings, samples: Sequence[Sample]) -> Point:
    """How ``samples`` fare under ``gate``; a share of nothing is 0."""
    x, y, worth = _arrays(samples)
    weights = [gate.bias, *(getattr(gate, name) for name in _FEATURES)]
    passes = x @ np.array(weights) >= gate.least
    right, wrong = worth[y == 1], worth[y == 0]
    answered, refused = right[passes[y == 1]], wrong[~passes[y == 0]]
    return Point(float(answered.sum() / right.sum()), float(refused.sum() / wrong.sum()))


def _arrays(samples: Sequence[Sample]) -> tuple[Floats, Floats, Floats]:
    x = np.array([[1.0, *sample.features] for sample in samples])
    y = np.array([float(sample.is_answer) for sample in samples])
    return x, y, np.array([sample.worth for sample in samples])


def judge(samples: Sequence[Sample]) -> Point:
    """The mean over folds of what weights do on samples that they were not found on."""
    folds: list[list[Sample]] = [[] for _ in range(FOLDS)]
    for sample in samples:
        folds[zlib.crc32(sample.group.encode()) % FOLDS].append(sample)
    points = []
    for at, held in enumerate(folds):
        others = [sample for number, fold in enumerate(folds) if number != at for sample in fold]
        if held and others:
            points.append(measure(fit(others), held))
    return Point(
        sum(point.answered for point in points) / len(points),
        sum(point.refused for point in points) / len(points),
    )


def draw_curve(gate: GateSettings, samples: Sequence[Sample]) -> Iterator[str]:
    """The lines of the table, a threshold each; the setting is marked."""
    yield f"{'least':8} answered  refused  mean"
    for step in sorted({*np.round(np.arange(-1.5, 1.51, 0.25), 2).tolist(), gate.least}):
        point = measure(replace(gate, least=step), samples)
        mark = "  <- the setting" if step == gate.least else ""
        yield f"{step:<8g} {point.answered:8.3f} {point.refused:8.3f} {point.balanced:.3f}{mark}"


def to_config(gate: GateSettings) -> Iterator[str]:
    """The weights as config.yaml holds them."""
    yield "  gate:"
    for item in fields(gate):
        yield f"    {item.name}: {getattr(gate, item.name):g}"


def main() -> None:
    """Reads the arguments, finds the weights, and prints what they do."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, help="folder of articles; default: the settings'")
    parser.add_argument("--config", type=Path, help="settings; default: config.yaml, if any")
    options = parser.parse_args()
    try:
        config = read_config(options.config)
        if options.corpus:
            config = replace(config, corpus=options.corpus)
        report(config, [q for file in options.questions for q in read_questions(file)])
    except (TanyaError, OSError) as problem:
        sys.exit(str(problem))


def report(config: Config, questions: Sequence[Question]) -> None:
    """Prints the weights found over ``questions``, their curve, and what folds say of them."""
    samples = list(collect(Engine(config, read_articles(config.corpus)), questions))
    right = sum(sample.is_answer for sample in samples)
    if not 0 < right < len(samples):
        sys.exit(f"expected right articles and others, got {right} of {len(samples)}")
    print(f"{right} right articles, {len(samples) - right} others\n")
    gate = fit(samples)
    for line in (*draw_curve(gate, samples), "", *to_config(gate), ""):
        print(line)
    for name, point in (
        ("settings", measure(config.search.gate, samples)),
        ("found", measure(gate, samples)),
        ("by folds", judge(samples)),
    ):
        print(f"{name:9} answered {point.answered:.3f} refused {point.refused:.3f}", end=" ")
        print(f"mean {point.balanced:.3f}")


if __name__ == "__main__":
    main()
