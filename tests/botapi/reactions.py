"""The reactions that a bot can give, as the service takes them."""

from __future__ import annotations

from typing import Any

from tests.botapi.schema import check_type, refuse_request

MOST_REACTIONS = 1
EMOJI = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)
"""Those of ``ReactionTypeEmoji`` in Bot API 10.0; none has the sign U+FE0F behind it."""
_KINDS = {
    "emoji": "ReactionTypeEmoji",
    "custom_emoji": "ReactionTypeCustomEmoji",
    "paid": "ReactionTypePaid",
}

Json = dict[str, Any]


def check_reactions(reactions: list[Json]) -> tuple[str, ...]:
    """The emoji of the reactions; raises Refusal where the service would not take them all.

    A custom emoji would have to be allowed by the chat's administrators; nobody does so here.
    """
    if len(reactions) > MOST_REACTIONS:
        refuse_request("REACTIONS_TOO_MANY")
    return tuple(map(_check_reaction, reactions))


def _check_reaction(reaction: Json) -> str:
    kind = _KINDS.get(reaction["type"])
    if kind is None:
        refuse_request("can't parse reaction type: invalid reaction type specified")
    check_type("setMessageReaction.reaction", kind, reaction)
    if reaction["type"] != "emoji" or reaction["emoji"] not in EMOJI:
        refuse_request("REACTION_INVALID")
    return str(reaction["emoji"])
