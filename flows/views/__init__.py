"""What analysts load: pairs of actors in the columns of ICEWS, actors rolled up, and event clusters."""
