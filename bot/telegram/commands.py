"""The commands, one row each: menus, /help, access and addressing in groups are made from it.

A row's texts stand in the locale files under its name; its handler is bound by the name in
the class that carries it out (see ``addressing.command_handlers``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.render.translations import Translations


class Groups(Enum):
    """What a command does in a group."""

    ANSWERED = "private chat, group"
    ADDRESSED = "private chat, group with the bot's name after it"
    REFERRED = "private chat, to which a group is referred"
    SILENT = "private chat"


@dataclass(frozen=True, slots=True)
class Command:
    """A command; where nothing else is said, one of the private chat for whoever is let in.

    Attributes:
        name: Without the slash. Its line of the menu is the text ``telegram.commands.NAME``.
        for_admins: Whether only administrators may give it; see ``Gate.check``.
        groups: What it does in a group.
        refusal: The key of the text for whoever may not give it.
        in_private_menu: Whether the menu of private chats has it, in the order of the rows.
        group_menu: Its place in the menu of groups, from 1; 0 where it is not in it.
        in_help: Whether /help lists it, with the text ``telegram.glosses.NAME`` if not empty.
        forwarded: Whether one that was forwarded is obeyed; else it is somebody else's words.
    """

    name: str
    for_admins: bool = False
    groups: Groups = Groups.SILENT
    refusal: str = "access.admins_only"
    in_private_menu: bool = True
    group_menu: int = 0
    in_help: bool = False
    forwarded: bool = False


_ROWS = (
    Command("start", in_private_menu=False),
    Command("tanya", groups=Groups.ANSWERED, in_private_menu=False, group_menu=1),
    Command("tanggal", groups=Groups.REFERRED, in_help=True, forwarded=True),
    Command("linimasa", groups=Groups.ANSWERED, group_menu=3, in_help=True, forwarded=True),
    Command("hariini", groups=Groups.ANSWERED, group_menu=2, in_help=True, forwarded=True),
    Command("sumber", groups=Groups.REFERRED, in_help=True, forwarded=True),
    Command("bahasa"),
    Command("hapusdata", groups=Groups.ADDRESSED),
    Command("help", groups=Groups.ADDRESSED, group_menu=4),
    Command("izinkan", for_admins=True),
    Command("cabut", for_admins=True),
    Command("blokir", for_admins=True),
    Command("undang", for_admins=True),
    Command("akses", for_admins=True),
    Command("status", for_admins=True, refusal="status.not_yours", forwarded=True),
)
COMMANDS = {row.name: row for row in _ROWS}

ADMIN_MENU = tuple(row.name for row in _ROWS if row.in_private_menu)
PRIVATE_MENU = tuple(name for name in ADMIN_MENU if not COMMANDS[name].for_admins)
GROUP_MENU = tuple(
    row.name for row in sorted(_ROWS, key=lambda row: row.group_menu) if row.group_menu
)


def help_line(translations: Translations) -> str:
    """The commands that /help lists, each with its gloss where it has one."""
    parts = []
    for name in (row.name for row in _ROWS if row.in_help):
        gloss = translations.say(f"telegram.glosses.{name}")
        parts.append(f"/{name} ({gloss})" if gloss else f"/{name}")
    return ", ".join(parts)
