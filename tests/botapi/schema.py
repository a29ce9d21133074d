"""The parameters of the Bot API's methods, and whether a call keeps to them."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, NoReturn


class Refusal(Exception):  # noqa: N818
    """An error reply: HTTP status, description, and the service's extra parameters.

    ``expected`` says that people or the network brought it about, not a mistake of the bot.
    """

    def __init__(
        self, status: int, description: str, *, expected: bool = False, **parameters: int
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.expected = expected
        self.parameters = parameters


def refuse_request(description: str, *, expected: bool = False, **parameters: int) -> NoReturn:
    """Raise the most common refusal."""
    raise Refusal(400, f"Bad Request: {description}", expected=expected, **parameters)


@functools.cache
def tables() -> dict[str, Any]:
    """The methods and types of ``methods.json``."""
    return json.loads(Path(__file__).with_name("methods.json").read_text(encoding="utf-8"))


def read_call(method: str, form: dict[str, str]) -> dict[str, Any]:
    """The parameters as values; raises Refusal where one is unknown, missing or of a wrong type."""
    fields = tables()["methods"].get(method)
    if fields is None:
        raise Refusal(404, "Not Found")
    _check_names(method, fields, form)
    return {name: _read(f"{method}.{name}", fields[name], text) for name, text in form.items()}


def check_type(place: str, kind: str, value: Any) -> None:
    """Raises Refusal where ``value`` is no ``kind``, a type's name in ``methods.json``."""
    _check(place, kind, value)


def _check_names(place: str, fields: dict[str, str], given: dict[str, Any]) -> None:
    if unknown := set(given) - set(fields):
        raise Refusal(400, f"Bad Request: {place}: unknown {sorted(unknown)}")
    required = {name for name, kinds in fields.items() if kinds.endswith("!")}
    if missing := required - set(given):
        raise Refusal(400, f"Bad Request: {place}: missing {sorted(missing)}")


def _read(place: str, kinds: str, text: str) -> Any:
    """A form's text as the first of its kinds that it fits."""
    for kind in kinds.removesuffix("!").split("|"):
        try:
            value = text if kind == "String" else json.loads(text)
            _check(place, kind, value)
        except (ValueError, Refusal) as problem:
            refusal = problem
        else:
            return value
    raise Refusal(400, f"Bad Request: {place}: expected {kinds}, got {text[:80]!r} ({refusal})")


def _check(place: str, kind: str, value: Any) -> None:
    if kind.startswith("Array of "):
        _require(place, kind, isinstance(value, list))
        for item in value:
            _check(place, kind.removeprefix("Array of "), item)
    elif kind in _PLAIN:
        _require(place, kind, _PLAIN[kind](value))
    else:
        _check_object(place, kind, value)


def _check_object(place: str, kind: str, value: Any) -> None:
    fields = tables()["types"][kind]
    if isinstance(fields, list):
        _check_any(place, kind, fields, value)
        return
    _require(place, kind, isinstance(value, dict))
    _check_names(f"{place}: {kind}", fields, value)
    for name, item in value.items():
        _check_any(f"{place}.{name}", kind, fields[name].removesuffix("!").split("|"), item)


def _check_any(place: str, kind: str, kinds: list[str], value: Any) -> None:
    for candidate in kinds:
        try:
            _check(place, candidate, value)
        except Refusal:
            continue
        return
    raise Refusal(400, f"Bad Request: {place}: expected {' or '.join(kinds)} in {kind}")


def _require(place: str, kind: str, holds: bool) -> None:
    if not holds:
        raise Refusal(400, f"Bad Request: {place}: expected {kind}")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_PLAIN = {
    "Integer": _is_whole,
    "Float": lambda value: _is_whole(value) or isinstance(value, float),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "String": lambda value: isinstance(value, str),
    "InputFile": lambda value: isinstance(value, str),
}
