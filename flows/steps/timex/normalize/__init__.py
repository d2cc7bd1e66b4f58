"""Normalizers: the TIMEX3 value of a matched time expression, one module for each kind."""
