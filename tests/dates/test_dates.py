"""The date grammar against sentences and questions with the days they mean."""

from __future__ import annotations

import random
import time
import timeit
from collections.abc import Iterator
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any

import pytest
import yaml

from bot.dates import find_asked, find_mentions, find_reference, told
from bot.dates.normalize import normalize
from bot.dates.patterns import DateRule
from bot.dates.phrases import Strength
from bot.dates.scan import RULES, scan
from bot.dates.vetoes import VETOES, Veto
from bot.model import AskedDates, DateMention, Granularity, Relation, Span
from tests.conftest import CASES

TODAY = date(2026, 1, 22)


def read_cases(name: str) -> list[Any]:
    """The cases of a file, as parameters; those marked ``fails`` are known failures."""
    cases = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [
        pytest.param(
            case,
            id=case["text"],
            marks=[pytest.mark.xfail(reason=case["fails"])] if "fails" in case else [],
        )
        for case in cases
    ]


def to_days(first: date | None, last: date | None) -> str:
    return str(first) if first == last else f"{first or ''}..{last or ''}"


def to_line(mention: DateMention) -> str:
    """The mention as the case files write it."""
    flags = [
        "" if mention.relation is Relation.AT else mention.relation.value,
        "planned" if mention.planned else "",
        "inferred" if mention.year_inferred else "",
        "conflict" if mention.weekday_conflict else "",
    ]
    return " ".join(
        [mention.surface, "=", to_days(mention.first, mention.last), *filter(None, flags)]
    )


def to_span(written: str) -> Span:
    first, last = (date.fromisoformat(end) if end else None for end in written.split(".."))
    return Span(first, last)


@pytest.mark.parametrize("case", read_cases("dates_articles.yaml"))
def test_a_sentence_names_its_dates(case: dict[str, Any]) -> None:
    assert [to_line(mention) for mention in find_mentions(case["text"], case["day"])] == case[
        "finds"
    ]


@pytest.mark.parametrize("case", read_cases("dates_questions.yaml"))
def test_a_question_asks_for_its_spans(case: dict[str, Any]) -> None:
    context = to_span(case["context"]) if "context" in case else None
    asked = find_asked(case["text"], case["day"], case.get("known", ()), context=context)
    assert [to_days(span.first, span.last) for span in asked.spans] == case["asks"]
    assert [mention.surface for mention in asked.mentions] == case.get("without", [])
    assert list(asked.impossible) == case.get("impossible", [])


def winners(canon: str, offset: int) -> Iterator[tuple[int, DateRule]]:
    """Where the match of each rule at an offset ends, in the order of the rules."""
    for rule in RULES:
        match = rule.pattern.match(canon, offset)
        if match and rule.build(match):
            yield match.end(), rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}: {rule.example}")
def test_a_rule_reads_its_example(rule: DateRule) -> None:
    line = normalize(rule.example)
    follows = rule in told.FOLLOW_UPS
    starts = [it.start for it in scan(line, follows=follows) if it.rule == rule.name]
    assert rule in [max(winners(line.canon, start), key=itemgetter(0))[1] for start in starts]
    if rule.strength is not Strength.LINKED:
        asked = find_asked(rule.example, TODAY)
        assert rule.name in [mention.rule for mention in asked.mentions]


@pytest.mark.parametrize("veto", VETOES, ids=lambda veto: veto.name)
def test_a_veto_covers_its_example(veto: Veto) -> None:
    canon = normalize(veto.example).canon
    assert veto.end(canon, 0) == len(canon)
    assert find_mentions(veto.example, TODAY) == ()
    assert find_asked(veto.example, TODAY) == AskedDates()


@pytest.mark.parametrize(
    ("text", "granularity"),
    [
        ("pada 5 Januari 2026", Granularity.DAY),
        ("pada 5-9 Januari 2026", Granularity.DAYS),
        ("pekan lalu", Granularity.DAYS),
        ("pada awal Februari 2025", Granularity.DAYS),
        ("pada Februari 2025", Granularity.MONTH),
        ("triwulan II 2025", Granularity.SEASON),
        ("pada tahun 2025", Granularity.YEAR),
    ],
)
def test_granularity_follows_from_the_length_of_the_span(
    text: str, granularity: Granularity
) -> None:
    (mention,) = find_mentions(text, TODAY)
    assert mention.granularity is granularity


