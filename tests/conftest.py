from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.archive.articles import read_articles
from bot.config import Config
from bot.engine import Engine

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
CASES = ROOT / "tests" / "cases"
PAGES = ROOT / "tests" / "pages"
TODAY = date(2026, 2, 2)


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def engine(corpus_folder: Path) -> Engine:
    """An engine over the articles that ship, with the settings that ship."""
    return Engine(Config(), read_articles(corpus_folder))
