"""No address, no browser string, no reader's token: neither in a file nor in what is printed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from feedback.identity import AddressKeys, reader_key, server_secret
from tests.feedback.running import VOTE, Running

CANARY = "203.0.113.77"
CANARY_6 = "2001:db8:77::77"
# Every header that tells an address to somebody, and every one that a browser fills by itself.
ADDRESSES = (
    *("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Forwarded-For"),
    *("True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "Client-IP", "X-Forwarded-Host", "Via"),
)
OTHERS = (
    *("Accept-Language", "Origin", "If-None-Match", "X-Request-ID", "Traceparent", "Authorization"),
    *("Sec-CH-UA", "Sec-CH-UA-Platform", "DNT", "Range", "X-Requested-With", "Proxy-Authorization"),
)
HEADERS = {
    **dict.fromkeys(ADDRESSES, CANARY),
    **dict.fromkeys(OTHERS, f"canary {CANARY}"),
    "User-Agent": "CanaryBrowser/77.0",
    "Forwarded": f"for={CANARY}",
    "Referer": "http://canary-referer.example/",
    "Cookie": "canary=canary-cookie",
    "From": "canary@canary.example",
}
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
TRACES = (CANARY, CANARY_6, "CanaryBrowser", "canary", VOTE["reader"], "127.0.0.1")


def test_who_asked_is_found_in_no_file_no_line_and_no_way_out(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    service = start(PRORATA_VOTES_A_MINUTE="20")
    service.client.headers.update(HEADERS)
    service.put()
    service.put(helpful=False, comment="Merci")
    service.post()
    service.client.headers["X-Forwarded-For"] = CANARY_6
    for number in range(25):  # beyond the limit, so that refusals are covered too
        service.put(reader=f"{VOTE['reader']}-{number}")
    service.put("page")
    service.client.get("/api/none")
    service.client.get("/nothing")
    service.client.put("/api/votes", content="nonsense")
    running = service.held()
    copy = tmp_path / "copy.sqlite3"
    ways_out = [
        service.team(*command).stdout.encode()
        for command in (("report",), ("export",), ("export", "--format=json"), ("backup", str(copy)))
    ]
    status, printed = service.stop()
    stopped = service.held() + ways_out + [copy.read_bytes()]
    assert (status, printed) == (0, "")
    assert all(ways_out)
    assert any(b"Merci" in content for content in running + stopped), "the search would find what is there"
    for trace in TRACES:
        assert not [1 for content in running + stopped if trace.encode() in content], trace


def test_no_answer_sets_a_cookie(shared: Running) -> None:
    answers = [
        shared.put(),
        shared.post(),
        *(shared.client.get(path) for path in ("/", "/api/counts", "/api/thanks?page=faq", "/nothing")),
    ]
    assert [answer.headers.get("set-cookie") for answer in answers] == [None] * 6


def test_a_readers_keys_tell_neither_the_reader_nor_each_other() -> None:
    keys = {
        reader_key(secret, reader, page, revision)
        for secret in (b"1" * 32, b"2" * 32)
        for reader in ("reader-aaaaaaaaaaa", "reader-bbbbbbbbbbb")
        for page in ("faq", "index")
        for revision in ("1", "2")
    }
    assert len(keys) == 16
    assert {len(key) for key in keys} == {64}
    # As `openssl dgst -sha256 -hmac` gives it: the keys of votes that are kept must never change.
    assert reader_key(b"1" * 32, "reader-aaaaaaaaaaa", "faq", "1") == (
        "364bc270c490e3ff5e12028c6bfac8b248f525658496542a02c1973753c31404"
    )


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    first = server_secret(tmp_path)
    assert server_secret(tmp_path) == first
    assert len(first) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_an_address_has_one_key_a_day_and_another_in_another_process() -> None:
    keys = AddressKeys()
    first = keys.key(CANARY, TODAY)
    assert keys.key(CANARY, TODAY) == first
    assert keys.key("203.0.113.78", TODAY) != first
    assert AddressKeys().key(CANARY, TODAY) != first


def test_the_salt_of_a_day_that_is_over_is_forgotten() -> None:
    keys = AddressKeys()
    first = keys.key(CANARY, TODAY)
    assert keys.key(CANARY, TOMORROW) != first
    assert keys.key(CANARY, TODAY) != first, "nobody can make the old key again"


def test_ipv6_addresses_of_one_subscriber_share_a_key() -> None:
    keys = AddressKeys()
    assert keys.key("2001:db8:1:2::1", TODAY) == keys.key("2001:db8:1:2:ffff::9", TODAY)
    assert keys.key("2001:db8:1:2::1", TODAY) != keys.key("2001:db8:1:3::1", TODAY)
    assert keys.key("::ffff:203.0.113.7", TODAY) != keys.key("::ffff:203.0.113.8", TODAY)
