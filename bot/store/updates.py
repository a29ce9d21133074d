"""The updates and letters in hand, each kept until it is done: what a kill must not lose.

Which states an update goes through is told by ``bot.telegram.delivery``; here is what of them
outlives the process.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.store.schema import transaction

# So many of the latest updates are known again by their ids.
REMEMBERED = 10_000
# How an update was being worked on when the process ended: at its beginning, with nothing beside
# it that is not kept; with such beside it; as far as its calls.
ALONE, ACCOMPANIED, CALLING = 1, 2, 3
# What each counts as a cause of the end, and the sum from which an update is not begun again: two
# ends at its beginning. It is hardly ever a call in which a process ends by itself.
_WEIGHTS = {ALONE: 10, ACCOMPANIED: 0, CALLING: 1}
MOST_DEATHS = 20


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that was taken in and is not done.

    Attributes:
        id: Its number; that of a letter, which answers nobody's update, is below 0.
        body: Its JSON.
        taken: When it was taken in, in seconds since 1970.
        deaths: How surely it ended the process; see ``Updates.restore``.
        tries: How often its answer could not be delivered.
        due: When it is to be tried again, in seconds since 1970.
        calls: What was done for it, as JSON; empty where that is nothing.
        working: ALONE, ACCOMPANIED or CALLING while it is being worked on; else 0.
    """

    id: int
    body: str
    taken: int
    deaths: int = 0
    tries: int = 0
    due: float = 0.0
    calls: str = ""
    working: int = 0

    @property
    def is_suspect(self) -> bool:
        """Whether it may have ended the process: its work had begun, and not come to a call."""
        return self.working in (ALONE, ACCOMPANIED)


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

    def begin(self, update: int, working: int) -> None:
        """Keep that work on the update begins: ALONE or ACCOMPANIED."""
        self._set(update, "working = ?", working)

    def accompany(self, updates: Iterable[int]) -> None:
        """Keep that what is not kept is being worked on beside these, too."""
        for update in updates:
            self._set(update, f"working = iif(working = {ALONE}, {ACCOMPANIED}, working)")

    def keep(self, update: int, calls: str) -> None:
        """Keep what was done for the update."""
        self._set(update, "calls = ?", calls)

    def progress(self, update: int, calls: str) -> None:
        """Keep what was done for the update, which has come as far as its calls."""
        self._set(update, f"working = {CALLING}, calls = ?", calls)

    def wait(self, update: int, *, tries: int, due: float, calls: str) -> None:
        """Keep when the update is to be tried again, and what was done for it."""
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

    def restore(self, but: Collection[int] = ()) -> tuple[StoredUpdate, ...]:
        """The updates that are not done, ``but`` for these, in the order in which they came.

        The one that was alone in work when the process ended may be the cause, more surely at its
        beginning (10) than in a call (1). After this none counts as being worked on.
        """
        with transaction(self._connection) as connection:
            at_work = [it for it in self.unfinished() if it.working and it.id not in but]
            if len(at_work) == 1:
                (cause,) = at_work
                self._set(cause.id, "deaths = deaths + ?", _WEIGHTS[cause.working])
            found = tuple(it for it in self.unfinished() if it.id not in but)
            connection.executemany(
                "UPDATE updates SET working = 0 WHERE id = ?", [(it.id,) for it in at_work]
            )
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
