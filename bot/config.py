"""The settings: config.yaml read once into a frozen value, and the secrets of the environment."""

from __future__ import annotations

import difflib
import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml

from bot.errors import ConfigError

DEFAULT_FILE = "config.yaml"
DEFAULT_LANGUAGE = "id"
TELEGRAM_API_URL = "https://api.telegram.org"

# Telegram documents no form beyond "digits:letters"; a token that is well formed but wrong
# is refused by the service itself.
_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{8,}")
# Bot API, setWebhook, secret_token.
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _find_languages() -> tuple[str, ...]:
    found = (Path(file.name) for file in files("bot").joinpath("locale").iterdir())
    names = {file.stem for file in found if file.suffix == ".yaml"}
    return (DEFAULT_LANGUAGE, *sorted(names - {DEFAULT_LANGUAGE}))


LANGUAGES = _find_languages()
"""The languages that the bot speaks, one for each file of ``bot/locale``; the default first."""

Section = TypeVar("Section")
Reader = Callable[[Any], Any]


def _setting(default: Any, read: Reader) -> Any:
    """A field with its default, and the function that reads what config.yaml has for it."""
    return field(default=default, metadata={"read": read})


def _section(kind: Callable[[], Any]) -> Any:
    """A field of settings that belong together, each with its default."""
    return _setting(kind(), lambda value: _read_section(kind, value))


def _expected(what: str, found: object) -> ValueError:
    return ValueError(f"expected {what}, got {reprlib.repr(found)}")


def _reader(what: str, holds: Callable[[Any], bool], read: Reader = lambda value: value) -> Reader:
    """What ``read`` makes of a value that ``holds``; of any other, that ``what`` was expected."""

    def check(value: Any) -> Any:
        if not holds(value):
            raise _expected(what, value)
        return read(value)

    return check


def _number_from(low: float, high: float) -> Reader:
    return _reader(
        f"a number from {low:g} to {high:g}",
        lambda value: type(value) in (int, float) and low <= value <= high,
        float,
    )


def _whole_from(low: int, high: int) -> Reader:
    return _reader(
        f"a whole number from {low} to {high}",
        lambda value: type(value) is int and low <= value <= high,
    )


def _one_of(*choices: str) -> Reader:
    return _reader(" or ".join(choices), lambda value: value in choices)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


_yes_or_no = _reader("true or false", lambda value: type(value) is bool)
_text = _reader("text", _is_text, str.strip)
_ids = _reader(
    "a list of Telegram ids such as [123456789]",
    lambda value: isinstance(value, list) and all(type(item) is int for item in value),
    frozenset,
)
_address = _reader(
    "an address such as https://bot.contoh.id/telegram",
    lambda value: _is_text(value) and bool(re.fullmatch(r"https?://[^/\s]+(?:/\S*)?", value)),
)
_long_forms = _reader(
    "pairs such as 'HBI: Hari Bhakti Imigrasi'",
    lambda value: isinstance(value, dict) and all(map(_is_text, [*value, *value.values()])),
)


def _path(value: Any) -> Path:
    if not _is_text(value) or "\0" in value:
        raise _expected("a path", value)
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise _expected("a path of a user who exists", value) from None


def _time_zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except Exception:  # ZoneInfo raises five kinds of error for a name that it does not know
        raise _expected("a time zone such as Asia/Jakarta", value) from None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask. Ids are Telegram's; those of groups are negative.

    ``users`` and ``admins`` may ask anywhere, members of ``groups`` in that group.
    """

    admins: frozenset[int] = _setting(frozenset(), _ids)
    users: frozenset[int] = _setting(frozenset(), _ids)
    groups: frozenset[int] = _setting(frozenset(), _ids)
    open: bool = _setting(False, _yes_or_no)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where Telegram delivers updates (``url``), and where the bot listens for them."""

    url: str = _setting("", _address)
    listen: str = _setting("127.0.0.1", _text)
    port: int = _setting(8443, _whole_from(1, 65535))


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How the bot is connected, and what it keeps.

    Attributes:
        mode: How updates arrive: the bot asks for them, or Telegram delivers them.
        history: How many earlier questions a follow-up may use.
        links: Whether an answer ends with an address that opens it again in a private chat.
        keep_days: For how many days the texts of questions are kept, for the buttons.
    """

    mode: str = _setting("polling", _one_of("polling", "webhook"))
    webhook: WebhookSettings = _section(WebhookSettings)
    history: int = _setting(5, _whole_from(0, 50))
    links: bool = _setting(False, _yes_or_no)
    keep_days: int = _setting(30, _whole_from(1, 3650))


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """The shape of an answer: passages in one message, characters of one quotation."""

    passages: int = _setting(3, _whole_from(1, 10))
    quote: int = _setting(420, _whole_from(80, 3000))


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The weights of what speaks for an article as an answer, and what their sum must reach.

    Each is a part of a logit; ``Evidence`` says what it is of.
    """

    bias: float = _setting(-3.7, _number_from(-20, 20))
    coverage: float = _setting(3.81, _number_from(-20, 20))
    mass: float = _setting(0.61, _number_from(-20, 20))
    margin: float = _setting(1.48, _number_from(-20, 20))
    dated: float = _setting(0.5, _number_from(-20, 20))
    lacks_kind: float = _setting(-0.05, _number_from(-20, 20))
    least: float = _setting(0.1, _number_from(-20, 20))


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """What ranking weighs, and when a hit is an answer.

    Attributes:
        article: The BM25 score of the whole article, as a multiple beside the paragraph's own.
        wanted: The share of its score that a passage gains at most for holding what is asked
            for: a date near the words of "kapan", a number near those of "berapa", a name.
        date: The asked day, where words are asked for, too, as a multiple of the idf of a word
            that a single paragraph holds.
        coverage: The least share of the question's idf mass that an article must hold to be
            listed where a subject and days are asked for.
        gate: When a hit is an answer.
    """

    article: float = _setting(0.5, _number_from(0, 5))
    wanted: float = _setting(1.0, _number_from(0, 5))
    date: float = _setting(0.8, _number_from(0, 5))
    coverage: float = _setting(0.6, _number_from(0, 1))
    gate: GateSettings = _section(GateSettings)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; a relative path in the file counts from the file's folder."""

    corpus: Path = _setting(Path("corpus"), _path)
    state: Path = _setting(Path("state/tanya.sqlite"), _path)
    timezone: ZoneInfo = _setting(ZoneInfo("Asia/Jakarta"), _time_zone)
    language: str = _setting(DEFAULT_LANGUAGE, _one_of(*LANGUAGES))
    access: Access = _section(Access)
    telegram: TelegramSettings = _section(TelegramSettings)
    answer: AnswerSettings = _section(AnswerSettings)
    search: SearchSettings = _section(SearchSettings)
    abbreviations: dict[str, str] = field(default_factory=dict, metadata={"read": _long_forms})


