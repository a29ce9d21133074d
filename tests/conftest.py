from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.archive.articles import read_articles
from bot.config import Config
from bot.engine import Engine

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
CASES = ROOT / "tests" / "cases"
PAGES = ROOT / "tests" / "pages"
TODAY = date(2026, 2, 2)

# A busy machine is no counterexample.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@contextmanager
def takes_at_most(seconds: float) -> Iterator[None]:
    """Fails where more of the processor's time is spent; what else the machine does is no matter."""
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def engine(corpus_folder: Path) -> Engine:
    """An engine over the articles that ship, with the settings that ship."""
    return Engine(Config(), read_articles(corpus_folder))
