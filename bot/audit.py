"""What is wrong with the articles of a corpus, and what an editor should look at.

A finding is serious where an answer would suffer: an article that cannot be read, one text
counted twice, a copy of nothing. The rest may well be right: outlets do confuse weekdays.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel.dates import format_date

from bot.archive.articles import Corpus
from bot.archive.duplicates import DuplicateFinder, find_same_texts, same_text_key
from bot.archive.originals import original_of, to_copied
from bot.dates import read_paragraphs
from bot.importer.boilerplate.rules import find_boilerplate
from bot.model import Article, DateMention, Paragraph


class FindingKind(StrEnum):
    """What a finding is about."""

    SCHEMA = "schema"
    SAME_TEXT = "same_text"
    COPY_OF = "copy_of"
    SIMILAR = "similar"
    FUTURE = "future"
    UNDATED = "undated"
    WEEKDAY = "weekday"
    BOILERPLATE = "furniture"
    LEFTOVER = "leftover"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a corpus that an editor should mend or look at.

    Attributes:
        place: The id of the article, or the name of a file that is none.
        sentence: What was found, and often what to do; without the place.
        serious: Whether it is wrong for certain.
        paragraph: Counts from 0; None where it is not about one paragraph.
    """

    place: str
    kind: FindingKind
    sentence: str
    serious: bool = False
    paragraph: int | None = None


def audit(corpus: Corpus, today: date) -> tuple[Finding, ...]:
    """All findings, by place, then by paragraph; what is about the whole article comes first.

    Days of publication later than ``today`` lie in the future.
    """
    found = list(_unreadable(corpus))
    copied = to_copied(corpus.articles)
    family = {article.id: original_of(article.id, copied) for article in corpus.articles}
    found += _links(corpus.articles, copied, {finding.place for finding in found})
    found += [*_same_texts(corpus.articles, family), *_similar(corpus.articles, family)]
    for article in corpus.articles:
        found += _of_one(article, read_paragraphs(article), today)
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[str, int]:
    return finding.place, -1 if finding.paragraph is None else finding.paragraph


def _unreadable(corpus: Corpus) -> Iterator[Finding]:
    for problem in corpus.problems:
        name = problem.path.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
        yield Finding(name, FindingKind.SCHEMA, problem.sentence, serious=True)


def _links(
    articles: Sequence[Article], copied: Mapping[str, str], unreadable: set[str]
) -> Iterator[Finding]:
    """Copies whose original is none."""
    ids = dict.fromkeys(article.id for article in articles)
    for article in articles:
        if article.copy_of is None or article.copy_of in unreadable:
            continue
        if article.copy_of not in ids:
            others = [name for name in ids if name != article.id]
            meant = difflib.get_close_matches(article.copy_of, others, n=1)
            hint = f"; did you mean {meant[0]!r}?" if meant else ""
            sentence = f"copy_of: expected the id of an article, got {article.copy_of!r}{hint}"
            yield Finding(article.id, FindingKind.COPY_OF, sentence, serious=True)
        elif original_of(article.id, copied) in copied:
            sentence = f"copy_of: expected an original, but {article.copy_of!r} leads back here"
            yield Finding(article.id, FindingKind.COPY_OF, sentence, serious=True)
        elif article.copy_of in copied:
            sentence = f"copy_of: {article.copy_of!r} is itself marked as a copy"
            yield Finding(article.id, FindingKind.COPY_OF, sentence)


def _same_texts(articles: Sequence[Article], family: Mapping[str, str]) -> Iterator[Finding]:
    """Texts that stand in several files, and these are not marked as copies of each other."""
    for group in find_same_texts(articles):
        first = group[0]
        strangers = [other for other in group if family[other.id] != family[first.id]]
        if strangers:
            names = " and ".join(f"{article.id}.md" for article in group)
            sentence = f"expected each text once, found one in {names}; remove one, or mark it"
            marked = f"{sentence}: {_mark(strangers[0], first)}"
            yield Finding(first.id, FindingKind.SAME_TEXT, marked, serious=True)


def _similar(articles: Sequence[Article], family: Mapping[str, str]) -> Iterator[Finding]:
    """Articles in nearly the words of an earlier one that they are not marked as a copy of."""
    duplicates = DuplicateFinder(articles)
    for article in articles:
        for duplicate in duplicates.find(article):
            other = duplicate.article
            earlier = _age(other) < _age(article)
            is_same = same_text_key(article) == same_text_key(other)
            if earlier and family[other.id] != family[article.id] and not is_same:
                sentence = (
                    f"shares {duplicate.contained:.0%} of its wording with {other.id}.md; "
                    f"if it is a copy, mark it: {_mark(article, other)}"
                )
                yield Finding(article.id, FindingKind.SIMILAR, sentence)
                break


def _age(article: Article) -> tuple[date, str]:
    return article.published or date.max, article.id


def _mark(copy: Article, original: Article) -> str:
    """The command that marks ``copy`` as one."""
    return f"tanya edit {copy.id} --set copy_of={original.id}"


def _of_one(article: Article, paragraphs: Sequence[Paragraph], today: date) -> Iterator[Finding]:
    if article.published and article.published > today:
        sentence = f"published: {article.published} lies in the future; today is {today}"
        yield Finding(article.id, FindingKind.FUTURE, sentence)
    if not article.published and not any(paragraph.mentions for paragraph in paragraphs):
        sentence = "no day: neither one of publication nor one in its text; only words find it"
        yield Finding(article.id, FindingKind.UNDATED, sentence)
    for paragraph in paragraphs:
        for mention in paragraph.mentions:
            if mention.weekday_conflict:
                sentence = to_weekday_sentence(mention)
                yield Finding(article.id, FindingKind.WEEKDAY, sentence, paragraph=paragraph.number)
    for number, line, why in find_boilerplate(article):
        sentence = f"may be no part of the story: {line[:60]!r}, {why}"
        yield Finding(article.id, FindingKind.BOILERPLATE, sentence, paragraph=number)


def to_weekday_sentence(mention: DateMention) -> str:
    """What weekday the date of ``mention`` has.

    >>> from bot.dates import find_mentions
    >>> to_weekday_sentence(find_mentions("Digelar Rabu (15/01/2018).", None)[0])
    '"Rabu (15/01/2018)": 2018-01-15 is a Monday (Senin)'
    """
    ends = dict.fromkeys((mention.first, mention.last))
    days = (f"{day} is a {_weekday(day, 'en')} ({_weekday(day, 'id')})" for day in ends)
    return f'"{mention.surface}": {", ".join(days)}'


def _weekday(day: date, language: str) -> str:
    return str(format_date(day, "EEEE", locale=language))
