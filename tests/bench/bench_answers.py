"""What an answer costs the processor: ``python -m tests.bench.bench_answers``.

Beside the bot it measures a python-telegram-bot program that sends one fixed text, with the length
and the keyboard of an answer of the bot: what is left between the two is the bot's own. Both run
as processes against the loopback Bot API, by turns; the service is part of this process, so that
its work is not counted. A question is written when the one before it has been answered, each by
another of 100 people, so that no limit of a chat is met. What polling costs is in both.

A process that waits between two answers finds the caches cold, and pays for it: the fixed text
alone costs up to 2 ms more when it is asked for every 40 ms than without a pause. ``--every 40`` asks
both programs in the same rhythm, and so leaves that out of the difference.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot.config import Config
from bot.engine import Engine
from tests.bench import corpora
from tests.botapi import PATIENCE, TOKEN, BotProcess, Service, serving
from tests.conftest import CORPUS

WARM_UP: Final = 30
PEOPLE: Final = range(1000, 1100)
DISTINCT: Final = 20
SETTLED: Final = 0.3
"""Seconds until nothing is left to do after an answer: the last update struck, the next poll."""
QUESTIONS: Final = (
    "apa yang terjadi pada 20 Januari 2026?",
    "ada peristiwa apa tanggal 12 Januari 2023?",
    "apa rencana tanggal 17 Januari 2023?",
    "kapan Hari Bhakti Imigrasi ke-73 diperingati?",
    "peristiwa Januari 2026",
    "kapan donor darah Kanwil NTT direncanakan?",
    "di mana bakti sosial Hari Bhakti Imigrasi ke-76 dipusatkan?",
    "di mana audiensi Kanwil Kemenkumham NTT dengan wakil gubernur?",
    "siapa Kepala Kanwil Kemenkumham NTT?",
    "siapa menteri imigrasi dan pemasyarakatan?",
    "siapa wakil gubernur NTT?",
    "siapa direktur kerja sama keimigrasian?",
    "berapa paket sembako yang disalurkan?",
    "berapa bibit kelapa yang diserahkan kepada Pemerintah Kota Tangerang?",
    "berapa pendonor yang ikut donor darah?",
    "apa saja kegiatan Hari Bhakti Imigrasi ke-73?",
    "apa kata Agus Andrianto tentang donor darah?",
    "kegiatan olahraga apa yang diadakan imigrasi di Kupang?",
    "penanaman bibit kelapa genjah hibrida",
    "tabur bunga dan kunjungan ke panti sosial",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program spent on an answer, in milliseconds, and how many messages it sent for it."""

    processor: float
    elapsed: float
    messages: float
    commits: float = 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The text and the keyboard that the fixed program sends."""

    text: str
    keyboard: dict[str, Any]

    @classmethod
    def of(cls, service: Service) -> Sample:
        """The answer of median length among those that were sent."""
        sent = [call.parameters for call in service.called("sendMessage")]
        with_keyboard = [call for call in sent if call.get("reply_markup")]
        with_keyboard.sort(key=lambda call: len(call["text"]))
        typical = with_keyboard[len(with_keyboard) // 2]
        return cls(typical["text"], typical["reply_markup"])

    @property
    def buttons(self) -> int:
        """How many buttons there are."""
        return sum(map(len, self.keyboard["inline_keyboard"]))


class Journal:
    """Counts the transactions in the write-ahead log of a state file, each of which waits for disk.

    The log begins anew after some thousand pages, then with another salt: what was written to its
    end between two looks is not counted (https://sqlite.org/fileformat2.html#walformat).
    """

    def __init__(self, state: Path) -> None:
        self._log = state.with_name(f"{state.name}-wal")
        self._salt, self._place = b"", 32
        self.commits = 0

    def look(self) -> None:
        """Count what has come since the last time."""
        if not self._log.exists():
            return
        with self._log.open("rb") as log:
            head = log.read(32)
            frame = 24 + int.from_bytes(head[8:12], "big")
            if head[16:24] != self._salt:
                self._salt, self._place = head[16:24], 32
            log.seek(self._place)
            while len(read := log.read(frame)) == frame and read[8:16] == self._salt:
                self.commits += read[4:8] != bytes(4)
                self._place += frame


def measure(
    service: Service,
    process: int,
    questions: Sequence[str],
    *,
    every: float = 0.0,
    journal: Journal | None = None,
) -> Measured:
    """What a process spends on an answer; all but the first are counted.

    Args:
        service: What it polls.
        process: Its number.
        questions: What is asked, one after the other.
        every: Seconds from one question to the next, at least.
        journal: Where its transactions are counted.
    """
    asked = list(zip(questions, cycle(PEOPLE), strict=False))
    for question, person in asked[:WARM_UP]:
        ask(service, person, question)
    time.sleep(SETTLED)
    count, before = len(asked) - WARM_UP, len(service.called("sendMessage"))
    _look(journal)
    commits = journal.commits if journal else 0
    spent, began, took = processor_time(process), time.perf_counter(), 0.0
    for number, (question, person) in enumerate(asked[WARM_UP:]):
        time.sleep(max(0.0, began + number * every - time.perf_counter()))
        took += ask(service, person, question)
        _look(journal)
    time.sleep(SETTLED)
    spent = processor_time(process) - spent
    _look(journal)
    return Measured(
        processor=spent * 1000 / count,
        elapsed=took * 1000 / count,
        messages=(len(service.called("sendMessage")) - before) / count,
        commits=(journal.commits - commits) / count if journal else 0,
    )


def _look(journal: Journal | None) -> None:
    if journal:
        journal.look()


def ask(service: Service, person: int, question: str) -> float:
    """Write the question and wait for the message with the keyboard; the seconds that it took."""
    began = time.perf_counter()
    service.write(person, question)

    def is_answered() -> bool:
        last = service.messages[person][-1]
        return last["from"]["is_bot"] and "reply_markup" in last

    service.wait(is_answered, f"an answer to {question!r}")
    return time.perf_counter() - began


def processor_time(process: int) -> float:
    """Seconds that a process has spent so far, by itself and in the kernel, all threads together.

    It is read from the process's clock, whose number is made as in clock_getcpuclockid(3): the
    figures in /proc have steps of 10 ms only.
    """
    return time.clock_gettime(~process << 3 | 2)


def measure_bot(
    folder: Path, corpus: Path, questions: Sequence[str], every: float
) -> tuple[Measured, Sample]:
    """What the bot spends, and what its answers look like."""
    service = Service()
    settings = {"corpus": str(corpus), "access": {"users": list(PEOPLE)}}
    with serving(service) as address:
        bot = BotProcess(folder, address, service, **settings)
        process = bot.launch()
        try:
            _wait_polled(service, process)
            measured = measure(
                service, process.pid, questions, every=every, journal=Journal(bot.state)
            )
        finally:
            bot.stop()
    assert not service.violations, service.violations[0]
    return measured, Sample.of(service)


def measure_fixed(sample: Sample, questions: Sequence[str], every: float) -> Measured:
    """What the program spends that sends the ``sample`` whatever it is asked."""
    service = Service()
    with serving(service) as address, _fixed_program(address, sample) as process:
        _wait_polled(service, process)
        measured = measure(service, process.pid, questions, every=every)
    assert not service.violations, service.violations[0]
    return measured


def _wait_polled(service: Service, process: subprocess.Popen[bytes]) -> None:
    service.wait(lambda: service.polls > 0 or process.poll() is not None, "a first poll")
    assert process.poll() is None, "the program has ended"


@contextlib.contextmanager
def _fixed_program(address: str, sample: Sample) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.bench.bench_answers", "--fixed", address]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps([sample.text, sample.keyboard]).encode())
        process.stdin.close()
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def run_fixed(address: str) -> None:
    """Answer every message with the text and the keyboard that standard input holds as JSON."""
    text, keyboard = json.load(sys.stdin)
    markup = InlineKeyboardMarkup.de_json(keyboard, None)

    async def answer(update: Update, _context: object) -> None:
        assert update.message is not None
        await update.message.reply_text(text, parse_mode="HTML", reply_markup=markup)

    application = ApplicationBuilder().token(TOKEN).base_url(f"{address}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling()


def prepare_corpus(folder: Path, articles: int) -> tuple[Path, list[str]]:
    """A folder of so many generated articles, and questions that they give cause to ask."""
    corpus = folder / "articles"
    corpus.mkdir()
    made = list(islice(corpora.build_articles(articles * 100), articles))
    corpora.write_articles(made, corpus)
    return corpus, corpora.build_questions(made, min(articles, 5 * DISTINCT))


def answerable(corpus: Path, folder: Path, questions: Sequence[str]) -> list[str]:
    """The first of the questions that the articles answer; the others have no keyboard."""
    engine = Engine.open(Config(corpus=corpus, state=folder / "state.sqlite"))
    found = (it for it in questions if engine.ask(it, corpora.TODAY).answered)
    distinct = list(islice(found, DISTINCT))
    assert distinct, "the articles answer none of the questions"
    return distinct


def print_table(bot: Sequence[Measured], fixed: Sequence[Measured]) -> None:
    """The figures of all pairs, the difference taken within each."""
    more = [one.processor - other.processor for one, other in zip(bot, fixed, strict=True)]
    rows = {
        "bot: processor": [it.processor for it in bot],
        "fixed text: processor": [it.processor for it in fixed],
        "difference": more,
        "bot: elapsed": [it.elapsed for it in bot],
        "fixed text: elapsed": [it.elapsed for it in fixed],
    }
    print(f"\n| ms an answer{'':<12}|    min | median |    max |\n|{'-' * 25}|{'-------:|' * 3}")
    for name, values in rows.items():
        print(f"| {name:<24}|{min(values):7.2f} |{median(values):7.2f} |{max(values):7.2f} |")
    messages, commits = mean(it.messages for it in bot), mean(it.commits for it in bot)
    print(f"\nThe bot an answer: {messages:.2f} messages, {commits:.2f} commits")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=300, help="counted in each run")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each program")
    parser.add_argument(
        "--every", type=int, default=0, metavar="MS", help="from one question to the next, at least"
    )
    parser.add_argument(
        "--ask", action="append", metavar="QUESTION", help="this one, or these; not those at hand"
    )
    parser.add_argument("--articles", type=int, help="generated ones, instead of those at hand")
    parser.add_argument("--fixed", metavar="ADDRESS", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fixed:
        run_fixed(given.fixed)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        at_hand = (CORPUS, list(QUESTIONS))
        corpus, known = prepare_corpus(folder, given.articles) if given.articles else at_hand
        distinct = answerable(corpus, folder, given.ask or known)
        questions = list(islice(cycle(distinct), WARM_UP + given.questions))
        print(f"{given.questions} answers to {len(distinct)} questions in each run", flush=True)
        compare(folder, corpus, questions, given.pairs, given.every / 1000)


def compare(
    scratch: Path, corpus: Path, questions: Sequence[str], pairs: int, every: float
) -> None:
    """Measure both programs by turns, and print."""
    bot, fixed = [], []
    for pair in range(pairs):
        folder = scratch / f"pair-{pair}"
        folder.mkdir()
        measured, sample = measure_bot(folder, corpus, questions, every)
        bot.append(measured)
        fixed.append(measure_fixed(sample, questions, every))
        print(
            f"{pair + 1}: bot {bot[-1].processor:.2f}, fixed text {fixed[-1].processor:.2f} ms",
            file=sys.stderr,
        )
    print(f"\nThe fixed text has {len(sample.text)} characters and {sample.buttons} buttons.")
    print_table(bot, fixed)


if __name__ == "__main__":
    main()
