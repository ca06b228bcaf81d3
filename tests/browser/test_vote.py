"""The question “Was this article helpful?”: given, changed, counted once, and lost in no failure."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.reader import FIGURES, MakeReader, Reader

KEPT = {"fr": "Merci. Votre réponse est enregistrée.", "en": "Thank you. Your answer is recorded."}
CHANGED = {"fr": "Votre réponse est modifiée", "en": "Your answer"}
WORDS = "Le total n’était pas clair."


def votes_sent(reader: Reader) -> list[str]:
    return [url for url in reader.requests if url.endswith("/api/votes")]


def choose(reader: Reader, answer: str) -> None:
    reader.vote.locator(f'input[value="{answer}"]').check()


def send(reader: Reader) -> None:
    reader.vote.locator("button[type=submit]").click()


def tally(reader: Reader, page: str) -> Any:
    """Return what the service counts for an article."""
    answer = reader.page.request.get(f"{reader.served}/api/counts").json()
    return answer["counts"].get(page, {"helpful": 0, "total": 0})


@pytest.mark.journey
def test_a_vote_is_given_changed_and_counted_once(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    before = tally(reader, "faq")
    reader.open("faq")
    expect(reader.vote.locator("textarea")).to_be_hidden()
    choose(reader, "true")
    send(reader)
    message = reader.vote.locator("[data-output=message]")
    expect(message).to_have_text("Merci. Votre réponse est enregistrée.")
    assert tally(reader, "faq") == {"helpful": before["helpful"] + 1, "total": before["total"] + 1}

    choose(reader, "false")
    reader.vote.locator("textarea").fill(WORDS)
    send(reader)

    expect(message).to_have_text("Votre réponse est modifiée.")
    assert tally(reader, "faq") == {"helpful": before["helpful"], "total": before["total"] + 1}
    reader.page.reload()
    expect(reader.vote.locator('input[value="false"]')).to_be_checked()
    choose(reader, "true")
    send(reader)
    expect(message).to_have_text("Votre réponse est modifiée.")
    assert tally(reader, "faq") == {"helpful": before["helpful"] + 1, "total": before["total"] + 1}
    assert reader.troubles == []


def test_both_languages_count_for_one_article(make_reader: MakeReader) -> None:
    for language, sentence in (("fr", r"sur \d+ "), ("en", r"of \d+ ")):
        reader = make_reader(language)
        before = tally(reader, "concepts/extra-charge")
        reader.open("concept")
        choose(reader, "true")
        send(reader)
        expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT[language])
        expect(reader.vote.locator("[data-output=tally]")).to_have_text(re.compile(sentence))
        assert tally(reader, "concepts/extra-charge")["total"] == before["total"] + 1
    reader.open("home")  # a vote is remembered per article
    reader.language = "fr"
    reader.open("concept")
    expect(reader.vote.locator('input[value="true"]')).to_be_checked()


def test_the_question_and_its_answers_have_names(reader: Reader) -> None:
    reader.open("guide")
    question, yes = {
        "fr": ("Cet article vous a-t-il aidé\u202f?", "Oui"),
        "en": ("Was this article helpful?", "Yes"),
    }[reader.language]
    group = reader.vote.get_by_role("group", name=question)
    expect(group.get_by_role("radio", name=yes, exact=True)).to_be_visible()


def test_arrow_keys_choose_and_send_nothing(reader: Reader) -> None:
    reader.open("guide")
    reader.vote.locator('input[value="true"]').focus()
    for key in ("Space", "ArrowRight", "ArrowLeft", "ArrowDown"):
        reader.page.keyboard.press(key)
    expect(reader.vote.locator('input[value="false"]')).to_be_checked()
    reader.page.wait_for_timeout(300)
    assert votes_sent(reader) == []


def test_sending_without_a_choice_asks_for_one_in_the_pages_language(reader: Reader) -> None:
    reader.open("guide")
    send(reader)
    sentence = {"fr": "Choisissez", "en": "Choose"}[reader.language]
    expect(reader.vote.locator("[data-message=choose]")).to_contain_text(sentence)
    expect(reader.vote.locator('input[value="true"]')).to_be_focused()
    assert votes_sent(reader) == []


def unavailable(route: Route) -> None:
    route.fulfill(status=503, json={"ok": False, "errors": []})


@pytest.mark.parametrize("failure", [Route.abort, unavailable], ids=["no network", "503"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_service_that_is_down_loses_nothing(language: str, failure: Any, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    reader.open("guide")
    choose(reader, "true")
    send(reader)
    expect(reader.vote.locator("textarea")).to_be_visible()
    reader.vote.locator("textarea").fill(WORDS)
    reader.page.route("**/api/votes", lambda route: failure(route))

    send(reader)

    down = {"fr": "La réponse n’est pas partie.", "en": "The answer wasn’t sent."}[language]
    expect(reader.vote.locator("[data-message=down]")).to_contain_text(down)
    expect(reader.vote.locator("[data-output=message]")).to_be_hidden()
    expect(reader.vote.locator("textarea")).to_have_value(WORDS)
    reader.page.unroute("**/api/votes")
    send(reader)
    expect(reader.vote.locator("[data-output=message]")).to_be_visible()
    expect(reader.vote.locator("[data-message=down]")).to_be_hidden()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_static_host_says_that_votes_are_closed(language: str, make_reader: MakeReader) -> None:
    reader = make_reader(language)
    reader.page.route(
        "**/api/**", lambda route: route.fulfill(status=404, content_type="text/html", body="<h1>404</h1>")
    )
    reader.open("guide")
    reader.vote.scroll_into_view_if_needed()
    closed = {"fr": "Les votes sont fermés", "en": "Votes are closed"}[language]
    expect(reader.vote.locator("[data-message=closed]")).to_contain_text(closed)
    expect(reader.vote.locator("form")).to_be_hidden()


def test_a_refusal_is_told_in_the_services_words(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.open("guide")
    fault = {"code": "too_many_votes", "field": "reader", "message": "Trop de réponses en une minute."}
    reader.page.route(
        "**/api/votes", lambda route: route.fulfill(status=429, json={"ok": False, "errors": [fault]})
    )
    choose(reader, "false")
    send(reader)
    expect(reader.vote.locator("[data-output=message]")).to_have_text("Trop de réponses en une minute.")
    expect(reader.vote).to_have_attribute("data-state", "asking")


def test_the_vote_carries_no_cookie_and_an_unguessable_token(make_reader: MakeReader) -> None:
    tokens = set()
    for _ in range(2):
        reader = make_reader("fr")
        reader.open("privacy")
        reader.open("guide")
        choose(reader, "true")
        with reader.page.expect_request("**/api/votes") as sent:
            send(reader)
        expect(reader.vote.locator("[data-output=message]")).to_be_visible()
        tokens.add(json.loads(sent.value.post_data or "")["reader"])
        assert "cookie" not in sent.value.all_headers()
        assert reader.page.context.cookies() == []
    assert len(tokens) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", token) for token in tokens)


def test_the_room_left_for_words_is_told_near_the_limit(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    reader.open("guide")
    choose(reader, "true")
    send(reader)
    words = reader.vote.locator("textarea")
    words.fill("a" * 1700)
    expect(reader.vote.locator("[data-output=room]")).to_be_hidden()
    words.fill("a" * 1990)
    expect(reader.vote.locator("[data-part=room]")).to_have_text("Caractères restants\u00a0: 10")


def note_what_is_sent(reader: Reader) -> None:
    """Have the page keep what it sends: Playwright doesn't see the body of a request in Firefox."""
    reader.page.evaluate(
        """() => {
          const send = window.fetch;
          window.sent = [];
          window.fetch = (url, options) => {
            window.sent.push(options?.body);
            return send(url, options);
          };
        }"""
    )


