"""``tanya check``: what is wrong with the settings and the articles, and what to look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import read_settings, today_in, with_json, with_places
from bot.cli.output import say_error, say_json, visible

if TYPE_CHECKING:
    from bot.archive.articles import Corpus
    from bot.audit import Finding

_JSON = """\b
--json prints
  {"articles": count, "paragraphs": count, "problems": count, "look_at": count,
   "findings": [{"place": id or file name, "paragraph": counted from 0 or null,
                 "kind", "sentence", "serious": bool}, …]}
Kinds: schema, same_text, copy_of, similar, future, undated, weekday,
furniture, leftover, stray.
"""


@click.command(epilog=_JSON)
@with_json
@with_places
def check(as_json: bool) -> int:
    """Checks the settings and every article.

    It says what is wrong and where, and what an editor should look at.

    The exit code is 1 where something is wrong; what is to be looked at may well be right.
    """
    from bot.archive.articles import read_articles
    from bot.audit import audit

    config = read_settings()
    read = read_articles(config.corpus)
    findings = [*audit(read, today_in(config)), *_find_files(config.corpus)]
    count = _counts(read, findings)
    if as_json:
        keys = ("place", "paragraph", "kind", "sentence", "serious")
        rows = [{key: getattr(finding, key) for key in keys} for finding in findings]
        say_json({**count, "findings": rows})
    else:
        if sys.stdout.isatty():
            _print(findings)
        else:
            _print_plain(findings, config.corpus)
        told = ", ".join(f"{count[key]} {key}" for key in ("articles", "paragraphs", "problems"))
        look_at = f", {count['look_at']} to look at" if count["look_at"] else ""
        click.echo(f"{config.corpus}: {told}{look_at}")
    return 1 if count["problems"] else 0


def _find_files(folder: Path) -> Iterator[Finding]:
    """The files of the folder that are no articles; hidden ones are not looked at."""
    from bot.audit import Finding, FindingKind

    for path in sorted(folder.glob("*.part")):
        sentence = "was left by a write that was stopped; it may be removed"
        yield Finding(path.name, FindingKind.LEFTOVER, sentence, serious=False)
    for path in sorted(folder.glob("drafts/*.md")):
        sentence = f"is an edit that was not stored; to go on: tanya edit {path.stem}"
        yield Finding(f"drafts/{path.name}", FindingKind.LEFTOVER, sentence, serious=False)
    for path in sorted(folder.glob("[!.]*")):
        if path.is_file() and path.suffix not in (".md", ".part"):
            sentence = "is not read: the file of an article ends in .md"
            yield Finding(path.name, FindingKind.STRAY, sentence, serious=False)


def _counts(read: Corpus, findings: Sequence[Finding]) -> dict[str, int]:
    serious = sum(finding.serious for finding in findings)
    return {
        "articles": len(read.articles),
        "paragraphs": sum(len(article.paragraphs) for article in read.articles),
        "problems": serious,
        "look_at": len(findings) - serious,
    }


def _print_plain(findings: Sequence[Finding], folder: Path) -> None:
    """A line each: what is wrong to standard error, what is to be looked at to standard output."""
    for finding in findings:
        at = "" if finding.paragraph is None else f"paragraph {finding.paragraph + 1}: "
        told = " ".join(finding.sentence.split())
        sentence = f"{folder / _file_name(finding)}: {at}{told}"
        if finding.serious:
            say_error(sentence)
        else:
            click.echo(sentence)


def _file_name(finding: Finding) -> str:
    from bot.audit import FindingKind

    own = finding.kind in (FindingKind.LEFTOVER, FindingKind.STRAY)
    return finding.place if own else f"{finding.place}.md"


def _print(findings: Sequence[Finding]) -> None:
    """The findings on a terminal, below the name of their file."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for name, group in groupby(findings, key=_file_name):
        console.print(Text(visible(name), style="bold"))
        grid = Table.grid(padding=(0, 1))
        for finding in group:
            at = "" if finding.paragraph is None else f"¶{finding.paragraph + 1}"
            mark = ("✗", "bold red") if finding.serious else ("•", "yellow")
            grid.add_row("", Text(*mark), Text(at, style="dim"), Text(visible(finding.sentence)))
        console.print(grid)
        console.print()
