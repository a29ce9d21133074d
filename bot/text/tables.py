"""Tables of words kept as data: one ``key: value`` a line, in files beside the code that reads them.

A line that begins with ``#`` is a comment, and empty lines part groups; no value goes over a line.
"""

from __future__ import annotations

from importlib.resources import files


def words_of(text: str) -> frozenset[str]:
    """The words of ``text``, parted by white space: how a list of words stands in the code."""
    return frozenset(text.split())


def read_table(folder: str, name: str) -> dict[str, str]:
    """The rows of the file ``name`` in a folder of the package, in order.

    Args:
        folder: As an import names it, such as ``bot.query``.
        name: The file's name.

    Raises:
        ValueError: A line has no colon, no key or no value, or its key stands there twice.
    """
    return parse_table(files(folder).joinpath(name).read_text(encoding="utf-8"), name)


def parse_table(text: str, origin: str) -> dict[str, str]:
    """The rows of ``text``; ``origin`` names it in errors.

    >>> parse_table("kanim: kantor imigrasi", "short")
    {'kanim': 'kantor imigrasi'}
    """
    rows: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, value = (part.strip() for part in line.partition(":"))
        if not key or not value:
            raise ValueError(f"{origin}, line {number}: expected 'key: value', got {line!r}")
        if key in rows:
            raise ValueError(f"{origin}, line {number}: {key!r} stands there twice")
        rows[key] = value
    return rows
