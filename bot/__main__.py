"""``python -m bot`` is the command ``tanya``."""

from bot.cli import main

main()
