"""Who may ask: people, groups, requests, invitations, and a log of every act.

Every change of access is one transaction with its row in ``acts``, and one line in the log that
names ids only.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.store.schema import transaction

_log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a person may do; BLOCKED is not even heard."""

    ADMIN = "admin"
    USER = "user"
    BLOCKED = "blocked"


class Act(StrEnum):
    """What can be done about access."""

    REQUESTED = "requested"
    ADMITTED = "admitted"
    REFUSED = "refused"
    BLOCKED = "blocked"
    REVOKED = "revoked"
    INVITED = "invited"
    JOINED = "joined"
    GROUP_ALLOWED = "group_allowed"
    GROUP_REVOKED = "group_revoked"
    GROUP_LEFT = "group_left"


DECISIONS = (Act.ADMITTED, Act.REFUSED, Act.BLOCKED, Act.REVOKED, Act.JOINED)


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that was done: at what time (seconds since 1970), by whom, to whom.

    ``actor`` is None for the operator's terminal and for whoever hides behind a group.
    """

    at: int
    actor: int | None
    act: Act
    subject: int | None


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A stranger's wish to be let in, not yet decided on; ``asked`` in seconds since 1970."""

    person: int
    name: str
    asked: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that lets in the first who opens it.

    ``made_by`` is None for the one that the operator's terminal shows.
    """

    token: str
    role: Role
    made_by: int | None
    made: int
    used_by: int | None = None


class People:
    """The people and groups of the state; every call is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # People

    def role(self, person: int) -> Role | None:
        """What ``person`` may do; None for a stranger."""
        role = self._first("SELECT role FROM people WHERE id = ?", person)
        return Role(role) if role else None

    def name(self, person: int) -> str:
        """The name that ``person`` had when they were let in; it may be empty."""
        return self._first("SELECT name FROM people WHERE id = ?", person) or ""

    def with_role(self, role: Role) -> dict[int, str]:
        """The names of those who have ``role``, by id."""
        query = "SELECT id, name FROM people WHERE role = ? ORDER BY id"
        return dict(self._connection.execute(query, (role,)).fetchall())

    def set_role(  # noqa: PLR0913 -- who, what, and the act's who and when
        self, person: int, role: Role | None, act: Act, *, by: int | None, at: int, name: str = ""
    ) -> None:
        """Give ``person`` a role, or none; an open request of theirs is decided by it.

        The role None makes a stranger of them, whose name is not kept. An empty name leaves that
        of the request, or else what was known.
        """
        with self._deed(act, person, by=by, at=at):
            self._put_role(person, role, name)

    def _put_role(self, person: int, role: Role | None, name: str) -> None:
        request = self.find_request(person)
        known = name or (request.name if request else self.name(person))
        self._connection.execute(
            "INSERT INTO people (id, name, role) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role",
            (person, known if role else "", role),
        )
        self._connection.execute("DELETE FROM requests WHERE person = ?", (person,))

    def language(self, person: int) -> str | None:
        """The language that ``person`` has chosen; None where they have not."""
        language: str | None = self._first("SELECT language FROM people WHERE id = ?", person)
        return language

    def set_language(self, person: int, language: str | None) -> None:
        """Keep the language that ``person`` has chosen; None forgets it."""
        with transaction(self._connection) as connection:
            connection.execute(
                "INSERT INTO people (id, language) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET language = excluded.language",
                (person, language),
            )

    # Groups

    def allows(self, group: int) -> bool:
        """Whether the members of ``group`` may ask in it."""
        return bool(self._first("SELECT allowed FROM groups WHERE id = ?", group))

    def groups(self) -> dict[int, str]:
        """The titles of the allowed groups, by id."""
        rows = self._connection.execute("SELECT id, title FROM groups WHERE allowed ORDER BY id")
        return dict(rows.fetchall())

    def allow_group(self, group: int, title: str, *, by: int | None, at: int) -> None:
        """Let the members of ``group`` ask in it; an empty title leaves the one known."""
        with self._deed(Act.GROUP_ALLOWED, group, by=by, at=at) as connection:
            connection.execute(
                "INSERT INTO groups (id, title, allowed) VALUES (?1, ?2, 1)"
                " ON CONFLICT (id) DO UPDATE SET allowed = 1, title = iif(?2 = '', title, ?2)",
                (group, title),
            )

    def revoke_group(self, group: int, *, by: int | None, at: int) -> None:
        """Let the members of ``group`` ask no more; its title is not kept."""
        with self._deed(Act.GROUP_REVOKED, group, by=by, at=at) as connection:
            connection.execute("UPDATE groups SET allowed = 0, title = '' WHERE id = ?", (group,))

    def move_group(self, old: int, new: int) -> None:
        """Allow the group under its new id where it was allowed under the old one."""
        with transaction(self._connection) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO groups (id, title, allowed)"
                " SELECT ?, title, 1 FROM groups WHERE id = ? AND allowed",
                (new, old),
            )
            connection.execute("DELETE FROM groups WHERE id = ?", (old,))

    def name_group(self, group: int, title: str) -> None:
        """Keep the title of an allowed group."""
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE groups SET title = ? WHERE id = ? AND allowed", (title, group)
            )

    # Requests

    def find_request(self, person: int) -> AccessRequest | None:
        """The open request of ``person``."""
        row = self._connection.execute(
            "SELECT person, name, asked FROM requests WHERE person = ?", (person,)
        ).fetchone()
        return AccessRequest(*row) if row else None

    def requests(self) -> tuple[AccessRequest, ...]:
        """The open requests, the oldest first."""
        query = "SELECT person, name, asked FROM requests ORDER BY asked, person"
        return tuple(AccessRequest(*row) for row in self._connection.execute(query))

    def add_request(self, person: int, name: str, *, at: int) -> None:
        """Keep the wish of ``person``, of which nobody is told yet, in the place of an earlier one."""
        with self._deed(Act.REQUESTED, person, by=person, at=at) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO requests (person, name, asked) VALUES (?, ?, ?)",
                (person, name, at),
            )

    def has_untold(self) -> bool:
        """Whether there is a request of which nobody who can decide was told."""
        return bool(self._first("SELECT count(*) FROM requests WHERE told = ?", 0))

    def take_untold(self) -> list[int]:
        """Who asked without anybody being told, in the order in which they came; told from now on."""
        with transaction(self._connection) as connection:
            rows = connection.execute(
                "SELECT person FROM requests JOIN acts ON subject = person AND act = ?"
                " WHERE NOT told GROUP BY person ORDER BY max(number)",
                (Act.REQUESTED,),
            ).fetchall()
            connection.execute("UPDATE requests SET told = 1")
        return [person for (person,) in rows]

    def mark_told(self, person: int) -> None:
        """Keep that somebody who can decide was told of the request of ``person``."""
        with transaction(self._connection) as connection:
            connection.execute("UPDATE requests SET told = 1 WHERE person = ?", (person,))

    def refuse(self, person: int, *, by: int | None, at: int) -> None:
        """Decide against the request of ``person``; their name is not kept."""
        with self._deed(Act.REFUSED, person, by=by, at=at) as connection:
            connection.execute("DELETE FROM requests WHERE person = ?", (person,))

    # Invitations

    def add_invitation(self, token: str, role: Role, *, by: int | None, at: int) -> None:
        """Keep a new invitation; one of the operator's (``by`` None) ends the earlier ones."""
        with self._deed(Act.INVITED, None, by=by, at=at) as connection:
            if by is None:
                connection.execute(
                    "DELETE FROM invitations WHERE made_by IS NULL AND used_by IS NULL"
                )
            connection.execute(
                "INSERT INTO invitations (token, role, made_by, made) VALUES (?, ?, ?, ?)",
                (token, role, by, at),
            )

    def find_invitation(self, token: str) -> Invitation | None:
        """The invitation with this token, used or not, however old."""
        row = self._connection.execute(
            "SELECT token, role, made_by, made, used_by FROM invitations WHERE token = ?", (token,)
        ).fetchone()
        return Invitation(row[0], Role(row[1]), *row[2:]) if row else None

    def use_invitation(self, token: str, person: int, name: str, *, at: int) -> bool:
        """Give ``person`` the role of the invitation, unless somebody has used it before."""
        invitation = self.find_invitation(token)
        if invitation is None or invitation.used_by is not None:
            return False
        with self._deed(Act.JOINED, person, by=person, at=at) as connection:
            connection.execute(
                "UPDATE invitations SET used_by = ?, used = ? WHERE token = ?", (person, at, token)
            )
            self._put_role(person, invitation.role, name)
        return True

    # Acts

    def leave_group(self, group: int, *, by: int | None, at: int) -> None:
        """Note that the bot is no more in ``group``; ``by`` is who brought that about."""
        with self._deed(Act.GROUP_LEFT, group, by=by, at=at):
            pass

    def deeds(self, subject: int | None = None) -> tuple[Deed, ...]:
        """What was done, to ``subject`` or to all, the latest first."""
        rows = self._connection.execute(
            "SELECT at, actor, act, subject FROM acts WHERE ?1 IS NULL OR subject = ?1"
            " ORDER BY number DESC",
            (subject,),
        )
        return tuple(Deed(at, actor, Act(act), who) for at, actor, act, who in rows)

    def last_decision(self, person: int) -> Deed | None:
        """The latest act that decided about ``person``."""
        return next((deed for deed in self.deeds(person) if deed.act in DECISIONS), None)

    def _first(self, query: str, value: int) -> Any:
        """The first column of the first row; None where there is no row."""
        row = self._connection.execute(query, (value,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def _deed(
        self, act: Act, subject: int | None, *, by: int | None, at: int
    ) -> Iterator[sqlite3.Connection]:
        """One transaction around a change and the row of ``acts`` about it."""
        with transaction(self._connection) as connection:
            yield connection
            connection.execute(
                "INSERT INTO acts (at, actor, act, subject) VALUES (?, ?, ?, ?)",
                (at, by, act, subject),
            )
        _log.info("Access: %s, subject %s, by %s", act, subject, by)
