"""HTML pages: what they state of themselves, and their main text.

From top to bottom::

    markup      classes and tags of the main text and of boilerplate, as data
    blocks      elements as blocks
    names       headline and outlet out of the names that a page gives itself
    facts       JSON-LD, Open Graph and other statements
    paging      where the rest of a paged article stands
    main_text   which elements hold the main text
    page        a page from its bytes
"""

from bot.importer.parsers.html.page import parse_html

__all__ = ["parse_html"]
