"""What became of the questions of a long run: answered, lost, or answered twice, and why."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.botapi import Sent

# Seconds before a kill in which what was sent may not have been noted, and after it in which what
# was under way still arrives.
BEFORE, AFTER = 1.0, 0.5
_TAG = re.compile(r"^❓ .*\(z([a-z]+)\)", re.MULTILINE)


def to_tag(number: int) -> str:
    """A number as what makes a question unique, in letters: a date finder reads no date in it.

    >>> to_tag(0), to_tag(27)
    ('(zaaaa)', '(zaabb)')
    """
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return f"(z{letters})"


def find_tag(text: str) -> str | None:
    """The mark of the question that an answer repeats in its line of the question.

    >>> find_tag("❓ apa yang terjadi? (zaabb)\\n…")
    '(zaabb)'
    """
    found = _TAG.search(text)
    return f"(z{found[1]})" if found else None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked; ``at`` in monotonic seconds."""

    tag: str
    chat: int
    at: float


@dataclass(frozen=True, slots=True)
class Troubles:
    """What excuses that an answer is sent again.

    Attributes:
        unconfirmed: Chat and number of the messages whose reply never reached the bot.
        kills: When the bot was killed.
        locks: From when to when somebody else kept it from writing down what it did.
    """

    unconfirmed: frozenset[tuple[int, int]] = frozenset()
    kills: tuple[float, ...] = ()
    locks: tuple[tuple[float, float], ...] = ()

    def excuse(self, answers: Sequence[Sent]) -> bool:
        """Whether the bot could not know, of each of the answers to a question, of an earlier one.

        A call of which the bot has heard nothing may be performed late, after its repetition.
        """
        heard = [sent for sent in answers if (sent.chat, sent.number) not in self.unconfirmed]
        return all(map(self._is_forgotten, heard[:-1]))

    def _is_forgotten(self, sent: Sent) -> bool:
        return any(self._forgets_from(kill) <= sent.at <= kill + AFTER for kill in self.kills)

    def _forgets_from(self, kill: float) -> float:
        """From when on a kill makes the bot forget; a lock that lasted till then goes before it."""
        within = kill - BEFORE
        began = [first - BEFORE for first, last in self.locks if first <= kill and last >= within]
        return min([within, *began])


@dataclass(frozen=True, slots=True)
class Tally:
    """The questions of each kind, by their tags, and the seconds until the first answers."""

    asked: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    doubled_in_doubt: tuple[str, ...]
    waits: tuple[float, ...]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return self.asked - len(self.lost)

    def wait(self, share: float) -> float:
        """The seconds within which this share of those answered had its answer; 1 for all."""
        if len(self.waits) < 2 or share >= 1:
            return max(self.waits, default=0.0)
        return statistics.quantiles(self.waits, n=100, method="inclusive")[round(share * 100) - 1]


def tally(questions: Sequence[Question], sends: Iterable[Sent], troubles: Troubles) -> Tally:
    """What became of each question; ``sends`` are in their order."""
    answers: dict[str, list[Sent]] = defaultdict(list)
    for sent in sends:
        if tag := find_tag(sent.text):
            answers[tag].append(sent)
    again = [tag for tag, found in answers.items() if len(found) > 1]
    doubled = [tag for tag in again if not troubles.excuse(answers[tag])]
    return Tally(
        asked=len(questions),
        lost=tuple(asked.tag for asked in questions if not answers.get(asked.tag)),
        doubled=tuple(doubled),
        doubled_in_doubt=tuple(tag for tag in again if tag not in doubled),
        waits=tuple(answers[it.tag][0].at - it.at for it in questions if answers.get(it.tag)),
    )
