"""From an answer to what is read: blocks, HTML, plain text, pages."""
