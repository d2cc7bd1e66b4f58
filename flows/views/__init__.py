"""What analysts load: pairs of actors in the columns of ICEWS, and event clusters."""
