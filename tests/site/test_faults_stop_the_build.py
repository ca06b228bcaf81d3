"""Each fault that an author can make stops the build, and says where it is and what to write."""

import pytest

from tests.site.conftest import Sources

GUIDE = "docs/guides/add-licenses.md"
FAQ = "docs/faq.md"
FAQ_EN = "docs/faq.en.md"
EXAMPLES = "docs/examples.toml"
VARIANTS = "docs/variants.json"
GLOSSARY = "docs/glossary.toml"
REDIRECTS = "docs/redirects.toml"
CASES = "tests/calculator/cases/published.json"


def test_sources_as_they_are_build(sources: Sources) -> None:
    """Else every test below would pass for the wrong reason."""
    built = sources.build()

    assert built.status == 0, built.told


@pytest.mark.parametrize(
    "typed",
    [
        "Comptez 422,14 € environ.",
        "Count €422.14 or so.",
        "Comptez 1\u202f920\u00a0€ environ.",
        "Comptez 24 EUR par mois.",
        "A license costs USD 36.",
        "Comptez 12 euros.",
        "Le total est 1920,00.",
    ],
)
def test_an_amount_typed_by_hand(sources: Sources, typed: str) -> None:
    sources.replace(FAQ_EN, "\n## ", f"\n{typed}\n\n## ")
    line = sources.line_of(FAQ_EN, typed)

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:{line}: “" in built.told
    assert "is an amount typed by hand: name the worked example that computes it" in built.told


def test_a_calculator_shown_twice_with_one_example(sources: Sources) -> None:
    again = "{{ fifty-to-eighty.calculator }}\n\nEncore :\n\n{{ fifty-to-eighty.calculator }}"
    for file in ("docs/calculator.md", "docs/calculator.en.md"):
        sources.replace(file, "{{ fifty-to-eighty.calculator }}", again)
    line = sources.line_of("docs/calculator.md", "Encore") + 2

    built = sources.build()

    assert built.status != 0
    assert (
        f"docs/calculator.md:{line}: {{{{ fifty-to-eighty.calculator }}}} stands on this page" in built.told
    )


def test_an_amount_typed_by_hand_in_the_front_matter(sources: Sources) -> None:
    sources.replace(FAQ_EN, "description:", "description: From 12 € on. #")
    line = sources.line_of(FAQ_EN, "From 12 €")

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:{line}: “12 €” is an amount typed by hand" in built.told


@pytest.mark.parametrize(
    "harmless",
    [
        "Python 3.13.0 and macOS 15.1 run it.",
        "It lasts 24 hours, or 12 months.",
        "See [the article](https://kb.parallels.com/en/129133?price=24.00).",
        "On 22.11.2026 at 10:30.",
    ],
)
def test_other_numbers_are_left_alone(sources: Sources, harmless: str) -> None:
    for file in (FAQ, FAQ_EN):
        sources.replace(file, "\n## ", f"\n{harmless}\n\n## ")

    built = sources.build()

    assert built.status == 0, built.told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{ nobody.due_now }}", "there is no worked example nobody in docs/examples.toml"),
        ("{{ fifty-to-eighty.due_never }}", "there is no field due_never: use one of currency, "),
        ("{{ fifty-to-eighty }}", "is no field of a worked example: write {{ example.field }}"),
        ("Voici {{ fifty-to-eighty", "is no field of a worked example: write {{ example.field }}"),
        ("Voici : {{ fifty-to-eighty.steps }}", "{{ fifty-to-eighty.steps }} must stand alone on its line"),
    ],
)
def test_a_field_that_is_none(sources: Sources, written: str, told: str) -> None:
    """The line is the file's, its front matter counted; both languages hold it, so twins do not differ."""
    for file in (GUIDE, GUIDE.replace(".md", ".en.md")):
        sources.replace(file, "\n1.  ## ", f"\n{written}\n\n1.  ## ")
    line = sources.line_of(GUIDE, written)

    built = sources.build()

    assert built.status != 0
    assert f"{GUIDE}:{line}: " in built.told
    assert told in built.told


