"""Questions with two sides: "bandingkan tema HBI ke-75 dan ke-76", "siapa X dan berapa Y?".

Each side becomes a question of its own, with what the sides share in it. Two of a kind that are
only joined ("14 dan 15 Januari", "di Kupang dan Kendari") are sides where something asks to
compare them, or asks for a figure, a day, a name of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from bot.model import AnswerType
from bot.places.mentions import find_places
from bot.query import lexicon
from bot.query.reading import Reader, Reading, find_cue
from bot.query.word_tables import spell_text
from bot.text.analysis import find_tokens, fold

_MOST_SIDES = 3

_POLITE = r"(?:\W*\b(?:tolong|mohon|coba|bisa|min|kak|please|sih|apa(?:kah)?|saja|aja|what(?:'s|s)?|is|are|the|ada)\b)*\W*"
_COMPARING = (
    r"(?:(?:per)?banding(?:kan|in|an)?(?:nya)?|(?:per)?beda(?:an|kan|in)?(?:nya)?|persamaan(?:nya)?|"
    r"compare|comparison|differences?)"
)
_DIFFERING = re.compile(r"\b(?:per)?(?:beda|sama)(?:an|kan)?|\bdifferen", re.IGNORECASE)
_BETWEEN = r"(?:\W+(?:antara|between|of|dari|apa|saja|in)\b)*\W*"
_WHICH = r"(?:yang\s+)?(?:mana(?:kah)?(?:\s+yang)?|which(?:\s+(?:is|was|has|had|one))*)"
_OPENING = re.compile(rf"{_POLITE}{_COMPARING}\b{_BETWEEN}", re.IGNORECASE)
_CLOSING = re.compile(rf"[\s,]+(?:apa\s+)?{_COMPARING}(?:\s+apa(?:\s+saja)?)?\W*$", re.IGNORECASE)
# "X dan Y sama tidak?", "apakah X sama dengan Y"
_ALIKE = re.compile(
    r"[\s,]+(?:itu\s+)?(?:sama|beda)\s+(?:tidak|nggak|enggak|ga|gak|kah|atau\s+(?:beda|tidak|sama))\W*$",
    re.IGNORECASE,
)
_IS_LIKE = re.compile(
    r"^\W*(?:apa(?:kah)?|is)\s+(?P<one>.+?)(?<!kerja)\s+(?:sama|the same)\s+(?:dengan|seperti|as)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
# What something may be more of than something else: "gedean mana", "lebih banyak mana".
_HOW = (
    r"(?:gede|besar|banyak|sedikit|dikit|kecil|tinggi|rendah|mahal|murah|lama|cepat|dulu|awal|parah|"
    r"ramai|rame|luas|panjang|jauh|sering)(?:an)?"
)
_DEGREE = rf"(?:(?:lebih|paling|more|most)\s+(?P<how>\w+)|(?P<alone>{_HOW}))"
# "lebih banyak mana, X atau Y", "mana yang lebih banyak Z, X atau Y"
_WHICH_MORE = (
    re.compile(rf"^\W*(?:apakah\s+)?{_DEGREE}\s+{_WHICH}\b\W*", re.IGNORECASE),
    re.compile(rf"^\W*{_WHICH}\s+{_DEGREE}\b\W*", re.IGNORECASE),
    re.compile(
        r"^\W*which\s+(?:is|was|has|had)\s+(?P<how>more|bigger|higher|earlier|larger)(?P<alone>)\b\W*",
        re.IGNORECASE,
    ),
)
_MORE_LAST = (
    re.compile(rf"[\s,]+{_WHICH}\s+{_DEGREE}\b\s*(?P<of>.*?)\W*$", re.IGNORECASE),
    re.compile(rf"[\s,]+{_DEGREE}\s+{_WHICH}\b\s*(?P<of>.*?)\W*$", re.IGNORECASE),
)
_FIGURES = re.compile(r"\W*(?:data|angka|statistik)\s+", re.IGNORECASE)
_EARLIER = re.compile(r"(?:dulu|awal|cepat|lama|baru|earlier|sooner|later)(?:an)?", re.IGNORECASE)

_STRONG = r"(?:vs\.?|versus|dibanding(?:kan)?(?:\s+dengan)?|compared\s+(?:to|with))"
_WEAK = ("dengan|dgn|dg|sama|ama|with|lawan", "atau|or", "dan|and|serta|&")
_JOINER = rf"(?:{_STRONG}|{'|'.join(_WEAK)})"
_STRONG_JOINER = re.compile(rf"\s+{_STRONG}\s+", re.IGNORECASE)
_WEAK_JOINERS = tuple(
    re.compile(rf"(?<!kerja)\s+(?:{words})\s+(?!dengan\b)", re.IGNORECASE) for words in _WEAK
)
_AS_RANGE = re.compile(r"\b(?:antara|between)\s+", re.IGNORECASE)
_LEADING = r"(?:(?:di|ke|dari|pada|tanggal|tgl|bulan|tahun|yang|yg|in|on|at|the|of)\s+)*"
# Between two of a kind that are joined: "2023, 2024", "ke-75 dan yang ke-76".
_GAP = re.compile(rf"\s*(?:,\s*|,?\s+{_JOINER}\s+){_LEADING}", re.IGNORECASE)
# Where nothing asks to compare, "Bitung lawan Ternate" is a match.
_AND_GAP = re.compile(rf"\s*(?:,\s*|,?\s+(?:{_WEAK[-1]})\s+){_LEADING}", re.IGNORECASE)

_ASKING = r"(?:siapa|berapa|brp|kapan|(?:di|ke|dari)\s*mana|mengapa|kenapa|bagaimana|gimana|apa|mana|who|when|where|what|why|how)"
_AND_THEN = r"(?:dan|terus|trus|lalu|serta|juga|and|also)"
_NEXT_QUESTION = re.compile(
    rf"(?:\s*\?\s*(?:{_AND_THEN}\s+)?|[,;]?\s+{_AND_THEN}\s+|[,;]\s*)"
    rf"(?=(?:juga\s+)?(?:(?:untuk|oleh|dengan|pada)\s+)?(?:\w+nya\s+(?:\w+\s+){{0,2}})?{_ASKING}\b)",
    re.IGNORECASE,
)

_NUMBER = re.compile(
    r"\bke[- ]?\d{1,4}\b|\b\d{1,4}(?:st|nd|rd|th)\b|\b\d{1,3}\b(?![.,]?\d)", re.IGNORECASE
)
_ASKED_FOR = frozenset(word for words in lexicon.TOLD_BY_FORM for word in words.split())
_ONLY_ASK = lexicon.QUESTION_WORDS | lexicon.SIDE_WORDS | _ASKED_FOR | {"jumlah", "total", "banyak"}
_EACH_HAS_ONE = (
    AnswerType.NUMBER,
    AnswerType.DATE,
    AnswerType.TIME,
    AnswerType.NAME,
    AnswerType.PLACE,
)


class SideText(NamedTuple):
    """One side: what it is called, and the question that asks for it alone.

    Attributes:
        narrower: The question without what may be said of the last side only; empty where all
            is shared: "deportasi Januari 2025 atau Juni 2023 oleh Ngurah Rai".
    """

    name: str
    question: str
    narrower: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of a question.

    Attributes:
        texts: What is asked of each, in order.
        compares: Whether it asks to compare them, not only for each.
        weighs: Whether it puts them side by side by what can be measured: "bandingkan …", "… vs
            …", not "perbedaan …".
    """

    texts: tuple[SideText, ...]
    compares: bool
    weighs: bool = False


