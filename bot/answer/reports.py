"""What an article reports of a claim: whether it tells of the same, and where it differs."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from bot.answer.differences import find_differences
from bot.answer.told_days import Words, days_apart_from, days_held
from bot.answer.told_figures import held_figures
from bot.answer.told_places import places_held
from bot.model import Difference, Query
from bot.search.claims import Telling

# An article that differs must tell the rest surely: by figures, names, days and rare words, of
# which each counts one.
_NEARLY_SURE, _SURE, _SURE_OF_DAYS, _SURE_OF_PLACES, _SURE_OF_MORE = 0.8, 1.0, 1.2, 1.6, 2.2
# What part of the words beside the deed, and of the figures and days that it has, an article must
# tell; more where it has the deed in no word that is known for it.
_LEAST_SHARE, _MUCH, _NEARLY_ALL = 0.55, 0.7, 0.85
# What part of the further verbs it must have, unless so many figures and days speak for it.
_LEAST_VERBS, _MUCH_EVIDENCE = 0.5, 1.5
# What part of what is said of whoever is named it must have.
_LEAST_SAID = 0.4
# How much of it must be more than names where the deed does not stand.
_LEAST_THINGS = 0.3
# Days so far apart are of two events, unless much else is the same.
_MOST_DAYS_APART = 45


class Report(NamedTuple):
    """An article that tells a claim, and where it says otherwise.

    Attributes:
        certainty: How surely it tells of the same, by what it has of the claim, from 0.
    """

    telling: Telling
    differences: tuple[Difference, ...]
    certainty: float

    @property
    def rank(self) -> tuple[int, bool, bool, float]:
        """What sorts first: without a difference, then what tells otherwise, then the surer."""
        untold = any(not difference.told for difference in self.differences)
        return len(self.differences), untold, not self.telling.holds_deed, -self.certainty


class _Held(NamedTuple):
    """What an article has of a claim beside its words.

    Attributes:
        figures: How many of its figures, small ones for half.
        days: 1 or more for a day, less for a month.
        places: How many of its places.
        is_heard: Whether the claims before it were found in the article.
    """

    figures: float
    days: float
    places: int
    is_heard: bool

    @property
    def evidence(self) -> float:
        """What counts as much as rare words do."""
        return self.figures + self.is_heard + (self.days if self.days >= 1 else 0.0)

    @property
    def details(self) -> float:
        """What may stand for words where the claim has none of its own."""
        return self.figures + self.places / 2 if self.is_heard or self.places > 1 else 0.0

    @property
    def mass(self) -> float:
        """All of it."""
        return self.figures + self.is_heard + self.days + self.places / 2


def find_report(
    claim: Query, telling: Telling, heard: Collection[str], say_days: Words
) -> Report | None:
    """What an article reports of a claim; None where it tells of something else.

    Args:
        claim: What is judged.
        telling: The article as it tells that.
        heard: The ids of the articles in which the claims before it were found. A clause that
            says little of its own goes on from them, and nothing else tells it.
        say_days: Says days in the words of a difference.
    """
    is_heard = telling.paragraph.article.id in heard
    if heard and not (is_heard or telling.stands_alone):
        return None
    held = _Held(
        held_figures(claim, telling),
        days_held(claim, telling),
        places_held(claim, telling),
        is_heard,
    )
    if not _is_told(telling, held):
        return None
    differences = find_differences(claim, telling, say_days)
    report = Report(telling, differences, telling.mass + held.mass)
    return report if _is_of_the_same(claim, report, held) else None


def _is_told(telling: Telling, held: _Held, untold: int = 0) -> bool:
    """Whether an article tells what a claim says happened: its deed, or else nearly all beside it.

    What it has of the figures and the days counts with the words, and ``untold`` is missing.
    A deed may be told by a word that no table has for it; a grave one may not.
    """
    if telling.is_verbatim:
        return True
    whole = telling.whole + held.evidence + untold
    share = min((telling.mass + held.evidence) / whole, 1.0) if whole else 1.0
    said = telling.things + held.evidence
    is_said = said >= _LEAST_SAID * (said + telling.missing)
    if not (telling.holds_all_grave and is_said):
        return False
    if telling.holds_deed:
        is_sure = share >= _NEARLY_ALL or held.evidence >= _MUCH_EVIDENCE
        return share >= _LEAST_SHARE and (telling.verbs >= _LEAST_VERBS or is_sure)
    if held.evidence >= 1:
        return share >= _MUCH and telling.things + held.details >= _LEAST_THINGS
    return share >= _NEARLY_ALL and telling.things >= _SURE


def _is_of_the_same(claim: Query, report: Report, held: _Held) -> bool:
    """Whether an article that differs tells of the same all the same, and lacks no name."""
    telling, differences = report.telling, report.differences
    kinds = {each.kind for each in differences}
    lacks = telling.lacks or telling.lacks_body
    if lacks and kinds.isdisjoint(("name", "place")):
        return False
    if not differences:
        return True
    is_rich = telling.things >= _SURE_OF_PLACES and "day" not in kinds
    is_sure = telling.holds_deed or held.evidence >= 1 or is_rich
    untold = sum(not each.told for each in differences)
    if not (is_sure and _is_told(telling, held, untold)):
        return False
    return report.certainty >= _least_certainty(claim, telling, kinds)


def _least_certainty(claim: Query, telling: Telling, kinds: Collection[str]) -> float:
    """How surely an article must tell of the same where it differs in such ``kinds``."""
    if len(kinds) > 1:
        return _SURE_OF_MORE
    is_much = telling.share >= _MUCH
    if "place" in kinds:
        return _SURE_OF_PLACES if is_much else _SURE_OF_MORE
    if "day" in kinds and days_apart_from(claim, telling) > _MOST_DAYS_APART:
        return _SURE_OF_DAYS if is_much else _SURE_OF_MORE
    return _NEARLY_SURE if telling.share >= _NEARLY_ALL else _SURE
