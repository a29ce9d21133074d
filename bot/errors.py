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
    """What was to be read is not what it should be."""


class ArticleError(DataError):
    """An article file that does not keep to the article format."""
