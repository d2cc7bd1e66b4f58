"""What analysts load: one wide row per event, pairs of actors in the columns of ICEWS, and event clusters."""
