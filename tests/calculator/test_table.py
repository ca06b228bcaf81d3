"""CSV in, CSV out: what a spreadsheet writes and reads, in both languages."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ANSWERED = ["due_now_net", "due_now_tax", "due_now", "renewal_on", "renewal", "errors"]
FRENCH = """\
reference;currency;quantity_before;quantity_after;unit_price;term_months;period_end;change_at;tax_rate
A1;EUR;50;80;24,00;12;10/03/2027;8 août 2026;20
"""
ENGLISH = """\
currency,quantity_before,quantity_added,unit_price,term_months,period_end,change_at
EUR,50,30,24.00,12,3/10/2027,"August 8, 2026"
JPY,50,30,"1,234.50",12,3/10/2027,8/8/2026
"""


def run(text: str | bytes, *arguments: str) -> tuple[int, str, str]:
    """Return the exit status, standard output and standard error of a table."""
    ran = subprocess.run(
        [sys.executable, "-m", "calculator", "preview", "--csv", *arguments],
        input=text if isinstance(text, bytes) else text.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def rows(text: str, separator: str = ";") -> list[list[str]]:
    """Return the rows of a table without its header."""
    return list(csv.reader(io.StringIO(text), delimiter=separator))[1:]


def test_french_semicolons_and_commas() -> None:
    status, out, error = run(FRENCH)

    assert (status, error) == (0, "")
    assert out == (
        "reference;currency;quantity_before;quantity_after;unit_price;term_months;period_end;change_at;tax_rate;"
        "due_now_net;due_now_tax;due_now;renewal_on;renewal;errors\n"
        "A1;EUR;50;80;24,00;12;10/03/2027;8 août 2026;20;422,14;84,42;506,56;2027-03-10;2304,00;\n"
    )


def test_english_commas_and_points() -> None:
    status, out, _ = run(ENGLISH, "--language", "en")

    assert status == 0
    assert [row[-6:] for row in rows(out, ",")] == [
        ["422.14", "0.00", "422.14", "2027-03-10", "1920.00", ""],
        [
            "21714",
            "0",
            "21714",
            "2027-03-10",
            "98760",
            "",
        ],  # 37035 x 214 / 365 = 21713.67; yen have no decimals
    ]


def test_tabs_as_pasted_from_a_spreadsheet() -> None:
    _, out, _ = run(FRENCH.replace(";", "\t"))

    assert rows(out, "\t")[0][-4] == "506,56"


def test_a_byte_order_mark_comes_back() -> None:
    _, out, _ = run(b"\xef\xbb\xbf" + FRENCH.replace("\n", "\r\n").encode())

    assert out.startswith("\ufeffreference;")
    assert rows(out)[0][-4] == "506,56"


def test_a_row_with_faults_tells_them_all_and_the_others_are_answered() -> None:
    bad = "A2;euro;50;5;24,00;12;10/03/2027;08/08/2026;\n"
    status, out, error = run(FRENCH + bad + FRENCH.splitlines()[1])
    first, second, third = rows(out)

    assert (status, error) == (2, "")
    assert first[-6:] == third[-6:]
    assert second[-6:-1] == [""] * 5
    assert "n’est pas un code de devise" in second[-1]
    assert "pour en ajouter 5, saisissez 55" in second[-1]


BROKEN = [
    ("A2;EUR;50", "La ligne a 3 cellules et le tableau 9 colonnes."),
    (FRENCH.splitlines()[1] + ";more", "La ligne a 10 cellules et le tableau 9 colonnes."),
    (
        'A2;EUR;50;80;"24,00;12;10/03/2027;08/08/2026;',
        "Les guillemets de la ligne ne se referment pas comme il faut.",
    ),
]


@pytest.mark.parametrize(("line", "message"), BROKEN)
def test_a_broken_row_does_not_take_the_next_one_with_it(line: str, message: str) -> None:
    status, out, _ = run(FRENCH + line + "\n" + FRENCH.splitlines()[1])
    _, broken, after = rows(out)

    assert (status, broken[-1], after[-4]) == (2, message, "506,56")


def test_a_row_in_another_encoding_is_told() -> None:
    status, out, _ = run(FRENCH.encode("cp1252"))

    assert (status, rows(out)[0][-1]) == (2, "Le texte n’est pas en UTF-8. Enregistrez-le dans ce codage.")


def test_a_header_in_another_encoding_is_told() -> None:
    status, out, error = run(FRENCH.encode("utf-16"))

    assert (status, out, error) == (2, "", "Le texte n’est pas en UTF-8. Enregistrez-le dans ce codage.\n")


def test_empty_rows_are_left_out() -> None:
    assert len(rows(run(FRENCH + "\n;;;;;;;;\n" + FRENCH.splitlines()[1])[1])) == 2


def test_an_empty_day_of_purchase_is_missing() -> None:
    # In a table an empty cell is more likely a fault than today, and nobody looks at each answer.
    assert rows(run(FRENCH.replace("8 août 2026", ""))[1])[0][-1] == "Indiquez la date d’achat."


HEADERS = [
    ("", "La première ligne du tableau doit nommer ses colonnes"),
    ("a;b\n1;2\n", "La première ligne du tableau doit nommer ses colonnes"),
    ("currency;prix\nEUR;24\n", "La colonne «\u00a0prix\u00a0» n’existe pas ici."),
    ("currency;currency\nEUR;EUR\n", "est donné deux fois"),
]


@pytest.mark.parametrize(("text", "message"), HEADERS)
def test_a_header_that_is_none_is_refused(text: str, message: str) -> None:
    status, out, error = run(text)

    assert (status, out) == (2, "")
    assert message in error


def test_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(FRENCH, encoding="utf-8")
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "calculator", "preview", "--csv", str(table)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, cwd=ROOT, check=True)
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)

    assert told.endswith("\r[####################] 100%  1 ligne\r\n")


def test_memory_does_not_grow_with_the_rows() -> None:
    # ru_maxrss is the most that a process ever held, in KB.
    measured = (
        "import resource, sys; from calculator.cli import main; main(['preview', '--csv']); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    row = FRENCH.splitlines()[1] + "\n"
    held = []
    for count in (100, 2000):
        ran = subprocess.run(
            [sys.executable, "-c", measured],
            input=(FRENCH + row * count).encode(),
            capture_output=True,
            cwd=ROOT,
            check=True,
        )
        held.append(int(ran.stderr))

    assert held[1] - held[0] < 2000
