"""The document's own date: stated in datelines, metadata or addresses, inferred from its text, or unknown."""

from flows.steps.document_date.candidates import LinkedUrl
from flows.steps.document_date.constraints import Bound
from flows.steps.document_date.decide import DocumentDate, date_document

__all__ = ["Bound", "DocumentDate", "LinkedUrl", "date_document"]
