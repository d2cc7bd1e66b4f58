"""Presstable: folders of saved articles in, trusted tables out."""
