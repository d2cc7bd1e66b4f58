"""What analysts load: wide rows of events, pairs of actors as in ICEWS, actors rolled up, and event clusters."""
