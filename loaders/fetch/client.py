"""Asking a service: at its pace, with patience, and with one clear line for everything that can go wrong."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from types import TracebackType
from typing import NamedTuple, TypeVar

import httpx
import orjson
from httpx_retries import Retry, aretry_request

from loaders.errors import SourceError

T = TypeVar("T")

CONTACT = "CITEGRAPH_CONTACT"
LONGEST_WAIT = 300.0
"""Seconds. A service that asks for more patience is asked again by the person who fetches, later."""
_TIMEOUT = httpx.Timeout(90, connect=15)
_PASSING = (408, 429, 500, 502, 503, 504)
_TELLING_TO_WAIT = (403, 429, 503)
_HIDDEN = ("api_key", "mailto")
_SHOWN = 200
Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Service:
    """A service on the network.

    `variable` is what it is called in variables of the environment. `interval` is the time from one request to the next, in seconds, by its terms
    of use. `key` is the variable that holds one's key, which goes into a parameter, or into a header behind what stands before it there.
    """

    name: str
    variable: str
    address: str
    interval: float
    key: str | None = None
    header: tuple[str, str] | None = None
    parameter: str | None = None
    takes_contact: bool = False

    @property
    def url_variable(self) -> str:
        """The variable that names another address of it."""
        return f"CITEGRAPH_{self.variable}_URL"


@dataclass(frozen=True, slots=True)
class Settings:
    """How services are asked: variables of the environment, how often a request is repeated, and seconds that waits grow from."""

    environment: Mapping[str, str] = field(default_factory=dict)
    retries: int = 5
    backoff: float = 0.5


class ServiceError(SourceError):
    """A service did not give what it was asked for. `status` is that of its answer; None when there was none."""

    def __init__(self, message: str, status: int | None = None, said: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.said = said


class StaleCursorError(ServiceError):
    """A service no longer goes on from where it stopped."""


class WrongContent(Exception):  # noqa: N818 - a verdict on an answer, that is asked for once more
    """An answer is not what it should be: cut off, or a page for people; the message says what is wrong."""


class Answer(NamedTuple):
    """What a service says, and the pages that its `Link` header names, by relation."""

    value: object
    links: Mapping[str, str]


class Client:
    """A client of one service; use it with `async with`. Requests go out one at a time."""

    def __init__(self, service: Service, settings: Settings) -> None:
        environment = settings.environment
        self.service = service
        self._own = environment.get(service.url_variable, "").rstrip("/") or None
        self._base = self._own or service.address
        self._key = environment.get(service.key, "") if service.key else ""
        contact = environment.get(CONTACT, "")
        self._params: dict[str, str | int] = {"mailto": contact} if contact and service.takes_contact else {}
        headers = {"user-agent": f"citegraph/{version('citegraph')}" + (f" (mailto:{contact})" if contact else "")}
        if self._key and service.header:
            headers[service.header[0]] = service.header[1] + self._key
        if self._key and service.parameter:
            self._params[service.parameter] = self._key
        # A mirror of one's own sets no pace.
        pace = _Pace(0 if self._own else service.interval)
        # A key in a header of its own would follow a redirection to another host; `Authorization` does not.
        follow = service.header is None or service.header[0] == "authorization"
        self._http = httpx.AsyncClient(
            headers=headers, timeout=_TIMEOUT, follow_redirects=follow, event_hooks={"request": [pace], "response": [self._heed]}
        )
        self._retry = Retry(
            total=settings.retries,
            allowed_methods=["GET", "POST"],
            status_forcelist=_PASSING,
            retry_on_exceptions=[
                httpx.TimeoutException,
                httpx.NetworkError,
                httpx.RemoteProtocolError,
                httpx.DecodingError,
                WrongContent,
            ],
            backoff_factor=settings.backoff,
            backoff_jitter=0.5,
            max_backoff_wait=LONGEST_WAIT,
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._http.aclose()

    async def json(self, path: str, params: Params, *, post: object = None) -> Answer:
        """Return the JSON that a path answers with. ServiceError when it does not, however often it is asked."""
        return await self.ask(path, params, _json, post=post)

    async def ask(self, path: str, params: Params, read: Callable[[httpx.Response], T], *, post: object = None) -> T:
        """Return what `read` makes of a path's answer; it raises WrongContent for an answer to be asked for again."""
        found: list[T] = []

        def check(response: httpx.Response) -> None:
            if response.is_success and not found:
                found.append(read(response))

        try:
            response = await aretry_request(
                self._http,
                "GET" if post is None else "POST",
                self._base + path,
                params={**params, **self._params},
                json=post,
                retry=self._retry.copy_with(validate_response=check),
            )
            check(response)  # the last of the answers is not looked at by the retries
        except WrongContent as error:
            raise ServiceError(f"{self._at(path, params)} gives {error}; try again later{self._hint()}") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ServiceError(f"{self._base!r} is no address ({_told(error)}); correct {self.service.url_variable}") from None
        except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
            raise ServiceError(f"{self._at(path, params)} breaks off ({_told(error)}); try again later{self._hint()}") from None
        except httpx.HTTPError as error:
            remedy = f"check the network, or try again later{self._hint()}"
            raise ServiceError(f"{self._at(path, params)} cannot be reached ({_told(error)}); {remedy}") from None
        if not found:
            raise self._refused(response)
        return found[0]

    async def _heed(self, response: httpx.Response) -> None:
        """Say of a limit that was reached, in whatever words, when to come again; an end when that is too long from now."""
        wait = _asked_wait(response)
        if wait is None:
            return
        if wait > LONGEST_WAIT:
            await response.aread()
            raise self._refused(response, wait)
        response.status_code = 429
        response.headers["retry-after"] = str(math.ceil(wait))

    def _refused(self, response: httpx.Response, wait: float | None = None) -> ServiceError:
        said = _said(response)
        shown = f"{self.service.name}: {_shown(response.request.url)} answers {response.status_code} {response.reason_phrase}"
        remedy = f"come again in {_duration(wait)}{self._with_key()}" if wait else self._remedy(response.status_code)
        return ServiceError(f"{shown.rstrip()}{f' ({said})' if said else ''}; {remedy}", response.status_code, said)

    def _remedy(self, status: int) -> str:
        if status in (401, 403):
            return (f"check {self.service.key}" if self._key else f"set {self.service.key}") if self.service.key else "it is closed to you"
        if status == 429:
            return f"wait a while{self._with_key()}"
        return f"try again later{self._hint()}" if status >= 500 else f"check what is asked for{self._hint()}"

    def _with_key(self) -> str:
        return f", or set {self.service.key}" if self.service.key and not self._key else ""

    def _hint(self) -> str:
        return f" ({self.service.url_variable} is set)" if self._own else ""

    def _at(self, path: str, params: Params) -> str:
        return f"{self.service.name}: {_shown(httpx.URL(self._base + path, params=dict(params)))}"


