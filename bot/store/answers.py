"""What was asked and where the answer stands, so that its buttons work after a restart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.model import Turn
from bot.store.schema import transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered; asked again it gets the same answer.

    Attributes:
        id: Short enough for a button; 0 for one that is not kept.
        person: Who asked.
        chat: Where.
        question: As it was asked.
        history: The questions before it that it may go on from, oldest first.
        today: The asker's day.
        shown_in: The messages that hold the answer, in order.
        forwarded_on: Where the question is a forwarded text, the day when that was first sent.
    """

    id: int
    person: int
    chat: int
    question: str
    history: tuple[Turn, ...]
    today: date
    shown_in: tuple[int, ...] = ()
    forwarded_on: date | None = None


def _to_json(history: Iterable[Turn]) -> str:
    return json.dumps(list(map(asdict, history)), default=date.isoformat)


def _to_turn(row: dict[str, Any] | str) -> Turn:
    """The turn in a row of the file; a version that kept no days wrote the question alone."""
    if isinstance(row, str):
        return Turn(row)
    days = {key: row[key] and date.fromisoformat(row[key]) for key in ("today", "forwarded_on")}
    return Turn(**{**row, **days})


class Answers:
    """The questions that were answered, kept for a while; every call is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def last(self) -> int:
        """The highest id that a question ever had; 0 where there was none."""
        query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'answers'"
        return int(self._connection.execute(query).fetchone()[0])

    def add(self, asked: Asked, *, at: int, asked_in: int | None = None) -> int:
        """Keep a question, under its id or, where that is 0, under the next; its id.

        It takes the place of what was kept under its id.

        Args:
            asked: What of it is kept.
            at: When it was asked, in seconds since 1970.
            asked_in: The message that asked, which may be edited.
        """
        day, history = asked.today.isoformat(), _to_json(asked.history)
        row = (asked.id or None, asked.person, asked.chat, asked.question, history, day, at)
        shown_in = json.dumps(asked.shown_in)
        sent = asked.forwarded_on and asked.forwarded_on.isoformat()
        with transaction(self._connection) as connection:
            cursor = connection.execute(
                "INSERT OR REPLACE INTO answers (id, person, chat, question, history, today, asked,"
                " asked_in, shown_in, forwarded, forwarded_on)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, asked_in, shown_in, int(sent is not None), sent),
            )
        return int(cursor.lastrowid or 0)

    def show(self, answer: int, messages: tuple[int, ...]) -> None:
        """Keep the messages in which the answer stands."""
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE answers SET shown_in = ? WHERE id = ?", (json.dumps(messages), answer)
            )

    def rewrite(self, answer: int, question: str) -> None:
        """Put another question in the place of an edited one; the opinion of it goes."""
        with transaction(self._connection) as connection:
            connection.execute("UPDATE answers SET question = ? WHERE id = ?", (question, answer))
            connection.execute("DELETE FROM opinions WHERE answer = ?", (answer,))

    def find(self, answer: int) -> Asked | None:
        """The question with this id; None where it is kept no more."""
        return self._one("id = ?", (answer,))

    def find_by_message(self, chat: int, message: int) -> Asked | None:
        """The latest question that was asked in this message."""
        return self._one("chat = ? AND asked_in = ?", (chat, message))

    def find_by_answer(self, chat: int, message: int) -> Asked | None:
        """The question whose answer stands in this message."""
        shown = "EXISTS (SELECT 1 FROM json_each(shown_in) WHERE value = ?)"
        return self._one(f"chat = ? AND {shown}", (chat, message))

    def _one(self, where: str, values: tuple[int, ...]) -> Asked | None:
        columns = "id, person, chat, question, history, today, shown_in, forwarded, forwarded_on"
        query = f"SELECT {columns} FROM answers WHERE {where} ORDER BY id DESC LIMIT 1"  # noqa: S608
        row = self._connection.execute(query, values).fetchone()
        if row is None:
            return None
        number, person, chat, question, history, today, shown_in, forwarded, sent = row
        history, shown_in = tuple(map(_to_turn, json.loads(history))), tuple(json.loads(shown_in))
        day = date.fromisoformat(today)
        # An earlier version kept no day of sending.
        sent_on = date.fromisoformat(sent) if sent else day if forwarded else None
        return Asked(number, person, chat, question, history, day, shown_in, sent_on)

    def judge(self, answer: int, *, helpful: bool, reason: str | None = None) -> None:
        """Keep what was thought of an answer; a later opinion takes the place of an earlier."""
        with transaction(self._connection) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO opinions (answer, helpful, reason)"
                " SELECT id, ?, ? FROM answers WHERE id = ?",
                (int(helpful), reason, answer),
            )

    def opinion(self, answer: int) -> bool | None:
        """Whether the answer was called helpful, or not; None where nothing was said of it."""
        query = "SELECT helpful FROM opinions WHERE answer = ?"
        row = self._connection.execute(query, (answer,)).fetchone()
        return bool(row[0]) if row else None

    def withdraw(self, answer: int) -> None:
        """Keep no more what was thought of an answer."""
        with transaction(self._connection) as connection:
            connection.execute("DELETE FROM opinions WHERE answer = ?", (answer,))

    def count_since(self, moment: int) -> int:
        """How many questions were asked since ``moment`` (seconds since 1970)."""
        query = "SELECT count(*) FROM answers WHERE asked >= ?"
        return int(self._connection.execute(query, (moment,)).fetchone()[0])

    def count_opinions(self) -> tuple[int, int]:
        """How many answers were called helpful, and how many not."""
        good, bad = self._connection.execute(
            "SELECT count(*) FILTER (WHERE helpful), count(*) FILTER (WHERE NOT helpful)"
            " FROM opinions"
        ).fetchone()
        return int(good), int(bad)

    def forget_before(self, moment: int) -> int:
        """Remove the questions asked before ``moment`` (seconds since 1970); how many."""
        return self._forget("asked < ?", moment)

    def forget_person(self, person: int) -> int:
        """Remove all questions of ``person``; how many there were."""
        return self._forget("person = ?", person)

    def _forget(self, where: str, value: int) -> int:
        with transaction(self._connection) as connection:
            query = f"DELETE FROM answers WHERE {where}"  # noqa: S608
            return connection.execute(query, (value,)).rowcount
