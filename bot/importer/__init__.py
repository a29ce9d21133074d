"""From a raw page to an article: the article is kept, the site's boilerplate is left out.

A page takes one way through the package, from top to bottom::

    sources                      files, folders, addresses, lines of a manifest
    fetch                        a page from the web, guarded
    reading, formats             bytes are parsed as what they are
    parsers/                     bytes as text, a page as blocks, and what it states of itself
    boilerplate/
      rules, site_rules          what lines of boilerplate look like, as data
      rule, stamps, datelines    what a single line is
      splitting                  where a second article begins
      filter                     what goes by a rule, and what it tells
      body                       which blocks are the article's body
    decide                       title, publisher and day, each with its certainty
    draft                        the article as proposed
    importer                     a source is read, its articles are approved and added

A new kind of boilerplate goes into ``rules`` or ``site_rules``; ``page`` holds the nouns.
"""
