"""How fast answers are found: ``python -m tests.bench.bench_search``, of the extra ``bench``.

Over generated corpora of growing size it measures, in one run, the whole of ``Engine.ask`` and
the ranking inside it, beside rank_bm25, bm25s and tantivy over the same stems and the same
questions. Machines differ; the ratios of the rows do so less.

Each part runs in a process of its own, so that no memory is counted as another's. A time is the
best of some rounds for each question. Questions for days alone are not ranked by words, and stand
in the rows of ``Engine.ask`` only. Queries for tantivy are built beforehand; the others get lists
of stems. rank_bm25 is slow: in large corpora it answers every tenth question only, or fewer.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from statistics import median, quantiles
from typing import Any, Final, TypeVar

import numpy as np

from bot.config import Config
from bot.engine import Engine
from bot.model import Article
from bot.search.search import CANDIDATES
from tests.bench import corpora

Item = TypeVar("Item")
Measured = dict[str, float | None]

TARGET_SIZE: Final = 100_000
SAMPLED: Final = 3_000_000
"""Paragraphs that rank_bm25 scores in all: 300 questions to 10,000 of them, 30 to 100,000."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; ``least`` and ``most`` are what it should be at 100,000 paragraphs."""

    label: str
    key: str
    least: float | None = None
    most: float | None = None

    def target(self, value: float | None) -> str:
        """What the value should be, and whether it is."""
        if self.least is None and self.most is None:
            return ""
        aim = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"
        if value is None:
            return aim
        met = (self.least or -math.inf) <= value <= (self.most or math.inf)
        return f"{aim}: {'met' if met else 'missed'}"


ROWS: Final = (
    Row("Engine.ask, ms", "ask p50"),
    Row("Engine.ask, asked for the first time, ms", "first ask p50"),
    Row("retrieval inside it, ms", "rank p50"),
    Row("rank_bm25 get_scores + argsort, ms", "rank_bm25 p50"),
    Row("bm25s top 10, ms", "bm25s p50"),
    Row("tantivy top 10, ms", "tantivy p50"),
    Row("retrieval: times faster than rank_bm25", "rank gain", least=150),
    Row("Engine.ask: times faster than rank_bm25", "ask gain", least=40),
    Row("retrieval: multiple of tantivy's time", "rank cost", most=5),
    Row("Engine.ask: multiple of the size before", "ask growth", most=6),
    Row("full build, s", "build"),
    Row("start from the saved index, s", "start", most=1),
    Row("start: share of a full build", "start share", most=0.1),
    Row("first question after the start, ms", "first question"),
    Row("article added until answered with, ms", "added", most=50),
    Row("memory after a full build, MB", "built memory"),
    Row("memory after a start, MB", "memory", most=400),
    Row("memory after all questions, MB", "asked memory"),
    Row("index alone, MB", "index memory", most=100),
    Row("stems in the corpus", "stems"),
)
"""Where there are two figures, they are the median and the 95th percentile over the questions."""

RATIOS: Final = {
    "rank gain": ("rank_bm25 p50", "rank p50"),
    "ask gain": ("rank_bm25 p50", "ask p50"),
    "rank cost": ("rank p50", "tantivy p50"),
    "start share": ("start", "build"),
    "ask growth": ("ask p50", "before"),
}
LINES: Final = (
    ("rank_bm25 p50", "rank_bm25", "#8a6d3b", 1.8),
    ("bm25s p50", "bm25s", "#7d8597", 1.8),
    ("ask p50", "whole answer", "#c2410c", 3.0),
    ("rank p50", "its retrieval", "#1d4ed8", 3.0),
    ("tantivy p50", "tantivy", "#4b5563", 1.8),
)
"""What is drawn: the measure, its name, its colour and its width."""
TITLE: Final = ("rank p50", "rank_bm25 p50", "ask p50")
QUIET: Final = "#6b7280"


def milliseconds(call: Callable[[Item], object], items: Iterable[Item]) -> list[float]:
    """How long each call took."""
    taken = []
    for item in items:
        began = time.perf_counter()
        call(item)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def measured(
    name: str, call: Callable[[Item], object], items: Sequence[Item], rounds: int
) -> Measured:
    """Median and 95th percentile of the best time of each item, and of the first of each."""
    times = [milliseconds(call, items) for _ in range(rounds)]
    best = [min(of_one) for of_one in zip(*times, strict=True)]
    found: Measured = {}
    for key, taken in ((name, best), (f"first {name}", times[0])):
        found |= {f"{key} p50": median(taken), f"{key} p95": quantiles(taken, n=20)[-1]}
    return found


def memory() -> float | None:
    """The megabytes that this process holds; None where the system does not tell."""
    status = Path("/proc/self/status")
    held = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(held[1]) / 1024 if held else None


def settings(folder: Path) -> Config:
    """Those of a prepared corpus."""
    return Config(corpus=folder / "articles", state=folder / "state" / "tanya.sqlite")


