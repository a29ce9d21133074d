"""HTML pages: what they state of themselves, and the text of their story.

From top to bottom::

    furniture   classes and tags of what is no story, as data
    blocks      elements as blocks
    names       headline and outlet out of the names that a page gives itself
    facts       JSON-LD, Open Graph and other statements
    paging      where the rest of a paged article stands
    story       which elements hold the story
    page        a page from its bytes
"""

from bot.importer.parsers.html.page import decode, find_continuation, parse_html
from bot.importer.parsers.html.paging import PAGED

__all__ = ["PAGED", "decode", "find_continuation", "parse_html"]
