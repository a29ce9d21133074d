"""``tanya show``: one article, and in its margin the days that it names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from bot.cli.listing import head_to_json
from bot.cli.options import with_json, with_places
from bot.cli.output import say_json, visible
from bot.cli.single import ArticleId, find_article, open_archive
from bot.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from bot.archive.archive import Archive
    from bot.model import Article, DateMention, Paragraph

_JSON = """\b
--json prints
  {"article": id, "title", "publisher", "section", "published",
   "published_from", "author", "editor", "url", "copy_of", "copies": [ids], "reference": day or null,
   "paragraphs": [{"paragraph": counted from 0, "text",
                   "mentions": [{"surface", "start", "stop", "first", "last",
                                 "relation", "planned", "year_inferred",
                                 "weekday_conflict", …}]}, …]}
"reference" is the day that "kemarin" is counted from.
"""
_GUTTER = 4
_TEXT = 76
_MARGIN = 38
_LEAST_BESIDE = 96
_FACTS = {"section": "", "author": "author ", "editor": "editor "}


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article as it is shown.

    Attributes:
        reference: The day from which its phrases are counted; None where there is none.
        copies: The ids of the articles that are marked as copies of it.
    """

    article: Article
    paragraphs: tuple[Paragraph, ...]
    reference: date | None
    copies: tuple[str, ...]

    @property
    def counting(self) -> str:
        """What its phrases are counted from, in words."""
        from bot.cli.date_notes import to_day

        if self.reference is None:
            return "nothing: neither a day of publication nor a full date; only full dates are read"
        why = "the day of publication" if self.article.published else "the first full date in it"
        return f"{to_day(self.reference)}, {why}"


@click.command(epilog=_JSON)
@click.argument("article_id", metavar="ID", type=ArticleId(), required=False)
@with_json
@with_places
def show(article_id: str | None, as_json: bool) -> int:
    """Shows an article and the days that it names.

    The beginning of an ID is enough where no other begins so.
    """
    if article_id is None:
        raise UsageError("show: expected the id of an article; all ids: tanya list")
    archive = open_archive()
    sheet = build_sheet(archive, find_article(archive, article_id))
    if as_json:
        say_json(_to_json(sheet))
    elif sys.stdout.isatty():
        from rich.console import Console

        _print(sheet, Console(highlight=False))
    else:
        click.echo("\n".join(_plain(sheet)))
    return 0


def build_sheet(archive: Archive, article: Article) -> Sheet:
    """``article`` with the mentions that the index has of it."""
    from bot.dates import read_paragraphs, reference_day

    copies = tuple(other.id for other in archive.articles if other.copy_of == article.id)
    return Sheet(article, read_paragraphs(article), reference_day(article), copies)


def _to_json(sheet: Sheet) -> dict[str, Any]:
    from bot.cli.json_interface import mention_to_json

    return {
        **head_to_json(sheet.article),
        "copies": list(sheet.copies),
        "reference": sheet.reference,
        "paragraphs": [
            {
                "paragraph": paragraph.number,
                "text": paragraph.text,
                "mentions": [mention_to_json(mention) for mention in paragraph.mentions],
            }
            for paragraph in sheet.paragraphs
        ],
    }


def _plain(sheet: Sheet) -> Iterator[str]:
    """The lines of plain text; the paragraphs stand as they are, on a line of their own."""
    from bot.cli.date_notes import to_note

    for key, value in _head(sheet):
        yield f"{key}: {value}"
    for paragraph in sheet.paragraphs:
        yield ""
        yield f"{paragraph.number + 1}. {paragraph.text}"
        for mention in paragraph.mentions:
            yield f"   {mention.surface} → {to_note(mention)}"


def _head(sheet: Sheet) -> Iterator[tuple[str, str]]:
    article = sheet.article
    concluded = " (concluded from the text)" if article.published_from else ""
    known = {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "section": article.section,
        "published": article.published and f"{article.published}{concluded}",
        "author": article.author,
        "editor": article.editor,
        "url": article.url,
        "copy of": article.copy_of,
        "copies": ", ".join(sheet.copies),
        "days counted from": sheet.counting,
    }
    return ((key, " ".join(str(value).split())) for key, value in known.items() if value)