def test_all_faults_of_a_page_at_once(sources: Sources) -> None:
    sources.replace(FAQ_EN, "\n## ", "\n24 €\n\n{{ x }}\n\n## ")
    first = sources.line_of(FAQ_EN, "24 €")

    built = sources.build()

    assert f"{FAQ_EN}:{first}: “24 €”" in built.told
    assert f"{FAQ_EN}:{first + 2}: “{{{{ x }}}}”" in built.told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('unit_price = "24.00"', "unit_price = 24.00", "[fifty-to-eighty] unit_price: "),
        (
            'unit_price = "24.00"',
            'unit_price = "24,00"',
            "[fifty-to-eighty] unit_price: write a quoted price with a decimal point",
        ),
        (
            'unit_price = "24.00"',
            'discount = "24.00"',
            "[fifty-to-eighty] discount: not a field of examples: remove it",
        ),
        ('period_end = "2027-03-10"', 'period_end = "2027-02-30"', "[fifty-to-eighty] period_end: "),
        ('quantity_after = "80"', 'quantity_after = "40"', "[fifty-to-eighty] quantity_after: "),
    ],
)
def test_an_example_that_fails(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(EXAMPLES, old, new)
    line = sources.line_of(EXAMPLES, new)

    built = sources.build()

    assert built.status != 0
    assert f"{EXAMPLES}:{line}: {told}" in built.told


def test_an_example_without_its_english_title(sources: Sources) -> None:
    sources.replace(EXAMPLES, 'en = "From 50', '# en = "From 50')

    built = sources.build()

    assert built.status != 0
    assert "[fifty-to-eighty] title.en: add its name in each language" in built.told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("owner: support", "owner: support\nauthor: me", "`author` is not a field: remove it"),
        ("type: faq", "type: question", "`type`: write home, how-to, concept, reference, faq or notice"),
        ("owner: support", "owner: me", "`owner`: write support, billing or product"),
        ('revision: "2026-11-23"', "revision: 2026-11-23", "`revision`: write a quoted text of 1 to 40 "),
        ("next: guides/add-licenses", "next: nowhere", "`next`: there is no docs/nowhere.md"),
        (
            "readers: everyone",
            "readers: buyers",
            "`readers` is everyone in docs/faq.md: write the same in both",
        ),
        ("readers: everyone", "readers: all", "`readers`: write everyone, buyers, administrators, checkers"),
        ("related: [reference", "related: [nowhere, reference", "`related`: there is no docs/nowhere.md"),
        ("related: [", "related: [support, privacy, ", "`related`: write at most three paths of articles"),
    ],
)
def test_front_matter_that_is_not_known(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(FAQ_EN, old, new)
    line = sources.line_of(FAQ_EN, new.splitlines()[-1])

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:{line}: front matter: {told}" in built.told


def test_front_matter_that_is_missing(sources: Sources) -> None:
    sources.replace(FAQ_EN, "owner: support\n", "")

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:1: front matter: `owner`: add it: support, billing or product" in built.told


def test_a_missing_twin(sources: Sources) -> None:
    (sources.folder / FAQ_EN).unlink()

    built = sources.build()

    assert built.status != 0
    assert "docs/faq.md:1: its twin docs/faq.en.md is missing: write it" in built.told


def test_a_twin_without_its_original(sources: Sources) -> None:
    (sources.folder / "docs/faq.md").unlink()

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:1: its twin docs/faq.md is missing: write it" in built.told


def test_twins_with_different_anchors(sources: Sources) -> None:
    sources.replace(FAQ_EN, "{ #two-amounts }", "{ #both-amounts }")
    english = sources.line_of(FAQ_EN, "{ #both-amounts }")
    french = sources.line_of("docs/faq.md", "{ #two-amounts }")

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:{english}: anchor #both-amounts is not in docs/faq.md" in built.told
    assert f"docs/faq.md:{french}: anchor #two-amounts is not in docs/faq.en.md" in built.told


def test_twins_with_different_examples(sources: Sources) -> None:
    sources.replace(FAQ_EN, "\n## ", "\nIt is {{ last-day.due_now }}.\n\n## ")
    line = sources.line_of(FAQ_EN, "{{ last-day.due_now }}")

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ_EN}:{line}: worked example last-day is not in docs/faq.md" in built.told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "](guides/users.md)",
            "](guides/register-key.md)",
            "link guides/users.md is not at #invite-or-remove of",
        ),
        (
            "| one computer |\n",
            "| one computer |\n| Toolbox | one |\n",
            "table of 4 rows and 2 columns is not at",
        ),
        ("\n2. The right", "\nThe right", "item of a list is not at #no-purchase-button of docs/faq.en.md"),
    ],
)
def test_twins_that_are_made_otherwise(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(FAQ_EN, old, new)

    built = sources.build()

    assert built.status != 0
    assert f"ERROR   -  {FAQ}:" in built.told
    assert told in built.told


def test_twins_with_different_admonitions(sources: Sources) -> None:
    sources.replace(GUIDE, "!!! warning", "!!! tip")
    line = sources.line_of(GUIDE, "!!! tip")

    built = sources.build()

    assert built.status != 0
    assert (
        f"{GUIDE}:{line}: admonition tip is not at #step-new-total of docs/guides/add-licenses.en.md"
        in built.told
    )


@pytest.mark.parametrize(
    ("file", "written", "told"),
    [
        (FAQ_EN, "Your licence is there.", "“licence”: write “license”"),
        (FAQ, "Votre forfait est là.", "“forfait”: write “abonnement”"),
        (FAQ_EN, "Pay with Pay Pal.", "“Pay Pal”: write “PayPal”"),
        (FAQ, "Votre mode de\u00a0paiement est là.", "“mode de paiement”: write “moyen de paiement”"),
    ],
)
def test_a_word_that_the_glossary_bans(sources: Sources, file: str, written: str, told: str) -> None:
    sources.replace(file, "\n## ", f"\n{written}\n\n## ")
    line = sources.line_of(file, written)

    built = sources.build()

    assert built.status != 0
    assert f"{file}:{line}: {told}, as docs/glossary.toml does" in built.told


@pytest.mark.parametrize("written", ["Click **Licence plan**.", "It says “licence”.", "Type `licence`."])
def test_words_that_are_not_ours_are_left_alone(sources: Sources, written: str) -> None:
    sources.replace(FAQ_EN, "\n## ", f"\n{written}\n\n## ")

    built = sources.build()

    assert built.status == 0, built.told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('topic = "time"', 'topic = "weather"', "[subscription] topic: write one of time, money"),
        ('says_fr = "Droit', 'meaning = "Droit', "[subscription] meaning: not a field of terms: remove it"),
        (
            'not_fr = ["souscription"',
            'not_fr = ["licence"',
            "[subscription] not_fr: “licence” is the term of [license]",
        ),
        (
            'article = "guides/view',
            'article = "guides/vieux',
            "[subscription] article: there is no docs/guides/vieux-",
        ),
    ],
)
def test_a_term_that_fails(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(GLOSSARY, old, new)
    line = sources.line_of(GLOSSARY, new)

    built = sources.build()

    assert built.status != 0
    assert f"{GLOSSARY}:{line}: {told}" in built.told


def test_a_guide_that_does_not_tell_the_screens_apart(sources: Sources) -> None:
    for file in (GUIDE, GUIDE.replace(".md", ".en.md")):
        sources.replace(file, "{ #screens }", "{ #your-screen }")
        sources.replace(file.replace("guides/add-licenses", "faq"), "#screens", "#your-screen")

    built = sources.build()

    assert built.status != 0
    assert f"{GUIDE}:1: a guide says which of the vendor's screens it describes" in built.told


def test_steps_that_a_list_would_swallow(sources: Sources) -> None:
    """Python-Markdown makes one list of both, without numbers."""
    for file, sentence in ((GUIDE, "Les six étapes"), (GUIDE.replace(".md", ".en.md"), "The six steps")):
        sources.replace(file, f"\n{sentence}", f"\n- {sentence}")
    line = sources.line_of(GUIDE, "1.  ## ")

    built = sources.build()

    assert built.status != 0
    assert f"{GUIDE}:{line}: a list stands right before the steps" in built.told


def test_an_answer_that_leads_nowhere(sources: Sources) -> None:
    for file in (FAQ, FAQ_EN):
        sources.replace(file, "(guides/users.md)", "(https://kb.parallels.com/122757)")
    line = sources.line_of(FAQ, "{ #invite-or-remove }")

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ}:{line}: an answer leads on: link it to the article that says more" in built.told


