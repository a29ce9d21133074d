"""What a chat was answered: what a further question goes on from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.model import Answer, FollowUp, Query, Turn, Verdict

_LOOKS_BACK = (FollowUp.ABOUT, FollowUp.PERHAPS, FollowUp.SOURCE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a chat was answered so far.

    Attributes:
        turns: Its questions, oldest first, each with whether it went on from what was shown.
        before: The latest answer that showed anything; None where none did.
        base: The latest of these that was not asked of another: what "di mana?" and then "jam
            berapa?" are asked of.
    """

    turns: tuple[Turn, ...] = ()
    before: Answer | None = None
    base: Answer | None = None

    def after(self, turn: Turn, query: Query, answer: Answer) -> Told:
        """What was told with one more question, as it was read and answered."""
        may_go_on = query.follow_up is FollowUp.PERHAPS and answer.answered
        turns = (*self.turns, replace(turn, went_on=may_go_on and self._stays(answer)))
        # Where an answer stands is asked beside it: "terus?" goes on from the answer itself.
        shows = answer.answered or answer.verdict is Verdict.DIFFERS
        if not shows or query.follow_up is FollowUp.SOURCE:
            return replace(self, turns=turns)
        before = replace(answer, page=max(answer.page, turn.page))
        is_asked_of_it = answer.query.follow_up in _LOOKS_BACK and self.base is not None
        return Told(turns, before, self.base if is_asked_of_it else before)

    def _stays(self, answer: Answer) -> bool:
        """Whether an answer goes on with what was shown: it says so, or is of its articles."""
        if answer.query.follow_up or self.before is None:
            return answer.query.follow_up is not None
        passages = self.before.passages[: self.before.shown]
        shown = {passage.paragraph.article.id for passage in passages}
        return any(passage.paragraph.article.id in shown for passage in answer.passages[:1])

    def about_line(self, query: Query) -> Query:
        """The query, of the line that was opened where one was, not of the whole list."""
        base = self.base.query if self.base else None
        if base is None or base.follow_up is not FollowUp.OPEN or query.subject is None:
            return query
        return replace(query, subject=base.subject, asked=base.asked)
