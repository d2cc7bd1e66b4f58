"""Knowledge of English that several packages use: each table once, as data with a function that reads it."""
