"""The articles on disk: their format, what was added, replaced, removed, and near-copies."""
