"""From a raw page to an article: the story is kept, the site's furniture is left out.

A page takes one way through the package, from top to bottom::

    sources                     files, folders, addresses, lines of a manifest
    fetch                       a page from the web, guarded
    reading                     bytes are parsed as what they are
    text, html, documents       a page as blocks, and what it states of itself
    rules, stamps, datelines    what single lines are; rules are data
    story                       which blocks are the story
    decide                      title, publisher and day, each with its certainty
    draft                       the article as proposed

A new kind of furniture goes into ``rules``; ``page`` holds the nouns.
"""
