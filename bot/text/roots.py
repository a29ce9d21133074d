"""From a word's form to its root: "menolak", "ditolak" and "penolakan" are "tolak".

A list of forms knows the common ones. Others are taken apart: Indonesian sets prefixes, endings
and clitics around a root, and me- and pe- melt into its first letter (Sneddon et al. 2010,
"Indonesian: A Comprehensive Grammar", chapter 1). What is left must be a known form.
Everyday speech has prefixes and endings of its own, as in "ngirimin", and may leave me- away:
"nangkap" is "menangkap".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import Stemmer

from bot.text.tables import read_table

_snowball = Stemmer.Stemmer("indonesian").stemWord

# What is shorter has no form but itself, and is more often a name: "MU", "Ku".
_SHORTEST = 4
# Distinct words of a large archive are counted in hundred thousands, frequent ones in thousands.
_REMEMBERED = 1 << 16

_CLITICS = ("", "nya", "lah", "kah", "pun", "ku", "mu")
# Each with what may stand in its place; everyday -in is -kan or -i.
_SUFFIXES = (("kan", ""), ("an", ""), ("i", ""), ("in", ""), ("in", "kan"), ("in", "i"))
# Each with what must follow it, and the letter of the root that it took the place of.
_PREFIXES = tuple(
    (re.compile(f"(?:{prefix})(?={behind})"), letter)
    for prefix, behind, letter in (
        ("di|ter|ber|per|ke", ".", ""),
        ("memper|diper|member|diber|pember|keter|keber", ".", ""),
        ("[mp]em", "[aiueolr]", "p"),
        ("[mp]en", "[aiueo]", "t"),
        ("[mp]e", "[lrwymn]", ""),
        ("pe", "[^aiueo]", ""),
        ("[mp]em", "[bfpv]", ""),
        ("[mp]en", "[cdjstz]", ""),
        ("[mp]eng", "[aiueoghkx]", ""),
        ("[mp]eng", "[aiueolr]", "k"),
        ("[mp]eny", "[aiueo]", "s"),
        ("(?:[mp]e)?nge", "[^aiueo]", ""),
        ("ng", "[aiueo]", ""),
        ("ng", "[aiueo]", "k"),
        ("ny", "[aiueo]", "s"),
        ("ny", "[aiueo]", "c"),
        ("n", "[cdj]", ""),
        ("", "[mn][aiueo]", "me"),
    )
)
# Words of every sentence that share their letters with a root: "bagi" is not what "dibagikan" is.
# A form of the root keeps a sign.
_HOMONYMS = frozenset(["ada", "akan", "antara", "apa", "bagi", "dalam", "dapat", "dari", "di", "guna", "hari", "hingga", "jadi", "kali", "ke", "lalu", "lain", "lewat", "mana", "masing", "oleh", "pada", "per", "saat", "sama", "sampai", "satu", "se", "seperti", "tentang", "tiap", "untuk"])  # fmt: skip
# Everyday speech says "tangkep" and "simpen".
_DULLED = re.compile(r"e(?=[bdghklmnprst]{1,2}$)")


@lru_cache(maxsize=_REMEMBERED)
def find_root(word: str) -> str:
    """The root of a word in lower case; the Snowball stem where no root is known.

    >>> find_root("penangkapan"), find_root("ditangkep"), find_root("semarang")
    ('tangkap', 'tangkap', 'semarang')
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return _snowball(word)  # type: ignore[no-any-return]
    root = _known(word) or next(_take_apart(word), None) or str(_snowball(word))
    return f"{root}~" if root in _HOMONYMS and root != word else root


def is_word(text: str) -> bool:
    """Whether a text in lower case is a word of the language, and no mere name.

    >>> is_word("terbakar"), is_word("yusman")
    (True, False)
    """
    return _known(text) is not None or any(_take_apart(text))


def _take_apart(word: str) -> Iterator[str]:
    """The roots of what known forms are left of ``word``, the least taken away first."""
    for core in _without_endings(word):
        for form in _without_prefix(core):
            # Only what is a form says "tangkep"; "paper" is no "papar".
            if root := _known(form) or (form != word and _known(_DULLED.sub("a", form))):
                yield root


def _without_endings(word: str) -> Iterator[str]:
    for clitic in _CLITICS:
        rest = word.removesuffix(clitic)
        if not word.endswith(clitic) or len(rest) < 3:
            continue
        yield rest
        for suffix, instead in _SUFFIXES:
            # "Milan" is no "mil".
            if rest.endswith(suffix) and len(rest) - len(suffix) >= _SHORTEST:
                yield rest.removesuffix(suffix) + instead


def _without_prefix(word: str) -> Iterator[str]:
    """The word, and what it may be where a prefix is taken away, of three letters or more."""
    yield word
    for prefix, letter in _PREFIXES:
        if (match := prefix.match(word)) and len(word) - match.end() + len(letter) > 2:
            yield letter + word[match.end() :]


def _known(form: str) -> str | None:
    """The root of a form that a list knows."""
    rows, dictionary = _lists()
    root = rows.get(form) or dictionary.get(form)
    return root and rows.get(root, root)


@cache
def _lists() -> tuple[dict[str, str], Mapping[str, str]]:
    """Our own rows, which go first, and the list of forms, which the speller shares."""
    # Loaded when the first word is looked up: it takes a tenth of a second.
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY  # noqa: PLC0415

    return read_table("bot.text", "roots.txt"), DEFAULT_DICTIONARY_FACTORY.get_dictionary("id")
