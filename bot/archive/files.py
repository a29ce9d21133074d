"""Files that are seen whole or not at all, and never lost under another.

A draft is written beside its place, under a name that no reader and no other process looks at,
flushed to the disk, and then given its name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")
_STALE_SECONDS = 3600


def write_whole(
    path: Path,
    content: bytes | Callable[[BinaryIO], object],
    *,
    instead: bool = False,
    drafts: Path | None = None,
) -> None:
    """Writes a file that is seen whole or not at all, also when the machine stops meanwhile.

    Args:
        path: Where it shall stand.
        content: What it shall hold, or what writes that to a file.
        instead: Whether it takes the place of a file that is there.
        drafts: The folder, on the same disk, where it is written first; that of ``path``.

    Raises:
        FileExistsError: There is a file, and it is not to be replaced.
        OSError: The disk refuses it.
    """
    draft = (drafts or path.parent) / f".{os.urandom(8).hex()}.part"
    try:
        with draft.open("xb") as file:
            if callable(content):
                content(file)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if instead:
            draft.replace(path)
        else:
            move_file(draft, path)
        sync_folder(path.parent)
    finally:
        with suppress(OSError):
            draft.unlink()


def move_file(start: Path, goal: Path) -> None:
    """Moves a file within one disk and overwrites nothing.

    Raises:
        FileExistsError: There is another file at the goal.
    """
    try:
        os.link(start, goal)
    except FileExistsError:
        # Both names may be of one file: a move that was stopped half-way.
        if not start.samefile(goal):
            raise
    except OSError:
        # Some file systems know no second name for a file (FAT, some network shares).
        if goal.exists():
            raise FileExistsError(goal) from None
        start.rename(goal)
        return
    start.unlink()


def sync_folder(folder: Path) -> None:
    """Has the disk keep the names in ``folder``, as fsync does for what is in a file."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # Windows opens no folders.
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sweep_drafts(folder: Path, newest: Path) -> None:
    """Removes what killed writers left in ``folder``: drafts an hour older than ``newest``.

    Both ages are read from the disk's own clock, which may differ from that of the machine.
    """
    with suppress(OSError):
        now = newest.stat().st_mtime
        for path in folder.glob(".*.part"):
            if _DRAFT.fullmatch(path.name) and now - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, where they are missing, and has the disk keep them.

    Raises:
        OSError: The disk refuses it, or there is a file in the way.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
