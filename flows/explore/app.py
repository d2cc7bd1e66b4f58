"""The pages of the explorer by their addresses: each puts what one module gathers into one template."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from flows.errors import PresstableError, SnapshotGoneError, UsageError
from flows.explore import charts, clusters, comparison, documents, downloads, entities, events, matters
from flows.explore.database import QueryEngine
from flows.explore.pages import Templates
from flows.explore.reading import VERSIONS, read_document
from flows.explore.search import search_terms

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

STATIC = Path(__file__).parent / "static"
_NO_TELEMETRY: "TelemetryConfig" = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}
"""What a person looks for stays here, whatever the environment names; older versions of FastAPI ignore it."""
VIEWS = {"table": "Table", "time": "Over time", "map": "Map", "network": "Who with whom"}
"""The ways of showing events, by their names in an address."""


def make_app(engine: QueryEngine, root: str) -> FastAPI:
    """Return the application over one snapshot; `root` is the path below which the user finds its pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, telemetry=_NO_TELEMETRY)
    routes = Routes(engine, Templates(engine.dataset, root))
    app.mount("/static", StaticFiles(directory=STATIC))
    for path, route in routes.by_path().items():
        app.add_api_route(path, route, methods=["GET", "HEAD"], response_class=HTMLResponse)
    for error in (PresstableError, HTTPException):
        app.add_exception_handler(error, routes.failed)
    return app


def warm_up(engine: QueryEngine) -> None:
    """Do what the first search and the first cluster would wait for."""
    engine.index_texts()
    import_module("pandas")


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
            "/documents/{left_id}/beside/{right_id}": self.beside,
            "/events": self.events,
            "/events/{name}": self.download,
            "/entities": self.entities,
            "/entities/{entity_id}": self.entity,
            "/clusters": self.clusters,
            "/clusters/{cluster_id}": self.cluster,
            "/issues": self.issues,
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

    def beside(self, request: Request, left_id: str, right_id: str) -> Response:
        """Return two documents side by side."""
        found = [
            self._engine.one("SELECT * FROM documents WHERE document_id = ?", [key]) for key in (left_id, right_id)
        ]
        for facts, document_id in zip(found, (left_id, right_id), strict=True):
            if facts is None:
                missing("document", document_id)
        pairs = comparison.compare(self._engine, left_id, right_id)
        return self._page("beside.html", request, left=found[0], right=found[1], pairs=pairs)

    def events(self, request: Request) -> Response:
        """Return the table of events, or one of its pictures."""
        engine, parameters = self._engine, request.query_params
        asked = events.event_filter(parameters)
        view = documents.one_of(parameters, "view", VIEWS) or "table"
        side = documents.one_of(parameters, "map", charts.MAP_SIDES) or "place"
        shown: dict[str, Any] = {"total": events.count_events(engine, asked)}
        if view == "table":
            shown["found"] = events.list_events(engine, asked)
        elif view == "time":
            shown["picture"] = charts.over_time(engine, asked)
        elif view == "map":
            shown["world"] = charts.on_map(engine, asked, side)
        else:
            shown["network"] = charts.network(engine, asked)
        ids = [parameters[key] for key in events.ENTITY_KEYS if parameters.get(key)]
        return self._page(
            "events.html",
            request,
            view=view,
            views=VIEWS,
            side=side,
            facets=list(events.facets(engine, asked)),
            entity_names=events.names_of(engine, ids),
            entity_keys=events.ENTITY_KEYS,
            **shown,
        )

    def download(self, request: Request, name: str) -> Response:
        """Return the events that the address asks for as a file."""
        if name not in downloads.FILES:
            missing("file", name)
        asked = events.event_filter(request.query_params)
        folder = TemporaryDirectory(prefix="presstable-")
        path = Path(folder.name, name)
        downloads.write_events(self._engine, asked, name, path)
        return FileResponse(
            path,
            filename=f"presstable_{name}",
            media_type=downloads.MEDIA_TYPES[path.suffix],
            background=BackgroundTask(folder.cleanup),
        )

    def entities(self, request: Request) -> Response:
        """Return the list of entities."""
        return self._page("entities.html", request, found=entities.list_entities(self._engine, request.query_params))

    def entity(self, request: Request, entity_id: str) -> Response:
        """Return one entity with all that is known of it."""
        read = entities.read_entity(self._engine, entity_id, request.query_params)
        if read is None:
            missing("entity", entity_id)
        return self._page("entity.html", request, read=read)

    def clusters(self, request: Request) -> Response:
        """Return the list of event clusters."""
        return self._page("clusters.html", request, page=clusters.list_clusters(self._engine, request.query_params))

    def cluster(self, request: Request, cluster_id: str) -> Response:
        """Return one event cluster with all its reports."""
        read = clusters.read_cluster(self._engine, cluster_id)
        if read is None:
            missing("cluster", cluster_id)
        return self._page("cluster.html", request, read=read)

    def issues(self, request: Request) -> Response:
        """Return what a person should look at."""
        return self._page("issues.html", request, found=matters.list_matters(self._engine, request.query_params))

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
