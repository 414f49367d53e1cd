"""All services on one loopback server: what each holds, in its own shape, with faults on demand.

Shapes are those of the original files of the sources; every name and number is made up.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.sax.saxutils import escape

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Row = dict[str, object]
SERVICES = ("ARXIV", "OPENALEX", "CROSSREF", "S2", "GITHUB", "HUGGINGFACE")


def openalex_work(number: int) -> Row:
    """Work W1, W2, …; a day later each, all DOIs but that of every third."""
    return {
        "id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.5555/w{number}" if number % 3 else None,
        "title": f"Work number {number}", "publication_year": 2020, "publication_date": f"2020-01-{number:02}",
        "authorships": [], "referenced_works": [f"https://openalex.org/W{number + 1}"], "abstract_inverted_index": {"Nothing": [0]},
    }  # fmt: skip


def crossref_work(number: int) -> Row:
    """Works of one journal, ten deposited on a day."""
    day = date(2021, 1, 1) + timedelta(days=number // 10)
    return {
        "DOI": f"10.5555/c{number}", "type": "journal-article", "title": [f"Article {number}"],
        "deposited": {"date-parts": [[day.year, day.month, day.day]], "date-time": f"{day}T10:00:00Z", "timestamp": 0},
    }  # fmt: skip


def s2_paper(number: int) -> Row:
    """Papers with corpus ids 1, 2, …"""
    return {
        "paperId": f"{number:040x}", "corpusId": number, "externalIds": {"CorpusId": number, "ArXiv": f"2001.{number:05}"},
        "title": f"Paper {number}", "abstract": None, "authors": [{"authorId": "7", "name": "Ann Lee"}], "references": [],
    }  # fmt: skip


def github_repository(number: int) -> Row:
    return {
        "id": number,
        "full_name": f"own/repo{number}",
        "html_url": f"https://github.com/own/repo{number}",
        "stargazers_count": number,
        "owner": {"login": "own"},
    }


def daily_paper(day: str, number: int) -> Row:
    return {
        "paper": {"id": f"2001.{number + 1:05}", "title": f"Paper {number} of {day}", "upvotes": 1},
        "publishedAt": f"{day}T00:00:00.000Z",
    }


@dataclass(frozen=True)
class Preprint:
    """What arXiv holds of a paper; withdrawn ones have no metadata."""

    id: str
    day: str
    title: str = "A title"
    withdrawn: bool = False

    def xml(self) -> str:
        header = f"<identifier>oai:arXiv.org:{self.id}</identifier><datestamp>{self.day}</datestamp><setSpec>cs:cs:CL</setSpec>"
        if self.withdrawn:
            return f'<record><header status="deleted">{header}</header></record>'
        return (
            f"<record><header>{header}</header><metadata>"
            f'<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{self.id}</id><created>2020-01-01</created><updated>2020-01-02</updated>'
            "<authors><author><keyname>Núñez</keyname><forenames>Ann B.</forenames></author>"
            "<author><keyname>Day</keyname><forenames>Bo</forenames><suffix>Jr</suffix><affiliation>A place</affiliation></author></authors>"
            f"<title>{escape(self.title)}</title><categories>cs.CL cs.LG</categories><comments>3 pages</comments>"
            "<license>http://example.org/licence</license><abstract>  We do\n  nothing.\n</abstract></arXiv></metadata></record>"
        )


@dataclass
class World:
    """What the services hold, what they were asked, and how they fail next.

    `faults` are answers given in place of the next ones, whatever is asked. `before` runs before each answer. `gone` are cursors that are
    no longer taken.
    """

    works: list[Row] = field(default_factory=lambda: [openalex_work(n) for n in range(1, 8)])
    articles: list[Row] = field(default_factory=lambda: [crossref_work(n) for n in range(450)])
    papers: list[Row] = field(default_factory=lambda: [s2_paper(n) for n in range(1, 6)])
    repositories: list[Row] = field(default_factory=lambda: [github_repository(n) for n in range(1, 6)])
    daily: dict[str, list[Row]] = field(
        default_factory=lambda: {
            "2024-05-01": [daily_paper("2024-05-01", n) for n in range(2)],
            "2024-05-03": [daily_paper("2024-05-03", n) for n in range(101)],
        }
    )
    preprints: list[Preprint] = field(
        default_factory=lambda: [
            Preprint("2001.00001", "2020-01-02", "Nets & <graphs>"),
            Preprint("2001.00002", "2020-01-02"),
            Preprint("cs/0112017", "2020-01-03"),
            Preprint("2001.00003", "2020-01-03", withdrawn=True),
            Preprint("2001.00004", "2020-01-04"),
        ]
    )
    most_at_once: int = 3
    faults: deque[Response] = field(default_factory=deque)
    gone: set[str] = field(default_factory=set)
    asked: list[Request] = field(default_factory=list)
    before: Callable[[Request], None] = lambda request: None

    def queries(self) -> list[dict[str, str]]:
        """The parameters of each request, in order."""
        return [dict(request.query_params) for request in self.asked]


class Cut(Response):
    """An answer of which only the beginning comes."""

    def __init__(self) -> None:
        super().__init__(b'{"meta": {"count": 7', media_type="application/json")
        self.headers["content-length"] = "1000"


def refusal(status: int, message: object = "no", **headers: str) -> JSONResponse:
    """An answer that says no."""
    return JSONResponse({"message": message}, status, {name.replace("_", "-"): value for name, value in headers.items()})


def _openalex(world: World, request: Request) -> Response:
    params = request.query_params
    chosen = world.works
    for part in params.get("filter", "").split(","):
        name, _, value = part.partition(":")
        if name == "openalex":
            chosen = [work for work in chosen if str(work["id"]).rsplit("/", 1)[-1] in value.split("|")]
        elif name == "doi":
            chosen = [work for work in chosen if str(work["doi"]).removeprefix("https://doi.org/") in value.split("|")]
        elif name == "from_publication_date":
            chosen = [work for work in chosen if str(work["publication_date"]) >= value]
        elif name == "to_publication_date":
            chosen = [work for work in chosen if str(work["publication_date"]) <= value]
    cursor = params.get("cursor")
    if cursor in world.gone:
        return JSONResponse({"error": "Invalid query parameters error.", "message": "Cursor is gone."}, 400)
    start = 0 if cursor in (None, "*") else int(cursor.removeprefix("c"))
    some = chosen[start : start + 3] if cursor else chosen
    following = f"c{start + 3}" if some else None
    return JSONResponse({"meta": {"count": len(chosen), "next_cursor": following}, "results": some, "group_by": []})


def _crossref(world: World, request: Request) -> Response:
    params = request.query_params
    since = params.get("filter", "").partition("from-deposit-date:")[2][:10]
    chosen = [work for work in world.articles if str(work["deposited"]["date-time"]) >= since]  # type: ignore[index]
    cursor = params["cursor"]
    if cursor in world.gone:
        return Response("Resource not found.", 404, media_type="text/plain")
    start = 0 if cursor == "*" else int(cursor)
    end = start + int(params["rows"])
    message = {"items": chosen[start:end], "total-results": len(chosen), "next-cursor": str(end), "items-per-page": int(params["rows"])}
    return JSONResponse({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def _crossref_work(world: World, request: Request) -> Response:
    for work in world.articles:
        if work["DOI"] == request.path_params["doi"]:
            return JSONResponse({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work})
    return Response("Resource not found.", 404, media_type="text/plain")


async def _s2(world: World, request: Request) -> Response:
    ids: list[str] = (await request.json())["ids"]
    if len(ids) > world.most_at_once:
        return JSONResponse({"error": "Response would exceed maximum size."}, 400)
    found = [next((paper for paper in world.papers if _is_called(paper, item)), None) for item in ids]
    return JSONResponse(found) if any(found) else JSONResponse({"error": "No valid paper ids given"}, 400)


def _is_called(paper: Row, name: str) -> bool:
    external = paper["externalIds"]
    assert isinstance(external, dict)
    return name in (f"CorpusId:{external['CorpusId']}", f"ARXIV:{external['ArXiv']}")


def _github_search(world: World, request: Request) -> Response:
    page, size = int(request.query_params["page"]), 2
    some = world.repositories[(page - 1) * size : page * size]
    links = {"link": f'<https://elsewhere.example/?q=x&page={page + 1}>; rel="next"'} if page * size < len(world.repositories) else {}
    return JSONResponse({"total_count": 5000, "incomplete_results": False, "items": some}, headers=links)


def _github_repository(world: World, request: Request) -> Response:
    name = f"{request.path_params['owner']}/{request.path_params['name']}"
    found = next((item for item in world.repositories if item["full_name"] == name), None)
    return JSONResponse(found) if found else JSONResponse({"message": "Not Found", "status": "404"}, 404)


def _huggingface(world: World, request: Request) -> Response:
    params = request.query_params
    start = int(params["p"]) * int(params["limit"])
    return JSONResponse(world.daily.get(params["date"], [])[start : start + int(params["limit"])])


def _arxiv(world: World, request: Request) -> Response:
    params = request.query_params
    if params["verb"] == "GetRecord":
        found = [item for item in world.preprints if params["identifier"] == f"oai:arXiv.org:{item.id}"]
        return _oai(f"<GetRecord>{found[0].xml()}</GetRecord>" if found else _fault("idDoesNotExist", "no such record"))
    token = params.get("resumptionToken")
    if token in world.gone:
        return _oai(_fault("badResumptionToken", "The value is expired."))
    if params.get("set") == "nonsense":
        return _oai(_fault("badArgument", "Set does not exist"))
    since, _, skip = token.partition("/") if token else (params.get("from", ""), "", "0")
    chosen = [item for item in world.preprints if item.day >= since and item.day <= params.get("until", "9")]
    some, rest = chosen[int(skip) : int(skip) + 2], chosen[int(skip) + 2 :]
    if not some:
        return _oai(_fault("noRecordsMatch", ""))
    following = f"{since}/{int(skip) + 2}" if rest else ""
    size = f' completeListSize="{len(chosen)}"'
    return _oai(f"<ListRecords>{''.join(item.xml() for item in some)}<resumptionToken{size}>{following}</resumptionToken></ListRecords>")


def _fault(code: str, said: str) -> str:
    return f'<error code="{code}">{said}</error>'


def _oai(inside: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inside}</OAI-PMH>'
    return Response(text, media_type="text/xml")


class Services:
    """The server; `world` is what it shows, and may be changed at any time."""

    def __init__(self) -> None:
        self.world = World()
        routes = {
            "/openalex/works": _openalex, "/crossref/works": _crossref, "/crossref/works/{doi:path}": _crossref_work,
            "/s2/paper/batch": _s2, "/github/search/repositories": _github_search, "/github/repos/{owner}/{name}": _github_repository,
            "/huggingface/api/daily_papers": _huggingface, "/arxiv": _arxiv,
        }  # fmt: skip
        self.app = Starlette(routes=[Route(path, self._answering(make), methods=["GET", "POST"]) for path, make in routes.items()])
        self.url = ""

    def _answering(self, make: Callable[..., object]) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            world = self.world
            world.asked.append(request)
            await asyncio.to_thread(world.before, request)
            if world.faults:
                return world.faults.popleft()
            made = make(world, request)
            found = await made if asyncio.iscoroutine(made) else made
            assert isinstance(found, Response)
            return found

        return answer

    def environment(self) -> dict[str, str]:
        """The variables that lead to the services here."""
        return {f"CITEGRAPH_{name}_URL": f"{self.url}/{name.lower()}" for name in SERVICES}


@contextmanager
def serving() -> Iterator[Services]:
    """The services on a port of this machine."""
    services = Services()
    server = uvicorn.Server(uvicorn.Config(services.app, host="127.0.0.1", port=0, log_level="critical", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        services.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        yield services
    finally:
        server.should_exit = True
        thread.join()
