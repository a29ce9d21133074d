"""Every error that a user can be shown, as one sentence: place, what was expected, what was found.

TanyaError              caught once, by the command line or the Telegram folder
├── UsageError          the command was called wrongly: exit code 2
│   └── ConfigError     config.yaml or the environment; the operator mends it
└── DataError           something in the data is wrong: exit code 1
    └── ArticleError    one article file; an editor mends it, the others still load
"""


class TanyaError(Exception):
    """The base of all errors of this package; its text is one sentence for a person."""

    exit_code = 1


class UsageError(TanyaError):
    """The command was called in a way that it does not know."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting in config.yaml or in the environment is missing, misspelt or out of range."""


class DataError(TanyaError):
    """What was to be read is not what it should be.

    Attributes:
        sentence: What was expected and what was found.
        origin: What was read: a path, an address, a line; "" where only the caller knows it.
    """

    def __init__(self, sentence: str, origin: str = "") -> None:
        super().__init__(sentence, origin)
        self.sentence, self.origin = sentence, origin

    def __str__(self) -> str:
        return f"{self.origin}: {self.sentence}" if self.origin else self.sentence


class ArticleError(DataError):
    """An article file that does not keep to the article format.

    Attributes:
        path: The file, or what else the article comes from; "" where only the caller knows it.
        key: The key or the line of its head that is wrong; "" for the article as a whole.
        expected: What should stand there; "" where ``found`` says it all.
        found: What does, with its verb: "got '21 Nov'", "found none", "but: Permission denied".
    """

    def __init__(self, path: str, key: str, expected: str, found: str = "") -> None:
        wanted = f"expected {expected}" if expected else ""
        told = ", ".join(filter(None, (wanted, found)))
        super().__init__(f"{key}: {told}" if key else told, path)
        self.args = (path, key, expected, found)
        self.path, self.key, self.expected, self.found = self.args
