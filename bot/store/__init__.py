"""What outlives the process, in one SQLite file; nothing else reads or writes it.

``Store`` holds the updates not yet answered; ``Store.people`` who may ask, ``Store.answers``
what was asked and answered, for the buttons under the answers.
"""

from bot.store.answers import Answers, Asked
from bot.store.people import Act, Deed, Invitation, People, Request, Role
from bot.store.schema import MIGRATIONS
from bot.store.store import REMEMBERED, Store, StoredUpdate

__all__ = [
    "MIGRATIONS",
    "REMEMBERED",
    "Act",
    "Answers",
    "Asked",
    "Deed",
    "Invitation",
    "People",
    "Request",
    "Role",
    "Store",
    "StoredUpdate",
]
