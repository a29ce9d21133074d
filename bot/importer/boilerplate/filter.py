"""Takes out of a page what a rule knows: time stamps, credits, boilerplate, lists of headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.importer.boilerplate.datelines import find_dateline
from bot.importer.boilerplate.lines import is_closed
from bot.importer.boilerplate.rule import BoilerplateRule
from bot.importer.boilerplate.rules import find_rule
from bot.importer.boilerplate.splitting import is_sentence_case, is_story
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


@dataclass(slots=True)
class ArticleBody:
    """A story and what stood around it; filled while a page is read.

    Attributes:
        above: Lines above the story that may be its headline, in order.
        paragraphs: Its text, in order; a subheading and list items are lines of a paragraph.
        stamps: The days of lines of their own, in order.
        credits: "editor" and "author", where lines name them.
    """

    above: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    credits: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def leave_out(self, text: str, why: str) -> None:
        """Notes that ``text`` is no part of the article."""
        self.left_out.append(LeftOut(text, why))


def sift(blocks: Sequence[PageBlock], story: ArticleBody) -> list[PageBlock]:
    """The blocks that no rule leaves out; what they tell and what goes is noted in ``story``."""
    sieve = _Sieve(blocks, story)
    for number, whole in enumerate(blocks):
        block = _without_mark(whole, story)
        if block is not None:
            sieve.take(number, block)
    return sieve.kept


class _Sieve:
    """Where the sifting of one page stands.

    Above the story a list of other stories swallows nothing: the headline may stand below
    "Terpopuler".
    """

    def __init__(self, blocks: Sequence[PageBlock], story: ArticleBody) -> None:
        self.kept: list[PageBlock] = []
        self._blocks = blocks
        self._story = story
        self._end = max((n for n, block in enumerate(blocks) if is_story(block)), default=-1)
        self._label: str | None = None
        self._under_list = False
        self._has_begun = False
        self._told = 0

    def take(self, number: int, block: PageBlock) -> None:
        """Keeps the block, or notes why it goes."""
        rule = find_rule(block.text)
        if self._takes_name(block, rule):
            return
        if stamp := find_stamp(block.text):
            self._take_stamp(number, block, stamp)
        elif rule:
            self._story.leave_out(block.text, rule.why)
            opens = rule.opens and _is_bare(block.text)
            self._under_list = self._has_begun and (self._under_list or opens)
        elif self._under_list and not self._goes_on(number, block):
            self._story.leave_out(block.text, "headline of another story")
        elif not re.search(r"\w", block.text):
            self._story.leave_out(block.text, "marks without a word")
        else:
            self._keep(block)

    def _takes_name(self, block: PageBlock, rule: BoilerplateRule | None) -> bool:
        """Whether the block is the name that the label above it announced."""
        label, self._label = self._label, None
        if label and not rule and _is_name(block.text):
            self._story.credits.setdefault(label, block.text)
            self._story.leave_out(block.text, "credit")
            return True
        if rule and rule.why == "credit":
            self._label = _credit(block.text, self._story)
        return False

    def _take_stamp(self, number: int, block: PageBlock, stamp: Stamp) -> None:
        """Between sentences it is a line of a timetable, but for the first below a standfirst."""
        enough = 0 if self._story.stamps else 1
        if number < self._end and not self._under_list and self._told > enough:
            self._story.doubts.append(f"may be a time stamp: {block.text!r}")
            self.kept.append(replace(block, kind=BlockKind.ITEM))
        else:
            self._story.stamps.append(stamp)
            self._story.leave_out(block.text, "time stamp")

    def _goes_on(self, number: int, block: PageBlock) -> bool:
        """Whether the story goes on below a list: in a sentence, or before more of them."""
        if is_story(block):
            return True
        above = find_rule(self._blocks[number - 1].text)
        is_first = above is not None and above.opens
        return number < self._end and not is_first and is_sentence_case(block.text)

    def _keep(self, block: PageBlock) -> None:
        if self._under_list and not is_story(block):
            doubt = f"may be the headline of another story: {block.text[:60]!r}"
            self._story.doubts.append(doubt)
        self._under_list = False
        self._told += is_story(block) + (find_dateline(block.text) is not None)
        self._has_begun = self._has_begun or is_story(block)
        self.kept.append(_without_pointer(block, self._story))


def _without_mark(block: PageBlock, story: ArticleBody) -> PageBlock | None:
    stamp, rest = cut_crawl_mark(block.text)
    if stamp is None:
        return block
    story.stamps.append(stamp)
    story.leave_out(block.text[: len(block.text) - len(rest)].strip(), "mark of a collection")
    return replace(block, text=rest) if rest else None


def _without_pointer(block: PageBlock, story: ArticleBody) -> PageBlock:
    """The block without a "Baca juga: …" that was glued to its end."""
    match = _POINTER_INSIDE.search(block.text)
    if not match:
        return block
    story.leave_out(match[0].strip(), "pointer to other stories")
    return replace(block, text=block.text[: match.start()])


def _is_bare(line: str) -> bool:
    return ":" not in line.rstrip(" :") and len(line) <= 30


def _is_name(line: str) -> bool:
    words = line.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() for word in words) and not is_closed(line)


def _credit(line: str, story: ArticleBody) -> str | None:
    """Notes the names of a credit; returns the role of a label whose name is still to come."""
    rest: str | None = line
    while rest and (match := _ROLE.fullmatch(rest)):
        role = "editor" if match["role"].casefold() in _EDITORS else "author"
        if not match["name"]:
            return role
        # One letter is no name: some sites shorten their writers so.
        if len(match["name"]) > 2 and match["name"].casefold() not in _NOBODY:
            story.credits.setdefault(role, match["name"])
        rest = match["more"]
    return None
