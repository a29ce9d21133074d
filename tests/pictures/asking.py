"""The questions of the pictures, and what the bot sends for each."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as day_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.botapi import ME, BotProcess, Service, origin_hidden, serving

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Jakarta")
_MORNING = day_time(9, 41)
_FIRST_PERSON = 500
_PAGE_NUMBER = re.compile(r"\d+/\d+")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for a picture; ``questions.yaml`` explains the parts."""

    name: str
    question: str
    earlier: tuple[str, ...] = ()
    forwarded: date | None = None
    page: int = 1
    chat: str = "private"


@dataclass(frozen=True, slots=True)
class Exchange:
    """The message of the asker and those that answered it, as the service keeps them."""

    name: str
    asked: Json
    answers: tuple[Json, ...]


def read_questions(path: Path = HERE / "questions.yaml") -> tuple[Question, ...]:
    """The questions in their order."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(Question(**row | {"earlier": tuple(row.get("earlier", ()))}) for row in rows)


def ask_all(
    questions: Sequence[Question], corpus: Path, today: date, folder: Path
) -> Iterator[Exchange]:
    """What the bot answers from the articles of ``corpus``, each question in a chat of its own.

    Args:
        questions: What is asked.
        corpus: The folder of articles.
        today: The day of the asking.
        folder: Where the bot keeps its state.
    """
    service = Service()
    people = range(_FIRST_PERSON, _FIRST_PERSON + len(questions))
    access = {"users": list(people), "groups": [-person for person in people]}
    # A clock twice as fast, and right as long after now as the asking is before, tells its day.
    service.since = 2 * time.time() - _morning_of(today)
    settings = {"corpus": str(corpus.resolve()), "access": access}
    with serving(service) as address:
        bot = BotProcess(folder, address, service, speed=2, **settings)
        bot.start()
        try:
            for person, question in zip(people, questions, strict=True):
                yield _ask(service, person, question)
        finally:
            bot.kill()


def _morning_of(day: date) -> float:
    """The seconds since 1970 in the morning of ``day``."""
    return datetime.combine(day, _MORNING, ZONE).timestamp()


def _ask(service: Service, person: int, question: Question) -> Exchange:
    chat = -person if question.chat == "group" else person
    if chat < 0:
        service.add_group(chat, "Humas Kantor Imigrasi")
    for earlier in question.earlier:
        _answered(service, person, chat, text=earlier)
    asked, answers = _answered(service, person, chat, **_content(question))
    for _ in range(question.page - 1):
        answers = [_turned(service, person, answers[-1])]
    return Exchange(question.name, asked, tuple(answers))


def _content(question: Question) -> Json:
    if question.forwarded:
        origin = {**origin_hidden("Bu Rini"), "date": int(_morning_of(question.forwarded))}
        return {"text": question.question, "forward_origin": origin}
    return {"text": question.question}


def _answered(service: Service, person: int, chat: int, **content: Any) -> tuple[Json, list[Json]]:
    """The message as it was written, and the bot's messages that answered it."""
    before = len(service.sent(chat))
    if chat < 0:
        asked = service.write(person, f"/tanya@{ME['username']} {content['text']}", chat=chat)
    else:
        asked = service.post(person, chat=chat, **content)
    return dict(asked), service.wait_sent(chat, before + 1)[before:]


def _turned(service: Service, person: int, message: Json) -> Json:
    """The message after the button behind its page number was pressed."""
    rows = message["reply_markup"]["inline_keyboard"]
    buttons = [button for row in rows for button in row]
    number = next(at for at, button in enumerate(buttons) if _PAGE_NUMBER.search(button["text"]))
    text = message["text"]
    service.wait_answer(service.press(person, message, buttons[number + 1]["callback_data"]))
    place = message["chat"]["id"], message["message_id"]

    def now() -> Json:
        return service.find_message(*place) or message

    service.wait(lambda: now()["text"] != text, "another page")
    return dict(now())
