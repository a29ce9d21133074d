"""The bot as a process of its own, as an operator runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import yaml

from tests.botapi.server import PATIENCE, TOKEN, Service

if TYPE_CHECKING:
    from pathlib import Path


class BotProcess:
    """``python -m bot serve`` with a config.yaml and a state file in ``folder``."""

    def __init__(self, folder: Path, address: str, service: Service, **settings: Any) -> None:
        self.state = folder / "state.sqlite"
        self._output = folder / "output.txt"
        self._service = service
        self._config = folder / "config.yaml"
        self._config.write_text(
            yaml.safe_dump({"state": str(self.state), **settings}), encoding="utf-8"
        )
        self._environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": address}
        self._process: subprocess.Popen[bytes] | None = None

    def launch(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start the process; do not wait for it."""
        command = [sys.executable, "-W", "error", "-m", "bot", "serve", "--config"]
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

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(how)
        return self._process.wait(PATIENCE)
