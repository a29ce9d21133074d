"""``python -m tests.pictures``: what answers look like on a telephone, as pictures.

The bot runs as a process and is asked through the strict server of ``tests.botapi`` what
``questions.yaml`` lists. ``asking`` brings its messages as they were sent, ``chat`` draws them as a
page, ``chromium`` takes the picture. Pictures are looked at; no test needs a browser.
"""