class _Pace:
    """Lets a request go when the time has come."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._next = 0.0

    async def __call__(self, request: httpx.Request) -> None:
        now = time.monotonic()
        at = max(self._next, now)
        self._next = at + self._interval
        if at > now:
            await asyncio.sleep(at - now)


def _json(response: httpx.Response) -> Answer:
    try:
        value = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        start = " ".join(response.text[:60].split())
        raise WrongContent(f"no JSON, or a part of it: {start!r}…" if start else "nothing") from None
    return Answer(value, {relation: link["url"] for relation, link in response.links.items() if relation and "url" in link})


def _asked_wait(response: httpx.Response) -> float | None:
    """For how many seconds an answer asks to wait; None when it does not."""
    if response.status_code not in _TELLING_TO_WAIT:
        return None
    if after := response.headers.get("retry-after"):
        try:
            return Retry().parse_retry_after(after)
        except ValueError:
            return None
    reset = response.headers.get("x-ratelimit-reset", "")
    if response.headers.get("x-ratelimit-remaining") != "0" or not reset.isdecimal():
        return None
    at = float(reset)
    return max(1.0, at - time.time() if at > 1e9 else at)  # a moment at some services, a span at others


def _said(response: httpx.Response) -> str:
    """What an answer gives as the reason, in its own words."""
    try:
        found: object = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return ""
    while isinstance(found, (dict, list)):
        if isinstance(found, list):
            found = found[0] if found else ""
        else:
            found = found.get("message") or found.get("error") or ""
    return " ".join(str(found).split())[:_SHOWN]


def _shown(url: httpx.URL) -> str:
    """An address without what is not to be shown."""
    for name in _HIDDEN:
        url = url.copy_remove_param(name)
    text = str(url)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _duration(seconds: float) -> str:
    return f"{seconds / 3600:.0f} hours" if seconds >= 5400 else f"{math.ceil(seconds / 60)} minutes"
