"""A kind of boilerplate on news pages: how its lines look, what it knows and what it spares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

_MARKS = re.compile(r"^\W+")


class RuleKind(StrEnum):
    """What a line of boilerplate means to the lines around it.

    Most mean nothing. A CREDIT names who wrote or edited; COMMENTS stands among those of readers;
    a SECTION may head lines of its kind, up to the next line of the body.
    """

    PLAIN = "plain"
    CREDIT = "credit"
    COMMENTS = "comments"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class BoilerplateRule:
    """A kind of boilerplate.

    Attributes:
        why: What such a line is, for whoever reads the list of what was left out.
        patterns: One of them fits the whole line, but for marks around it. A full stop at its
            end is no such mark: it makes a sentence.
        knows: Lines that are such boilerplate.
        spares: Lines of stories that look like it.
        kind: What such a line means to those around it.
    """

    why: str
    patterns: tuple[str, ...]
    knows: tuple[str, ...]
    spares: tuple[str, ...] = ()
    kind: RuleKind = RuleKind.PLAIN
    _compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        either = "|".join(self.patterns)
        compiled = re.compile(rf"(?:{either})[^\w.!?]*", re.IGNORECASE)
        object.__setattr__(self, "_compiled", compiled)

    @property
    def opens(self) -> bool:
        """Whether lines of the kind may follow, such as the headlines of other stories."""
        return self.kind is RuleKind.SECTION

    def fits(self, line: str) -> bool:
        """Whether ``line`` is such boilerplate from its first letter to its last."""
        # Twice, with and without the marks before it: to let the pattern skip them is cubic.
        bare = _MARKS.sub("", line)
        fullmatch = self._compiled.fullmatch
        return fullmatch(line) is not None or (bare != line and fullmatch(bare) is not None)
