"""The bot as a process of its own, as an operator runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.botapi.server import PATIENCE, TOKEN, Service


class BotProcess:
    """``python -m bot serve`` with a config.yaml and a state file in ``folder``.

    Args:
        folder: Where its files are.
        address: The address of ``service``.
        service: The Bot API that it talks to.
        speed: How many times as fast as usual its clock runs, and that of the service with it.
        watched: Whether a watchdog notes who holds its event loop.
        settings: Its config.yaml.
    """

    def __init__(
        self,
        folder: Path,
        address: str,
        service: Service,
        *,
        speed: float = 1.0,
        watched: bool = False,
        **settings: Any,
    ) -> None:
        self.state = folder / "state.sqlite"
        self._output = folder / "output.txt"
        self._holds = folder / "holds.txt"
        self._program = ["bot"]
        if speed != 1 or watched:
            service.speed = speed
            self._program = ["tests.botapi.fast", str(speed), "--since", str(service.since)]
        if watched:
            self._program += ["--watch", str(self._holds)]
        self._service = service
        self._config = folder / "config.yaml"
        self._config.write_text(
            yaml.safe_dump({"state": str(self.state), **settings}), encoding="utf-8"
        )
        self._environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": address}
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start the process; do not wait for it."""
        command = [sys.executable, "-W", "error", "-m", *self._program, "serve", "--config"]
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [*command, str(self._config)],
                env=os.environ | self._environment | environment,
                stdout=output,
                stderr=output,
            )
        return self._process

    def start(self) -> None:
        """Start the process and return when it asks for updates, or has set its webhook."""
        service = self._service
        before = service.polls + service.hooks
        process = self.launch()
        service.wait(
            lambda: service.polls + service.hooks > before or process.poll() is not None,
            "a first poll",
        )
        assert process.poll() is None, self.output

    def kill(self) -> None:
        """End the process where it stands."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask the process to end; its exit code."""
        return self._end(signal.SIGTERM)

    def terminate(self) -> None:
        """Ask the process to end; do not wait for it."""
        assert self._process is not None
        self._process.terminate()

    def wait(self) -> int:
        """The exit code, once the process has ended by itself."""
        assert self._process is not None
        return self._process.wait(PATIENCE)

    @property
    def output(self) -> str:
        """All that it has printed so far."""
        return self._output.read_text(encoding="utf-8")

    def holds(self) -> list[str]:
        """Who has held the event loop for more than 50 ms, a line each time, as ``watchdog`` writes.

        The bot must be ``watched``.
        """
        return self._holds.read_text(encoding="utf-8").splitlines() if self._holds.exists() else []

    def rss(self) -> int:
        """The memory that the process has at hand now, in bytes."""
        pages = (self._proc / "statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def handles(self) -> int:
        """How many files and connections it has open."""
        return len(list((self._proc / "fd").iterdir()))

    def threads(self) -> int:
        """How many threads it has, the watchdog's among them."""
        return len(list((self._proc / "task").iterdir()))

    def cpu_seconds(self) -> float:
        """The processor time that all its threads have taken since it was started."""
        stat = (self._proc / "stat").read_text(encoding="ascii", errors="replace")
        # The second field is the program's name in parentheses, which may hold anything.
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    @property
    def _proc(self) -> Path:
        assert self._process is not None
        return Path(f"/proc/{self._process.pid}")

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        return self._process.wait(PATIENCE)
