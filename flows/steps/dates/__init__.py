"""Finding and resolving time expressions, and dating the document.

 `find_dates` returns the rows of `dates`, `date_document` the date of a document. The two engines meet in `expressions`
(time expressions out of context) only: the modules on time expressions (timex) import none of those on the date of a
document (`document`, `candidates`, `stamps`, `stamp_points`, `bounds`, `yearless`, `windows`, `unusual`). Words,
patterns and cues are data in the TOML files beside the code, each pattern with sentences that it must and must not
match.
"""

from flows.steps.dates.candidates import LinkedUrl
from flows.steps.dates.document import DocumentDate, date_document
from flows.steps.dates.engine import find_dates
from flows.steps.dates.reference import Reference, reference_of

__all__ = ["DocumentDate", "LinkedUrl", "Reference", "date_document", "find_dates", "reference_of"]
