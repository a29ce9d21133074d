"""Questions about the archive itself: how many articles, which outlets, what is newest, a matter in order.

Of all of it they are told by their words: a question that has a word beside those of archives
and outlets is about something else ("berapa artikel UU yang dilanggar"). On a matter they are told
by what stands before it: "ada berapa berita tentang …", "kronologi …".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.model import AnswerType, ArchiveQuestion
from bot.query import lexicon
from bot.query.reading import Reading, find_cue
from bot.query.word_tables import spell_text
from bot.text.analysis import find_tokens, fold

_NOUNS = lexicon.ARCHIVE_NOUNS | lexicon.REPORT_NOUNS
_SMALL = (
    lexicon.FUNCTION_WORDS
    | lexicon.FILLERS
    | lexicon.QUESTION_WORDS
    | lexicon.GREETINGS
    | lexicon.ABOUT_THE_BOT
    | lexicon.KEPT_IN_ARCHIVES
)
_BY_ALL = _SMALL | _NOUNS | lexicon.OUTLET_NOUNS | lexicon.LATEST | lexicon.REACH_WORDS
_COUNTS = frozenset({"berapa", "berapakah", "jumlah", "total", "banyak", "many", "much"})
_LISTS = frozenset({"apa", "saja", "daftar", "list", "which", "what", "sebutkan"})
_WHEN = (AnswerType.DATE, AnswerType.NUMBER)


class AboutArchive(NamedTuple):
    """What is asked of the archive, and on which matter, as typed; empty where it is on all."""

    kind: ArchiveQuestion
    matter: str = ""


def find_archive_question(reading: Reading) -> AboutArchive | None:
    """What a question asks of the archive itself; None where it asks about something else.

    Days may stand in the matter: "berapa artikel soal paspor tahun 2025".
    """
    if _IN_ORDER_ALONE.fullmatch(spell_text(reading.question)):
        return AboutArchive(ArchiveQuestion.TIMELINE)
    return _find_on_all(reading) or _find_on_a_matter(reading)


def _find_on_all(reading: Reading) -> AboutArchive | None:
    named = {word for outlet in reading.outlets for word in outlet.spoken.split()}
    words = [_bare(word) for word in reading.words if word not in named]
    if reading.asked.impossible or not _BY_ALL.issuperset(words):
        return None
    said, asked_for = set(words), find_cue(reading.words)[0]
    kind = next((kind for kind, holds in _KINDS if holds(said, asked_for)), None)
    if kind and (reading.asked.spans or reading.outlets):
        return _of_some(kind, said, reading)
    return AboutArchive(kind) if kind else None


def _of_some(kind: ArchiveQuestion, said: set[str], reading: Reading) -> AboutArchive | None:
    """How many reports an outlet has, or some days; the newest of an outlet."""
    if kind is ArchiveQuestion.NEWEST and reading.outlets and not reading.asked.spans:
        return AboutArchive(kind)
    counts = kind is ArchiveQuestion.ARTICLES and said & _COUNTS
    return AboutArchive(ArchiveQuestion.COUNT) if counts else None


def _bare(word: str) -> str:
    return word if word in _BY_ALL else word.removesuffix("nya")


_Test = Callable[[set[str], AnswerType], bool]


def _asks_for_newest(said: set[str], asked_for: AnswerType) -> bool:
    """Whether it says "berita terbaru", or "yang terbaru apa"."""
    is_news = bool(said & lexicon.REPORT_NOUNS) or bool(said & {"yang", "apa", "the", "what"})
    wants_news = bool(said & lexicon.LATEST) or said >= {"any", "news"}
    return wants_news and is_news and asked_for not in _WHEN


def _asks_for_outlets(said: set[str], asked_for: AnswerType) -> bool:
    asks = said & (_COUNTS | _LISTS) or asked_for is not AnswerType.ANY
    return bool(said & lexicon.OUTLET_NOUNS) and bool(asks)


def _asks_how_far(said: set[str], asked_for: AnswerType) -> bool:
    """Whether it asks how many articles there are, or of which days."""
    counts = bool(said & _COUNTS) and bool(said & _NOUNS)
    dates = asked_for is AnswerType.DATE or bool(said & {"far", "sampai", "hingga"})
    reaches = dates and bool(said & lexicon.REACH_WORDS or said & lexicon.ARCHIVE_NOUNS)
    return counts or (reaches and bool(said & (_NOUNS | {"update"})))


_KINDS: tuple[tuple[ArchiveQuestion, _Test], ...] = (
    (ArchiveQuestion.NEWEST, _asks_for_newest),
    (ArchiveQuestion.OUTLETS, _asks_for_outlets),
    (ArchiveQuestion.ARTICLES, _asks_how_far),
)

_POLITE = (
    r"(?:\W*\b(?:tolong|mohon|minta|coba|bisa|boleh|halo|hai|min|kak|pak|bu|please|lihat(?:kan)?|"
    r"tampilkan|bua?t(?:kan|in)?|berikan|kasih|cari(?:kan)?|tahu|dong|show|give|me|the|a|is|are|"
    r"jelas(?:kan|in)|cerita(?:kan|in)|sebutkan|rangkum|susun(?:kan)?|uraikan|"
    r"what(?:'s|s)?|apa(?:kah)?|bagaimana|gimana|gmn|seperti|ada|punya|arsip|di|dalam|kamu)\b)*\W*"
)
_ENDS = (
    r"(?:\W*\b(?:di arsip(?:nya)?|dalam arsip|di sini|yang ada|ada|apa|saja|aja|bagaimana|gimana|gmn|"
    r"seperti apa|dong|ya|min|kak|please|totalnya|jumlahnya|itu|are there|do you have|there|"
    r"in the archive|(?:dari|sejak) (?:awal|mula)|sampai (?:sekarang|kini)|hingga (?:sekarang|kini)|"
    r"sejauh ini|so far)\b)*\W*"
)
_REPORTS = r"(?:artikel|berita|kabar|liputan|laporan|news|articles?|reports?|stories)(?:nya)?"
_NEWS = rf"(?:{_REPORTS}|info(?:rmasi)?|perkembangan|update)"
_ON = (
    r"(?:tentang|ttg|tntg|soal|mengenai|terkait|seputar|perihal|about|on|regarding|mention(?:s|ed|ing)?|"
    r"(?:yang |yg )?(?:(?:mem)?bahas|memuat|menyebut(?:kan)?))"
)
_OF_WHAT = rf"(?:(?:{_ON}|kasus|peristiwa|kejadian|dari|of|for)\s+)*"
_NEW = r"(?:(?:yang|yg|paling)\s+)*(?:terbaru|terkini|terakhir|baru|teranyar)"
_HOW_MANY = (
    r"(?:(?:se)?berapa(?:kah)?|brp|brapa|jumlah|total|how many)(?:\s+(?:banyak|jumlah|total|buah))*"
)
_IN_ORDER = (
    r"(?:linimasa|lini masa|time ?line|kronologi[s]?|chronology|"
    r"(?:urutan|runutan|rangkaian|rentetan)\s+(?:kejadian|peristiwa|waktu|berita)|"
    r"(?:urut|runut)(?:kan|in)?|runutan)(?:nya)?"
)
_MATTER = r"(?P<matter>\S.*?)"
_SHORT = r"(?P<matter>\w+(?:\s+\w+){0,2}?)"

# "Kronologi … dari 2021" begins then.
_SINCE = re.compile(r"\b(?:dari|mulai|from)\s+(?=(?:tahun\s+)?\d{4}\s*$)", re.IGNORECASE)
_IN_ORDER_ALONE = re.compile(rf"{_POLITE}{_IN_ORDER}{_ENDS}", re.IGNORECASE)
# Each stands for the whole question, in any case; the first that fits counts.
_ON_A_MATTER: tuple[tuple[ArchiveQuestion, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        # "ada berapa berita tentang donor darah"
        (
            ArchiveQuestion.COUNT,
            rf"{_POLITE}{_HOW_MANY}\s+{_REPORTS}(?:\s+(?:yang|yg)\s+(?:ada|terbit|dimuat))?\s+{_ON}\s+{_MATTER}{_ENDS}",
        ),
        # "berita tentang donor darah ada berapa"
        (
            ArchiveQuestion.COUNT,
            rf"{_POLITE}{_REPORTS}\s+{_ON}\s+{_MATTER}\s+(?:(?:ada|itu|totalnya|jumlahnya)\s+)*"
            r"(?:berapa|brp)(?:\s+(?:banyak|jumlahnya))?\W*",
        ),
        # "ada berapa berita donor darah", but "berapa artikel UU yang dilanggar"
        (ArchiveQuestion.COUNT, rf"(?:ada|punya)\s+(?:berapa|brp)\s+{_REPORTS}\s+{_SHORT}\W*"),
        # "berapa kali donor darah diberitakan"
        (
            ArchiveQuestion.COUNT,
            rf"{_POLITE}(?:berapa|brp)\s+kali\s+{_MATTER}\s+(?:di)?(?:beritakan|muat|liput)\W*",
        ),
        (ArchiveQuestion.TIMELINE, rf"{_POLITE}{_IN_ORDER}\s+{_OF_WHAT}{_MATTER}{_ENDS}"),
        (
            ArchiveQuestion.TIMELINE,
            rf"{_POLITE}{_OF_WHAT}{_MATTER}\s+kronologinya(?:\s+(?:bagaimana|gimana|gmn|seperti apa))?\W*",
        ),
        # "berita terbaru soal paspor", "latest news on passports"
        (
            ArchiveQuestion.NEWEST,
            rf"{_POLITE}{_NEWS}\s+{_NEW}\s+(?:apa\s+)?(?:(?:{_ON}|kasus)\s+)*{_MATTER}{_ENDS}",
        ),
        (
            ArchiveQuestion.NEWEST,
            rf"{_POLITE}(?:latest|newest|recent)\s+{_NEWS}\s+(?:{_ON}\s+)?{_MATTER}{_ENDS}",
        ),
        # "berita paspor terbaru"
        (ArchiveQuestion.NEWEST, rf"{_POLITE}{_NEWS}\s+(?:{_ON}\s+)?{_SHORT}\s+{_NEW}{_ENDS}"),
    )
)


def _find_on_a_matter(reading: Reading) -> AboutArchive | None:
    question = spell_text(reading.question)
    for kind, pattern in _ON_A_MATTER:
        found = pattern.fullmatch(question)
        if found and _names_something(found["matter"]) and _is_asked(kind, reading):
            return AboutArchive(kind, _SINCE.sub("sejak ", found["matter"]).strip(" ?!.,"))
    return None


def _names_something(matter: str) -> bool:
    return not _BY_ALL.issuperset(token[0] for token in find_tokens(fold(matter)))


def _is_asked(kind: ArchiveQuestion, reading: Reading) -> bool:
    """Whether it wants the reports themselves, not what they tell: "info terbaru tarif berapa"."""
    asked_for = find_cue(reading.words)[0]
    return kind is not ArchiveQuestion.NEWEST or asked_for in (AnswerType.ANY, AnswerType.LIST)
