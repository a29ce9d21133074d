"""From a raw page to an article: the story is kept, the site's furniture is left out."""

from bot.importer.sources import ImportReport, clean_id, import_manifest, import_text

__all__ = ["ImportReport", "clean_id", "import_manifest", "import_text"]