def measure_build(folder: Path, rounds: int) -> Measured:
    """Opening an engine where nothing is saved."""
    shutil.rmtree(folder / "state", ignore_errors=True)
    (folder / "state").mkdir()
    began = time.perf_counter()
    engine = Engine.open(settings(folder))
    assert not engine.problems
    return {"build": time.perf_counter() - began, "built memory": memory()}


def measure_engine(folder: Path, rounds: int) -> Measured:
    """Opening an engine on what the build has saved; asking it; adding to it."""
    questions, config = corpora.read_questions(folder), settings(folder)
    began = time.perf_counter()
    engine = Engine.open(config)
    start = time.perf_counter() - began
    ask, index = partial(engine.ask, today=corpora.TODAY), engine._index
    by_words = partial(
        index.by_words, groups=(), spans=(), article_weight=config.search.article, limit=CANDIDATES
    )
    first = milliseconds(ask, questions[:1])[0]
    found: Measured = {"start": start, "first question": first, "memory": memory()}
    found |= measured("ask", ask, questions, rounds)
    found["asked memory"] = memory()
    arrays = index.to_arrays().values()
    found["index memory"] = sum(array.nbytes for array in arrays) / 2**20
    found |= measured("rank", by_words, corpora.read_weights(folder), rounds)
    found["added"] = measure_added(engine, folder / "articles")
    return found


def measure_added(engine: Engine, folder: Path) -> float:
    """From a new file in the folder to an answer that cites it."""
    texts = next(a for a in corpora.build_articles(1000, 5) if len(a.paragraphs) >= 12).paragraphs
    taken = []
    try:
        for name in (f"qalidra{vowel}m" for vowel in "aeiou"):
            opening = f"Program {name} diresmikan di Jakarta. {texts[0]}"
            article = Article(name, "Harian Nusantara", (opening, *texts[1:12]))
            began = time.perf_counter()
            corpora.write_articles([article], folder)
            engine.reload()
            answer = engine.ask(f"siapa meresmikan program {name}?", corpora.TODAY)
            taken.append((time.perf_counter() - began) * 1000)
            if name not in {passage.paragraph.article.id for passage in answer.passages}:
                raise SystemExit(f"expected the added article {name} in the answer")
    finally:
        for path in folder.glob("qalidra*.md"):
            path.unlink()
    return median(taken)


