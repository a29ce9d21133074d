from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.archive.articles import Corpus, read_articles
from bot.config import Config
from bot.engine import Engine

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
CASES = ROOT / "tests" / "cases"
PAGES = ROOT / "tests" / "pages"
INVENTED = ROOT / "tests" / "corpus"
TODAY = date(2026, 2, 2)
_PASSED = count(1)

# A busy machine is no counterexample.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@contextmanager
def takes_at_most(seconds: float) -> Iterator[None]:
    """Fails where more of the processor's time is spent; what else the machine does is no matter."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No process but this one for a part of the tests; for all one more than there are cores.

    Those that have a bot as a process mostly wait for it.
    """
    is_all = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return (os.cpu_count() or 1) + 1 if is_all else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: nobody waits at the end for one file."""
    items.sort(key=lambda item: ("test_faults" not in item.nodeid, "telegram" not in item.nodeid))


def pytest_report_teststatus(
    report: pytest.TestReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """One dot for a hundred tests that passed where -q is given: a green run fits on a screen."""
    if config.get_verbosity() >= 0 or report.outcome != "passed" or report.when != "call":
        return None
    if hasattr(report, "wasxfail"):
        return None
    return "passed", "" if next(_PASSED) % 100 else ".", "PASSED"


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def engine(corpus_folder: Path) -> Engine:
    """An engine over the articles that ship, with the settings that ship."""
    return Engine(Config(), read_articles(corpus_folder))


@pytest.fixture(scope="session")
def invented() -> Corpus:
    """The articles written for the tests, in which every kind of answer occurs."""
    return read_articles(INVENTED)


@pytest.fixture(scope="session")
def invented_engine(invented: Corpus) -> Engine:
    """An engine over the articles written for the tests, with the settings that ship."""
    return Engine(Config(), invented)
