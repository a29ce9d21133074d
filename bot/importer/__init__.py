"""From a raw page to an article: the story is kept, the site's furniture is left out.

A page takes one way through the package, from top to bottom::

    sources                      files, folders, addresses, lines of a manifest
    fetch                        a page from the web, guarded
    reading                      bytes are parsed as what they are
    text, html, documents        a page as blocks, and what it states of itself
    rules, site_rules            what lines of furniture look like, as data
    furniture, stamps, datelines   what a single line is
    splitting                    where a second story begins
    sifting                      what goes by a rule, and what it tells
    story                        which blocks are the story
    decide                       title, publisher and day, each with its certainty
    draft                        the article as proposed
    importer                     a source is read, its articles are approved and placed

A new kind of furniture goes into ``rules`` or ``site_rules``; ``page`` holds the nouns.
"""
