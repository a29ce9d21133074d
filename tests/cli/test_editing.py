"""``tanya edit``, ``remove`` and ``restore`` as a user runs them, with real editors."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from bot.archive.articles import read_article, write_article
from bot.model import Article
from tests.command import Terminal, one_sentence, run
from tests.faker import make_article

NOTED = "---\npublisher: Tempo\n# title: from the first line\n# periksa lagi\n---\n\nSatu.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    article = make_article("Satu.", "Dua.", name="apel", title="Apel", published=date(2026, 1, 19))
    for one in (article, make_article("Tiga.", name="donor"), make_article("4.", name="zikir")):
        write_article(one, corpus)
    return corpus


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """An editor: a shell script that keeps what it was given, and runs what stands beside it."""
    path = tmp_path / "editor.sh"
    path.write_text(
        f'#!/bin/sh\ncp "$1" {tmp_path}/given.md\n. {tmp_path}/commands.sh\n', encoding="utf-8"
    )
    path.chmod(0o755)
    return path


def commanded(editor: Path, commands: str) -> dict[str, str]:
    """The environment in which the editor runs ``commands`` on its file, $1."""
    (editor.parent / "commands.sh").write_text(commands + "\n", encoding="utf-8")
    return {"EDITOR": str(editor), "VISUAL": ""}


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


UNTOUCHED = {"apel.md", "donor.md", "zikir.md"}


def article(folder: Path, name: str = "apel") -> Article:
    return read_article(folder / f"{name}.md")


def test_an_edit_in_the_editor_is_stored_and_the_former_version_kept(
    folder: Path, editor: Path
) -> None:
    before = (folder / "apel.md").read_bytes()
    done = run("edit", "--corpus", str(folder), "apel", env=commanded(editor, "sed -i s/Dua/2/ $1"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{folder}/apel.md: changed paragraphs; the former version: {folder}/versions/apel/1.md\n"
    )
    assert article(folder).paragraphs == ("Satu.", "2.")
    assert (folder / "versions/apel/1.md").read_bytes() == before
    assert (editor.parent / "given.md").read_bytes() == before
    assert files(folder) == {*UNTOUCHED, "versions/apel/1.md"}


def test_visual_goes_before_editor(folder: Path, editor: Path) -> None:
    env = {**commanded(editor, "sed -i s/Dua/2/ $1"), "EDITOR": "false", "VISUAL": str(editor)}
    assert run("edit", "--corpus", str(folder), "apel", env=env).returncode == 0


@pytest.mark.parametrize(
    "commands", ["true", "touch $1", "sed -i 's/^title: Apel/title: \"Apel\"/' $1"]
)
def test_an_edit_that_changes_nothing_leaves_nothing_behind(
    folder: Path, editor: Path, commands: str
) -> None:
    done = run("edit", "--corpus", str(folder), "apel", env=commanded(editor, commands))
    assert (done.returncode, done.stdout) == (0, f"{folder}/apel.md: nothing changed\n")
    assert files(folder) == UNTOUCHED


def test_a_faulty_edit_is_not_stored_and_not_lost(folder: Path, editor: Path) -> None:
    before = (folder / "apel.md").read_bytes()
    env = commanded(editor, "sed -i 's/2026-01-19/19 Januari/; s/Dua/2/' $1")
    sentence = one_sentence(run("edit", "--corpus", str(folder), "apel", env=env), 1)
    draft = folder / "drafts/apel.md"
    assert f"{draft}: published: expected a day as YYYY-MM-DD, got '19 Januari'" in sentence
    assert f"to go on: tanya edit --corpus {folder} apel" in sentence
    assert (folder / "apel.md").read_bytes() == before
    assert "2.\n" in draft.read_text(encoding="utf-8")

    mended = commanded(editor, "sed -i 's/19 Januari/2026-01-18/' $1")
    done = run("edit", "--corpus", str(folder), "apel", env=mended)
    assert done.returncode == 0
    assert "an earlier edit has left this draft; going on from it" in done.stderr
    assert article(folder).paragraphs == ("Satu.", "2.")
    assert article(folder).published == date(2026, 1, 18)
    assert not draft.parent.exists()


def test_what_is_set_leaves_a_draft_alone(folder: Path, editor: Path) -> None:
    env = commanded(editor, "sed -i s/publisher/penerbit/ $1")
    assert run("edit", "--corpus", str(folder), "apel", env=env).returncode == 1
    assert run("edit", "--corpus", str(folder), "apel", "--set", "title=B").returncode == 0
    assert "penerbit" in (folder / "drafts/apel.md").read_text(encoding="utf-8")


def test_an_editor_that_is_killed_loses_nothing(folder: Path, editor: Path) -> None:
    env = commanded(editor, "sed -i s/Dua/2/ $1\nkill -9 $PPID")
    assert run("edit", "--corpus", str(folder), "apel", env=env).returncode == -9
    assert "2.\n" in (folder / "drafts/apel.md").read_text(encoding="utf-8")
    assert article(folder).paragraphs == ("Satu.", "Dua.")


@pytest.mark.parametrize(
    ("editor_command", "sentence"),
    [
        ("false", "expected an editor that ends well, but: false: Editing failed"),
        ("/tidak/ada", "expected an editor that ends well, but: /tidak/ada: Editing failed"),
        ("sed 'x", "expected an editor that ends well, but: No closing quotation"),
    ],
)
def test_an_editor_that_fails_is_named(folder: Path, editor_command: str, sentence: str) -> None:
    env = {"EDITOR": editor_command, "VISUAL": ""}
    done = run("edit", "--corpus", str(folder), "apel", env=env)
    assert sentence in one_sentence(done, 1)
    assert files(folder) == UNTOUCHED


def test_what_a_failing_editor_has_written_is_kept(folder: Path, editor: Path) -> None:
    env = commanded(editor, "sed -i s/Dua/2/ $1; exit 1")
    sentence = one_sentence(run("edit", "--corpus", str(folder), "apel", env=env), 1)
    assert sentence.endswith(f"the draft is kept: {folder}/drafts/apel.md")
    assert article(folder).paragraphs == ("Satu.", "Dua.")


def test_a_file_that_cannot_be_read_can_be_mended(folder: Path, editor: Path) -> None:
    (folder / "rusak.md").write_bytes(b"---\npublised: T\n---\nSatu \xff.\n")
    env = commanded(editor, "printf -- '---\\npublisher: T\\n---\\nSatu.\\n' > $1")
    done = run("edit", "--corpus", str(folder), "rusak", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert article(folder, "rusak").publisher == "T"
    assert b"\xff" in (folder / "versions/rusak/1.md").read_bytes()


def test_a_file_that_cannot_be_read_may_be_left_as_it_is(folder: Path, editor: Path) -> None:
    (folder / "rusak.md").write_text("rusak", encoding="utf-8")
    done = run("edit", "--corpus", str(folder), "rusak", env=commanded(editor, "true"))
    assert (done.returncode, done.stdout) == (0, f"{folder}/rusak.md: nothing changed\n")
    assert files(folder) == {*UNTOUCHED, "rusak.md"}


def test_without_a_terminal_and_an_editor_it_is_said_what_to_do(folder: Path) -> None:
    done = run("edit", "--corpus", str(folder), "apel", env={"EDITOR": "", "VISUAL": ""}, given="")
    assert "expected a terminal, an $EDITOR, or --set KEY=VALUE" in one_sentence(done, 2)
    assert files(folder) == UNTOUCHED


def test_on_a_terminal_a_faulty_edit_can_be_mended_at_once(folder: Path, editor: Path) -> None:
    faulty = commanded(editor, "sed -i s/publisher/penerbit/ $1")
    with Terminal("edit", "--corpus", str(folder), "apel", env=faulty) as terminal:
        terminal.wait_for_prompt("penerbit: no such key", "Go on editing? [Y/n]: ")
        commanded(editor, "sed -i 's/penerbit: .*/publisher: Kompas/' $1")
        terminal.type("y\n")
        assert terminal.wait_for_end() == 0
    assert "changed publisher" in terminal.seen
    assert article(folder).publisher == "Kompas"


@pytest.mark.parametrize("answer", ["n\n", "\x04"])
def test_on_a_terminal_a_faulty_edit_can_be_left(folder: Path, editor: Path, answer: str) -> None:
    faulty = commanded(editor, "sed -i s/publisher/penerbit/ $1")
    with Terminal("edit", "--corpus", str(folder), "apel", env=faulty, columns=300) as terminal:
        terminal.wait_for_prompt("penerbit: no such key", "Go on editing? [Y/n]: ")
        terminal.type(answer)
        assert terminal.wait_for_end() == 1
    draft = folder / "drafts/apel.md"
    assert f"{draft}: nothing was stored, and the draft is kept" in terminal.seen
    assert "penerbit" in draft.read_text(encoding="utf-8")


def test_on_a_terminal_an_earlier_draft_can_be_dropped(folder: Path, editor: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts/apel.md").write_text("rusak", encoding="utf-8")
    env = commanded(editor, "sed -i s/Dua/2/ $1")
    with Terminal("edit", "--corpus", str(folder), "apel", env=env, columns=300) as terminal:
        terminal.wait_for_prompt("an earlier edit has left this draft", "[Y/n]: ")
        terminal.type("n\n")
        assert terminal.wait_for_end() == 0
    assert article(folder).paragraphs == ("Satu.", "2.")


def test_keys_are_set_and_removed(folder: Path) -> None:
    settings = ["--set", "title=Apel:  pagi ", "--set", "published=", "--set", "copy_of=zik"]
    done = run("edit", "--corpus", str(folder), "apel", *settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{folder}/apel.md: changed title, published, copy_of; ")
    edited = article(folder)
    assert (edited.title, edited.published, edited.copy_of) == ("Apel: pagi", None, "zikir")
    assert edited.paragraphs == ("Satu.", "Dua.")
    again = run("edit", "--corpus", str(folder), "apel", *settings)
    assert again.stdout == f"{folder}/apel.md: nothing changed\n"
    assert files(folder) == {*UNTOUCHED, "versions/apel/1.md"}


def test_edit_speaks_json(folder: Path) -> None:
    arguments = ["edit", "--json", "--corpus", str(folder), "apel", "--set", "section=Kota"]
    path = f"{folder}/apel.md"
    assert json.loads(run(*arguments).stdout) == {
        "article": "apel",
        "changed": ["section"],
        "path": path,
        "former": f"{folder}/versions/apel/1.md",
    }
    again = {"article": "apel", "changed": [], "path": path, "former": None}
    assert json.loads(run(*arguments).stdout) == again


def test_comments_of_the_head_outlive_an_edit(folder: Path, editor: Path) -> None:
    (folder / "apel.md").write_text(NOTED, encoding="utf-8")
    env = commanded(editor, "sed -i 's/# periksa lagi/# sudah diperiksa/' $1")
    done = run("edit", "--corpus", str(folder), "apel", env=env)
    assert "changed notes" in done.stdout
    assert "# title: from the first line\n# sudah diperiksa\n" in (folder / "apel.md").read_text()


def test_a_comment_on_the_origin_of_a_key_goes_when_the_key_is_set(folder: Path) -> None:
    (folder / "apel.md").write_text(NOTED, encoding="utf-8")
    run("edit", "--corpus", str(folder), "apel", "--set", "title=Apel")
    text = (folder / "apel.md").read_text(encoding="utf-8")
    assert "# periksa lagi" in text
    assert "from the first line" not in text


def test_a_day_that_is_set_is_no_longer_concluded_from_the_text(folder: Path) -> None:
    concluded = make_article("Satu.", name="b", published=date(2026, 1, 2), published_from="text")
    write_article(concluded, folder)
    shown = run("show", "--corpus", str(folder), "b").stdout
    assert "published: 2026-01-02 (concluded from the text)\n" in shown
    run("edit", "--corpus", str(folder), "b", "--set", "title=B")
    assert article(folder, "b").published_from == "text"
    run("edit", "--corpus", str(folder), "b", "--set", "published=2026-01-03")
    assert article(folder, "b").published_from is None


@pytest.mark.parametrize(
    ("setting", "code", "sentence"),
    [
        ("titel=A", 2, "edit: --set: titel: no such key; did you mean 'title'?"),
        ("id=b", 2, "edit: --set: id: no such key"),
        ("title", 2, "edit: --set: expected KEY=VALUE, got 'title'"),
        ("published=besok", 2, "published: expected a day as YYYY-MM-DD, got 'besok'"),
        ("publisher=", 2, "publisher: expected the outlet's name, found none"),
        ("url=javascript:a", 2, "url: expected http://… or https://…"),
        ("title=a\x1bb", 2, "edit: --set: title: expected text, got 'a\\x1bb'"),
        ("copy_of=tiada", 1, "copy_of: tiada: no such article"),
        ("copy_of=apel", 1, "copy_of: expected the id of another article, got its own"),
        ("copy_of=salinan", 1, "expected an original, but salinan is a copy of donor"),
    ],
)
def test_a_faulty_setting_is_named_and_nothing_stored(
    folder: Path, setting: str, code: int, sentence: str
) -> None:
    write_article(make_article("Tiga.", name="salinan", copy_of="donor"), folder)
    done = run("edit", "--corpus", str(folder), "apel", "--set", "section=Kota", "--set", setting)
    assert sentence in one_sentence(done, code)
    assert article(folder).section is None


def test_an_edit_by_hand_cannot_mark_a_copy_of_nothing(folder: Path, editor: Path) -> None:
    env = commanded(editor, "sed -i 's/^publisher/copy_of: tiada\\npublisher/' $1")
    sentence = one_sentence(run("edit", "--corpus", str(folder), "apel", env=env), 1)
    assert "drafts/apel.md: copy_of: tiada: no such article" in sentence


def test_removed_articles_lie_in_the_trash_and_come_back(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in UNTOUCHED}
    done = run("remove", "--corpus", str(folder), "--yes", "apel", "zikir")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{folder}/apel.md: moved to {folder}/trash/0001.apel.md",
        f"{folder}/zikir.md: moved to {folder}/trash/0002.zikir.md",
        f"undo with: tanya restore --corpus {folder} apel zikir",
    ]
    assert run("list", "--corpus", str(folder)).stdout.endswith("\n1 article\n")

    undone = run("restore", "--corpus", str(folder))
    assert undone.stdout == f"{folder}/zikir.md: restored\n"
    assert run("restore", "--corpus", str(folder), "apel").returncode == 0
    assert {name: (folder / name).read_bytes() for name in UNTOUCHED} == before


def test_the_hint_to_undo_is_a_command_that_runs(folder: Path, tmp_path: Path) -> None:
    spaced = tmp_path / "dua kata"
    folder.rename(spaced)
    hint = run("remove", "--corpus", str(spaced), "--yes", "apel").stdout.splitlines()[-1]
    assert hint == f"undo with: tanya restore --corpus '{spaced}' apel"


def test_the_trash_is_listed_the_last_removed_first(folder: Path) -> None:
    (folder / "rusak.md").write_text("rusak", encoding="utf-8")
    empty = run("restore", "--list", "--corpus", str(folder))
    assert (empty.returncode, empty.stdout) == (0, f"{folder}/trash: the trash is empty\n")
    run("remove", "--corpus", str(folder), "--yes", "apel", "rusak")
    done = run("restore", "--list", "--corpus", str(folder))
    assert done.stdout.splitlines() == [
        "rusak\t(cannot be read)",
        "apel\tApel",
        f"2 in the trash; to bring one back: tanya restore --corpus {folder} ID",
    ]
    assert files(folder) == {"donor.md", "zikir.md", "trash/0001.apel.md", "trash/0002.rusak.md"}


def test_remove_and_restore_speak_json(folder: Path) -> None:
    write_article(make_article("Tiga.", name="salinan", copy_of="donor"), folder)
    done = run("remove", "--json", "--yes", "--corpus", str(folder), "donor")
    trashed = {"article": "donor", "path": f"{folder}/trash/0001.donor.md"}
    assert json.loads(done.stdout) == {"removed": [trashed], "copies": ["salinan"]}
    listed = run("restore", "--json", "--list", "--corpus", str(folder))
    assert json.loads(listed.stdout) == {"restored": [], "trash": [trashed]}
    back = json.loads(run("restore", "--json", "--corpus", str(folder)).stdout)
    assert back == {"restored": [{"article": "donor", "path": f"{folder}/donor.md"}], "trash": []}


def test_what_remains_marked_as_a_copy_is_told(folder: Path) -> None:
    write_article(make_article("Tiga.", name="salinan", copy_of="donor"), folder)
    done = run("remove", "--yes", "--corpus", str(folder), "donor")
    assert f"{folder}/salinan.md: is still marked as a copy of what was removed" in done.stdout


def test_one_wrong_id_and_nothing_is_removed(folder: Path) -> None:
    done = run("remove", "--yes", "--corpus", str(folder), "apel", "donro")
    assert "donro: no such article; did you mean donor?" in one_sentence(done, 1)
    assert files(folder) == UNTOUCHED


def test_on_a_terminal_it_is_asked_before_anything_is_removed(folder: Path) -> None:
    with Terminal("remove", "--corpus", str(folder), "apel", "donor") as terminal:
        terminal.wait_for_prompt("apel  Apel\ndonor  Tiga.\n", "to the trash? [y/N]: ")
        terminal.type("n\n")
        assert terminal.wait_for_end() == 0
    assert "nothing was removed" in terminal.seen
    assert files(folder) == UNTOUCHED
    with Terminal("remove", "--corpus", str(folder), "apel") as terminal:
        terminal.wait_for_prompt("Move this article", "to the trash? [y/N]: ")
        terminal.type("y\n")
        assert terminal.wait_for_end() == 0
    assert files(folder) == {"donor.md", "zikir.md", "trash/0001.apel.md"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["edit"], 2, "edit: expected the id of an article; all ids: tanya list"),
        (["remove"], 2, "remove: expected the id of an article"),
        (["remove", "apel"], 2, "expected --yes where there is no terminal to ask on"),
        (["restore"], 1, "trash: expected a removed article, found none"),
        (["restore", "apel"], 1, "apel: no such article in the trash"),
        (["restore", "--list", "apel"], 2, "expected --list or the id of an article, got both"),
        (["edit", "tiada", "--set", "title=a"], 1, "tiada: no such article"),
    ],
)
def test_wrong_use_changes_nothing(
    folder: Path, arguments: list[str], code: int, sentence: str
) -> None:
    command, *others = arguments
    done = run(command, "--corpus", str(folder), *others)
    assert sentence in one_sentence(done, code)
    assert files(folder) == UNTOUCHED


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_refuses_is_one_sentence(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        done = run("edit", "--corpus", str(folder), "apel", "--set", "title=B")
        assert "expected to write it, but: Permission denied" in one_sentence(done, 1)
    finally:
        folder.chmod(0o755)
