"""Delivery between Telegram and the handlers: what comes in, what goes out, and how fast."""
