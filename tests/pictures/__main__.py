"""``python -m tests.pictures [NAME …]``: draws each question of ``questions.yaml``, day and night.

``NAME.png`` is by day, ``NAME-dark.png`` by night. Where pngquant is installed, it makes the files
smaller.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.conftest import INVENTED, TODAY
from tests.pictures.asking import HERE, Exchange, Question, ask_all, read_questions
from tests.pictures.chat import THEMES, to_page
from tests.pictures.chromium import Browser, NoBrowserError

_ENDINGS = dict(zip(THEMES, (".png", "-dark.png"), strict=True))


def main() -> int:
    """The exit code; 2 where there is no browser, or no question of that name."""
    options = _parse_options()
    questions = _chosen(read_questions(), options.names)
    try:
        browser = Browser()
    except NoBrowserError as problem:
        print(problem, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        exchanges = list(ask_all(questions, options.corpus, options.today, Path(folder)))
    options.out.mkdir(parents=True, exist_ok=True)
    _draw(browser, exchanges, options.out)
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="draw these alone")
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR")
    parser.add_argument("--corpus", type=Path, default=INVENTED, metavar="DIR")
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY, metavar="DAY")
    options = parser.parse_args()
    known = [question.name for question in read_questions()]
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no question {', '.join(unknown)}; known are {', '.join(known)}")
    return options


def _chosen(questions: Sequence[Question], names: Sequence[str]) -> Sequence[Question]:
    return [question for question in questions if not names or question.name in names]


def _draw(browser: Browser, exchanges: Sequence[Exchange], folder: Path) -> None:
    heights = browser.measure(to_page(exchanges, THEMES[0]))
    for exchange, height in zip(exchanges, heights, strict=True):
        for theme, ending in _ENDINGS.items():
            path = folder / f"{exchange.name}{ending}"
            browser.draw(to_page([exchange], theme), height, path)
            print(f"{path} {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
