"""The updates and letters in hand, each kept until it is done: what a kill must not lose.

Which states an update goes through is told by ``bot.telegram.delivery``; here is what of them
outlives the process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bot.store.schema import transaction

# So many of the latest updates are known again by their ids.
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that was taken in and is not done.

    Attributes:
        id: Its number; that of a letter, which answers nobody's update, is below 0.
        body: Its JSON.
        taken: When it was taken in, in seconds since 1970.
        deaths: How often the process ended while this update was being worked on, and no other.
        tries: How often its answer could not be delivered.
        due: When it is to be tried again, in seconds since 1970.
        calls: The calls for it that were carried out, as JSON; empty where there were none.
        working: It was being worked on when the process ended.
    """

    id: int
    body: str
    taken: int
    deaths: int = 0
    tries: int = 0
    due: float = 0.0
    calls: str = ""
    working: bool = False


class Updates:
    """The updates that are not done; every call is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, updates: Iterable[StoredUpdate]) -> frozenset[int]:
        """Keep those that were never added before; their ids."""
        with transaction(self._connection) as connection:
            new = {update.id for update in updates if self._insert(update)}
            connection.execute(
                "DELETE FROM updates WHERE body IS NULL"
                " AND place <= (SELECT max(place) FROM updates) - ?",
                (REMEMBERED,),
            )
        return frozenset(new)

    def _insert(self, update: StoredUpdate) -> bool:
        cursor = self._connection.execute(
            "INSERT INTO updates (id, body, taken, working) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (update.id, update.body, update.taken, update.working),
        )
        return cursor.rowcount == 1

    def begin(self, update: int) -> None:
        """Keep that the update is being worked on."""
        self._set(update, "working = 1")

    def progress(self, update: int, calls: str) -> None:
        """Keep what was carried out; the update has not ended the process."""
        self._set(update, "working = 0, deaths = 0, calls = ?", calls)

    def wait(self, update: int, *, tries: int, due: float, calls: str) -> None:
        """Keep when the update is to be tried again, and what was carried out."""
        self._set(update, "working = 0, tries = ?, due = ?, calls = ?", tries, due, calls)

    def finish(self, update: int) -> None:
        """Strike the update: its content goes, its id is remembered for a while."""
        self._set(update, "body = NULL, calls = NULL, working = 0")

    def _set(self, update: int, what: str, *values: object) -> None:
        with transaction(self._connection) as connection:
            connection.execute(
                f"UPDATE updates SET {what} WHERE id = ? AND body IS NOT NULL",  # noqa: S608
                (*values, update),
            )

    def restore(self) -> tuple[StoredUpdate, ...]:
        """The updates that are not done, in the order in which they came.

        One that was alone in work when the process ended has a death more; after this none counts
        as being worked on.
        """
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE updates SET deaths = deaths + 1 WHERE working"
                " AND (SELECT count(*) FROM updates WHERE working) = 1"
            )
            found = self.unfinished()
            connection.execute("UPDATE updates SET working = 0 WHERE working")
        return found

    def put_back(self) -> None:
        """Keep that no update is being worked on: the process is about to end well."""
        with transaction(self._connection) as connection:
            connection.execute("UPDATE updates SET working = 0 WHERE working")

    def unfinished(self) -> tuple[StoredUpdate, ...]:
        """The updates that are not done, in the order in which they came."""
        rows = self._connection.execute(
            "SELECT id, body, taken, deaths, tries, due, coalesce(calls, ''), working"
            " FROM updates WHERE body IS NOT NULL ORDER BY place"
        )
        return tuple(StoredUpdate(*row) for row in rows)

    def lowest(self) -> int:
        """The lowest id that was ever given to a letter and is remembered; 0 if none was."""
        query = "SELECT min(0, coalesce(min(id), 0)) FROM updates"
        return int(self._connection.execute(query).fetchone()[0])
