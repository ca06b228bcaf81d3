"""The API: each route reads, asks the guard, calls the store, answers."""

from asyncio import wrap_future
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from feedback.contract import (
    ArticleQuery,
    Counts,
    CountsQuery,
    Faults,
    Health,
    Kept,
    Opinion,
    PlainVote,
    Tally,
    Vote,
    Withdrawal,
)
from feedback.faults import Refusal, remember_language
from feedback.guard import FORM, JSON, body_of, read_form, read_json
from feedback.html import thanks_page
from feedback.identity import reader_key
from feedback.service import Service, ServiceOf
from feedback.store import Receipt, RevisionTally, StoreUnavailable
from feedback.words import tally_text, words

router = APIRouter(prefix="/api")

type Answers = dict[int | str, dict[str, Any]]
PAGE = {"content": {"text/html": {"schema": {"type": "string"}}}}


def _answers(*refusals: int) -> Answers:
    """Return how OpenAPI tells the refusals of a route; `default` stands for what any route can refuse."""
    told: Answers = {status: {"model": Faults} for status in refusals}
    return told | {"default": {"model": Faults, "description": "Refused for another reason."}}


def _told_body(content_type: str, model: type[BaseModel]) -> dict[str, Any]:
    """Return how OpenAPI tells a body that the guard reads, not FastAPI."""
    content = {content_type: {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


@router.put(
    "/votes",
    response_model=Kept,
    responses=_answers(400, 408, 413, 415, 429, 503)
    | {201: {"model": Kept, "description": "The reader's first vote on this revision is on disk."}},
    response_description="The reader's earlier vote is replaced by this one, on disk.",
    openapi_extra=_told_body(JSON, Vote),
)
async def put_vote(request: Request, service: ServiceOf) -> Response:
    """Keep a reader's vote; a second one on the same revision replaces the first, comment included.

    Answers once the vote is on disk, never before.
    """
    entry = read_json(await body_of(request, JSON))
    with service.room:
        vote = _admitted(Vote, entry, request, service)
        key = reader_key(service.secret, vote.reader, vote.page, vote.revision)
        receipt = await _keep(service, vote, key)
    message = "vote.created" if receipt.created else "vote.changed"
    return _kept(service, vote.language, message, receipt.tallies, 201 if receipt.created else 200)


@router.delete(
    "/votes",
    response_model=Kept,
    responses=_answers(400, 408, 413, 415, 429, 503),
    response_description="The reader's vote on this revision, if there was one, is gone from the disk.",
    openapi_extra=_told_body(JSON, Withdrawal),
)
async def delete_vote(request: Request, service: ServiceOf) -> Response:
    """Take a reader's vote back, its comment included; asked again, it says the same."""
    entry = read_json(await body_of(request, JSON))
    with service.room:
        asked = _admitted(Withdrawal, entry, request, service)
        key = reader_key(service.secret, asked.reader, asked.page, asked.revision)
        receipt = await _promised(lambda: service.store.withdraw(asked.page, key))
    return _kept(service, asked.language, "vote.withdrawn", receipt.tallies, 200)


def _kept(
    service: Service, language: str, message: str, tallies: Sequence[RevisionTally], status: int
) -> Response:
    text = _text(service, language, tallies)
    return JSONResponse(Kept(message=words(language).text(message), text=text).model_dump(), status)


def _text(service: Service, language: str, tallies: Sequence[RevisionTally]) -> str | None:
    """Return the count of one page in words, none while it is hidden."""
    if not tallies:
        return None
    newest = service.pages.newest(tallies)
    least = service.votes_shown_from
    return tally_text(language, newest.helpful, newest.total, newest.revision, least)


@router.post(
    "/votes",
    status_code=303,
    response_class=Response,
    response_description="The vote is on disk; the address is that of the thank-you page.",
    responses={status: told | PAGE for status, told in _answers(400, 408, 413, 415, 429, 503).items()},
    openapi_extra=_told_body(FORM, PlainVote),
)
async def post_vote(request: Request, service: ServiceOf) -> Response:
    """Keep the vote of a browser without JavaScript, outside the public count, and show a thank-you page.

    Without a reader's token nobody could change it or be held to one vote, hence it isn't counted. A
    refusal is a page too where the browser asks for one.
    """
    entry = read_form(await body_of(request, FORM))
    with service.room:
        vote = _admitted(PlainVote, entry, request, service)
        await _keep(service, vote, None)
    return RedirectResponse(
        "thanks?" + urlencode({"page": vote.page, "language": vote.language}), status_code=303
    )


@router.get(
    "/thanks",
    response_class=Response,
    responses=_answers(400) | {200: PAGE | {"description": "A page in the reader's language."}},
)
async def thanks(article: Annotated[ArticleQuery, Query()], service: ServiceOf) -> Response:
    """Show the thank-you page that a posted form leads to, with the way back to the article."""
    _known(article.page, service)
    return thanks_page(article.language, article.page)


@router.get("/counts", response_model=Counts, responses=_answers(400, 503))
def counts(asked: Annotated[CountsQuery, Query()], service: ServiceOf) -> Response:
    """Count the readers who voted on the newest revision of each article, over both languages.

    With `page`, that article alone, and its count in words.
    """
    if asked.page is not None:
        _known(asked.page, service)
    found = _stored_tallies(service, asked.page)
    pages = groupby(sorted(found, key=lambda tally: tally.page), key=lambda tally: tally.page)
    tallies = {page: _tally(service, list(revisions)) for page, revisions in pages}
    if asked.page is None:
        return JSONResponse(Counts(counts=tallies).model_dump(exclude={"text"}))
    tallies.setdefault(asked.page, Tally(helpful=0, total=0))
    text = _text(service, asked.language, found)
    return JSONResponse(Counts(counts=tallies, text=text).model_dump())


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Tell that the service answers, whatever its votes do: whoever doesn't answer is to be restarted."""
    return JSONResponse(Health().model_dump())


@router.get("/ready", response_model=Health, responses=_answers(503))
def ready(service: ServiceOf) -> Response:
    """Tell that the votes can be read too: whoever isn't ready is to be spared requests, not restarted."""
    _stored_tallies(service, "index")
    return JSONResponse(Health().model_dump())


def _admitted[Given: (Vote, PlainVote, Withdrawal)](
    model: type[Given], entry: Mapping[str, object], request: Request, service: Service
) -> Given:
    """Return the vote of a request that the guard lets through; the rate counts faulty ones too."""
    remember_language(request, entry)
    service.rate.admit(request)
    vote = model.model_validate(entry)
    _known(vote.page, service)
    return vote


def _known(page: str, service: Service) -> None:
    if not service.pages.has(page):
        raise Refusal(("unknown_page", "page"))


async def _keep(service: Service, opinion: Opinion, key: str | None) -> Receipt:
    return await _promised(lambda: service.store.keep(opinion, key))


async def _promised(ask: Callable[[], Future[Receipt]]) -> Receipt:
    try:
        return await wrap_future(ask())
    except StoreUnavailable:
        raise Refusal(("storage_unavailable", "")) from None


def _stored_tallies(service: Service, page: str | None) -> list[RevisionTally]:
    try:
        return list(service.store.tallies(page))
    except StoreUnavailable:
        raise Refusal(("storage_unavailable", "")) from None


def _tally(service: Service, revisions: Sequence[RevisionTally]) -> Tally:
    newest = service.pages.newest(revisions)
    return Tally(helpful=newest.helpful, total=newest.total)