class _Kind(Enum):
    NUMBER = "number"
    DAYS = "days"
    PLACE = "place"


class _Unit(NamedTuple):
    """What sides can differ in: an ordinal, days, a place; ``text[start:stop]``."""

    kind: _Kind
    start: int
    stop: int
    text: str


class _Asked(NamedTuple):
    """What is left of a question without the words that ask to compare; these say what of."""

    text: str
    asks: str = ""


def find_sides(reading: Reading, reader: Reader) -> Sides | None:
    """The two or three sides of a question, in its order; None where it is a single question."""
    found = _find_sides(reading, reader)
    if found is None:
        return None
    named = (text._replace(name=_with_capitals(text.name, reader)) for text in found.texts)
    return replace(found, texts=tuple(named))


def _with_capitals(name: str, reader: Reader) -> str:
    """The name with abbreviations by initials as they are written: "HBI 76"."""
    return " ".join(word.upper() if _is_acronym(word, reader) else word for word in name.split())


def _is_acronym(word: str, reader: Reader) -> bool:
    ways = reader.abbreviations.ways(word)
    return any("".join(stem[0] for stem in way) == word for way in ways if len(way) > 1)


def _find_sides(reading: Reading, reader: Reader) -> Sides | None:
    question = spell_text(reading.question).rstrip(" ?!.")
    if asked := _without_cue(question):
        asked = _of_figures(asked)
        texts = _compared(asked.text, reader, reading.today)
        asking = tuple(_asking(asked.asks, each) for each in texts)
        weighs = _DIFFERING.search(question) is None
        return Sides(asking, compares=True, weighs=weighs) if asking else None
    texts = _questions(question, reader, reading.today)
    if not texts and _each_has_one(reading):
        texts = _of_a_kind(question, reader, reading.today, gap=_AND_GAP)
    return Sides(tuple(texts), compares=False) if texts else None


