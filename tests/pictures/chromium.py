"""Pages as pictures, by a browser without a window."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

WIDTH, SCALE = 390, 2
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_HEIGHT = re.compile(r'<main[^>]* data-height="(\d+)"')
_PATIENCE = 60


class NoBrowserError(Exception):
    """There is no browser; whoever asked for pictures has to install one."""


class Browser:
    """A browser that is started anew for each page.

    Raises:
        NoBrowserError: None is installed.
    """

    def __init__(self) -> None:
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            raise NoBrowserError(f"expected one of {', '.join(_NAMES)}; install chromium")
        self._program = program

    def measure(self, page: str) -> Sequence[int]:
        """The height of each chat on the page, in pixels of CSS."""
        return [int(height) for height in _HEIGHT.findall(self._run(page, "--dump-dom"))]

    def draw(self, page: str, height: int, path: Path) -> None:
        """Write a picture of the page's first ``height`` pixels to ``path``."""
        shot = (f"--screenshot={path.resolve()}", f"--force-device-scale-factor={SCALE}")
        self._run(page, *shot, f"--window-size={WIDTH},{height}", "--hide-scrollbars")
        _squeeze(path)

    def _run(self, page: str, *options: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.html"
            path.write_text(page, encoding="utf-8")
            usual = (
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/user",
            )
            command = [self._program, *usual, *options, path.as_uri()]
            done = subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE)
        return done.stdout.decode()


def _squeeze(path: Path) -> None:
    """Make the file smaller where there is a program for it: a chat has few colours."""
    if squeezer := shutil.which("pngquant"):
        options = ("--force", "--skip-if-larger", "--strip", "--ext", ".png", "64")
        subprocess.run([squeezer, *options, str(path)], check=False)
