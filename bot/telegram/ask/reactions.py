"""Which reaction answers a nod: the sign with which somebody nodded, or one like it."""

from __future__ import annotations

_USUAL = "👍"
_HEART = "❤"
# Telegram takes none of them with the sign U+FE0F behind it, as keyboards write the heart.
_RETURNED = {
    **{sign: sign for sign in "🙏👏🔥🎉🤝👌💯🫡🤗"},
    **dict.fromkeys("❤♥🧡💛💚💙💜🤎🖤🤍💕💖💗💓💞💝🥰😍", _HEART),
    # To be pleased with somebody's displeasure would be mockery.
    **dict.fromkeys("👎💔😢😭😡😠🤬😞☹🙁", "🙏"),
}


def reaction_to(nod: str) -> str:
    """The emoji that is given to a message which says no more than ``nod``; one of Telegram's own.

    >>> reaction_to("❤️"), reaction_to("makasih 🙏🙏"), reaction_to("ok sip")
    ('❤', '🙏', '👍')
    """
    return next((_RETURNED[sign] for sign in nod if sign in _RETURNED), _USUAL)
