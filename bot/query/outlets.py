"""Outlets as people call them: "detik" is news.detik.com, "inews" is iNewsBelu.id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from bot.model import AskedOutlet
from bot.query import lexicon
from bot.text.analysis import fold

# Ends of host names, and parts of them that name no outlet.
_ENDINGS = re.compile(
    r"(?:\.(?:com|net|org|id|co|go|ac|or|web|my|tv|tl|info|news|example|blogspot))+$"
)
_NAMELESS = frozenset(
    {"www", "m", "amp", "id", "news", "event", "harian", "feed", "indonesia", "media", "kanwil",
     "kantor", "kementerian", "pemkot", "pemkab", "radio", "koran", "kabar", "berita", "portal"}
)  # fmt: skip
_TAIL = re.compile(r"(?<=\w{3})(?:news|indonesia|online)$")
_LONGEST = 3
# What is called after an institution is called as that, seldom as its site.
_INSTITUTION = re.compile(r"\.(?:go|ac|sch|mil)\.id$")
_ANNOUNCING = lexicon.BEFORE_OUTLETS | lexicon.AFTER_OUTLETS | lexicon.REPORTING_WORDS


class Outlets:
    """The outlets of an archive by what they are called, beside those that everybody knows.

    Args:
        written: Tells the outlets as the archive writes them; asked when a question first seems
            to name one.
    """

    def __init__(self, written: Callable[[], Iterable[str]] = tuple) -> None:
        self._written = written

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """By each spoken name, in lower case, the outlets; none for one without an article."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for outlet in self._written():
            for spoken in spoken_names(outlet):
                names[spoken].append(outlet)
        for known in lexicon.OUTLETS:
            names[known]  # an outlet without any article here
        return {spoken: tuple(outlets) for spoken, outlets in names.items()}

    def find(self, words: Sequence[str], *, dated: bool) -> tuple[AskedOutlet, ...]:
        """The outlets that a question names, in order; each behind a word that announces one.

        One that opens the question is announced by a day, or by what outlets do: "detik tanggal
        1 Desember", "cnn memberitakan apa". Equals once.

        Args:
            words: Those of the question.
            dated: Whether it names days, too.
        """
        if not dated and _ANNOUNCING.isdisjoint(words):
            return ()
        found = []
        for start in range(len(words)):
            for size in range(_LONGEST, 0, -1):
                said = words[start : start + size]
                spoken = next((n for n in (" ".join(said), "".join(said)) if n in self.names), None)
                if spoken and self._is_meant(words, start, start + size, dated):
                    found.append(AskedOutlet(" ".join(said), self.names[spoken]))
                    break
        return tuple(dict.fromkeys(found))

    def _is_meant(self, words: Sequence[str], start: int, stop: int, dated: bool) -> bool:
        lead = start - 1
        if lead > 0 and words[lead] in lexicon.BEFORE_NAMES:
            lead -= 1
        before = words[lead] if start else ""
        after = words[stop] if stop < len(words) else ""
        if not before:
            return after in lexicon.AFTER_OUTLETS or (dated and len(words) - stop <= _LONGEST)
        return (
            before in lexicon.BEFORE_OUTLETS
            or after in lexicon.AFTER_OUTLETS
            or before in lexicon.REPORTING_WORDS
        )


def spoken_names(outlet: str) -> frozenset[str]:
    """What an outlet is called, in lower case.

    >>> sorted(spoken_names("news.detik.com"))
    ['detik', 'news detik', 'news.detik.com']
    """
    names = {fold(outlet)}
    if _INSTITUTION.search(fold(outlet)):
        return frozenset(names)
    for part in re.split(r"\s+via\s+", fold(outlet)):
        host = part.split()[0]
        labels = re.split(r"[\s.]+", _ENDINGS.sub("", part if host == part else host))
        own = labels[-1] if "." in host else labels[0]
        # The outlet of a region is the outlet: "inewsbelu".
        known = {name for name in lexicon.OUTLETS if own.startswith(name)}
        names |= {part, " ".join(labels), own, _TAIL.sub("", own), *known}
    return frozenset(name for name in names if len(name) > 2 and name not in _NAMELESS)
