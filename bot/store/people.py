"""Who may ask: people, groups, requests, invitations, and a log of every act."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; BLOCKED is not even heard."""

    ADMIN = "admin"
    USER = "user"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Request:
    """A stranger's wish to be let in, not yet decided on; ``asked`` in seconds since 1970."""

    person: int
    name: str
    asked: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that lets in the first who opens it."""

    token: str
    role: Role
    made_by: int | None
    made: int


class People:
    """The people and groups of the state; every call is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def role(self, person: int) -> Role | None:
        """What ``person`` may do; None for a stranger."""
        row = self._connection.execute("SELECT role FROM people WHERE id = ?", (person,)).fetchone()
        return Role(row[0]) if row and row[0] else None

    def language(self, person: int) -> str | None:
        """The language that ``person`` has chosen; None where they have not."""
        row = self._connection.execute(
            "SELECT language FROM people WHERE id = ?", (person,)
        ).fetchone()
        return str(row[0]) if row and row[0] else None

    def set_language(self, person: int, language: str | None) -> None:
        """Keep the language that ``person`` has chosen; None forgets it."""
        with self._connection as connection:
            connection.execute(
                "INSERT INTO people (id, language) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET language = excluded.language",
                (person, language),
            )
