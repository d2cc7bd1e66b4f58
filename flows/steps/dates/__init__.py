"""Finding and resolving time expressions, and dating the document.

`find_dates` gives the rows of dates, `date_document` the date of a document. Words, patterns and cues stand in the TOML
files beside the code, each pattern with sentences it must and must not match.
"""

from flows.steps.dates.document import LinkedUrl, Published, Stated, date_document
from flows.steps.dates.engine import find_dates
from flows.steps.dates.reference import Reference

__all__ = ["LinkedUrl", "Published", "Reference", "Stated", "date_document", "find_dates"]
