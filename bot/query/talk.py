"""What is said to the bot and asked of no archive: greetings, thanks, sums, general knowledge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Talk
from bot.query import lexicon

# Who is only addressed is not greeted: "di mana min?"
_ADDRESSES = lexicon.GREETINGS & lexicon.FILLERS
# "Kasih" is thanks with "terima" alone: "dia kasih apa?"
_ANY_GREETING = (lexicon.GREETINGS | lexicon.ABOUT_THE_BOT) - lexicon.FILLERS - {"kasih", "terima"}
# "Kabar terbaru" asks for news, "apa kabar" does not.
_NEWS = {"terbaru", "terkini", "penting", "headline", "artikel", "liputan", "lengkap"}
_GREETING_ONLY = (
    lexicon.GREETINGS
    | lexicon.ABOUT_THE_BOT
    | lexicon.FILLERS
    | lexicon.FUNCTION_WORDS
    | lexicon.QUESTION_WORDS
) - _NEWS
_NOD_ONLY = lexicon.NODS.union(
    lexicon.THANKS,
    lexicon.THANKED_FOR,
    lexicon.FILLERS,
    lexicon.GREETINGS,
    lexicon.FUNCTION_WORDS,
    lexicon.POLITE,
)
_TWO_WORDS = {"terima", "kasih"}
_SUM = re.compile(
    r"(?:\b(?:berapa|hitung|what is|how much is)\b)?[^a-z]*\d+\s*"
    r"(?:[+*x×:÷^]|-(?=\s)|\b(?:ditambah|dikurangi|dikali|kali|dibagi|tambah|kurang|plus|minus|"
    r"times|divided by)\b)\s*\d+[\s\d=?+*x×:.,-]*(?:berapa|hasilnya|sama dengan|itu)?[\s?=]*"
)
_ELSEWHERE = re.compile("|".join(lexicon.ELSEWHERE))


def find_talk(question: str, words: Sequence[str]) -> Talk | None:
    """What kind of talk a question is; None for one that an archive may answer.

    Args:
        question: In lower case, on one line.
        words: Its words; none for one of signs alone, such as a thumb. A question mark asks.

    >>> find_talk("oke makasih ya", ["oke", "makasih", "ya"]).value
    'thanks'
    """
    said = set(words)
    if not said:
        return Talk.NOD if question and "?" not in question else None
    if (lexicon.THANKS & said or said >= _TWO_WORDS) and said <= _NOD_ONLY | _TWO_WORDS:
        return Talk.THANKS
    greets = _ANY_GREETING - lexicon.NODS & said
    nods = lexicon.NODS & said or any(pair <= said for pair in lexicon.NODS_OF_TWO)
    if nods and said <= _NOD_ONLY and not greets:
        return Talk.NOD
    if said <= _ADDRESSES or (_ANY_GREETING & said and said <= _GREETING_ONLY):
        return Talk.GREETING
    if _SUM.fullmatch(question.strip()) or _ELSEWHERE.search(question):
        return Talk.ELSEWHERE
    return None
