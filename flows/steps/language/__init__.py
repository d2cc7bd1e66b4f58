"""Content split into passages and sentences once, for dates, entities and events alike."""
