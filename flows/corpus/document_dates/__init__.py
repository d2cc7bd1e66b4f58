"""Dates of documents inferred from other documents that mention the same day."""
