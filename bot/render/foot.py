"""What stands at the foot of a bubble: what is odd about the days, and one line that counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import Answer, Passage, Reach
from bot.render.blocks import LineKind, MessageBlock
from bot.render.head import is_list, listed
from bot.render.translations import Translations


def foot_lines(
    answer: Answer, passages: Sequence[Passage], translations: Translations
) -> Iterator[MessageBlock]:
    """What is odd about the days, then the one line that counts."""
    for note in ("asked_weekday", "weekday_conflict"):
        if note in answer.notes:
            yield MessageBlock(LineKind.FOOT, translations.say(f"answer.{note}"))
    yield from other_years(answer, LineKind.FOOT, translations)
    if answer.query.asked.impossible:
        dates = listed(answer.query.asked.impossible)
        yield MessageBlock(LineKind.FOOT, translations.say("refusal.impossible_date", it=dates))
    yield MessageBlock(LineKind.FOOT, _counted(answer, passages, translations))


def other_years(
    answer: Answer, kind: LineKind, translations: Translations
) -> Iterator[MessageBlock]:
    """The other years of the asked day; nothing where there are none."""
    if answer.other_years:
        years = ", ".join(map(str, answer.other_years))
        yield MessageBlock(kind, translations.say("answer.other_years", years=years))


def _counted(answer: Answer, passages: Sequence[Passage], translations: Translations) -> str:
    if is_list(answer):
        return translations.say("answer.digest_sources", total=answer.sources)
    shown = len({passage.paragraph.article.id for passage in passages})
    key = "sources_some" if shown < answer.sources else "sources_all"
    if answer.sources == 1:
        key = "sources_one"
    return translations.say(f"answer.{key}", shown=shown, total=answer.sources)


def reach_line(reach: Reach, translations: Translations) -> str:
    """How far the archive reaches, in words."""
    if not reach.articles:
        return translations.say("refusal.empty_corpus")
    if not (reach.first and reach.last):
        return translations.say("refusal.reach_undated", articles=reach.articles)
    days = translations.date_range(reach.first, reach.last)
    return translations.say("refusal.reach", articles=reach.articles, days=days)
