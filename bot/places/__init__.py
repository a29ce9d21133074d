"""Places: which there are, and which of them a text or an article tells."""
