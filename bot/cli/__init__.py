"""The command ``tanya``: it translates words of the shell into calls, and errors into one line.

``main`` begins and ends a run, ``common`` has what the commands share; beside them, a file a topic.
Heavy modules are imported where they are used, so that a short answer stays short.
"""
