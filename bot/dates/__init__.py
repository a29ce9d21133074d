"""Dates as Indonesian texts and questions name them, and the days that they mean.

A text takes one way through the package, from top to bottom::

    words                           the vocabulary as data: months, cues, chat spellings
    month_typos, normalize          one spelling for every word, offsets kept
    phrases                         what a phrase says before its days are known
    patterns                        the fragments of which the rules' patterns are made
    days, parts, relative, told, vetoes
                                    one small function a rule, over the normalised line
    scan                            the rules at work: the longest phrase at every offset
    nesting, edges, appositions, lists, merge
                                    phrases that belong together
    complete, pieces, spans         the days of a phrase
    years                           the days of a named date; here alone missing years are chosen
    surroundings                    what the words around a phrase say of it
    articles, questions             the two readings
    paragraphs                      an article's paragraphs with their dates

Add a date form: one row in the ``RULES`` of its family (days, parts, relative or told), in this order

1. the function that makes the phrase; most forms take one that is there, by its group names;
2. ``phrase(...)`` of the fragments in ``patterns``, over canonical words;
3. ``begin(...)``, the first words of a match: "0" is any number, "#" any ordinal;
4. an example, which the tests expect this very row to read.

Of matches of one length the earlier row wins. A new spelling goes into ``words`` alone; what
wrongly looks like a date gets a ``Veto`` with an example. Whole sentences stand in tests/cases.

"DATES n" in a docstring names the paragraph of the date convention that a rule follows:
plain numbers are shared, A is for articles, Q for questions.
"""

from bot.dates.articles import find_mentions, find_passed_over, find_reference
from bot.dates.paragraphs import read_paragraphs, reference_day
from bot.dates.questions import find_asked

__all__ = [
    "find_asked",
    "find_mentions",
    "find_passed_over",
    "find_reference",
    "read_paragraphs",
    "reference_day",
]
