"""Every boilerplate rule keeps its word on its own examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.importer.boilerplate.body import find_bodies
from bot.importer.boilerplate.rules import RULES, find_rule
from bot.importer.parsers.text import parse_text
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


def test_what_a_rule_is_called_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kantor Imigrasi Rote membuka layanan malam bagi para nelayan di pelabuhan itu. " * 2
    raw = f"{text}\nEditor:\nRambu Ana\n3 Komentar\nTulis komentar\nBagus sekali, semoga bermanfaat.\nBalas"
    blocks = parse_text(raw.encode()).blocks
    (before,) = find_bodies(blocks)
    renamed = tuple(replace(rule, why="lain") for rule in RULES)
    monkeypatch.setattr("bot.importer.boilerplate.rules.RULES", renamed)
    find_rule.cache_clear()
    (after,) = find_bodies(blocks)
    find_rule.cache_clear()
    assert before.credits == after.credits == {"editor": "Rambu Ana"}
    assert before.paragraphs == after.paragraphs == (text.strip(),)
