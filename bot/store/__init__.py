"""What outlives the process, in one SQLite file; nothing else reads or writes it.

``Store.updates`` holds what is not yet answered; ``Store.people`` who may ask, ``Store.answers``
what was asked and answered, for the buttons under the answers.
"""

from bot.store.answers import Asked
from bot.store.people import AccessRequest, Act, Deed, Invitation, Role
from bot.store.schema import MIGRATIONS
from bot.store.store import Store, is_of_the_file, surviving
from bot.store.updates import ACCOMPANIED, ALONE, MOST_DEATHS, StoredUpdate

__all__ = [
    "ACCOMPANIED",
    "ALONE",
    "MIGRATIONS",
    "MOST_DEATHS",
    "AccessRequest",
    "Act",
    "Asked",
    "Deed",
    "Invitation",
    "Role",
    "Store",
    "StoredUpdate",
    "is_of_the_file",
    "surviving",
]
