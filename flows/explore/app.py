"""The pages of the explorer by their addresses: each puts what one module gathers into one template."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, NoReturn

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from flows.errors import PresstableError, SnapshotGoneError, UsageError
from flows.explore import documents
from flows.explore.database import QueryEngine
from flows.explore.pages import Templates
from flows.explore.reading import VERSIONS, read_document
from flows.explore.search import search_terms
from flows.store import Dataset

STATIC = Path(__file__).parent / "static"


def make_app(dataset: Dataset, root: str) -> FastAPI:
    """Return the application over one snapshot; `root` is the path below which the user finds its pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    routes = Routes(QueryEngine(dataset), Templates(dataset, root))
    app.mount("/static", StaticFiles(directory=STATIC))
    for path, route in routes.by_path().items():
        app.add_api_route(path, route, methods=["GET", "HEAD"], response_class=HTMLResponse)
    for error in (PresstableError, HTTPException):
        app.add_exception_handler(error, routes.failed)
    return app


class Routes:
    """What answers each address; any thread may run one."""

    def __init__(self, engine: QueryEngine, templates: Templates) -> None:
        """Answer about the snapshot that `engine` asks."""
        self._engine = engine
        self._templates = templates

    def by_path(self) -> dict[str, Callable[..., Response]]:
        """Return each route under its path."""
        return {
            "/": self.start,
            "/documents": self.documents,
            "/documents/{document_id}": self.document,
        }

    def start(self) -> Response:
        """Lead to the documents."""
        return RedirectResponse(self._templates.href("/documents"))

    def documents(self, request: Request) -> Response:
        """Return the list of documents."""
        asked = documents.document_filter(request.query_params)
        found = documents.list_documents(self._engine, asked)
        return self._page("documents.html", request, asked=asked, found=found)

    def document(self, request: Request, document_id: str) -> Response:
        """Return one document with all that was found in it."""
        parameters = request.query_params
        version = documents.one_of(parameters, "text", VERSIONS) or "repaired"
        terms = search_terms(parameters.get("q", ""))
        read = read_document(self._engine, document_id, version, terms)
        if read is None:
            missing("document", document_id)
        return self._page("document.html", request, read=read, version=version, versions=VERSIONS)

    def failed(self, request: Request, error: Exception) -> Response:
        """Return the page for an address that leads nowhere, or for a snapshot that is gone."""
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        if isinstance(error, HTTPException):
            status = HTTPStatus(error.status_code)
        elif isinstance(error, UsageError):
            status = HTTPStatus.BAD_REQUEST
        elif isinstance(error, SnapshotGoneError):
            status = HTTPStatus.GONE
        message = error.detail if isinstance(error, HTTPException) else str(error)
        return self._page("failed.html", request, status, message=message, title=status.phrase)

    def _page(self, template: str, request: Request, status: int = HTTPStatus.OK, **values: Any) -> Response:
        parameters: Mapping[str, str] = dict(request.query_params)
        return HTMLResponse(self._templates.page(template, parameters=parameters, **values), status)


def missing(what: str, row_id: str) -> NoReturn:
    """Raise what answers that a row is not there."""
    raise HTTPException(HTTPStatus.NOT_FOUND, f"This snapshot has no {what} {row_id!r}.")
