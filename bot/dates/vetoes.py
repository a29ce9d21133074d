"""What looks like a date and is none: the stretches that a veto covers are left alone.

A veto competes with the rules at its offset; the longer match wins, and of two equal ones the
veto. So "2 pekan" is a duration and "2 pekan lalu" a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.dates import words
from bot.dates.patterns import FIGURES, FULL_YEAR, UNITS, Pattern, begin, by_first_word, phrase


@dataclass(frozen=True, slots=True)
class Veto:
    """A stretch of text that holds no date.

    Attributes:
        name: What it is.
        begins: The words at which it may begin, as a rule's.
        pattern: What it looks like.
        example: A text that all of it covers.
        nouns: Where there are any, the words of which the pattern's "noun" must be one.
    """

    name: str
    begins: frozenset[str]
    pattern: Pattern
    example: str
    nouns: frozenset[str] = frozenset()

    def end(self, canon: str, offset: int) -> int:
        """Where the stretch that begins at an offset ends; the offset itself where none does.

        >>> VETOES[0].end("hut ke-80", 4), VETOES[0].end("ke bali", 0)
        (9, 0)
        """
        match = self.pattern.compiled.match(canon, offset)
        if not match or (self.nouns and match["noun"] not in self.nouns):
            return offset
        return match.end()


def _any(vocabulary: frozenset[str]) -> str:
    return "|".join(sorted(vocabulary))


_MONTH = rf"(?:{'|'.join(words.MONTHS)})\b"
_WEEKDAY = rf"(?:{'|'.join(words.WEEKDAY_NUMBERS)})\b"
_UNIT = rf"(?:{UNITS})\b"
_AMOUNT = r"[0-9]{1,15}(?:[.,][0-9]{1,15}){0,6}"
_SCALE = r"(?: (?:ribu|juta|miliar|milyar|triliun|rb|jt))?"
_CODE = r"(?=[^\s]{0,40}[0-9])[a-z0-9/.:_-]{1,40}(?<![.:/-])"
_NO_DATE = rf"(?! ?(?:[0-9]{{1,2}} ?(?:-|dan|hingga|sampai) ?)?[0-9]{{1,2}}(?:[ /-]{_MONTH}|[/-][0-9]{{1,2}}[/-]20[0-9]{{2}}))"
"""An edition or a hearing may have a number or a day: "sidang 3/2", "sidang 20 Januari"."""
_YEAR_OF = r"(?:(?<=pada )|(?<=sejak )|(?<=sepanjang ))(?:19|20)[0-9]{2} "
"""A year after its preposition, though what is counted elsewhere follows: "pada 2024 kasus turun"."""
_CLOCK = r"[0-9]{1,2}(?:[.:][0-9]{2})?"

VETOES: Final = (
    Veto("ordinal", begin("# ke"), phrase(r"(?:#|ke[ -])[0-9]{1,4}(?! (?:januari|februari|maret|april|mei|ju[nl]i|agustus|[a-z]{2,4}ember|oktober))"), "ke-76"),
    Veto("money", begin(words.CURRENCIES), phrase(rf"(?:{_any(words.CURRENCIES)})\b\.? ?{_AMOUNT}{_SCALE}"), "rp 2024"),
    Veto("dollars", begin("$"), phrase(rf"\$ ?{_AMOUNT}{_SCALE}"), "$2024"),
    Veto("amount", begin("0"), phrase(rf"(?!20[0-9]{{2}}\.[01][0-9]\.[0-3][0-9](?![0-9]|\.[0-9]))(?![0-9]{{1,2}}\.[0-9]{{1,2}}\.(?:(?:19|20)[0-9]{{2}}|(?<=[0-9]{{2}}\.[0-9]{{2}}\.)[23][0-9])(?![0-9]|\.[0-9]))[0-9]{{1,15}}(?:[.,][0-9]{{1,15}}){{1,6}}(?: {_UNIT}(?: (?:yang )?lalu)?)?"), "1,5 tahun lalu"),
    Veto("count", begin("0"), phrase(rf"(?<![0-9]/)(?!{_YEAR_OF}){_AMOUNT} ?(?P<noun>[a-z]{{2,20}}|%)"), "2025 orang", words.COUNTED),
    Veto("parts", begin("0"), phrase(r"[0-9]{1,4}(?:/[0-9]{1,4}){1,4} ?(?P<noun>[a-z]{2,20}|%)"), "3/5/10 ribu", words.COUNTED),
    Veto("duration", begin("0"), phrase(rf"{_AMOUNT}(?:-| ?hingga ?| ?sampai ?)?(?:[0-9]{{1,4}})?[ -]{_UNIT}(?! ini)"), "2024 hari"),
    Veto("many", begin("berapa sekian setengah paruh", words.LARGE_NUMBERS), phrase(rf"(?:{_any(words.LARGE_NUMBERS)}|berapa|sekian|setengah|paruh a)[ -]{_UNIT}(?: (?:yang )?lalu)?"), "puluhan tahun lalu"),
    Veto("some", begin("beberapa"), phrase(rf"beberapa {_UNIT}"), "beberapa minggu"),
    Veto("clock", begin("pukul jam pkl"), phrase(rf"(?:pukul|jam|pkl)\b\.? {_CLOCK}(?: ?(?:-|hingga|sampai|s\.d\.|s/d) ?(?:pukul |jam )?{_CLOCK}(?! ?{_MONTH}|/))?"), "pukul 08.30 sampai 12.00"),
    Veto("ratio", begin("0"), phrase(r"[0-9]{1,6}:[0-9]{1,6}(?::[0-9]{1,6})?"), "9001:2015"),
    Veto("always", begin("0"), phrase(r"24 ?/ ?7"), "24/7"),
    Veto("code", begin(words.NUMBERED), phrase(rf"(?:{_any(words.NUMBERED)})\b\.?:?{_NO_DATE} ?(?:#|ke )?{_CODE}(?: (?:tahun |/ ?){FULL_YEAR})?"), "nomor 6 tahun 2011"),
    Veto("numbered", begin(words.NUMBERED), phrase(rf"(?:{_any(words.NUMBERED)})\b\.? (?:ri )?(?:nomor|no|nomer)\.? ?{_CODE}(?: tahun {FULL_YEAR})?"), "uu no. 6 tahun 2011"),
    Veto("paper", begin(words.PAPERS), phrase(rf"(?:{_any(words.PAPERS)})\b\.?:? ?[0-9]{{1,15}}(?:[/.-][a-z0-9]{{1,15}}){{1,6}}"), "nomor 12/01/2025"),
    Veto("neighbourhood", begin("rt rw"), phrase(r"r[tw]\b\.? ?[0-9]{1,3}(?:/(?:r[tw]\.? ?)?[0-9]{1,3})?"), "rt 006/01"),
    Veto("era", begin("tahun 0"), phrase(rf"(?:tahun )?1[0-9]{{3}} (?:{_any(words.ERAS)})"), "tahun 1447 hijriah"),
    Veto("constitution", begin("uud"), phrase(r"uud (?:ri |nri )?(?:tahun )?1945"), "uud 1945"),
    Veto("telephone", begin("0"), phrase(r"(?:0|62)[0-9]{2,14}(?:[- ][0-9]{2,8}){1,5}"), "0812-2026"),
    Veto("identity", begin("0"), phrase(r"[0-9]{3,16}(?:[- ][0-9]{3,16}){2,6}"), "1234 2023 2024"),
    Veto("two numbers", begin("0"), phrase(r"[0-9]{4} [0-9]{4}"), "2003 1205"),
    Veto("figures", begin("0"), Pattern(FIGURES), "1/2/3" * 10),
    Veto("digits", begin("0"), phrase(r"[0-9]{5,40}"), "85228"),
    Veto("reduplication", begin("minggu pekan bulan tahun"), phrase(r"(?P<unit>minggu|pekan|bulan|tahun)-(?P=unit)(?: (?:ini|lalu|depan|mendatang|terakhir|sebelumnya))?"), "minggu-minggu ini"),
    Veto("place or school", begin(words.NAMED_AFTER_DATES), phrase(rf"(?:{_any(words.NAMED_AFTER_DATES)})\.? (?:[0-9]{{1,2}} )?{_MONTH}(?! (?:tahun )?2[0-9]{{3}})(?: 1[0-9]{{3}})?"), "jalan 17 agustus 1945"),
    Veto("market", begin(words.NAMED_AFTER_DAYS), phrase(rf"(?:{_any(words.NAMED_AFTER_DAYS)}) (?:{_WEEKDAY}|senen)(?! ?[,(]| [0-9])"), "pasar rabu"),
    Veto("feast", begin("hari", words.WEEKDAY_NUMBERS), phrase(rf"(?:hari )?{_WEEKDAY} (?:{_any(words.TANGLED_NAMES)})"), "jumat agung"),
)  # fmt: skip
"""Money, counts, ordinals, clock times, laws, numbers, names (DATES A6, A7)."""


_BY_FIRST_WORD: Final = by_first_word(VETOES)
VETOED: Final = _BY_FIRST_WORD.keys()
"""The words at which a veto may begin."""


def veto_at(canon: str, offset: int, first: str) -> int:
    """Where the longest veto that begins at an offset ends; the offset itself where none does.

    >>> veto_at("pasal 27 ayat 3", 0, "pasal"), veto_at("pada 20 januari", 5, "0")
    (8, 5)
    """
    vetoes = _BY_FIRST_WORD.get(first, ())
    return max((veto.end(canon, offset) for veto in vetoes), default=offset)
