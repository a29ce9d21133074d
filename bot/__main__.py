"""``python -m bot`` is the command ``tanya``."""

from bot.cli.main import main

main()
