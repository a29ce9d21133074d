"""The state file: groups that moved, and the parts with their own page."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import ConfigError
from bot.store.answers import Answers
from bot.store.people import People
from bot.store.schema import connect, transaction
from bot.store.updates import Updates

# What the statements are to blame for, not the file.
_MISTAKES = (
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_TOOBIG,
)

_log = logging.getLogger(__name__)


@contextmanager
def surviving(consequence: str) -> Iterator[None]:
    """Go on where the state file fails, with a line in the log that tells the ``consequence``."""
    try:
        yield
    except sqlite3.Error as problem:
        _log.error("%s, for the state file fails: %s", consequence, problem)


def is_of_the_file(problem: Exception) -> bool:
    """Whether the file fails, and may do so no more later; else what was asked of it is wrong."""
    if not isinstance(problem, sqlite3.Error):
        return False
    code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code not in (sqlite3.SQLITE_ERROR, *_MISTAKES)


class Store:
    """The state of a bot; every call is one transaction, or a part of the one that was begun.

    A store is one connection to the file, for one thread at a time. Beside the one that writes
    there may be others: what it has written they see at once, and they never wait for it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.updates = Updates(connection)
        self.people = People(connection)
        self.answers = Answers(connection)

    @classmethod
    def open(cls, path: Path, *, patience: float = 5.0) -> Store:
        """The store in ``path``, which is created with its folder where it is missing.

        A call waits ``patience`` seconds for a lock of another process, then raises sqlite3.Error.

        Raises:
            ConfigError: ``path`` cannot be written, is no SQLite file, or a newer version of the
                program wrote it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                # Questions, names and invitations: for nobody else on the machine. SQLite gives
                # the files beside it the same mode.
                path.touch(mode=0o600)
            connection = connect(path, patience=patience)
        except (OSError, sqlite3.Error) as problem:
            message = f"state: expected a writable SQLite file: {path}: {problem}"
            raise ConfigError(message) from None
        return cls(connection)

    def close(self) -> None:
        """Close the file; nothing is lost without it."""
        self._connection.close()

    def begin(self, *, durable: bool = True) -> None:
        """Begin a transaction, of which all calls are a part until it is committed or rolled back.

        One that is not ``durable`` outlives the process, however it ends, but not always a loss of
        power; it does not wait for the disk.

        Raises:
            sqlite3.OperationalError: Another connection has one, for longer than ``patience``.
        """
        self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep what was called since ``begin``."""
        self._connection.commit()

    def roll_back(self) -> None:
        """Take back what was called since ``begin``."""
        self._connection.rollback()

    def shrink(self) -> bool:
        """Leave nothing that was removed in the write-ahead log, outside of any transaction.

        False where somebody else reads what is in it.
        """
        (is_busy, _, _) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    def move_group(self, old: int, new: int) -> None:
        """Note that the group ``old`` has become the supergroup ``new``."""
        with transaction(self._connection) as connection:
            connection.execute("INSERT OR REPLACE INTO moved_groups VALUES (?, ?)", (old, new))

    def moved_groups(self) -> dict[int, int]:
        """The id that each moved group had, and the one that it has now."""
        return dict(self._connection.execute("SELECT old, new FROM moved_groups").fetchall())
