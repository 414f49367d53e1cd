"""The HTTP application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette_compress import CompressMiddleware
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, ParserCache, QueryDepthLimiter, ValidationCache
from strawberry.fastapi import GraphQLRouter
from strawberry.http.base import BaseRequestProtocol
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.built import STATIC
from api.execute import PlanExtension
from api.headers import SafeHeaders
from api.limits import MAX_DEPTH, MAX_TOKENS
from api.pages import Pages
from api.schema import build_schema, sdl
from graph.errors import StoreError
from graph.store import GraphStore

MIN_BYTES = 1_000
"""Shorter answers fit into one packet as they are."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve: origins that may call from a browser, the path under which a proxy shows it, and where the built pages lie."""

    cors_origins: tuple[str, ...] = ()
    root_path: str = ""
    static: Path = STATIC


class _Router(GraphQLRouter[dict[str, Any], None]):
    def __init__(self, pages: Pages, **settings: Any) -> None:
        super().__init__(
            make_schema(), path="/graphql", graphql_ide="graphiql", subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL], **settings
        )
        self.pages = pages

    def encode_json(self, data: object) -> str:
        return orjson.dumps(data).decode()  # bytes would go over sockets as binary messages, which clients do not take

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:
        # A link with `?query=` opens the editor filled in, and is a query to be answered for every client that is no browser.
        browser = request.method == "GET" and "text/html" in (request.headers.get("accept") or "")
        return browser or super().should_render_graphql_ide(request)

    async def render_graphql_ide(self, request: Request) -> Response:  # type: ignore[override]
        return self.pages.editor(request)


def make_schema() -> Any:
    """Return the schema with everything that runs around an operation."""
    limits: list[Any] = [
        PlanExtension,
        lambda: QueryDepthLimiter(MAX_DEPTH),
        lambda: MaxAliasesLimiter(200),
        lambda: MaxTokensLimiter(MAX_TOKENS),
        lambda: ParserCache(maxsize=256),
        lambda: ValidationCache(maxsize=256),
    ]
    return build_schema(tuple(limits))


def create_app(store: GraphStore, settings: Settings | None = None) -> FastAPI:
    """Return the application over an open store: `/graphql`, `/`, `/schema.graphql`, `/healthz`, `/readyz`, `/metrics`."""
    settings = settings or Settings()
    app = FastAPI(title="citegraph", docs_url=None, redoc_url=None, openapi_url=None)
    app.root_path = settings.root_path
    if settings.cors_origins:
        app.add_middleware(CORSMiddleware, allow_origins=list(settings.cors_origins), allow_methods=["*"], allow_headers=["*"])

    async def context() -> dict[str, Any]:
        return {"store": store}

    pages = Pages(settings.static)
    app.include_router(_Router(pages, context_getter=context))
    # Fast levels on purpose: higher ones cost more than the query that they pack the answer of.
    app.add_middleware(CompressMiddleware, minimum_size=MIN_BYTES, zstd_level=3, brotli=False, gzip_level=1)
    _measure(app)
    app.add_middleware(SafeHeaders)
    _states(app, store)
    pages.add_to(app)
    return app


def _measure(app: FastAPI) -> None:
    registry = CollectorRegistry()
    requests = Counter("citegraph_requests", "Requests by path and status.", ["path", "status"], registry=registry)
    seconds = Histogram("citegraph_request_seconds", "Seconds a request took, by path.", ["path"], registry=registry)

    @app.middleware("http")
    async def measure(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        path = request.url.path.removeprefix(app.root_path)
        path = path if path in _PATHS else "other"
        with seconds.labels(path).time():
            response = await call(request)
        requests.labels(path, str(response.status_code)).inc()
        return response

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


_PATHS = frozenset({"/", "/graphql", "/schema.graphql", "/healthz", "/readyz", "/metrics"})


def _states(app: FastAPI, store: GraphStore) -> None:
    text = sdl()

    @app.get("/schema.graphql", include_in_schema=False)
    async def schema() -> PlainTextResponse:
        return PlainTextResponse(text)

    @app.get("/healthz", include_in_schema=False)
    async def healthy() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", include_in_schema=False)
    async def ready() -> JSONResponse:
        try:
            version = await store.version()
        except StoreError as error:
            return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
        return JSONResponse({"status": "ready", "version": version})
