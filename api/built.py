"""The pages that `make explorer` builds, as they lie in `api/static`: what is sent for them, and how long it is kept."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from api.headers import POLICY, STRICT

STATIC = Path(__file__).parent / "static"
"""Where the build puts the pages."""
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_ASKED_FOR_ANEW = "no-cache"
# What a machine's own tables say of these differs.
_TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class Built:
    """Files of one folder, read when they are asked for, so that a server shows what was built last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def page(self, name: str, request: Request, rules: str = STRICT) -> Response | None:
        """Return a page under a content security policy, 304 if the client has it as it is; None when it is not built."""
        body = self._read(self.folder / name)
        return None if body is None else page(body, request, rules)

    def asset(self, name: str) -> Response | None:
        """Return a file of `assets/`, whose names tell their content: it may be kept for a year. None when there is none."""
        path = self.folder / "assets" / name
        body = self._read(path)
        if body is None:
            return None
        guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(body, media_type=guessed, headers={"Cache-Control": _FOR_A_YEAR})

    @staticmethod
    def _read(path: Path) -> bytes | None:
        """The bytes of a file; None for what is none, or lies elsewhere than its name says."""
        try:
            return path.read_bytes() if path.resolve().parent == path.parent.resolve() else None
        except (OSError, ValueError):
            return None


def page(body: bytes, request: Request, rules: str = STRICT) -> Response:
    """Return an HTML page that is asked for anew each time, and sent only if it or its policy is another than the client has."""
    tag = f'W/"{hashlib.blake2b(body + rules.encode(), digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": _ASKED_FOR_ANEW, "ETag": tag, POLICY: rules}
    if tag in (known.strip() for known in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/html", headers=headers)
