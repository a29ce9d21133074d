"""What asks about the archive itself, and what only looks like it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from bot.query.archive import find_archive_question
from bot.query.reading import Reader, fold_question
from tests.conftest import CASES as FOLDER
from tests.faker import TODAY

CASES = yaml.safe_load((FOLDER / "archive_questions.yaml").read_text(encoding="utf-8"))
ON_A_MATTER = ("count", "newest", "timeline")


def about(question: str) -> tuple[str, str] | None:
    found = find_archive_question(Reader().read(fold_question(question), TODAY))
    return (found.kind.value, found.matter) if found else None


def on_all() -> Iterator[tuple[str, str]]:
    for kind, questions in CASES["asked"].items():
        yield from ((kind, question) for question in questions)


@pytest.mark.parametrize(("kind", "question"), list(on_all()))
def test_it_is_asked_of_the_whole_archive(kind: str, question: str) -> None:
    assert about(question) == (kind, "")


@pytest.mark.parametrize(
    ("kind", "question", "matter"),
    [(kind, *case) for kind in ON_A_MATTER for case in CASES[kind]],
)
def test_it_is_asked_on_a_matter(kind: str, question: str, matter: str) -> None:
    assert about(question) == (kind, matter)


@pytest.mark.parametrize("question", CASES["none"])
def test_it_is_asked_of_no_archive(question: str) -> None:
    assert about(question) is None
