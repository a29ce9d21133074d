"""Imports point down, and only the Telegram folder is async or knows of telegram."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BOT = ROOT / "bot"

# From the ground up; a module may import only what stands on a lower floor.
FLOORS = (
    (
        "errors",
        "model",
        "text",
    ),
    (
        "archive",
        "config",
        "dates",
        "places",
        "render",
        "store",
    ),
    (
        "importer",
        "index",
        "query",
    ),
    (
        "audit",
        "search",
    ),
    ("answer",),
    ("engine",),
    ("telegram",),
    ("cli",),
    (
        "__init__",
        "__main__",
    ),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
# What may touch the world: settings, files, the store, and the edges where people come in.
EDGES = (
    "config",
    "archive",
    "index/synced_folder",
    "importer",
    "store",
    "render/translations",
    "cli",
    "telegram",
)
WORLD = {"os", "pathlib", "sqlite3", "socket", "urllib", "http", "random", "time", "subprocess"}


def room_of(path: Path) -> str:
    parts = path.relative_to(BOT).with_suffix("").parts
    return parts[0]


def files() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                (f"bot.{alias.name}" for alias in node.names)
                if node.module == "bot"
                else [node.module]
            )


def test_every_module_has_a_floor() -> None:
    assert {room_of(path) for path in files()} == set(FLOOR_OF)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_imports_point_down(path: Path) -> None:
    here = room_of(path)
    for name in imports(path):
        if name.startswith("bot."):
            there = name.split(".")[1]
            assert there == here or FLOOR_OF[there] < FLOOR_OF[here], f"{here} imports {there}"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_only_the_telegram_folder_is_async_or_imports_telegram(path: Path) -> None:
    if room_of(path) == "telegram":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    waiting = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not any(isinstance(node, waiting) for node in ast.walk(tree))
    tops = {name.split(".")[0] for name in imports(path)}
    assert not tops & {"telegram", "asyncio"}
    # Pages are fetched in one place, behind one guard.
    assert not tops & {"aiohttp", "httpx", "httpcore"} or path == BOT / "importer" / "fetch.py"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_the_core_does_not_touch_the_world(path: Path) -> None:
    if path.relative_to(BOT).with_suffix("").as_posix().startswith(EDGES):
        return
    tops = {name.split(".")[0] for name in imports(path)}
    assert not tops & WORLD
    source = path.read_text(encoding="utf-8")
    assert "today()" not in source
    assert ".now(" not in source


def test_bot_telegram_is_imported_nowhere_at_the_top_of_a_module() -> None:
    for path in (BOT / "cli").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not any("telegram" in ast.unparse(node) for node in top)


# Where the archive is held as arrays, and where texts are compared by hashes.
WITH_NUMPY = ("index/", "text/minhash.py", "archive/duplicates.py")


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_numpy_stays_where_the_arrays_are(path: Path) -> None:
    if not path.relative_to(BOT).as_posix().startswith(WITH_NUMPY):
        assert "numpy" not in {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_only_the_engine_knows_which_index_stands_behind_the_protocol(path: Path) -> None:
    if room_of(path) in ("index", "engine"):
        return
    assert {name for name in imports(path) if name.startswith("bot.index")} <= {
        "bot.index.protocol"
    }


# Who reads what the package has beside its code: settings, texts, and tables of words.
READERS = {"config.py", "render/translations.py", "text/tables.py"}
TABLES = sorted(path for path in BOT.rglob("*") if path.suffix == ".txt")


def test_files_of_the_package_are_read_in_few_places() -> None:
    found = {
        path.relative_to(BOT).as_posix()
        for path in files()
        if {"importlib.resources", "pkgutil"} & {*imports(path)}
    }
    assert found == READERS


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_a_table_of_words_is_read_by_code_beside_it(table: Path) -> None:
    beside = (path.read_text(encoding="utf-8") for path in table.parent.glob("*.py"))
    assert any(f'"{table.name}"' in source for source in beside)


def test_every_file_of_the_package_is_code_a_table_or_a_text() -> None:
    kinds = {path.suffix for path in BOT.rglob("*") if path.is_file()}
    assert kinds - {".pyc"} == {".py", ".txt", ".yaml"}


# Who asks the lists of word forms and the stemmer; all others ask for roots.
WITH_STEMMER = {
    "index/synced_folder.py",
    "query/spelling.py",
    "query/word_tables.py",
    "text/roots.py",
}


def test_words_are_stemmed_in_few_places() -> None:
    found = {
        path.relative_to(BOT).as_posix()
        for path in files()
        if {"simplemma", "Stemmer"} & {name.split(".")[0] for name in imports(path)}
    }
    assert found == WITH_STEMMER
