"""What the team reads and does, in a shell, beside the service at work."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from feedback.database import postgresql, sqlite_engine
from feedback.folder import VOTES
from feedback.migrations import migrate
from feedback.reading import PRIOR
from feedback.settings import Settings
from tests.feedback.conftest import NewDatabase
from tests.feedback.running import Running, team

GUIDE = "guides/add-licenses"
FORMER_VOTE = text(
    "INSERT INTO votes (reader_key, page, language, revision, helpful, created_at, changed_at, times_sent)"
    " VALUES (:reader, 'faq', 'fr', '1', :helpful, :day, :day, 1)"
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]


def exported(service: Running) -> list[dict[str, object]]:
    """Return every vote as JSON tells it."""
    done = service.team("export", "--format=json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_report_names_the_worst_article_step_and_reason(service: Running) -> None:
    for number in range(20):
        service.put(reader=f"faq-{number}", page="faq", revision="1", helpful=number < 18)
        service.put(
            reader=f"guide-{number}",
            helpful=number < 5,
            **({} if number < 5 else {"step": "step-payment", "reason": "steps"}),
        )

    done = service.team("report")

    assert done.returncode == 0, done.stderr
    # 23 of 40 are helpful: (10 x 0.575 + 5) / 30 = 0.358; (10 x 0.575 + 18) / 30 = 0.792
    assert PRIOR == 10
    assert done.stdout.startswith(
        "Least helpful articles (weighted average)\n"
        f"  {GUIDE}: 36% (5 of 20)\n"
        "  faq: 79% (18 of 20)\n"
        "\nSteps that stop readers\n"
        f"  15 × {GUIDE}#step-payment\n"
        "\nReasons\n  15 × steps\n"
    )


def test_one_vote_against_an_article_does_not_make_it_the_worst(service: Running) -> None:
    for number in range(10):
        service.put(reader=f"faq-{number}", page="faq", revision="1", helpful=number < 5)
        service.put(reader=f"home-{number}", page="index", revision="1", helpful=True)
    service.put(helpful=False)

    lines = service.team("report").stdout.splitlines()

    assert [line.split(":")[0].strip() for line in lines[1:4]] == ["faq", GUIDE, "index"]


def test_spam_is_left_out_and_what_was_changed_is_said(service: Running) -> None:
    service.put(reader="one", helpful=False, comment="Buy my pills")
    service.put(reader="two", helpful=False, comment="Step 4 is unclear")

    spam = service.team("triage", "1", "spam")
    done = service.team("triage", "2", "done", "--note", "We say what the total is")
    report = service.team("report", language="fr").stdout

    assert (spam.returncode, spam.stdout) == (0, "Vote 1: spam.\n")
    assert done.returncode == 0, done.stderr
    assert "pills" not in report
    assert "2 (done) guides/add-licenses fr: Step 4 is unclear [We say what the total is]" in report
    assert f"{GUIDE}\u00a0: 0\u00a0% (0 sur 1)" in report
    assert service.put(reader="two", helpful=True).status_code == 200  # the service goes on


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_json_keeps_every_word(service: Running, text: str) -> None:
    service.put(helpful=False, comment=text)

    table = service.team("export").stdout
    (row,) = csv.DictReader(io.StringIO(table))

    assert row["comment"] == f"'{text}"
    assert [vote["comment"] for vote in exported(service)] == [text]


def test_hostile_words_are_harmless_on_every_way_out(service: Running, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> \u202etxt.exe'; DROP TABLE votes; --"
    service.put(helpful=False, comment=hostile)
    page = tmp_path / "digest.html"

    report = service.team("report").stdout
    written = service.team("report", "--week", f"--page={page}")

    assert exported(service)[0]["comment"] == hostile
    assert "\u202e" not in report
    assert "\\u202etxt.exe" in report
    assert written.returncode == 0, written.stderr
    html = page.read_text(encoding="utf-8")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html


def test_no_way_out_tells_the_reader(service: Running) -> None:
    service.put(comment="Words", reader="a-secret-token")
    (key,) = service.rows("reader_key")[0]

    for command in (["export"], ["export", "--format=json"], ["report"]):
        told = service.team(*command).stdout
        assert key not in told
        assert "a-secret-token" not in told


@pytest.mark.sqlite
def test_a_backup_made_at_work_is_restored_whole(start: Callable[..., Running], tmp_path: Path) -> None:
    service = start()
    for number in range(50):
        service.put(reader=f"reader-{number}", comment=f"Words {number}")
    copy = tmp_path / "copy.sqlite3"

    copied = service.team("backup", str(copy))
    again = service.team("backup", str(copy))
    before = exported(service)
    service.put(reader="later")
    refused = service.team("restore", str(copy))
    service.stop()
    restored = service.team("restore", str(copy))

    assert (copied.returncode, copied.stdout) == (0, f"Votes copied to {copy}: 50.\n")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert refused.returncode == 2
    assert "stop it first" in refused.stderr
    assert restored.returncode == 0, restored.stderr
    assert exported(service) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    after = start()
    assert after.put(reader="reader-0", helpful=False).status_code == 200  # the same reader, the same key


def test_a_damaged_copy_is_refused(start: Callable[..., Running], tmp_path: Path) -> None:
    service = start()
    service.put()
    service.stop()
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(b"SQLite format 3\0" + b"x" * 4096)

    done = service.team("restore", str(copy))

    assert done.returncode == 2
    assert "is no sound copy" in done.stderr
    assert len(exported(service)) == 1


@pytest.mark.sqlite
@pytest.mark.parametrize("command", [["forget", "2999-01-01"], ["erase", "1"]])
def test_nothing_is_erased_beside_the_service_that_writes(service: Running, command: list[str]) -> None:
    service.put(comment="Words")

    done = service.team(*command)

    assert done.returncode == 2
    assert "stop it first" in done.stderr
    assert service.rows("comment") == [("Words",)]


def test_one_vote_is_erased_with_what_the_team_noted(start: Callable[..., Running]) -> None:
    service = start()
    service.put(reader="one", comment="Erase me")
    service.put(reader="two", comment="Keep me")
    service.team("triage", "1", "planned", "--note", "We look into it")
    service.stop()

    done, again = service.team("erase", "1"), service.team("erase", "1")

    assert (done.returncode, done.stdout) == (0, "Vote 1 is erased.\n")
    assert again.returncode == 2
    assert [(vote["id"], vote["comment"]) for vote in exported(service)] == [(2, "Keep me")]
    assert not any(b"Erase me" in content or b"We look" in content for content in service.held())


def test_words_are_forgotten_and_votes_still_count(start: Callable[..., Running]) -> None:
    service = start()
    service.put(helpful=False, comment="Old words", figures="50 to 80")
    service.stop()

    kept = service.team("forget", "2001-01-01")
    done = service.team("forget", "2999-01-01")

    assert (kept.stdout, done.stdout) == (
        "Comments and figures erased: 0.\n",
        "Comments and figures erased: 1.\n",
    )
    (vote,) = exported(service)
    assert (vote["comment"], vote["figures"], vote["helpful"]) == (None, None, False)
    files = [file.read_bytes() for file in service.data.glob("votes.sqlite3*")]
    assert not any(b"Old words" in content for content in files)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report"], "There are no votes in "),
        (["triage", "7", "done"], "There are no votes in "),
        (["restore", "/nowhere/copy"], "There are no votes in "),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: list[str], told: str) -> None:
    done = team(tmp_path, *arguments)

    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_vote_that_is_not_there_has_no_state(service: Running) -> None:
    done = service.team("triage", "7", "done")

    assert done.returncode == 2
    assert "There is no vote 7" in done.stderr


def test_the_votes_of_a_former_release_are_brought_up_to_date(
    start: Callable[..., Running], new_database: NewDatabase, tmp_path: Path
) -> None:
    """Its table had no figures, and counts were made of the votes."""
    database = new_database()
    settings = Settings.from_environment({"PRORATA_DATA": str(tmp_path / "data")} | database)
    settings.data.mkdir()
    engine = (
        postgresql(settings.database).writer if settings.database else sqlite_engine(settings.data / VOTES)
    )
    with engine.begin() as connection:
        migrate(connection, to="0001")
        for reader, helpful in (("one", True), ("two", False), (None, True)):
            connection.execute(
                FORMER_VOTE, {"reader": reader, "helpful": helpful, "day": "2026-11-01 00:00:00"}
            )
    engine.dispose()

    service = start(**database)

    assert service.client.get("/api/counts").json()["counts"] == {"faq": {"helpful": 1, "total": 2}}
    assert service.put(page="faq", revision="1", figures="50 to 80").status_code == 201
    assert service.client.get("/api/counts").json()["counts"] == {"faq": {"helpful": 2, "total": 3}}
    assert service.rows("figures")[-1] == ("50 to 80",)


def test_what_is_published_is_the_counts_and_what_the_team_tells(service: Running, tmp_path: Path) -> None:
    for number in range(5):
        service.put(reader=f"reader-{number}", helpful=number < 3, comment="Words of a reader")
    service.put(page="faq", revision="1")
    told = ("--fr", "L’étape 4 dit quoi saisir.", "--en", "Step 4 says what to enter.")
    noted = service.team("triage", "1", "done", "--note", "Between us", *told)
    file = tmp_path / "readers.json"

    done = service.team("publish", str(file))

    assert noted.returncode == 0, noted.stderr
    assert (done.returncode, done.stdout.startswith(f"{file} holds")) == (0, True), done.stderr
    written = file.read_text(encoding="utf-8")
    assert "Words of a reader" not in written
    assert "Between us" not in written
    readers = json.loads(written)
    # 1 vote on the FAQ is fewer than the five from which a count is shown.
    assert readers["counts"] == {
        GUIDE: {
            "revision": "2026-11-22",
            "fr": "3 lecteurs sur 5 ont trouvé cet article utile (version du 22 novembre 2026)",
            "en": "3 readers out of 5 found this article helpful (version of November 22, 2026)",
        }
    }
    ((page, (entry,)),) = readers["heard"].items()
    assert (page, entry["fr"], entry["en"]) == (GUIDE, told[1], told[3])
    assert date.fromisoformat(entry["day"]) >= date(2026, 11, 24)


@pytest.mark.parametrize(
    "arguments", [("done", "--fr", "Une seule"), ("open", "--fr", "Deux", "--en", "Two")]
)
def test_what_readers_are_told_is_of_both_languages_and_done(
    service: Running, arguments: tuple[str, ...]
) -> None:
    service.put(comment="Words")

    told = service.team("triage", "1", *arguments)

    assert told.returncode == 2
    assert "in both languages" in told.stderr
    assert "(open)" in service.team("report").stdout
