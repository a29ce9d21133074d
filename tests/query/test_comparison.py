"""The sides of a question; tests/cases/comparisons.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.query.comparison import Sides, find_sides
from bot.query.reading import Reader, fold_question
from tests.conftest import CASES
from tests.faker import TODAY

_CASES: dict[str, list[Any]] = yaml.safe_load(
    (CASES / "comparisons.yaml").read_text(encoding="utf-8")
)


def sides(question: str) -> Sides | None:
    reader = Reader()
    return find_sides(reader.read(fold_question(question), TODAY), reader)


@pytest.mark.parametrize("case", _CASES["sides"], ids=lambda case: case["ask"])
def test_each_side_is_asked_for_with_what_they_share(case: dict[str, Any]) -> None:
    found = sides(case["ask"])
    assert found is not None
    asked = [list(side) for side in found.texts]
    # What may belong to the last side only is looked at where a case says it.
    short = [side[: len(wanted)] for side, wanted in zip(asked, case["sides"], strict=True)]
    assert short == case["sides"]


@pytest.mark.parametrize("question", _CASES["whole"])
def test_what_is_only_joined_stays_one_question(question: str) -> None:
    assert sides(question) is None
