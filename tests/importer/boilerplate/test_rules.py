"""Every boilerplate rule keeps its word on its own examples."""

from __future__ import annotations

import pytest

from bot.importer.boilerplate.rules import RULES, find_rule
from tests.conftest import takes_at_most

KNOWN = [(rule, line) for rule in RULES for line in rule.knows]
SPARED = [line for rule in RULES for line in rule.spares]


@pytest.mark.parametrize(("rule", "line"), KNOWN, ids=lambda value: str(value)[:40])
def test_a_rule_knows_its_boilerplate(rule, line: str) -> None:
    assert rule.fits(line)


@pytest.mark.parametrize("line", SPARED)
def test_a_line_of_a_story_is_no_boilerplate(line: str) -> None:
    assert find_rule(line) is None


def test_every_rule_has_an_example() -> None:
    assert all(rule.knows for rule in RULES)


@pytest.mark.parametrize(
    "piece", ["Editor: a | ", "(", "((((", ".", "a - ", "#a,", "1 ", "a.id > "]
)
def test_no_line_takes_long_to_judge(piece: str) -> None:
    with takes_at_most(0.2):
        find_rule((piece * 400)[:398] + "?!")