def _asking(asks: str, side: SideText) -> SideText:
    narrower = f"{asks} {side.narrower}".strip() if side.narrower else ""
    return SideText(side.name, f"{asks} {side.question}".strip(), narrower)


def _without_cue(question: str) -> _Asked | None:
    """The question without what asks to compare; None where nothing does."""
    if match := next((m for p in _WHICH_MORE if (m := p.match(question))), None):
        first, _, rest = question[match.end() :].partition(",")
        text = f"{rest.strip()} {first}" if rest else first
        return _Asked(text, _kind_word(match["how"] or match["alone"]))
    if match := next((m for p in _MORE_LAST if (m := p.search(question))), None):
        text = f"{question[: match.start()]} {match['of']}".strip()
        return _Asked(text, _kind_word(match["how"] or match["alone"]))
    if match := _IS_LIKE.match(question):
        return _Asked(f"{match['one']} dengan {match['other']}")
    for pattern in (_OPENING, _CLOSING, _ALIKE):
        if match := pattern.search(question):
            if pattern is _OPENING and match.start() > 0:
                continue
            return _Asked(question[: match.start()] + question[match.end() :])
    return _Asked(question) if _STRONG_JOINER.search(question) else None


def _of_figures(asked: _Asked) -> _Asked:
    """The rest of a question that asks for figures by a word for them: "data bencana …"."""
    figures = _FIGURES.match(asked.text)
    return _Asked(asked.text[figures.end() :], "berapa") if figures else asked


def _kind_word(how: str) -> str:
    return "kapan" if _EARLIER.fullmatch(how) else "berapa"


def _each_has_one(reading: Reading) -> bool:
    """Whether it asks for something of which each of two has its own."""
    asks = find_cue(reading.words)[0] in _EACH_HAS_ONE
    named = _ASKED_FOR.union({"jumlah", "total"})
    return (asks or not named.isdisjoint(reading.words)) and bool(reading.content)


def _compared(text: str, reader: Reader, today: date) -> Sequence[SideText]:
    # "Antara … dan …" is one stretch of days, and "14 vs 15 Januari" no list.
    text = _AS_RANGE.sub("", text)
    listed = _STRONG_JOINER.sub(" dan ", text)
    return _of_a_kind(listed, reader, today) or _parted(text, reader, today)


# Two or three of a kind


def _of_a_kind(
    text: str, reader: Reader, today: date, *, gap: re.Pattern[str] = _GAP
) -> Sequence[SideText]:
    """A side for each of two or three ordinals, days or places that are joined; else none."""
    units = _find_units(text, reader, today)
    for kind in _Kind:
        chain = _chain(text, [unit for unit in units if unit.kind is kind], gap)
        if chain:
            before, after = text[: chain[0].start], text[chain[-1].stop :]
            named = [_completed(unit, chain) for unit in chain]
            return [
                SideText(
                    _name(kind, before, each, after),
                    _joined(before, each, after),
                    _joined(before, each) if after and each is not named[-1] else "",
                )
                for each in named
            ]
    return ()


def _chain(text: str, units: Sequence[_Unit], gap: re.Pattern[str]) -> Sequence[_Unit]:
    """The first two or three units that are joined, and different; else none."""
    chains: list[list[_Unit]] = [[unit] for unit in units[:1]]
    for one, other in pairwise(units):
        if gap.fullmatch(text[one.stop : other.start]):
            chains[-1].append(other)
        else:
            chains.append([other])
    for chain in chains:
        if 1 < len({fold(unit.text) for unit in chain}) == len(chain) <= _MOST_SIDES:
            return chain
    return ()


def _completed(unit: _Unit, chain: Sequence[_Unit]) -> str:
    """The unit with what another of the chain says for it: "tahun" 2025, 14 "Januari 2023"."""
    if unit.kind is _Kind.DAYS and unit.text.isdecimal():
        first, last = chain[0].text, chain[-1].text
        year = re.match(r"(?:tahun|thn|year)\s+(?=\d{4}$)", first, re.IGNORECASE)
        if year:
            return year[0] + unit.text
        if re.match(r"\d{1,2}\s+[^\W\d]", last):
            return re.sub(r"^\d+", unit.text, last)
    return unit.text


def _name(kind: _Kind, before: str, unit: str, after: str) -> str:
    """What a side is called: "HBI ke-76" with the words that it is the 76th of."""
    if kind is not _Kind.NUMBER:
        return unit
    named = _naming_words(reversed(before.split()))[::-1]
    if named:
        return " ".join([*named, unit])
    return " ".join([unit, *_naming_words(after.split())])


def _naming_words(words: Iterator[str] | Sequence[str]) -> list[str]:
    named: list[str] = []
    for word in words:
        if fold(word).strip(",") in _ONLY_ASK | lexicon.FUNCTION_WORDS - {"hari", "tahun"}:
            break
        named.append(word)
    return named