def test_an_answer_as_long_as_an_article(sources: Sources) -> None:
    for file in (FAQ, FAQ_EN):
        sources.replace(file, "(guides/users.md)", "(guides/users.md)" + " mot" * 150)
    line = sources.line_of(FAQ, "{ #invite-or-remove }")

    built = sources.build()

    assert built.status != 0
    assert f"{FAQ}:{line}: an answer has at most 160 words, this one " in built.told


def test_a_new_revision_that_does_not_say_what_it_changed(sources: Sources) -> None:
    sources.replace(GUIDE, 'revision: "2026-11-23"', 'revision: "2026-12-01"')
    line = sources.line_of(GUIDE, "revision:")

    built = sources.build()

    assert built.status != 0
    assert f"{GUIDE}:{line}: front matter: `revision` 2026-12-01 is newer than its twin's" in built.told
    assert "say in `changes` which sections it changed" in built.told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('"faq#old" = "faq#nowhere"', "faq#old: “faq#nowhere” is no page and no passage"),
        ('"faq" = "calculator"', "faq is still there: a place that has moved is gone from its page"),
        ('"gone#old" = "faq"', "gone#old: its page is gone: redirect the page"),
        ('"a" = "b"\n"b" = "a"', "a: “b” is no page and no passage"),
        ('"Old Page" = "faq"', "Old Page: write a page or a passage"),
    ],
)
def test_a_redirect_that_leads_nowhere(sources: Sources, written: str, told: str) -> None:
    sources.replace(REDIRECTS, "[moved]", f"[moved]\n{written}")
    line = sources.line_of(REDIRECTS, "[moved]") + 1

    built = sources.build()

    assert built.status != 0
    assert f"{REDIRECTS}:{line}: {told}" in built.told