def last_sent(reader: Reader, count: int) -> dict[str, Any]:
    """Return the body that was sent last, once so many were."""
    reader.page.wait_for_function("count => window.sent.length === count", arg=count)
    body: dict[str, Any] = json.loads(reader.page.evaluate("window.sent.at(-1)"))
    return body


@pytest.mark.journey
def test_who_answers_no_says_why_and_where(reader: Reader) -> None:
    reader.open("guide")
    expect(reader.vote.locator("[data-part=reasons]")).to_be_hidden()
    choose(reader, "false")
    send(reader)
    expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT[reader.language])
    expect(reader.vote.locator("[data-part=help] a")).to_be_visible()

    reader.vote.locator("select[name=reason]").select_option("screen")
    reader.vote.locator("select[name=step]").select_option("step-payment")
    note_what_is_sent(reader)
    send(reader)

    told = last_sent(reader, 1)
    assert {name: told.get(name) for name in ("helpful", "reason", "step", "figures")} == {
        "helpful": False,
        "reason": "screen",
        "step": "step-payment",
        "figures": None,
    }
    choose(reader, "true")
    expect(reader.vote.locator("[data-part=reasons]")).to_be_hidden()


def test_figures_are_attached_only_when_asked_and_as_they_are_shown(reader: Reader) -> None:
    reader.open("guide")
    reader.type(**FIGURES)
    reader.wait_for_own_figures()
    choose(reader, "false")
    send(reader)
    expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT[reader.language])
    reader.vote.locator("select[name=reason]").select_option("amount")
    shown = reader.vote.locator("[data-output=figures]")
    expect(shown).to_contain_text("quantity_after: 80")
    attach = reader.vote.locator("[data-part=attach]")
    expect(attach).not_to_be_checked()

    note_what_is_sent(reader)
    send(reader)
    assert "figures" not in last_sent(reader, 1)

    expect(reader.vote.locator("[data-output=message]")).to_contain_text(CHANGED[reader.language])
    attach.check()
    send(reader)

    assert last_sent(reader, 2)["figures"] == shown.text_content()


