"""``tanya list``: which articles there are."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import DayParam, read_settings, with_json, with_places
from bot.cli.output import say_json, say_unread, visible
from bot.errors import UsageError
from bot.text.shorten import shorten

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from bot.model import Article

_JSON = """\b
--json prints
  {"articles": [{"article": id, "title", "publisher", "section", "published",
                 "published_from", "author", "editor", "url", "copy_of", "lead",
                 "paragraph_count"}, …],
   "shown": count, "total": count, "unread": count}
with null for what is not known; "published" is YYYY-MM-DD.
"""
_HEAD = "title publisher section published published_from author editor url copy_of"
_LEAD = 80
_WIDE = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are wanted; days are those of publication, both inclusive."""

    words: tuple[str, ...] = ()
    publisher: str = ""
    since: date | None = None
    until: date | None = None
    undated: bool = False
    copies: bool = False

    def __post_init__(self) -> None:
        if self.undated and (self.since or self.until):
            raise UsageError("list: expected --undated or days of publication, got both")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"list: expected --since before --until, got {self.since}")

    def passes(self, article: Article) -> bool:
        """Whether ``article`` is wanted; every word stands in its id or its headline."""
        shown = f"{article.id} {headline(article)} {article.title or ''}".casefold()
        day = article.published or date.min
        return (
            all(word.casefold() in shown for word in self.words)
            and self.publisher.casefold() in article.publisher.casefold()
            and not (self.undated and article.published)
            and not (self.copies and article.copy_of is None)
            and not ((self.since or self.until) and article.published is None)
            and (self.since or date.min) <= day <= (self.until or date.max)
        )


@click.command("list", epilog=_JSON)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--publisher", metavar="TEXT", default="", help="A part of the outlet's name.")
@click.option("--since", type=DayParam(), metavar="DAY", help="Published on this day or later.")
@click.option("--until", type=DayParam(), metavar="DAY", help="Published on this day or before.")
@click.option("--undated", is_flag=True, help="Only articles without a day of publication.")
@click.option("--copies", is_flag=True, help="Only articles that are copies of another.")
@with_json
@with_places
def list_articles(
    words: tuple[str, ...],
    publisher: str,
    since: date | None,
    until: date | None,
    undated: bool,
    copies: bool,
    as_json: bool,
) -> int:
    """Lists the articles, newest first.

    Each WORD stands in the id or the title, or in the beginning of the text where it has none.

    Piped, a line is: day, publisher, title or lead, id, number of paragraphs, and the id of the
    original where it is a copy; with a tab between. The last line has the count.
    """
    from bot.archive.articles import read_articles

    wanted = Filter(words, publisher, since, until, undated, copies)
    config = read_settings()
    read = read_articles(config.corpus)
    rows = newest_first(article for article in read.articles if wanted.passes(article))
    if as_json:
        counts = {"shown": len(rows), "total": len(read.articles), "unread": len(read.problems)}
        told = [
            {**head_to_json(one), "lead": one.paragraphs[0], "paragraph_count": len(one.paragraphs)}
            for one in rows
        ]
        say_json({"articles": told, **counts})
        return 0
    say_unread(len(read.problems))
    _print(rows, read.articles, config.corpus)
    return 0


def headline(article: Article) -> str:
    """The title, or the beginning of the lead where it has none; on one line."""
    if article.title:
        return visible(" ".join(article.title.split()))
    lead = visible(" ".join(article.paragraphs[0].split()))
    return shorten(lead, _LEAD, words=True)


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """The articles from the last day of publication to the first, then the undated; else by id."""
    by_id = sorted(articles, key=lambda article: article.id)
    return sorted(by_id, key=lambda a: a.published or date.min, reverse=True)


def head_to_json(article: Article) -> dict[str, Any]:
    """What is known of ``article`` beside its text, for ``say_json``."""
    return {"article": article.id, **{key: getattr(article, key) for key in _HEAD.split()}}


def _print(rows: Sequence[Article], articles: Sequence[Article], folder: Path) -> None:
    if not articles:
        click.echo(f"{folder}: no article yet; add one with: tanya add FILE")
    elif not rows:
        click.echo(f"none of {len(articles)} articles is such a one")
    elif sys.stdout.isatty():
        _print_table(rows, articles)
    else:
        for article in rows:
            click.echo("\t".join(_fields(article)))
        click.echo(_counted(rows, articles))


def _counted(rows: Sequence[Article], articles: Sequence[Article]) -> str:
    total = "1 article" if len(articles) == 1 else f"{len(articles)} articles"
    return total if len(rows) == len(articles) else f"{len(rows)} of {total}"


def _fields(article: Article) -> list[str]:
    day = article.published.isoformat() if article.published else "undated"
    publisher = visible(" ".join(article.publisher.split()))
    count = str(len(article.paragraphs))
    return [day, publisher, headline(article), article.id, count, article.copy_of or ""]


def _print_table(rows: Sequence[Article], articles: Sequence[Article]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(_to_table(rows, console.width, name_starts(a.id for a in articles)))
    counted = _counted(rows, articles)
    console.print(f" {counted} · tanya show ID (the bright part of it will do)", style="dim")


def _to_table(rows: Sequence[Article], width: int, starts: Mapping[str, int]) -> Table:
    """The articles in a table; where it is narrow, the id stands below the title."""
    from rich.table import Table
    from rich.text import Text

    wide = width >= _WIDE
    id_width = min(max(len(article.id) for article in rows), width // 4 if wide else width // 2)
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("published", no_wrap=True)
    table.add_column("publisher", style="cyan", overflow="fold", max_width=max(14, width // 5))
    table.add_column("title", overflow="fold", ratio=1)
    if wide:
        table.add_column("id", overflow="fold", width=id_width)
    table.add_column("¶", justify="right", style="dim")
    for article in rows:
        day, publisher, title, _, count, original = _fields(article)
        told = _styled_title(title, original, given=bool(article.title))
        name = _styled_id(article.id, starts[article.id], id_width)
        cells = (told, name) if wide else (Text("\n").join((told, name)),)
        styled_day = Text(day, style="dim" if day == "undated" else "")
        table.add_row(styled_day, publisher, *cells, count)
    return table


def _styled_title(title: str, original: str, *, given: bool) -> Text:
    from rich.text import Text

    text = Text(title, style="" if given else "italic")
    return text.append(f" (copy of {original})", style="dim") if original else text


def _styled_id(name: str, start: int, width: int) -> Text:
    """The id with the part bright that tells it from all others; the rest is cut where it must."""
    from rich.text import Text

    kept = name if len(name) <= width else name[: max(width - 1, start)]
    cut = "…" if len(kept) < len(name) else ""
    return Text.assemble((kept[:start], "bold"), (kept[start:] + cut, "dim"))


def name_starts(names: Iterable[str]) -> dict[str, int]:
    """How many letters of each name tell it from all others.

    >>> name_starts(["apel-pagi", "apel-sore", "apel", "zikir"])
    {'apel': 4, 'apel-pagi': 6, 'apel-sore': 6, 'zikir': 1}
    """
    from rapidfuzz.distance import Prefix

    ordered = sorted(set(names))
    shared = [0, *map(Prefix.similarity, ordered, ordered[1:]), 0]
    longest = map(max, pairwise(shared))
    return {name: min(len(name), 1 + most) for name, most in zip(ordered, longest, strict=True)}
