"""The contract: closed vocabularies, one Pandera model a table, and the checks across tables."""