def test_a_mention_tells_which_rule_read_it() -> None:
    assert find_mentions("Digelar 5 Januari 2026.", TODAY)[0].rule == "day_month"


def test_offsets_point_into_the_original_text() -> None:
    text = "\u201cHari\u00a0ini\u201d, kata dia;\u200b digelar  Kamis\u00a0(22/1\uff09 di Solo"
    surfaces = [text[mention.start : mention.stop] for mention in find_mentions(text, TODAY)]
    assert surfaces == [mention.surface for mention in find_mentions(text, TODAY)]
    assert surfaces[-1].startswith("Kamis")


def test_the_first_full_date_of_the_paragraphs_is_the_reference() -> None:
    paragraphs = [
        "KUPANG - Pada 26 Januari, puncak acara.",
        "Kata dia, Kamis (12/01/2023).",
        "Lalu 5 Mei 2024.",
    ]
    assert find_reference(paragraphs) == date(2023, 1, 12)


def test_paragraphs_without_a_full_date_have_no_reference() -> None:
    assert find_reference(["Kemarin, 26 Januari; tahun 2023.", "30 Februari 2023"]) is None


def test_without_any_reference_only_full_dates_have_days() -> None:
    assert find_mentions("Kemarin dan Kamis lalu, tiga hari lalu, tanggal 5.", None) == ()


def test_a_text_without_words_has_no_dates() -> None:
    assert find_mentions("", TODAY) == ()
    assert find_asked(" \n", TODAY) == AskedDates()


def test_a_closed_mention_stands_behind_an_open_span() -> None:
    asked = find_asked("apa saja sejak 5 Januari 2026?", TODAY)
    assert asked.spans == (Span(date(2026, 1, 5), TODAY),)
    assert (asked.mentions[0].first, asked.mentions[0].last) == (date(2026, 1, 5), date(2026, 1, 5))


def test_what_begins_after_today_is_asked_for_with_an_open_end() -> None:
    assert find_asked("sejak 5 Maret 2026", TODAY).spans == (Span(date(2026, 3, 5), None),)


@pytest.mark.parametrize(
    "text",
    [
        "99/99/9999",
        "00/00/0000",
        "tahun 0000",
        "31-12-9999",
        "1/1/1",
        "9999 tahun lalu",
        "999 bulan lagi",
    ],
)
@pytest.mark.parametrize("day", [date.min, TODAY, date.max])
def test_figures_at_the_edge_of_the_calendar_raise_nothing(text: str, day: date) -> None:
    find_mentions(text, day)
    find_asked(text, day)


HOSTILE = ["1", "1/", "1-", "1, ", "1 dan ", "senin, ", "senin-", "5-6 januari ", "a1", "dua puluh ", "rp 1.", "(", " ", "setiap ", "akan 5 januari ", '"besok ', "2020-", "januari ", "1/1 ", "5 mei dan ", "20 - ", "2025, "]  # fmt: skip

FIGURES = {
    "digits": "1" * 1_000_000,
    "digits and slashes": "".join(random.Random(1).choices("0123456789/", k=1_000_000)),
    "one date over and over": "1/1/" * 250_000,
    "hyphens": "20-" * 333_333,
    "dotted": "1.1.2026." * 111_111,
    "one long word": "januari" * 142_857,
    "one long foreign word": "ß" * 500_000,
}


def read(text: str) -> None:
    find_mentions(text, TODAY)
    find_asked(text, TODAY)


def growth(text: str) -> float:
    """How many times as long as an eighth of the text all of it takes to read.

    It is measured in this process's own time, so that others on the machine count little. The
    whole is read first: what is made ready on first use is not charged to the eighth.
    """
    seconds = partial(timeit.timeit, timer=time.process_time, number=1)
    whole = seconds(lambda: read(text))
    eighth = text[: len(text) // 8]
    return whole / min(seconds(lambda: read(eighth)) for _ in range(3))


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    """Some nine times; a reader that looks back over what it found takes 18 and more."""
    text = unit * (32_000 // len(unit))
    assert any(growth(text) < 16 for _ in range(5))


@pytest.mark.parametrize("text", FIGURES.values(), ids=FIGURES.keys())
def test_a_million_signs_without_a_space_are_read_in_proportion(text: str) -> None:
    """Up to twenty times, for so long a match has to ask for memory; 64 for the square."""
    assert find_mentions(text, TODAY) == ()
    assert find_asked(text, TODAY).spans == ()
    assert any(growth(text) < 32 for _ in range(5))
