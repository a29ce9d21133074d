"""The command ``tanya``: it translates words of the shell into calls, and errors into one line.

``main`` begins and ends a run, ``options`` and ``output`` are shared; beside them, a file a topic.
Heavy modules are imported where they are used, so that a short answer stays short.
"""
