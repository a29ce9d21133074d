"""Tanya Peristiwa: answers about events, as verbatim passages of news articles with their source."""
