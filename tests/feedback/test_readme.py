"""feedback/README.md names every setting and every command, and no others."""

import re

from feedback.settings import Settings
from tests.feedback.running import ROOT, team

README = (ROOT / "feedback" / "README.md").read_text(encoding="utf-8")
SOURCE = (ROOT / "feedback" / "settings.py").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(PRORATA_\w+)` \| ([^|]*)\|", README, re.MULTILINE))

    assert set(told) == set(re.findall(r'"(PRORATA_[A-Z_]+)"', SOURCE))
    defaults = Settings()
    assert {name: value.strip("` ") for name, value in told.items() if value.strip()} == {
        "PRORATA_PORT": str(defaults.port),
        "PRORATA_DATA": str(defaults.data),
        "PRORATA_SITE": str(defaults.site),
        "PRORATA_WORKERS": str(defaults.workers),
        "PRORATA_VOTES_A_MINUTE": str(defaults.votes_a_minute),
        "PRORATA_VOTES_SHOWN_FROM": str(defaults.votes_shown_from),
    }


def test_every_command_is_in_the_table() -> None:
    (table,) = re.findall(r"\| `python -m feedback …` \|.*?\n\n", README, re.DOTALL)
    listed = re.search(r"\{([a-z,]+)\}", team(ROOT, "--help").stdout)

    assert listed
    assert set(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == set(listed[1].split(",")) - {"serve"} | {
        "python"
    }