@pytest.mark.journey
def test_a_vote_is_withdrawn(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    before = tally(reader, "concepts/renewal-total")
    reader.go("concepts/renewal-total/")
    expect(reader.vote.locator("[data-part=withdraw]")).to_be_hidden()
    choose(reader, "true")
    send(reader)
    expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT["fr"])

    reader.vote.locator("[data-part=withdraw]").click()

    expect(reader.vote.locator("[data-output=message]")).to_have_text(
        "Votre réponse est retirée. Vous pouvez en donner une autre."
    )
    expect(reader.vote.locator("input:checked")).to_have_count(0)
    assert tally(reader, "concepts/renewal-total") == before
    reader.page.reload()
    expect(reader.vote.locator("input:checked")).to_have_count(0)


@pytest.mark.journey
def test_a_vote_that_could_not_be_sent_goes_once_later(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    before = tally(reader, "concepts/buying-twice")
    reader.go("concepts/buying-twice/")
    reader.page.route("**/api/votes", lambda route: route.abort())
    choose(reader, "true")
    send(reader)
    expect(reader.vote.locator("[data-message=down]")).to_be_visible()
    reader.page.unroute("**/api/votes")
    reader.troubles.clear()  # the browser notes the failed request

    reader.page.reload()

    expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT["fr"])
    assert tally(reader, "concepts/buying-twice")["total"] == before["total"] + 1
    reader.requests.clear()
    reader.page.reload()
    expect(reader.vote.locator('input[value="true"]')).to_be_checked()
    reader.page.wait_for_timeout(300)
    assert votes_sent(reader) == []


def test_who_voted_on_another_version_is_told_why_they_may_again(make_reader: MakeReader) -> None:
    reader = make_reader("en")
    reader.open("faq")
    reader.page.evaluate("localStorage.setItem('prorata.votes', JSON.stringify({'faq@2020-01-01': true}))")

    reader.page.reload()

    expect(reader.vote.locator("[data-message=again]")).to_contain_text("The article has changed")
    expect(reader.vote.locator("input:checked")).to_have_count(0)


@pytest.mark.journey
def test_two_tabs_are_one_reader(make_reader: MakeReader) -> None:
    reader = make_reader("en")
    before = tally(reader, "guides/register-key")
    reader.go("guides/register-key/")
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    there = other.locator("helpful-vote")

    choose(reader, "true")
    send(reader)

    expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT["en"])
    expect(there.locator('input[value="true"]')).to_be_checked()
    expect(there.locator("[data-part=withdraw]")).to_be_visible()
    there.locator('input[value="false"]').check()
    there.locator("button[type=submit]").click()
    expect(there.locator("[data-output=message]")).to_contain_text(CHANGED["en"])
    expect(reader.vote.locator('input[value="false"]')).to_be_checked()
    assert tally(reader, "guides/register-key") == {
        "helpful": before["helpful"],
        "total": before["total"] + 1,
    }
    there.locator("[data-part=withdraw]").click()
    expect(reader.vote.locator("[data-part=withdraw]")).to_be_hidden()
    expect(reader.vote.locator("input:checked")).to_have_count(0)
    assert tally(reader, "guides/register-key") == before
    assert reader.troubles == []


@pytest.mark.journey
def test_of_two_tabs_that_wait_for_the_network_one_sends(make_reader: MakeReader) -> None:
    reader = make_reader("fr")
    before = tally(reader, "concepts/too-many")
    context = reader.page.context
    context.route("**/api/votes", lambda route: route.abort())
    reader.go("concepts/too-many/")
    choose(reader, "false")
    send(reader)
    expect(reader.vote.locator("[data-message=down]")).to_be_visible()
    other = context.new_page()
    other.goto(reader.page.url)
    expect(other.locator("helpful-vote [data-message=down]")).to_be_visible()
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.url))
    context.unroute("**/api/votes")

    for page in (reader.page, other):
        page.evaluate("setTimeout(() => window.dispatchEvent(new Event('online')), 200)")

    expect(reader.vote.locator("[data-part=withdraw]")).to_be_visible()
    reader.page.wait_for_timeout(800)
    assert len([url for url in sent if url.endswith("/api/votes")]) == 1
    assert tally(reader, "concepts/too-many")["total"] == before["total"] + 1


@pytest.mark.journey
def test_who_blocks_third_parties_misses_nothing(make_reader: MakeReader) -> None:
    reader = make_reader("en")
    blocked: list[str] = []

    def block(route: Route) -> None:
        blocked.append(route.request.url)
        route.abort()

    reader.page.context.route(lambda url: not url.startswith(reader.served), block)
    reader.go("guides/view-subscription/")
    choose(reader, "true")
    send(reader)

    expect(reader.vote.locator("[data-output=message]")).to_have_text(KEPT["en"])
    assert blocked == []
    assert reader.troubles == []
