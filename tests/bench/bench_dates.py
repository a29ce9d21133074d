"""How long the date grammar takes: ``python -m tests.bench.bench_dates``.

Prints milliseconds a sentence, median and 95th percentile, beside those of one fixed regular
expression over the same sentences: machines differ, and the ratio of the two does so less.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from statistics import mean, median, quantiles
from typing import Any, Final

import yaml

from bot.dates import find_asked, find_mentions
from bot.dates.words import MONTHS, WEEKDAYS
from tests.conftest import CASES

REFERENCE: Final = date(2026, 1, 22)
BASELINE: Final = re.compile(
    rf"(?i)(?:[0-9]{{1,2}}[/. -](?:[0-9]{{1,2}}|{'|'.join(MONTHS)})[/. -](?:[0-9]{{4}}|[0-9]{{2}}))|\b(?:{'|'.join(WEEKDAYS)})\b"
)
TARGET: Final = 0.5
"""Milliseconds a sentence of an article."""

CLAUSES: Final = (
    "Kepala dinas perhubungan mengatakan kepada wartawan bahwa",
    "Menurut keterangan tertulis yang diterima redaksi,",
    "sebanyak 1.204 pemohon telah dilayani di tiga loket",
    "petugas gabungan menyisir pesisir bersama warga setempat",
    "dengan biaya Rp 2,5 miliar yang bersumber dari anggaran daerah",
    "sebagaimana diatur dalam Pasal 12 ayat (2) Undang-Undang Nomor 6 Tahun 2011",
    "tanpa menyebut berapa lama pekerjaan itu akan berlangsung",
    "dan meminta masyarakat tetap tenang",
)
DATES: Final = (
    "{weekday} ({day:%d/%m/%Y})",
    "pada {day:%d} {month} {day:%Y}",
    "sejak {month} lalu",
    "",
)


def build_sentences(count: int) -> list[str]:
    """Sentences of a newspaper's length; three in four hold a date, the same ones every time."""
    chooser = random.Random(22)
    sentences = []
    for number in range(count):
        day = REFERENCE - timedelta(days=chooser.randrange(900))
        names = {"weekday": list(WEEKDAYS)[day.weekday()], "month": list(MONTHS)[day.month - 1]}
        dated = DATES[number % len(DATES)].format(day=day, **names)
        first, second, third = chooser.sample(CLAUSES, 3)
        sentences.append(f"{first} {second} {dated}, {third}.")
    return sentences


def read_texts(name: str) -> list[str]:
    """The texts of a case file."""
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [case["text"] for case in cases]


def build_paragraphs(sentences: Sequence[str], length: int) -> list[str]:
    """As many texts of so many sentences as there are sentences."""
    repeated = cycle(sentences)
    return [" ".join(islice(repeated, length)) for _ in sentences]


def milliseconds(read: Callable[[str], object], texts: Sequence[str], rounds: int) -> list[float]:
    """The best time of each text over the rounds."""
    best = [float("inf")] * len(texts)
    for _ in range(rounds):
        for place, text in enumerate(texts):
            began = time.perf_counter()
            read(text)
            best[place] = min(best[place], (time.perf_counter() - began) * 1000)
    return best


def report(name: str, read: Callable[[str], object], texts: Sequence[str], rounds: int) -> str:
    """A line of the table."""
    milliseconds(read, texts, 1)  # compiles the patterns
    taken = milliseconds(read, texts, rounds)
    plain = median(milliseconds(BASELINE.findall, texts, rounds))
    typical, slow = median(taken), quantiles(taken, n=20)[-1]
    length = mean(map(len, texts))
    return f"{name:<30}{len(texts):>6}{length:>8.0f}{typical:>9.3f}{slow:>9.3f}{typical / plain:>10.1f}"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each text is read")
    rounds = parser.parse_args().rounds

    def article(text: str) -> object:
        return find_mentions(text, REFERENCE)

    def question(text: str) -> object:
        return find_asked(text, REFERENCE)

    sentences = build_sentences(200)
    print(f"{'':<30}{'texts':>6}{'signs':>8}{'median':>9}{'p95':>9}{'x regex':>10}")
    print(report("generated sentences", article, sentences, rounds))
    print(
        report("paragraphs of five of them", article, build_paragraphs(sentences[:50], 5), rounds)
    )
    print(report("sentences of the cases", article, read_texts("dates_articles.yaml"), rounds))
    print(report("questions of the cases", question, read_texts("dates_questions.yaml"), rounds))
    print(f"milliseconds a text; the target is {TARGET} a sentence")


if __name__ == "__main__":
    main()
