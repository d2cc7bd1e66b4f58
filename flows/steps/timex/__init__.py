"""Time expressions: found in the text, and resolved to TIMEX3 and EDTF values with first and last day.

`find_dates` returns the rows of `dates`. This package imports nothing of `document_date`, which uses it. Words,
patterns and cues are data in the TOML files beside the code, each pattern with sentences that it must and must not
match.
"""

from flows.steps.timex.extract import find_dates
from flows.steps.timex.reference import Reference, reference_of

__all__ = ["Reference", "find_dates", "reference_of"]
