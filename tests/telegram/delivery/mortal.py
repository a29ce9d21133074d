"""``python -m tests.telegram.delivery.mortal SPEED … serve …``: a bot that some questions kill.

As ``tests.botapi.fast``, but a question in which the deadly word stands ends the process where it
stands, as a fault within a library does.
"""

from __future__ import annotations

import os
from typing import Any

DEADLY = "mematikan"


def main() -> None:
    """Runs the command line with an engine that dies at the deadly word."""
    from bot.engine import Engine
    from tests.botapi.fast import main as run

    ask: Any = Engine.ask

    def ask_or_die(self: Engine, question: str, *rest: Any, **more: Any) -> Any:
        if DEADLY in question:
            os._exit(139)
        return ask(self, question, *rest, **more)

    Engine.ask = ask_or_die  # type: ignore[method-assign]
    run()


if __name__ == "__main__":
    main()
