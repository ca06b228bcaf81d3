"""Votes that are kept, changed and counted."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from feedback.reading import reading
from feedback.tables import TALLIES
from feedback.words import tally_text
from tests.feedback.running import VOTE, Running, launch

GUIDE = "guides/add-licenses"


def reader(number: int) -> str:
    return f"reader-number-{number:06d}"


def test_a_first_vote_is_created_and_a_second_one_changes_it(service: Running) -> None:
    first = service.put(helpful=True)
    second = service.put(helpful=False)
    assert (first.status_code, first.json()) == (
        201,
        {
            "ok": True,
            "message": "Merci. Votre réponse est enregistrée.",
            "text": "1 lecteur sur 1 a trouvé cet article utile (version du 22 novembre 2026)",
        },
    )
    assert (second.status_code, second.json()) == (
        200,
        {
            "ok": True,
            "message": "Votre réponse est modifiée.",
            "text": "0 lecteur sur 1 a trouvé cet article utile (version du 22 novembre 2026)",
        },
    )
    assert service.rows("helpful, times_sent") == [(0, 2)]


def test_a_reader_who_repeats_a_vote_counts_once(service: Running) -> None:
    assert [service.put().status_code for _ in range(5)] == [201, 200, 200, 200, 200]
    assert service.client.get("/api/counts").json()["counts"] == {GUIDE: {"helpful": 1, "total": 1}}


def test_both_languages_count_together(service: Running) -> None:
    for number in range(15):
        service.put(reader=reader(number), helpful=number < 12, language="fr" if number % 2 else "en")
    assert service.client.get("/api/counts").json() == {
        "ok": True,
        "counts": {GUIDE: {"helpful": 12, "total": 15}},
    }
    french = service.client.get("/api/counts", params={"page": GUIDE, "language": "fr"}).json()
    english = service.client.get("/api/counts", params={"page": GUIDE, "language": "en"}).json()
    assert french["counts"] == english["counts"] == {GUIDE: {"helpful": 12, "total": 15}}
    assert french["text"] == "12 lecteurs sur 15 ont trouvé cet article utile (version du 22 novembre 2026)"
    assert english["text"] == "12 readers out of 15 found this article helpful (version of November 22, 2026)"


def test_each_page_counts_for_itself_and_the_home_page_is_one(service: Running) -> None:
    service.put(page="faq", helpful=False)
    service.put(page="index")
    assert service.client.get("/api/counts").json()["counts"] == {
        "faq": {"helpful": 0, "total": 1},
        "index": {"helpful": 1, "total": 1},
    }


def test_nobody_yet_is_no_sentence(service: Running) -> None:
    answer = service.client.get("/api/counts", params={"page": GUIDE}).json()
    assert answer == {"ok": True, "counts": {GUIDE: {"helpful": 0, "total": 0}}, "text": None}
    assert service.client.get("/api/counts").json() == {"ok": True, "counts": {}}


@pytest.mark.parametrize(
    ("helpful", "total", "french", "english"),
    [
        (0, 0, None, None),
        (0, 3, "0 lecteur sur 3 a trouvé", "0 readers out of 3 found"),
        (1, 3, "1 lecteur sur 3 a trouvé", "1 reader out of 3 found"),
        (2, 3, "2 lecteurs sur 3 ont trouvé", "2 readers out of 3 found"),
        (
            1234,
            12000,
            "1\u202f234 lecteurs sur 12\u202f000 ont trouvé",
            "1,234 readers out of 12,000 found",
        ),
    ],
)
def test_a_count_in_words_has_the_plural_of_its_language(
    helpful: int, total: int, french: str | None, english: str | None
) -> None:
    assert tally_text("fr", helpful, total) == (french and french + " cet article utile")
    assert tally_text("en", helpful, total) == (english and english + " this article helpful")


def test_the_published_revision_is_counted_whatever_came_later(service: Running) -> None:
    service.put(reader=reader(1), revision="2026-11-22")
    made_up = service.put(reader=reader(2), revision="zzzz", helpful=False)
    assert (
        made_up.json()["text"] == "1 lecteur sur 1 a trouvé cet article utile (version du 22 novembre 2026)"
    )
    assert service.client.get("/api/counts").json()["counts"] == {GUIDE: {"helpful": 1, "total": 1}}


def test_without_a_published_revision_the_one_first_voted_last_is_counted(service: Running) -> None:
    for number, revision in enumerate(["2025-12-31", "2026-06-01", "2026-06-01", "2025-12-31"]):
        service.put(page="faq", reader=reader(number), revision=revision, helpful=number == 1)
    assert service.client.get("/api/counts").json()["counts"] == {"faq": {"helpful": 1, "total": 2}}


def test_a_reader_votes_once_more_on_a_new_revision(service: Running) -> None:
    assert service.put(revision="2026-11-21").status_code == 201
    assert service.put(revision="2026-11-22").status_code == 201


def test_what_a_reader_writes_is_kept_to_the_character(service: Running) -> None:
    comment = "<script>alert(1)</script>\n=1+1;'); DROP TABLE votes;--\t\u202eabc 🙂"
    service.put(comment=comment, reason="unclear", step="step-payment")
    assert service.rows("comment, reason, step") == [(comment, "unclear", "step-payment")]


def test_a_vote_is_replaced_whole(service: Running) -> None:
    service.put(comment="Trop long.", reason="other")
    service.put(comment="  ", language="en")
    assert service.rows("language, comment, reason") == [("en", None, None)]


def test_the_longest_comment_is_kept_and_one_more_character_is_not(service: Running) -> None:
    assert service.put(comment="é" * 2000).status_code == 201
    assert service.put(comment="é" * 2001).status_code == 400
    assert service.rows("length(comment)") == [(2000,)]


def test_a_posted_form_is_kept_outside_the_count_and_thanked_for(service: Running) -> None:
    answer = service.post(language="en", comment="Clear.\r\nThanks", helpful="true", website="")
    page = service.client.send(answer.next_request) if answer.next_request else answer
    assert (answer.status_code, page.status_code) == (303, 200)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en">' in page.text
    assert "<h1>Thank you</h1>" in page.text
    article = page.url.join(page.text.split('href="')[1].split('"')[0])
    assert article.path == "/en/guides/add-licenses/"
    assert service.rows("reader_key, helpful, language, comment") == [(None, 1, "en", "Clear.\nThanks")]
    assert service.client.get("/api/counts").json()["counts"] == {}


def test_the_thanks_of_a_french_form_lead_back_to_the_french_article(service: Running) -> None:
    page = service.client.get("/api/thanks", params={"page": "guides/add-licenses"})
    assert '<html lang="fr">' in page.text
    assert "<h1>Merci</h1>" in page.text
    assert '<a href="../guides/add-licenses/">Revenir à l’article</a>' in page.text


def test_a_posted_form_without_a_choice_is_told_in_a_page_of_its_language(service: Running) -> None:
    french, english = service.post(helpful=""), service.post(helpful="", language="en")
    assert (french.status_code, english.status_code) == (400, 400)
    assert "<h1>Votre réponse n’est pas enregistrée</h1>" in french.text
    assert "<h1>Your answer is not recorded</h1>" in english.text
    assert "Choisissez «\u00a0Oui\u00a0» ou «\u00a0Non\u00a0»." in french.text
    assert "what you typed is still there" in english.text
    assert service.rows("id") == []


def test_a_posted_form_that_a_robot_filled_is_refused(service: Running) -> None:
    answer = service.post(accept="*/*", website="https://spam.example/")
    assert answer.status_code == 400
    assert [(fault["code"], fault["field"]) for fault in answer.json()["errors"]] == [
        ("out_of_range", "website")
    ]
    assert service.rows("id") == []


def test_without_a_site_every_page_may_be_voted_on(tmp_path: Path) -> None:
    service = Running(tmp_path / "data", tmp_path / "no-site")
    assert service.put(page="any/page").status_code == 201
    status, printed = service.stop()
    assert status == 0
    assert "make build" in printed
    assert "PRORATA_SITE" in printed


def test_votes_are_still_there_after_a_restart(start: Callable[..., Running]) -> None:
    first = start()
    first.put()
    assert first.stop() == (0, "")
    second = start()
    assert second.put().status_code == 200
    assert second.client.get("/api/counts").json()["counts"] == {GUIDE: {"helpful": 1, "total": 1}}


def test_votes_over_the_limit_of_a_minute_are_refused_until_it_is_over(start: Callable[..., Running]) -> None:
    service = start(PRORATA_VOTES_A_MINUTE="3")
    service.client.headers["X-Forwarded-For"] = "203.0.113.6"
    statuses = [service.put(reader=reader(number)).status_code for number in range(5)]
    refused = service.put()
    assert statuses == [201, 201, 201, 429, 429]
    assert refused.headers["retry-after"] == "60"
    assert refused.json()["errors"][0]["code"] == "too_many_votes"
    other = service.client.put("/api/votes", json={}, headers={"X-Forwarded-For": "203.0.113.7"})
    assert other.status_code == 400, "another address behind the proxy has its own limit"
    del service.client.headers["X-Forwarded-For"]
    assert service.put().status_code == 201, "this machine has no limit"
    assert service.client.get("/api/counts").status_code == 200


@pytest.mark.sqlite
def test_a_second_service_on_the_same_folder_is_refused(service: Running, small_site: Path) -> None:
    second = launch(service.data, small_site)
    printed, told = second.communicate(timeout=20)
    assert (second.returncode, printed) == (2, "")
    assert told == (
        f"Another Prorata service keeps its votes in {service.data}: stop it, or set PRORATA_DATA to another "
        "folder.\n"
    )


def withdraw(service: Running, **changes: str) -> httpx.Response:
    """Return the answer to taking VOTE back, with these changes."""
    asked = {name: VOTE[name] for name in ("page", "language", "revision", "reader")} | changes
    return service.client.request("DELETE", "/api/votes", json=asked)


def test_a_vote_is_withdrawn_with_its_words(service: Running) -> None:
    service.put(comment="Words")

    first, again = withdraw(service), withdraw(service)

    assert (first.status_code, first.json()["message"]) == (
        200,
        "Votre réponse est retirée. Vous pouvez en donner une autre.",
    )
    assert again.status_code == 200
    assert service.rows("comment") == []
    assert service.client.get("/api/counts").json()["counts"] == {}
    assert service.put().status_code == 201


def test_nobody_withdraws_the_vote_of_another(service: Running) -> None:
    service.put()

    for changes in ({"reader": "someone-else"}, {"page": "faq"}, {"revision": "2"}):
        assert withdraw(service, **changes).status_code == 200
    assert len(service.rows("id")) == 1


def test_a_withdrawal_that_is_faulty_is_refused(service: Running) -> None:
    done = withdraw(service, page="NOT A PAGE")

    assert done.status_code == 400
    assert [fault["field"] for fault in done.json()["errors"]] == ["page"]


def test_a_count_is_shown_from_five_votes_on(start: Callable[..., Running]) -> None:
    service = start(PRORATA_VOTES_SHOWN_FROM="")
    texts = [service.put(reader=reader(number)).json()["text"] for number in range(5)]

    assert texts[:4] == [None] * 4
    assert texts[4] == "5 lecteurs sur 5 ont trouvé cet article utile (version du 22 novembre 2026)"
    asked = service.client.get("/api/counts", params={"page": GUIDE, "language": "en"}).json()
    assert asked["text"] == "5 readers out of 5 found this article helpful (version of November 22, 2026)"


def test_attached_figures_are_kept_as_they_were_shown(service: Running) -> None:
    figures = "quantity_before: 50\nquantity_after: 80"

    service.put(helpful=False, reason="amount", figures=figures)

    assert service.rows("reason, figures") == [("amount", figures)]


def test_counts_are_those_of_the_votes_whatever_became_of_them(service: Running) -> None:
    chosen = random.Random(2026)

    def act(_: int) -> int:
        page, revision = chosen.choice(["faq", "index", GUIDE]), chosen.choice("12")
        asked = {"page": page, "revision": revision, "reader": f"reader-{chosen.randrange(20)}"}
        if chosen.random() < 0.25:
            return withdraw(service, **asked).status_code
        if chosen.random() < 0.1:
            return service.post(page=page, revision=revision).status_code
        return service.put(**asked, helpful=chosen.random() < 0.5).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(act, range(600))) == {200, 201, 303}

    rows = [row for row in service.rows("page, revision, helpful, reader_key") if row[3]]
    counted = Counter((page, revision) for page, revision, *_ in rows)
    helpful = Counter((page, revision) for page, revision, yes, _ in rows if yes)
    with reading(service.settings) as connection:
        told = {
            (page, revision): (yes, every) for page, revision, yes, every, _ in connection.execute(TALLIES)
        }
    assert told == {key: (helpful[key], total) for key, total in counted.items()}
