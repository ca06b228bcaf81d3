"""The built site over HTTP, as a static host would serve it."""

import mimetypes
from pathlib import Path
from stat import S_ISREG

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from feedback.words import DEFAULT_LANGUAGE, LANGUAGES, weighted

# Python's own table, not the machine's: the same types everywhere.
TYPES = mimetypes.MimeTypes()
TYPES.add_type("text/javascript", ".mjs")
TYPES.add_type("text/javascript", ".js")
TYPES.add_type("application/wasm", ".wasm")
TYPES.add_type("application/zip", ".whl")
TYPES.add_type("application/manifest+json", ".webmanifest")
TYPES.add_type("application/json", ".map")
TYPES.add_type("font/woff2", ".woff2")

ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the better first
FOR_HOSTS = ("_headers", "_redirects")


class Site(StaticFiles):
    """Starlette's static files (safe paths, ETag, 304, ranges) with what a site of articles needs besides.

    That is: compressed siblings, a 404 page in the reader's language, redirects that name no host.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder

    async def check_config(self) -> None:
        """Accept a folder that isn't there: the build makes it, maybe while we serve."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file of a path, or the folder's index, a redirect to the folder, or the 404 page."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        if scope["path"].startswith("/api/"):
            raise HTTPException(404)
        return await to_thread.run_sync(self._answer, path, scope)

    def _answer(self, path: str, scope: Scope) -> Response:
        asks_for_folder = scope["path"].endswith("/")
        file = self._file(f"{path}/index.html" if asks_for_folder else path)
        if file:
            return self._send(file, Headers(scope=scope))
        if not asks_for_folder and self._file(f"{path}/index.html"):
            query = scope["query_string"].decode("ascii", "ignore")
            return RedirectResponse(f"/{path}/" + (query and f"?{query}"), status_code=301)
        return self._not_found(scope["path"])

    def _file(self, path: str) -> Path | None:
        """Return the file at a path, none where there is none or where it speaks to hosts, not to readers."""
        if path in FOR_HOSTS:
            return None
        try:
            found, status = self.lookup_path(path)
        except (OSError, ValueError):  # a name too long, or with a NUL: no file has it
            return None
        return Path(found) if status and S_ISREG(status.st_mode) else None

    def _send(self, file: Path, request: Headers) -> Response:
        """Return the file, compressed where the browser takes it so, or the word that the browser has it."""
        siblings = {name: file.with_name(file.name + ending) for name, ending in ENCODINGS.items()}
        present = {name: sibling for name, sibling in siblings.items() if sibling.is_file()}
        accepted = weighted(request.get("accept-encoding", ""))
        encoding = next((name for name in present if accepted.get(name, 0) > 0), None)
        headers = {"Vary": "Accept-Encoding"} if present else {}
        if encoding:
            headers["Content-Encoding"] = encoding
        sent = present[encoding] if encoding else file
        media_type, packing = TYPES.guess_type(file.name)
        if packing or not media_type:  # a sibling asked for by its own name is just bytes
            media_type = "application/octet-stream"
        answer = FileResponse(sent, headers=headers, media_type=media_type, stat_result=sent.stat())
        if self.is_not_modified(answer.headers, request):
            return NotModifiedResponse(answer.headers)
        return answer

    def _not_found(self, path: str) -> Response:
        others = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]
        language = next((f"{other}/" for other in others if path.startswith(f"/{other}/")), "")
        file = self._file(f"{language}404.html") or self._file("404.html")
        if not file:
            raise HTTPException(404)
        return Response(file.read_bytes(), status_code=404, media_type="text/html")
