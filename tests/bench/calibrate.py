"""When a passage is an answer: ``python -m tests.bench.calibrate QUESTIONS.jsonl --corpus DIR``.

Asks every question under each threshold of ``search.match`` and of ``search.coverage``, the other
one at its setting, and prints the curve: how many of the questions that have an answer are
answered, and how many of those that have none are refused. A threshold is well chosen where
both are high; where two share the best sum, the lower one leaves more to the reader.

A line of the file is a JSON object: ``id``, ``question``, ``today``, ``prev`` (the id of the
question that it follows), ``relevant`` (the ids of the articles that answer; none: no answer).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.archive.articles import parse_day, read_articles
from bot.config import Config, read_config
from bot.engine import Engine
from bot.errors import TanyaError
from bot.model import Turn

STEPS: Final[Mapping[str, Sequence[float]]] = {
    "match": (0.0, 0.05, 0.1, 0.125, 0.15, 0.175, 0.2, 0.25, 0.3, 0.4),
    "coverage": (0.0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9),
}
TODAY: Final = date(2026, 2, 2)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, those before it in its chat, and whether the corpus answers it."""

    text: str
    today: date
    history: tuple[Turn, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Point:
    """The shares of the answerable that are answered, and of the others that are refused."""

    answered: float
    refused: float


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
            _day_of(row),
            tuple(_before(row, rows)),
            bool(row.get("relevant")),
        )
        for row in rows.values()
    ]


def _before(row: Mapping[str, Any], rows: Mapping[Any, Mapping[str, Any]]) -> Iterator[Turn]:
    earlier = rows.get(row.get("prev"))
    if earlier is not None:
        yield from _before(earlier, rows)
        yield Turn(str(earlier["question"]), _day_of(earlier))


def _day_of(row: Mapping[str, Any]) -> date:
    return parse_day(row["today"]) if row.get("today") else TODAY


def measure(engine: Engine, questions: Sequence[Question]) -> Point:
    """How ``questions`` fare under the settings of ``engine``; a share of nothing is 0."""
    right = {True: 0, False: 0}
    for question in questions:
        answer = engine.ask(question.text, question.today, question.history)
        right[question.answerable] += answer.answered == question.answerable
    answerable = sum(question.answerable for question in questions)
    return Point(right[True] / (answerable or 1), right[False] / (len(questions) - answerable or 1))


def draw_curve(config: Config, questions: Sequence[Question]) -> Iterator[str]:
    """The lines of the table, each threshold after the other; the setting is marked."""
    corpus = read_articles(config.corpus)
    engine = Engine(config, corpus)
    for name, steps in STEPS.items():
        chosen = getattr(config.search, name)
        yield f"{'search.' + name:16} answered  refused  sum"
        for step in sorted({*steps, chosen}):
            engine.config = replace(config, search=replace(config.search, **{name: step}))
            point = measure(engine, questions)
            total = point.answered + point.refused
            mark = "  <- the setting" if step == chosen else ""
            yield f"{step:<16g} {point.answered:8.3f} {point.refused:8.3f}  {total:.3f}{mark}"
        yield ""


def main() -> None:
    """Reads the arguments and prints the curves."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--corpus", type=Path, help="folder of articles; default: the settings'")
    parser.add_argument("--config", type=Path, help="settings; default: config.yaml, if any")
    options = parser.parse_args()
    try:
        config = read_config(options.config)
        if options.corpus:
            config = replace(config, corpus=options.corpus)
        questions = read_questions(options.questions)
        answerable = sum(question.answerable for question in questions)
        print(f"{answerable} answerable, {len(questions) - answerable} not\n")
        for line in draw_curve(config, questions):
            print(line, flush=True)
    except (TanyaError, OSError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
