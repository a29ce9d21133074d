"""Paragraphs found by words and by days; numpy lives here."""
