"""The nouns of the project: plain values that neither load, score nor render.

Text offsets are half-open and called ``start, stop``. Days are inclusive and called
``first, last``. The day from which a phrase like "kemarin" is counted is the ``reference``.
Each file uses those before it: dates, articles, query, hits, answer.
"""

from bot.model.answer import (
    Answer,
    Counts,
    Difference,
    Form,
    JudgedClaim,
    OutletCount,
    Passage,
    Reason,
    Side,
    Verdict,
)
from bot.model.articles import Article, Citation, Paragraph, Reach, cite
from bot.model.dates import (
    AskedDates,
    DateMention,
    Granularity,
    Relation,
    Span,
    coarsest,
    speaks_of,
)
from bot.model.hits import DateMatch, Evidence, Hit, SearchResult
from bot.model.query import (
    AnswerType,
    ArchiveQuestion,
    AskedOutlet,
    AskedPlace,
    AskedSide,
    FollowUp,
    Intent,
    Query,
    Talk,
    Term,
    Turn,
)

__all__ = [
    "Answer",
    "AnswerType",
    "ArchiveQuestion",
    "Article",
    "AskedDates",
    "AskedOutlet",
    "AskedPlace",
    "AskedSide",
    "Citation",
    "Counts",
    "DateMatch",
    "DateMention",
    "Difference",
    "Evidence",
    "FollowUp",
    "Form",
    "Granularity",
    "Hit",
    "Intent",
    "JudgedClaim",
    "OutletCount",
    "Paragraph",
    "Passage",
    "Query",
    "Reach",
    "Reason",
    "Relation",
    "SearchResult",
    "Side",
    "Span",
    "Talk",
    "Term",
    "Turn",
    "Verdict",
    "cite",
    "coarsest",
    "speaks_of",
]
