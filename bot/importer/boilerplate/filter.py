"""Takes out of a page what a rule knows: time stamps, credits, boilerplate, lists of headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.importer.boilerplate.datelines import find_dateline
from bot.importer.boilerplate.lines import is_closed
from bot.importer.boilerplate.rule import BoilerplateRule, RuleKind
from bot.importer.boilerplate.rules import find_rule
from bot.importer.boilerplate.splitting import is_body_text, is_sentence_case
from bot.importer.boilerplate.stamps import Stamp, cut_crawl_mark, find_stamp
from bot.importer.page import BlockKind, LeftOut, PageBlock

_ROLE = re.compile(
    r"\W*(?P<role>editor|penyunting|redaktur|reporter|penulis|pewarta|wartawan|oleh|laporan)\b"
    r"\s*(?::\s*(?P<name>[^|:]*?))?\s*(?:\|\s*(?P<more>.*))?",
    re.IGNORECASE,
)
_EDITORS = {"editor", "penyunting", "redaktur"}
_NOBODY = {"redaksi", "tim redaksi", "admin"}
_POINTER_INSIDE = re.compile(
    r"(?<=[.!?”\"])\s*(?:Baca|Lihat|Simak) [Jj]uga\s*:[^.]{10,160}$|(?<=[.!?”\"])\s*BACA JUGA\s*:[^.]{10,160}$"
)


Part = PageBlock | LeftOut | str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a step keeps of the blocks of a page.

    Attributes:
        left_out: What it takes out, in order.
        doubts: Sentences about what it is not sure of, in order.
    """

    blocks: tuple[PageBlock, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]

    @classmethod
    def of(cls, step: Iterable[Part]) -> Kept:
        """What a step said of one block after the other; a text alone is a doubt."""
        parts = tuple(step)
        return cls(
            tuple(part for part in parts if isinstance(part, PageBlock)),
            tuple(part for part in parts if isinstance(part, LeftOut)),
            tuple(part for part in parts if isinstance(part, str)),
        )


def filter_blocks(blocks: Sequence[PageBlock]) -> tuple[Kept, tuple[Stamp, ...], Mapping[str, str]]:
    """The blocks that no rule leaves out, and what the other lines tell.

    That is the days of lines of their own, in order, and "editor" and "author", where lines name
    them.
    """
    page = _Filter(blocks)
    for number, block in enumerate(blocks):
        page.take(number, block)
    return Kept.of(page.parts), tuple(page.stamps), page.credits


class _Filter:
    """How far a page has been filtered, and what was found so far.

    Above the body a list of other stories swallows nothing: the headline may stand below
    "Terpopuler".
    """

    def __init__(self, blocks: Sequence[PageBlock]) -> None:
        self.parts: list[Part] = []
        self.stamps: list[Stamp] = []
        self.credits: dict[str, str] = {}
        self._blocks = blocks
        self._end = max((n for n, block in enumerate(blocks) if is_body_text(block)), default=-1)
        self._label: str | None = None
        self._under_list = False
        self._has_begun = False
        self._told = 0

    def take(self, number: int, block: PageBlock) -> None:
        """Keeps the block, or notes why it goes; the mark of a collection goes before all."""
        mark, text = cut_crawl_mark(block.text)
        if mark:
            self.stamps.append(mark)
            self._leave_out(block.text.removesuffix(text).strip(), "mark of a collection")
            block = replace(block, text=text)
        if text:
            self._judge(number, block)

    def _judge(self, number: int, block: PageBlock) -> None:
        rule = find_rule(block.text)
        if self._takes_name(block, rule):
            return
        if stamp := find_stamp(block.text):
            self._take_stamp(number, block, stamp)
        elif rule:
            self._leave_out(block.text, rule.why)
            is_bare = ":" not in block.text.rstrip(" :") and len(block.text) <= 30
            self._under_list = self._has_begun and (self._under_list or (rule.opens and is_bare))
        elif self._under_list and not self._goes_on(number, block):
            self._leave_out(block.text, "headline of another story")
        elif not re.search(r"\w", block.text):
            self._leave_out(block.text, "marks without a word")
        else:
            self._keep(block)

    def _leave_out(self, text: str, why: str) -> None:
        self.parts.append(LeftOut(text, why))

    def _takes_name(self, block: PageBlock, rule: BoilerplateRule | None) -> bool:
        """Whether the block is the name that the label above it announced."""
        label, self._label = self._label, None
        if label and not rule and _is_name(block.text):
            self.credits.setdefault(label, block.text)
            self._leave_out(block.text, "credit")
            return True
        if rule and rule.kind is RuleKind.CREDIT:
            names, self._label = _parse_credit(block.text)
            self.credits = names | self.credits
        return False

    def _take_stamp(self, number: int, block: PageBlock, stamp: Stamp) -> None:
        """Between sentences it is a line of a timetable, but for the first below a standfirst."""
        enough = 0 if self.stamps else 1
        if number < self._end and not self._under_list and self._told > enough:
            self.parts.append(f"may be a time stamp: {block.text!r}")
            self.parts.append(replace(block, kind=BlockKind.ITEM))
        else:
            self.stamps.append(stamp)
            self._leave_out(block.text, "time stamp")

    def _goes_on(self, number: int, block: PageBlock) -> bool:
        """Whether the body goes on below a list: in a sentence, or before more of them."""
        if is_body_text(block):
            return True
        above = find_rule(self._blocks[number - 1].text)
        is_first = above is not None and above.opens
        return number < self._end and not is_first and is_sentence_case(block.text)

    def _keep(self, block: PageBlock) -> None:
        is_body = is_body_text(block)
        if self._under_list and not is_body:
            self.parts.append(f"may be the headline of another story: {block.text[:60]!r}")
        self._under_list = False
        self._told += is_body + (find_dateline(block.text) is not None)
        self._has_begun = self._has_begun or is_body
        if pointer := _POINTER_INSIDE.search(block.text):
            self._leave_out(pointer[0].strip(), "pointer to other stories")
            block = replace(block, text=block.text[: pointer.start()])
        self.parts.append(block)


def _is_name(line: str) -> bool:
    words = line.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() for word in words) and not is_closed(line)


def _parse_credit(line: str) -> tuple[dict[str, str], str | None]:
    """The names of a credit by role, and the role of a label whose name is still to come."""
    names: dict[str, str] = {}
    rest: str | None = line
    while rest and (match := _ROLE.fullmatch(rest)):
        role = "editor" if match["role"].casefold() in _EDITORS else "author"
        if not match["name"]:
            return names, role
        # One letter is no name: some sites shorten their writers so.
        if len(match["name"]) > 2 and match["name"].casefold() not in _NOBODY:
            names.setdefault(role, match["name"])
        rest = match["more"]
    return names, None
