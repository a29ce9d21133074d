"""The Telegram bot: the only folder that is asynchronous or imports telegram.

An update goes one way: it is polled (``connection``), kept on disk until it is done (``queue``),
let in or turned away (``access``), understood (``addressing``), answered (``ask``, ``browse``) and
sent (``sending``). ``app`` puts the parts together.
"""
