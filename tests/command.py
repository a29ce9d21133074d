"""Runs the command as a user does: a process of its own, real files, real pipes, a real terminal."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import subprocess
import sys
import time
from typing import Any

from tests.conftest import ROOT

TANYA = [sys.executable, "-m", "bot"]


def run(*arguments: str, given: str | None = None, **options: Any) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [*TANYA, *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=options.pop("cwd", ROOT),
        env=environment,
        timeout=60,
        check=False,
        **options,
    )


def run_in_shell(command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess, code: int) -> str:
    """The single line of the error, after checking that it is all there is."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("tanya: ")
    return line


class Terminal:
    """The command on a real terminal; what it prints is seen without its colours."""

    def __init__(
        self, *arguments: str, columns: int = 80, env: dict[str, str] | None = None
    ) -> None:
        self.master, slave = pty.openpty()
        size = {"TERM": "xterm", "COLUMNS": str(columns)}
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **size, **(env or {})}
        self.process = subprocess.Popen(
            [*TANYA, *arguments], stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment
        )
        os.close(slave)
        self.seen = ""
        # A read may end in the middle of a letter.
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)

    def wait_for_prompt(self, after: str = "", prompt: str = "› ") -> None:
        """Reads until the prompt stands last, after ``after`` was printed."""
        ends = time.monotonic() + 20
        while after not in self.seen or not self.seen.endswith(prompt):
            assert time.monotonic() < ends, self.seen
            self._read()

    def wait_for_end(self) -> int:
        """Reads until the command has ended, and returns its exit code."""
        ends = time.monotonic() + 20
        while self.process.poll() is None:
            assert time.monotonic() < ends, self.seen
            self._read()
        while self._read():
            pass
        return self.process.returncode

    def _read(self) -> bool:
        if not select.select([self.master], [], [], 0.2)[0]:
            return False
        try:
            read = os.read(self.master, 65536)
        except OSError:  # Linux says so where the last writer has gone.
            return False
        text = self.decoder.decode(read).replace("\r\n", "\n")
        self.seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
        return bool(read)

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())
