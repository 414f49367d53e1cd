"""What stands at `/` and, for browsers, at `/graphql`: the built pages, or in their place how to build them."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.built import Built, page
from api.headers import EDITOR, EMBEDDED, STRICT

NOT_BUILT = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>citegraph: pages not built</title>
</head>
<body>
<main>
<h1>citegraph</h1>
<p>The server runs, but its pages, the explorer and GraphiQL, are not built in this checkout.</p>
<p>Run <code>make explorer</code> there and load this page again; the server may go on meanwhile. It takes Node 20.19 or newer, which it
gets from PyPI where the machine has none. Installed packages of citegraph hold the pages already. <code>docs/explorer.md</code> tells
more.</p>
<p>GraphQL is answered all the same:</p>
<pre>curl -H 'content-type: application/json' -d '{"query": "{ papers { totalCount } }"}' ADDRESS/graphql</pre>
<p><a href="schema.graphql">The schema</a> says what can be asked; <code>citegraph query</code> asks it from the command line.</p>
</main>
</body>
</html>
"""


class Pages:
    """The pages of one folder."""

    def __init__(self, folder: Path) -> None:
        self.built = Built(folder)

    def explorer(self, request: Request) -> Response:
        """Return the explorer; with `?embed=1` other sites may frame it."""
        rules = EMBEDDED if request.query_params.get("embed") == "1" else STRICT
        return self.built.page("index.html", request, rules) or page(NOT_BUILT, request, rules)

    def editor(self, request: Request) -> Response:
        """Return GraphiQL, for an address that programs are answered at as well."""
        found = self.built.page("graphiql.html", request, EDITOR) or page(NOT_BUILT, request)
        found.headers["Vary"] = "Accept"
        return found

    def add_to(self, app: FastAPI) -> None:
        """Let an application answer with the explorer and with what the pages load; `/graphql` is the router's own."""

        async def explorer(request: Request) -> Response:
            return self.explorer(request)

        async def asset(request: Request) -> Response:
            found = self.built.asset(request.path_params["name"])
            if found is None:
                raise HTTPException(404)
            return found

        app.router.add_route("/", explorer)
        app.router.add_route("/assets/{name}", asset)
