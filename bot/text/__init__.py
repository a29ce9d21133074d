"""Strings only: tokens and stems, sentence ends, hashes."""
