"""Event coreference across documents: event mentions of one event become one cluster."""
