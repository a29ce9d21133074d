"""The state file: updates not yet answered, groups that moved, and the parts with their own page."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError
from bot.store.answers import Answers
from bot.store.people import People
from bot.store.schema import connect

# So many of the latest updates are known again by their ids.
REMEMBERED = 10_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that was taken in but not finished; ``starts`` is how often it was begun."""

    id: int
    body: str
    starts: int


@contextmanager
def surviving(consequence: str) -> Iterator[None]:
    """Go on where the state file fails, with a line in the log that tells the ``consequence``."""
    try:
        yield
    except sqlite3.Error as problem:
        _log.error("%s, for the state file fails: %s", consequence, problem)


class Store:
    """The state of a bot; every call is one transaction, to be made from one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.people = People(connection)
        self.answers = Answers(connection)

    @classmethod
    def open(cls, path: Path) -> Store:
        """The store in ``path``, which is created with its folder where it is missing.

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
            connection = connect(path)
        except (OSError, sqlite3.Error) as problem:
            message = f"state: expected a writable SQLite file: {path}: {problem}"
            raise ConfigError(message) from None
        return cls(connection)

    def close(self) -> None:
        """Close the file; nothing is lost without it."""
        self._connection.close()

    def add_update(self, update_id: int, body: str) -> bool:
        """Whether the update is new; where it is, ``body`` is kept until it is finished."""
        with self._connection as connection:
            cursor = connection.execute(
                "INSERT INTO updates (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (update_id, body),
            )
        return cursor.rowcount == 1

    def begin_update(self, update_id: int) -> None:
        """Count one more start of the update."""
        with self._connection as connection:
            connection.execute("UPDATE updates SET starts = starts + 1 WHERE id = ?", (update_id,))

    def finish_update(self, update_id: int) -> None:
        """Strike the update: its body goes, its id is remembered for a while."""
        with self._connection as connection:
            connection.execute("UPDATE updates SET body = NULL WHERE id = ?", (update_id,))
            connection.execute(
                "DELETE FROM updates WHERE body IS NULL"
                " AND place <= (SELECT max(place) FROM updates) - ?",
                (REMEMBERED,),
            )

    def unfinished_updates(self) -> tuple[StoredUpdate, ...]:
        """The updates that were added and not finished, in the order in which they came."""
        rows = self._connection.execute(
            "SELECT id, body, starts FROM updates WHERE body IS NOT NULL ORDER BY place"
        )
        return tuple(StoredUpdate(*row) for row in rows)

    def move_group(self, old: int, new: int) -> None:
        """Note that the group ``old`` has become the supergroup ``new``."""
        with self._connection as connection:
            connection.execute("INSERT OR REPLACE INTO moved_groups VALUES (?, ?)", (old, new))

    def moved_groups(self) -> dict[int, int]:
        """The id that each moved group had, and the one that it has now."""
        return dict(self._connection.execute("SELECT old, new FROM moved_groups").fetchall())