def _print(sheet: Sheet, console: Console) -> None:
    console.print()
    for line in _styled_head(sheet):
        console.print(line, soft_wrap="://" in line.plain)
    beside = console.width >= _LEAST_BESIDE
    width = console.width - _GUTTER - (_MARGIN + 3 if beside else 1)
    for paragraph in sheet.paragraphs:
        console.print()
        console.print(_to_rows(paragraph, min(_TEXT, width), console, beside=beside))
    console.print()


def _styled_head(sheet: Sheet) -> Iterator[Text]:
    from rich.text import Text

    head = {key: visible(value) for key, value in _head(sheet)}
    if title := head.get("title"):
        yield Text(title, style="bold")
    day = head.get("published")
    facts = [f"published {day}" if day else "day of publication not given"]
    facts += [label + head[key] for key, label in _FACTS.items() if key in head]
    yield Text.assemble((head["publisher"], "cyan"), *(f" · {fact}" for fact in facts))
    for key in ("url", "id"):
        if key in head:
            yield Text(head[key], style="dim")
    for key in ("copy of", "copies", "days counted from"):
        if key in head:
            yield Text.assemble((f"{key}: ", "dim"), head[key])


def _to_rows(paragraph: Paragraph, width: int, console: Console, *, beside: bool) -> Table:
    """The paragraph in lines of ``width``; its notes beside the lines where they belong, or below."""
    from rich.table import Table
    from rich.text import Text

    lines = list(_marked(paragraph).wrap(console, width))
    if beside:
        margin = _beside(paragraph, lines, console)
    else:
        margin = []
        for mention in paragraph.mentions:
            lines += _note(mention, console, width, mark="↳ ")
    grid = Table.grid(padding=0)
    for columns in (_GUTTER, width, *((3, _MARGIN) if beside else ())):
        grid.add_column(width=columns, no_wrap=True)
    for at in range(max(len(lines), len(margin))):
        number = f"{paragraph.number + 1:>{_GUTTER - 2}}" if at == 0 else ""
        line = lines[at] if at < len(lines) else ""
        note = margin[at] if at < len(margin) else ""
        grid.add_row(
            Text(number, style="dim"), line, *((Text(" │", style="dim"), note) if beside else ())
        )
    return grid


def _marked(paragraph: Paragraph) -> Text:
    """The paragraph with its dates set apart; a tab takes one place, so that offsets hold."""
    from rich.text import Text

    text = Text(visible(paragraph.text).replace("\t", " "))
    for mention in paragraph.mentions:
        text.stylize(_style(mention), mention.start, mention.stop)
    return text


def _style(mention: DateMention) -> str:
    return "underline red" if mention.weekday_conflict else "underline green"


def _beside(paragraph: Paragraph, lines: list[Text], console: Console) -> list[Text]:
    """The lines of the margin: each note as near as can be to the line where its date begins."""
    from rich.text import Text

    margin: list[Text] = []
    stops = _stops(paragraph.text.replace("\t", " "), lines)
    for mention in paragraph.mentions:
        line = sum(stop <= mention.start for stop in stops)
        margin += [Text()] * (line - len(margin))
        margin += _note(mention, console, _MARGIN)
    return margin


def _stops(text: str, lines: list[Text]) -> list[int]:
    """Where each line ends in ``text``, of which it is a slice; blanks between lines are dropped."""
    stops, at = [], 0
    for line in lines:
        at = text.index(line.plain.rstrip(), at) + len(line.plain.rstrip())
        stops.append(at)
    return stops


def _note(mention: DateMention, console: Console, width: int, *, mark: str = "") -> list[Text]:
    """The lines of a note; after the first they are set in."""
    from rich.text import Text

    from bot.cli.date_notes import to_days, to_remarks

    days = to_days(mention.span, mention.relation)
    remarks = "".join(f" · {remark}" for remark in to_remarks(mention))
    surface = visible(" ".join(mention.surface.split()))
    colour = _style(mention).split()[1]
    text = Text.assemble((surface, colour), (" → ", "dim"), (days, "bold"), (remarks, "yellow"))
    lines = text.wrap(console, width - 2)
    return [Text(mark if at == 0 else "  ", style="dim") + line for at, line in enumerate(lines)]
