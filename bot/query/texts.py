"""From a text or a link that may have been reported to a query with the claims in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.model import AskedOutlet, Intent, Query
from bot.query.claims import MOST_JUDGED, find_claims
from bot.query.links import find_address, find_number, to_slug
from bot.query.parse import to_query
from bot.query.reading import Reader, Reading, fold_question
from bot.text.analysis import fold
from bot.text.sentences import split_sentences


def parse_text(
    text: str, today: date, reader: Reader, *, forwarded_on: date | None = None
) -> Query | None:
    """What is to be judged of ``text``, its claims in order, a link first; None for a question.

    Args:
        text: As it was typed or forwarded, lines kept.
        today: The asker's day.
        reader: What the archive knows.
        forwarded_on: The day when a forwarded text was first sent, from which its "kemarin"
            counts; None for what was typed or pasted.
    """
    reference = forwarded_on or today
    text, typed = first_sentences(text, MOST_JUDGED), text.strip()
    question = fold_question(text)
    if not question:
        return None
    address = find_address(question)
    rest = text.replace(address, " ") if address else text
    reading = reader.read(fold_question(rest), reference)
    named = find_number(fold(question), reader.outlets.names) if not forwarded_on else None
    if named and not address:
        outlet = AskedOutlet(named[0], reader.outlets.names[named[0]])
        return _to_numbered(reading, outlet, named[1], forwarded_on)
    if not address and (reading.talk or not (reading.words or reading.asked.spans)):
        # Thanks and signs alone claim nothing.
        return None
    found = find_claims(rest, reading, reader, forwarded=forwarded_on is not None)
    if not (found or address):
        return None
    whole = to_query(reading)
    slices = list(found.slices) if found else []
    if not slices and not address:
        slices = [reading.question]
    claims = [_read_claim(each, reference, reader, whole.language) for each in slices]
    if address:
        claims.insert(0, _read_link(address, reference, reader, whole.language))
    return replace(
        whole,
        question=question,
        intent=Intent.BOTH if whole.asked.spans else Intent.MATTER,
        talk=None,
        forwarded_on=forwarded_on,
        is_text=bool(address) or bool(found and found.is_text),
        claims=tuple(claims),
        cut=len(text) < len(typed),
        address=address,
    )


def _to_numbered(
    reading: Reading, outlet: AskedOutlet, number: str, forwarded_on: date | None
) -> Query:
    """A question for the article that an outlet knows by a number."""
    whole = replace(
        to_query(reading),
        intent=Intent.MATTER,
        talk=None,
        outlets=(outlet,),
        forwarded_on=forwarded_on,
        is_text=True,
        address=number,
    )
    return replace(whole, claims=(whole,))


def _read_claim(claim: str, reference: date, reader: Reader, language: str) -> Query:
    read = reader.read(claim, reference, language=language)
    return replace(to_query(read), language=language)


def _read_link(address: str, reference: date, reader: Reader, language: str) -> Query:
    """The headline in an address, as a query that is called as the address is."""
    slug = to_query(reader.read(" ".join(to_slug(address)), reference))
    return replace(slug, question=address, address=address, language=language)


def first_sentences(text: str, most: int) -> str:
    """As many of the sentences of ``text`` as have ``most`` characters; of one alone, the words.

    >>> first_sentences("Satu. Dua tiga. Empat.", 16)
    'Satu. Dua tiga.'
    >>> first_sentences("Satu dua tiga", 9)
    'Satu dua'
    """
    text = text.strip()
    if len(text) <= most:
        return text
    stops = [stop for stop in _stops(text) if stop <= most]
    return text[: max(stops)] if stops else text[:most].rpartition(" ")[0] or text[:most]


def _stops(text: str) -> Iterable[int]:
    return (stop for _, stop in split_sentences(text))
