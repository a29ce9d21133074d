"""From the bytes of a source to a page of blocks."""
