"""Entity resolution across documents: blocking, name similarity, merging."""