def _find_units(text: str, reader: Reader, today: date) -> list[_Unit]:
    """What the text names of each kind, in order; a figure in a day is no other unit."""
    asked = reader.find_days(text, today)
    days = [_Unit(_Kind.DAYS, m.start, m.stop, m.surface) for m in asked.mentions]
    places = [_Unit(_Kind.PLACE, p.start, p.stop, p.surface) for p in find_places(text)]
    numbers = [_Unit(_Kind.NUMBER, *m.span(), m[0]) for m in _NUMBER.finditer(text)]
    taken = days + places
    numbers = [n for n in numbers if not any(u.start < n.stop and n.start < u.stop for u in taken)]
    return sorted(taken + numbers, key=lambda unit: unit.start)


# Two that are each named in full


def _parted(text: str, reader: Reader, today: date) -> Sequence[SideText]:
    """The two sides of a text that is parted at the word that joins them; else none."""
    strong = _STRONG_JOINER.split(text)
    if 2 < len(strong) <= _MOST_SIDES and all(map(str.strip, strong)):
        return _in_full(*strong)
    joiners = (_STRONG_JOINER, *_WEAK_JOINERS)
    found = next((match for j in joiners if (match := j.search(text))), None)
    if found is None:
        return ()
    left, right = text[: found.start()].strip(" ,"), text[found.end() :].strip(" ,")
    if not (left and right):
        return ()
    mine = _find_units(left, reader, today)
    theirs = _find_units(right, reader, today)
    if _only_units(right, theirs, left) and {u.kind for u in theirs} <= {u.kind for u in mine}:
        return _exchanged(left, right, mine, theirs)
    return _in_full(left, right)


def _only_units(text: str, units: Sequence[_Unit], left: str) -> bool:
    """Whether the text says nothing beside its units but what asks, and what ``left`` says."""
    letters = list(text)
    for unit in units:
        letters[unit.start : unit.stop] = " " * (unit.stop - unit.start)
    said = {token[0] for token in find_tokens(fold("".join(letters)))}
    known = {token[0] for token in find_tokens(fold(left))}
    return bool(units) and said <= _ONLY_ASK | lexicon.FUNCTION_WORDS | known


def _exchanged(
    left: str, right: str, mine: Sequence[_Unit], theirs: Sequence[_Unit]
) -> Sequence[SideText]:
    """The left text, and the same with units of the right side: "autogate 2023 …" with 2024."""
    other, own = left, []
    for unit in theirs:
        like = next(each for each in reversed(mine) if each.kind is unit.kind)
        other = other.replace(like.text, unit.text, 1)
        own.append(like.text)
    # "HBI ke-72 di Tegal" beside "HBI ke-73 di Kupang": both from the same word on.
    named = right[: theirs[-1].stop]
    begin = left.casefold().rfind(named.split()[0].casefold())
    name = " ".join(own) if begin < 0 else left[begin:]
    return [SideText(name, left), SideText(named, other)]


def _in_full(*texts: str) -> Sequence[SideText]:
    """Sides in their own words; what is asked of the first is asked of the others, too."""
    shared = _asking_words(texts[0])
    sides = []
    for text in map(str.strip, texts):
        asking = _asking_words(text)
        name = text[len(asking) :].strip() or text
        sides.append(SideText(name, text if asking else f"{shared} {text}".strip()))
    return sides


def _asking_words(text: str) -> str:
    """The words with which a text begins that only say what is asked: "jumlah peserta"."""
    stop = 0
    for token in find_tokens(text):
        if fold(token[0]) not in _ONLY_ASK:
            break
        stop = token.end()
    return text[:stop]


def _joined(*parts: str) -> str:
    return " ".join(" ".join(parts).split()).strip(" ,")


# Two questions


def _questions(question: str, reader: Reader, today: date) -> Sequence[SideText]:
    """The questions that are asked in one go, each but the first perhaps on the same matter."""
    parts = [part.strip(" ,;") for part in _NEXT_QUESTION.split(question)]
    if not 1 < len(parts) <= _MOST_SIDES:
        return ()
    readings = [reader.read(part, today) for part in parts]
    asks = all(find_cue(each.words)[0] is not AnswerType.ANY for each in readings)
    if asks and _names_a_matter(readings[0]):
        return [SideText(part, part) for part in parts]
    return ()


def _names_a_matter(reading: Reading) -> bool:
    """Whether it says of what it asks, and points to nothing that was named before."""
    words = " ".join(term.word for term in reading.terms if term.content).split()
    own = [word for word in words if word not in lexicon.SIDE_WORDS]
    points = any(word.endswith("nya") or word in lexicon.POINTING for word in reading.words)
    return bool(own) and not points
