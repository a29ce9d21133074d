"""What questions find in a small archive; tests/cases/searches.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.engine import Engine
from bot.model import Form
from tests.conftest import CASES
from tests.faker import TODAY, make_article, make_engine, to_text

_CASES: dict[str, Any] = yaml.safe_load((CASES / "searches.yaml").read_text(encoding="utf-8"))


def marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
    return pytest.param(case, marks=marks, id=case["question"])


@pytest.fixture(scope="module")
def archive() -> Engine:
    rows = [(name, dict(head)) for name, head in _CASES["articles"].items()]
    return make_engine(
        *(make_article(*head.pop("paragraphs"), name=name, **head) for name, head in rows)
    )


@pytest.mark.parametrize("case", [marked(case) for case in _CASES["questions"]])
def test_a_question_finds_what_it_asks_for(archive: Engine, case: dict[str, Any]) -> None:
    answer = archive.ask(case["question"], TODAY, limit=9)
    shown = [passage.paragraph.article.id for passage in answer.passages[: answer.shown]]
    assert list(dict.fromkeys(shown)) == case.get("shows", [])
    assert answer.reason == case.get("reason")
    assert list(answer.missing) == case.get("missing", list(answer.missing))


def test_reports_of_an_outlet_are_told_newest_first_without_a_day(archive: Engine) -> None:
    answer = archive.ask("berita tempo", TODAY, limit=9)
    days = [passage.citation.published for passage in answer.passages]
    assert days == sorted(days, key=str, reverse=True)


def test_reports_of_days_are_no_plan_and_not_only_published_then(archive: Engine) -> None:
    answer = archive.ask("apa yang diberitakan 7 mei 2024", TODAY, limit=9)
    assert answer.form is Form.DAY
    assert "published_only" not in answer.notes
    assert not any(passage.published_only for passage in answer.passages)


def test_the_day_of_a_report_is_written_once(archive: Engine) -> None:
    answer = archive.ask("berita detik", TODAY)
    assert to_text(answer, archive.translations("id")).count("Senin, 6 Mei 2024") == 1