def test_a_heading_without_an_anchor(sources: Sources) -> None:
    sources.replace(GUIDE, " { #step-payment }", "")
    line = sources.line_of(GUIDE, "5.  ## ")

    built = sources.build()

    assert built.status != 0
    assert f"{GUIDE}:{line}: no anchor: end the heading with {{ #its-meaning }}" in built.told


def test_an_anchor_given_twice(sources: Sources) -> None:
    sources.replace(GUIDE, "{ #step-payment }", "{ #step-available }")
    first = sources.line_of(GUIDE, "{ #step-available }")
    second = sources.line_of(GUIDE, "6.  ## ")

    built = sources.build()

    assert built.status != 0
    assert f"{GUIDE}:{second}: anchor #step-available is at line {first} already" in built.told


@pytest.mark.parametrize("target", ["nowhere.md", "faq.md#nowhere"])
def test_a_link_that_leads_nowhere(sources: Sources, target: str) -> None:
    for file in (FAQ, FAQ_EN):
        sources.replace(file, "\n## ", f"\n[There]({target}).\n\n## ")

    built = sources.build()

    assert built.status != 0
    assert "faq.en.md" in built.told
    assert "Aborted with 1 warnings in strict mode" in built.told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"due_now": "420.16"', '"due_now": "420.17"', "due_now: published 420.17, ours 420.16"),
        ('"renewal": "1920.00"', '"renewal": "1920.0"', "renewal: published 1920.0, ours 1920.00"),
        ('"quantity_after": 80', '"quantity_after": "80"', "lines[0].quantity_after: "),
    ],
)
def test_a_published_figure_that_is_not_ours(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(CASES, old, new)

    built = sources.build()

    assert built.status != 0
    assert f"{CASES}: [braintree-196] {told}" in built.told


def test_a_printed_line_that_is_not_ours(sources: Sources) -> None:
    sources.replace(CASES, '"-88.69"', '"-88.70"')

    built = sources.build()

    assert built.status != 0
    assert f"{CASES}: [killbill-two-lines-049] lines: published ['-88.70', '212.89'], ours [" in built.told


def test_published_figures_asked_for_inside_a_sentence(sources: Sources) -> None:
    page = "docs/concepts/published-figures.md"
    sources.replace(page, "{{ published-figures }}", "Voici : {{ published-figures }}")
    line = sources.line_of(page, "Voici : ")

    built = sources.build()

    assert built.status != 0
    assert f"{page}:{line}: “{{{{ published-figures }}}}” is no field of a worked example" in built.told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"of": "fifty-to-eighty"', '"of": "nobody"', "of: write the name of an example in docs/"),
        ('"calendar-days-exclusive"', '"lunar"', "request.policy: "),
        (
            '"request": {"policy"',
            '"change": {"policy"',
            "write of, request, and a note where one helps, in braces",
        ),
    ],
)
def test_a_variant_that_fails(sources: Sources, old: str, new: str, told: str) -> None:
    sources.replace(VARIANTS, old, new)
    line = sources.line_of(VARIANTS, '"day-not-counted": {')

    built = sources.build()

    assert built.status != 0
    assert f"{VARIANTS}:{line}: [day-not-counted] {told}" in built.told


def test_a_block_of_a_variant(sources: Sources) -> None:
    article = "docs/concepts/conventions.md"
    sources.replace(article, "{{ to-the-second.rule.time_remaining }}", "{{ to-the-second.steps }}")

    built = sources.build()

    assert built.status != 0
    assert f"{article}:" in built.told
    assert "there is no field steps: use one of due_now, " in built.told


def test_a_runtime_that_is_not_packed(sources: Sources) -> None:
    (sources.folder / "build").unlink()

    built = sources.build()

    assert built.status != 0
    assert "build/runtime/current.json is missing: `make build` packs it first" in built.told
