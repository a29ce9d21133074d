"""The tables, and how a file of an earlier version gets them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Each step takes the file from the version of its place to the next; a step that has shipped is
# never changed. Times are seconds since 1970.
MIGRATIONS = (
    # `body` is NULL once an update is done: of a question only its update's id stays.
    """
    CREATE TABLE updates (
        place INTEGER PRIMARY KEY,
        id INTEGER NOT NULL UNIQUE,
        body TEXT,
        starts INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX unfinished_updates ON updates (place) WHERE body IS NOT NULL;
    CREATE TABLE moved_groups (old INTEGER PRIMARY KEY, new INTEGER NOT NULL) STRICT;
    """,
    """
    CREATE TABLE people (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL DEFAULT '',
        role TEXT CHECK (role IN ('admin', 'user', 'blocked')),
        language TEXT CHECK (language IN ('id', 'en'))
    ) STRICT;
    CREATE TABLE groups (
        id INTEGER PRIMARY KEY,
        title TEXT NOT NULL DEFAULT '',
        allowed INTEGER NOT NULL CHECK (allowed IN (0, 1))
    ) STRICT;
    CREATE TABLE requests (
        person INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        asked INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE invitations (
        token TEXT PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN ('admin', 'user')),
        made_by INTEGER,
        made INTEGER NOT NULL,
        used_by INTEGER,
        used INTEGER
    ) STRICT;
    CREATE TABLE acts (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        actor INTEGER,
        act TEXT NOT NULL,
        subject INTEGER
    ) STRICT;
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person INTEGER NOT NULL,
        chat INTEGER NOT NULL,
        question TEXT NOT NULL,
        history TEXT NOT NULL,
        today TEXT NOT NULL,
        asked INTEGER NOT NULL,
        asked_in INTEGER,
        shown_in TEXT NOT NULL DEFAULT '[]'
    ) STRICT;
    CREATE INDEX answers_of_a_person ON answers (person);
    CREATE INDEX answers_to_a_message ON answers (chat, asked_in);
    CREATE TABLE opinions (
        answer INTEGER PRIMARY KEY REFERENCES answers (id) ON DELETE CASCADE,
        helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
        reason TEXT
    ) STRICT;
    """,
    "ALTER TABLE answers ADD COLUMN forwarded INTEGER NOT NULL DEFAULT 0;",
    # Which languages there are is none of the file's business.
    """
    CREATE TABLE people_of_any_language (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL DEFAULT '',
        role TEXT CHECK (role IN ('admin', 'user', 'blocked')),
        language TEXT
    ) STRICT;
    INSERT INTO people_of_any_language SELECT id, name, role, language FROM people;
    DROP TABLE people;
    ALTER TABLE people_of_any_language RENAME TO people;
    """,
    # `deaths` says how surely the update ended the process, `working` how it is being worked on;
    # `calls` is what was done for it, with what came back. See ``Updates``.
    """
    ALTER TABLE updates RENAME COLUMN starts TO deaths;
    ALTER TABLE updates ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
    UPDATE updates SET deaths = 0, taken = CAST(strftime('%s', 'now') AS INTEGER);
    ALTER TABLE updates ADD COLUMN working INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE updates ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE updates ADD COLUMN due REAL NOT NULL DEFAULT 0;
    ALTER TABLE updates ADD COLUMN calls TEXT;
    """,
    # Whether anybody who can decide has been told of a request.
    """
    ALTER TABLE requests ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
    UPDATE requests SET told = EXISTS (SELECT 1 FROM people WHERE role = 'admin');
    """,
    # Of a forwarded text, the day when it was first sent.
    "ALTER TABLE answers ADD COLUMN forwarded_on TEXT;",
)


def connect(path: Path, *, patience: float) -> sqlite3.Connection:
    """A connection to the file, brought to the present version.

    It may be used by any thread, by one at a time. A statement waits ``patience`` seconds for a
    lock of another process.

    Raises:
        sqlite3.Error: It is no such file, or a newer version of the program wrote it.
    """
    connection = sqlite3.connect(path, timeout=patience, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # A struck question is overwritten, not only forgotten: people ask about people.
        connection.execute("PRAGMA secure_delete = ON")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A transaction, or a part of the one that is under way; an exception takes all of it back."""
    if connection.in_transaction:
        yield connection
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise sqlite3.DatabaseError(
            f"it has version {version}, this program knows {len(MIGRATIONS)} at most"
        )
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN; {step} PRAGMA user_version = {number}; COMMIT;")
