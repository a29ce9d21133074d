"""Which reports are of one event, and that it does not matter in which order they came."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.index.memory import MemoryIndex
from bot.index.memory_catalogue import MemoryCatalogue
from bot.model import Article, Counts, Span
from tests.faker import make_article

DAY = date(2024, 5, 14)
FIRE = "KENDAL - Gudang mebel di Kaliwungu, Kabupaten Kendal, terbakar, Selasa (14/5/2024)."
SMOKE = "Asap tebal dari gudang mebel di Kaliwungu, Kendal, terlihat sejak Selasa (14/5) subuh."


def report(*texts: str, name: str, after: int = 0, **head: object) -> Article:
    head = {"publisher": f"Media {name}", **head}
    return make_article(*texts, name=name, published=DAY + timedelta(days=after), **head)


def are_one(*articles: Article) -> bool:
    """Whether the articles share an event."""
    keys = MemoryIndex(articles).event_keys([article.id for article in articles])
    return bool(frozenset.intersection(*(frozenset(e for _, e in own) for own in keys.values())))


@pytest.mark.parametrize(
    "other",
    [
        SMOKE,
        # It names no town, but the village in it.
        "Pekerja menyelamatkan mebel dari gudang di Kaliwungu yang terbakar, Selasa (14/5/2024).",
        # A stretch of days around the day.
        "Kebakaran gudang mebel di Kendal berlangsung 14-16 Mei 2024.",
        # No day but that of publication.
        "Warga Kendal membantu pemilik gudang mebel yang terbakar mengangkut kursi jati.",
    ],
)
def test_the_same_day_place_and_words_are_one_event(other: str) -> None:
    assert are_one(report(FIRE, name="a"), report(other, name="b"))


@pytest.mark.parametrize(
    "other",
    [
        # Another town, day, or matter.
        "BATANG - Gudang mebel di Kabupaten Batang terbakar, Selasa (14/5/2024).",
        "KENDAL - Gudang mebel di Kaliwungu, Kabupaten Kendal, terbakar, Kamis (16/5/2024).",
        "KENDAL - Lomba layang-layang digelar di Kabupaten Kendal, Selasa (14/5/2024).",
        # The same people of the same office are no event.
        "KENDAL - Bupati Kendal melantik lurah, Selasa (14/5/2024).",
        # No place at all, and too few words.
        "Gudang terbakar lagi, Selasa (14/5/2024).",
    ],
)
def test_another_town_day_or_matter_is_another_event(other: str) -> None:
    assert not are_one(report(FIRE, name="a"), report(other, name="b"))


def test_a_copy_is_of_the_event_of_its_original_whatever_its_words() -> None:
    copy = report("Api berkobar, Selasa (14/5/2024).", name="b", copy_of="a")
    assert are_one(report(FIRE, name="a"), copy)
    assert are_one(copy, report("Berkobar, Selasa (14/5/2024).", name="c", copy_of="a"))


def test_a_report_without_any_place_does_not_join_two_towns() -> None:
    words = "pawai obor, lampion, rebana, dan kendang diikuti 1.450 santri, Selasa (14/5/2024)."
    reports = [
        report(f"JEPARA - Di Jepara {words}", name="a"),
        report(f"BLORA - Di Blora {words}", name="b"),
        report(f"Meriah, {words}", name="c"),
    ]
    index = MemoryIndex(reports)
    keys = index.event_keys(["a", "b", "c"])
    assert keys["a"] != keys["b"]
    assert keys["c"] in (keys["a"], keys["b"])


def test_a_day_that_is_only_mentioned_is_found_but_joins_nobody() -> None:
    parade = report("DEMAK - Pawai ogoh-ogoh digelar di Demak, Selasa (14/5/2024).", name="a")
    plan = report(
        "DEMAK - Pasar murah dibuka di Demak, Minggu (12/5/2024).",
        "Pasar itu tutup pada 14 Mei 2024 ketika kota berpesta.",
        name="b",
        after=-1,
    )
    index = MemoryIndex([parade, plan])
    days = {each.day: (each.events, each.articles) for each in index.event_days()}
    assert days == {date(2024, 5, 12): (1, 1), DAY: (2, 2)}
    assert not are_one(parade, plan)


def test_five_reports_of_one_event_are_one_with_five_articles() -> None:
    texts = [FIRE, SMOKE, f"{FIRE} Tiga mobil dikerahkan.", f"Dilaporkan: {SMOKE}"]
    silent = "Pemilik gudang mebel di Kaliwungu, Kendal, merugi setelah gudangnya terbakar."
    articles = [
        report(text, name=name) for name, text in zip("abcde", [*texts, silent], strict=True)
    ]
    index = MemoryIndex(articles)
    (day,) = index.event_days()
    assert (day.day, day.events, day.articles) == (DAY, 1, 5)
    assert index.count_events([Span(DAY, DAY)]) == Counts(1, 1, 5)
    ((event),) = {event for own in index.event_keys("abcde").values() for _, event in own}
    assert index.event_reports([event], [Span(DAY, DAY)]) == {event: ["a", "b", "c", "d", "e"]}
    assert index.event_reports([event, "2024-05-14/zz"], [Span(date(2024, 5, 15), None)]) == {}


def test_the_best_report_tells_the_event_of_a_day() -> None:
    head = {"title": "Gudang Terbakar", "url": "https://media.id/1"}
    late = report("Beritanya begini.", FIRE, name="a", **head)
    bare, best = report(SMOKE, name="b"), report(SMOKE, name="c", **head)
    catalogue = MemoryCatalogue(MemoryIndex([late, bare, best]))
    (told,) = catalogue.events_on([DAY], limit=9)[DAY]
    assert told.article.id == "c"


def test_an_undated_report_stands_under_the_day_of_the_event_that_it_tells() -> None:
    late = "Pemilik gudang mebel di Kaliwungu, Kendal, merugi setelah gudangnya terbakar hebat."
    articles = [report(FIRE, name="a"), report(late, name="b", after=2)]
    assert MemoryIndex(articles).event_keys(["b"])["b"] == {(DAY, "2024-05-14/a")}
    assert MemoryIndex(articles[1:]).event_keys(["b"])["b"] == {(date(2024, 5, 16), "2024-05-16/b")}


# In whichever order

MATTERS = ("gudang mebel terbakar", "pameran anggrek dibuka", "jembatan gantung putus")
TOWNS = ("Kendal", "Batang", "Jepara", "")


def generate(dice: random.Random, count: int = 40) -> list[Article]:
    """Reports of a few days and towns, some undated, some copies, some of two days."""
    made: list[Article] = []
    for number in range(count):
        day = DAY + timedelta(days=dice.randrange(4))
        town, matter = dice.choice(TOWNS), dice.choice(MATTERS)
        where = f" di {town}" if town else ""
        when = dice.choice([f", {day.day} Mei 2024", f", {day.day}-{day.day + 2} Mei 2024", ""])
        texts = [f"{matter.capitalize()} warga saksikan{where}{when}."]
        if dice.random() < 0.3:
            texts.append(f"Sebelumnya, {dice.choice(MATTERS)} pada {day.day - 2} Mei 2024.")
        made.append(
            report(
                *texts,
                name=f"r{dice.randrange(10**6)}-{number}",
                after=dice.randrange(7),
                copy_of=dice.choice(made).id if made and dice.random() < 0.15 else None,
            )
        )
    return made


def events_of(index: MemoryIndex, articles: Sequence[Article]) -> object:
    return index.event_keys([article.id for article in articles]), list(index.event_days())


@pytest.mark.parametrize("seed", range(6))
def test_an_archive_that_grew_has_the_events_of_one_built_at_once(seed: int) -> None:
    dice = random.Random(seed)
    articles = generate(dice)
    gone, kept = articles[:12], articles[12:]
    whole = events_of(MemoryIndex(kept), kept)
    assert len({event for own in whole[0].values() for _, event in own}) < len(kept)
    one_by_one = MemoryIndex()
    for article in dice.sample(articles, len(articles)):
        one_by_one = one_by_one.plus([article])
    for article in dice.sample(gone, len(gone)):
        one_by_one = one_by_one.without([article.id])
    assert events_of(one_by_one, kept) == whole
    saved = MemoryIndex.from_arrays(MemoryIndex(kept[:9] + gone).to_arrays()).plus(kept[9:])
    assert events_of(saved.without([article.id for article in gone]), kept) == whole
