"""The ASGI application: the API, and the site for every other address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from feedback.contract import Faults
from feedback.faults import Refusal, language_of, refusal_of
from feedback.html import refused_page
from feedback.routes import router
from feedback.service import Service
from feedback.settings import CannotStart, Settings
from feedback.site import Site
from feedback.site_headers import BadHeadersFile, SiteHeaders


def create_app(settings: Settings) -> SiteHeaders:
    """Return the application, its votes opened; its shutdown closes them.

    Raises:
        CannotStart: what it needs can't be used, with what to change.
    """
    service = Service.open(settings)
    app = FastAPI(
        title="Prorata: votes",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,  # both pages load their scripts from a third party
        redoc_url=None,
        redirect_slashes=False,
        lifespan=partial(_closing, service),
        # No request is traced anywhere, whatever the machine's environment says.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    app.state.service = service
    app.include_router(router)
    app.router.default = Site(settings.site)
    for kind in (Refusal, ValidationError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _answer_to)
    try:
        return SiteHeaders(app, settings.site)
    except BadHeadersFile as fault:
        service.close()
        file = settings.site / "_headers"
        raise CannotStart(settings.language, "site_headers", file=file, line=fault.line) from None


@asynccontextmanager
async def _closing(service: Service, _: FastAPI) -> AsyncIterator[None]:
    yield
    service.close()


async def _answer_to(request: Request, error: Exception) -> Response:
    """Return the answer that tells an exception: JSON, or a page for a browser that posted the form."""
    refusal = refusal_of(error)
    language = language_of(request)
    faults = refusal.told_in(language)
    if request.method == "POST" and "text/html" in request.headers.get("accept", ""):
        answer: Response = refused_page(language, [fault.message for fault in faults], refusal.status)
    else:
        answer = JSONResponse(Faults.of(faults).model_dump(), refusal.status, {"Content-Language": language})
    if refusal.status == 405:
        answer.headers["Allow"] = _methods(request)
    if refusal.status in (408, 413):  # the rest of the body is not waited for
        answer.headers["Connection"] = "close"
    if refusal.retry_after:
        answer.headers["Retry-After"] = refusal.retry_after
    return answer


def _methods(request: Request) -> str:
    """Return the methods that this address takes."""
    routes = request.app.openapi()["paths"].get(request.url.path, {"get": {}, "head": {}})
    return ", ".join(sorted(method.upper() for method in routes))
