"""Finding and resolving time expressions, and dating the document.

`find_dates` gives the rows of dates, `date_document` the date of a document. Words, patterns and cues stand in the TOML
files beside the code, each pattern with sentences it must and must not match.
"""

from flows.steps.dates.candidates import LinkedUrl
from flows.steps.dates.document import Published, date_document
from flows.steps.dates.engine import find_dates
from flows.steps.dates.reference import Reference, reference_of

__all__ = ["LinkedUrl", "Published", "Reference", "date_document", "find_dates", "reference_of"]
