"""The import as a whole: a source is read, its articles are approved and added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass, replace
from zoneinfo import ZoneInfo

from bot.archive.archive import Added, Archive
from bot.importer.draft import check_draft, to_notes
from bot.importer.page import Draft
from bot.importer.reading import Fetch, read_drafts
from bot.importer.sources import Source

Approve = Callable[[Draft], Draft | None]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a draft; ``added`` is None where it was not approved."""

    draft: Draft
    added: Added | None


@dataclass(frozen=True, slots=True)
class Importer:
    """Brings articles into one archive.

    Attributes:
        archive: Where they go.
        fetch: Brings the page at an address.
        timezone: Where a moment in universal time is taken to a day.
        approve: Returns the draft to be added, perhaps revised, or None.
        update: Whether an article that has changed replaces its former version, which is kept.
        dry_run: Whether nothing is written.
    """

    archive: Archive
    fetch: Fetch
    timezone: ZoneInfo
    _: KW_ONLY
    approve: Approve = lambda draft: draft
    update: bool = False
    dry_run: bool = False

    def add(self, source: Source) -> Iterator[Result]:
        """Adds the articles of ``source``, in its order; the id that it gives is the first's.

        Raises:
            DataError: It cannot be read, or an article cannot be added.
        """
        article_id = source.id
        for proposed in read_drafts(source, self.fetch, self.timezone):
            draft = self.approve(proposed)
            if draft is None:
                yield Result(proposed, None)
                continue
            article = check_draft(draft, str(source.path or source.origin))
            added = self.archive.add(
                replace(article, id=article_id) if article_id else article,
                made_id=article_id is None,
                update=self.update,
                notes=to_notes(draft),
                dry_run=self.dry_run,
            )
            article_id = None
            yield Result(draft, added)
