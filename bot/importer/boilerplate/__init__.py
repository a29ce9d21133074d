"""From a page to the body of its article: what is left out, and why."""
