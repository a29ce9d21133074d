"""Forms of verbs: what says that something was done."""

from __future__ import annotations

from bot.text.roots import find_root, is_word
from bot.text.tables import words_of

# Words that look like such a form and are none, or only join others.
_NO_VERBS = words_of(
    "terkait tersebut terhadap terdiri termasuk terdapat terkini terbaru berupa bersama bernama berasal "
    "berbagai berita merupakan menjadi mengenai melalui menurut menjelang mencapai dibanding terakhir "
    "tertentu terdekat terpadu bertajuk bertema berlaku menteri diri dinas direktur terbesar terbanyak "
    "tertinggi tercepat terlambat terima digital direktorat berkas bersih terpisah silakan bukan"
)
_VERB_FORMS = ("me", "di", "ter", "ber")


def is_verb(word: str) -> bool:
    """Whether a word in lower case is a form of a verb in me-, di-, ter-, ber- or -kan.

    >>> is_verb("menangkap"), is_verb("penangkapan"), is_verb("menteri")
    (True, False, False)
    """
    is_form = word.startswith(_VERB_FORMS) or word.endswith("kan")
    if word in _NO_VERBS or not is_form or len(word) < 5:
        return False
    return is_word(word) and find_root(word).removesuffix("~") != word