class _MisplacedError(ValueError):
    """A wrong value; the sentence begins with the dotted path of its setting."""


def _read_section(kind: Callable[..., Section], value: Any) -> Section:
    """The section from a mapping; what it does not name keeps its default."""
    if not isinstance(value, Mapping):
        raise _expected("settings as 'key: value' lines", value)
    known = {item.name: item.metadata["read"] for item in fields(kind)}  # type: ignore[arg-type]
    settings = {}
    for key, given in value.items():
        if key not in known:
            raise _MisplacedError(f"{key}: {_unknown_key(str(key), list(known))}")
        try:
            settings[key] = known[key](given)
        except _MisplacedError as problem:
            raise _MisplacedError(f"{key}.{problem}") from None
        except ValueError as problem:
            raise _MisplacedError(f"{key}: {problem}") from None
    return kind(**settings)


def _unknown_key(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    meant = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"no such setting; {meant}"


def parse_config(text: str, origin: str = DEFAULT_FILE) -> Config:
    """The settings in ``text``; an empty text gives the defaults.

    Raises:
        ConfigError: The text is no YAML, a key is unknown, or a value is of the wrong kind or
            out of its range; the sentence begins with ``origin`` and the key.
    """
    try:
        tree = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        what = getattr(problem, "problem", None) or problem
        raise ConfigError(f"{origin}: {line}expected YAML, got this: {what}") from None
    try:
        return _read_section(Config, tree)
    except ValueError as problem:
        raise ConfigError(f"{origin}: {problem}") from None


def read_config(path: Path | None = None) -> Config:
    """The settings of ``path``, or of config.yaml in the current folder if there is one.

    Raises:
        ConfigError: ``path`` cannot be read, or holds what ``parse_config`` refuses.
    """
    file = path or Path(DEFAULT_FILE)
    if path is None and not file.exists():
        return Config()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        what = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"{file}: expected a file of settings, but: {what}") from None
    config = parse_config(text, str(file))
    return replace(config, corpus=file.parent / config.corpus, state=file.parent / config.state)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What only the environment may hold; the secret parts are kept out of any printed form."""

    token: str = field(repr=False)
    api_url: str = TELEGRAM_API_URL
    webhook_secret: str = field(default="", repr=False)


def read_secrets(environment: Mapping[str, str]) -> Secrets:
    """The bot's token and the server to talk to.

    Raises:
        ConfigError: TELEGRAM_BOT_TOKEN is missing or malformed, TELEGRAM_API_URL is no http
            address, or TELEGRAM_WEBHOOK_SECRET has other characters than the service allows.
            The sentence never repeats a secret.
    """
    token = environment.get("TELEGRAM_BOT_TOKEN", "").strip()
    if not token:
        raise ConfigError(
            "TELEGRAM_BOT_TOKEN: expected the token that @BotFather gave, got nothing; "
            "set it with: export TELEGRAM_BOT_TOKEN=…"
        )
    if not _TOKEN.fullmatch(token):
        raise ConfigError(
            "TELEGRAM_BOT_TOKEN: expected digits, a colon and letters such as 123456789:AAF…, "
            f"got {len(token)} characters of another form"
        )
    api_url = environment.get("TELEGRAM_API_URL", "").strip().rstrip("/") or TELEGRAM_API_URL
    if not re.match(r"https?://[^/\s]", api_url):
        raise ConfigError(f"TELEGRAM_API_URL: expected http://… or https://…, got {api_url!r}")
    secret = environment.get("TELEGRAM_WEBHOOK_SECRET", "").strip()
    if secret and not _WEBHOOK_SECRET.fullmatch(secret):
        raise ConfigError(
            "TELEGRAM_WEBHOOK_SECRET: expected 1 to 256 of A-Z, a-z, 0-9, _ and -, "
            f"got {len(secret)} characters with others among them"
        )
    return Secrets(token, api_url, secret)


def check_webhook(config: Config, secrets: Secrets) -> None:
    """Nothing, where the settings say all that the mode needs.

    Raises:
        ConfigError: The mode is webhook, and its address or its secret is missing.
    """
    if config.telegram.mode != "webhook":
        return
    if not config.telegram.webhook.url:
        raise ConfigError(
            "telegram.webhook.url: expected the address at which Telegram reaches the bot, "
            "such as https://bot.contoh.id/telegram, got nothing"
        )
    if not secrets.webhook_secret:
        raise ConfigError(
            "TELEGRAM_WEBHOOK_SECRET: expected the secret that Telegram sends with each update, "
            "got nothing; set it with: export TELEGRAM_WEBHOOK_SECRET=…"
        )