def measure_rank_bm25(folder: Path, rounds: int) -> Measured:
    """Every score and their order, as its own ``get_top_n`` has them."""
    from rank_bm25 import BM25Plus

    stems = corpora.read_stems(folder)
    model = BM25Plus(stems, k1=0.7, b=0.65, delta=0)
    queries = [list(weights) for weights in corpora.read_weights(folder)]
    step = max(1, len(queries) * len(stems) // SAMPLED)
    rounds = rounds if step == 1 else 1

    def search(query: list[str]) -> object:
        return np.argsort(model.get_scores(query))[::-1][:10]

    return {**measured("rank_bm25", search, queries[::step], rounds), "stems": len(model.idf)}


def measure_bm25s(folder: Path, rounds: int) -> Measured:
    """The top 10 by its numpy backend, in the calling thread."""
    import bm25s

    model = bm25s.BM25(k1=0.7, b=0.65, method="lucene", backend="numpy")
    model.index(corpora.read_stems(folder), show_progress=False)
    options = {"k": 10, "show_progress": False, "n_threads": 0, "backend_selection": "numpy"}
    queries = [[list(weights)] for weights in corpora.read_weights(folder)]
    return measured("bm25s", lambda query: model.retrieve(query, **options), queries, rounds)


def measure_tantivy(folder: Path, rounds: int) -> Measured:
    """The top 10 of one segment in memory, without a count of the others."""
    from tantivy import Document, Index, Occur, Query, SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = Index(schema)
    writer = index.writer(heap_size=2_000_000_000, num_threads=1)
    for stems in corpora.read_stems(folder):
        writer.add_document(Document(body=" ".join(stems)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    if searcher.num_segments != 1:
        print(f" (of {searcher.num_segments} segments)", end="", file=sys.stderr)

    build_term = partial(Query.term_query, schema, "body", index_option="freq")
    queries = [
        Query.boolean_query([(Occur.Should, build_term(field_value=stem)) for stem in weights])
        for weights in corpora.read_weights(folder)
    ]
    return measured("tantivy", lambda q: searcher.search(q, 10, count=False).hits, queries, rounds)


_MEASURES = (measure_build, measure_engine, measure_rank_bm25, measure_bm25s, measure_tantivy)
PARTS: Final = {measure.__name__.removeprefix("measure_"): measure for measure in _MEASURES}


def measure_apart(part: str, folder: Path, rounds: int) -> Measured:
    """What a part of PARTS measures in a process of its own, of one thread."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
    command = [sys.executable, "-m", "tests.bench.bench_search", "--part", part]
    command += ["--keep", str(folder), "--rounds", str(rounds)]
    environment = {**os.environ, **dict.fromkeys(threads, "1")}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def with_ratios(results: Mapping[int, Measured]) -> dict[int, Measured]:
    """The results, by size, with what follows from them."""
    whole: dict[int, Measured] = {}
    before = None
    for size, found in sorted(results.items()):
        known = {**found, "before": before}
        known |= {name: _ratio(known.get(a), known.get(b)) for name, (a, b) in RATIOS.items()}
        whole[size] = known
        before = found["ask p50"]
    return whole


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def print_table(results: Mapping[int, Measured]) -> None:
    """Prints the results as a table in Markdown, sizes from left to right."""
    sizes = sorted(results)
    print(
        f"| {'paragraphs':<42}|{''.join(f'{n:>17,} |' for n in sizes)} {f'target at {TARGET_SIZE:,}':<18}|"
    )
    print(f"|{'-' * 43}|{'-----------------:|' * len(sizes)}{'-' * 19}|")
    for row in ROWS:
        cells = "".join(f"{_cell(results[size], row.key):>17} |" for size in sizes)
        target = row.target(results.get(TARGET_SIZE, {}).get(row.key))
        print(f"| {row.label:<42}|{cells} {target:<18}|")


def _cell(found: Measured, key: str) -> str:
    typical, slow = found.get(key), found.get(key.replace("p50", "p95"))
    one = _figure(typical)
    return one if slow == typical else f"{one} / {_figure(slow)}"


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    decimals = 2 - math.floor(math.log10(value)) if 0 < value < 100 else 0
    return f"{value:,.{min(decimals, 3)}f}"


def draw(results: Mapping[int, Measured], file: Path) -> None:
    """Draws milliseconds over paragraphs, 1600 pixels wide."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), dpi=200)
    axes = figure.subplots()
    figure.subplots_adjust(left=0.1, right=0.755, top=0.84, bottom=0.125)
    _style(axes, sorted(results))
    ends = []
    for key, label, colour, width in LINES:
        points = [(size, v) for size, found in sorted(results.items()) if (v := found.get(key))]
        if points:
            axes.plot(*zip(*points, strict=True), color=colour, lw=width, marker="o", ms=width + 3)
            ends.append((*reversed(points[-1]), label, colour))
    _label_ends(axes, ends)
    last = max(results)
    ranked, rival, asked = (_short(results[last].get(key)) for key in TITLE)
    title = f"Among {last:,} paragraphs, retrieval takes {ranked}, rank_bm25 {rival}"
    below = (
        f"The whole answer takes {asked}. Medians over the questions, one thread, the same stems."
    )
    figure.text(0.02, 0.93, title, size=13, weight="bold", color="#1f2937")
    figure.text(0.02, 0.88, below, size=10.5, color=QUIET)
    figure.savefig(file, facecolor="white")


def _short(value: float | None) -> str:
    return "– ms" if value is None else f"{value:,.0f} ms" if value >= 10 else f"{value:.2g} ms"


def _style(axes: Any, sizes: Sequence[int]) -> None:
    axes.set(xscale="log", yscale="log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g} ms")
    axes.grid(axis="y", color="#e5e7eb", lw=0.8)
    axes.tick_params(length=0, labelsize=10.5, labelcolor=QUIET, pad=6)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color("#9ca3af")
    axes.set_xlabel("paragraphs in the archive", size=10.5, color=QUIET, labelpad=6)
    axes.margins(x=0.04, y=0.08)


def _label_ends(axes: Any, ends: Iterable[tuple[float, int, str, str]]) -> None:
    """Names the lines where they end, moved apart where they end close together."""
    bottom, top = map(math.log10, axes.get_ylim())
    height = -math.inf
    for value, size, label, colour in sorted(ends):
        height = max(math.log10(value), height + (top - bottom) * 0.06)
        place = {"xy": (size, 10**height), "xytext": (12, 0), "textcoords": "offset points"}
        axes.annotate(f"{label}  {_short(value)}", **place, va="center", size=10.5, color=colour)


def main() -> None:
    """Measures and prints; with --plot, draws."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--million", action="store_true", help="a million paragraphs, too")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draws the times")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keeps the corpora there")
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(PARTS[given.part](given.keep, given.rounds)))
        return
    sizes = {*given.sizes, *([1_000_000] if given.million else [])}
    with tempfile.TemporaryDirectory() as scratch:
        found = {n: measure(given.keep or Path(scratch), n, given.rounds) for n in sorted(sizes)}
    results = with_ratios(found)
    used = (f"{name} {version(name)}" for name in ("numpy", "rank-bm25", "bm25s", "tantivy"))
    print(f"\nPython {python_version()}, {', '.join(used)}; p50 / p95\n")
    print_table(results)
    if given.plot:
        draw(results, given.plot)


def measure(keep: Path, size: int, rounds: int) -> Measured:
    """What all parts measure with so many paragraphs."""
    folder = keep / f"{size}-paragraphs"
    print(f"{size:,} paragraphs: corpus", end="", file=sys.stderr, flush=True)
    corpora.prepare(folder, size)
    found: Measured = {}
    for part in PARTS:
        print(f", {part}", end="", file=sys.stderr, flush=True)
        found |= measure_apart(part, folder, rounds)
    print(file=sys.stderr)
    return found


if __name__ == "__main__":
    main()
