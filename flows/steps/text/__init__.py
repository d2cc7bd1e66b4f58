"""Text that remembers where it came from: drafts and their edits, the ledger, passages, identifiers."""
