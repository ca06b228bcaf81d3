"""The two pages of the service itself, for browsers without JavaScript."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from string import Template

from starlette.responses import HTMLResponse

from feedback.words import DEFAULT_LANGUAGE, words

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 34rem; margin: 12vh auto 0; padding: 0 1.25rem; font: 1.0625rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.25; }
a { color: light-dark(#0b5f6b, #7fd1dc); display: inline-block; padding: 0.5rem 0; }
"""

PAGE = Template("""<!doctype html>
<html lang="$language">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title</title>
<style>$style</style>
<main>
<h1>$title</h1>
$paragraphs
</main>
</html>
""")

# The style is allowed by its own checksum, nothing else by anything.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def thanks_page(language: str, page: str) -> HTMLResponse:
    """Return the page that a kept vote leads to."""
    text = words(language).text
    article = ("" if language == DEFAULT_LANGUAGE else f"{language}/") + (
        "" if page == "index" else f"{page}/"
    )
    back = f'<p><a href="../{escape(article)}">{escape(text("thanks.back"))}</a></p>'
    return _page(language, "thanks.title", [f"<p>{escape(text('thanks.text'))}</p>", back])


def refused_page(language: str, sentences: Sequence[str], status: int) -> HTMLResponse:
    """Return the page that tells why a posted vote was not kept."""
    told = [*sentences, words(language).text("refused.text")]
    return _page(language, "refused.title", [f"<p>{escape(sentence)}</p>" for sentence in told], status)


def _page(language: str, title: str, paragraphs: Sequence[str], status: int = 200) -> HTMLResponse:
    html = PAGE.substitute(
        language=language,
        title=escape(words(language).text(title)),
        style=STYLE,
        paragraphs="\n".join(paragraphs),
    )
    headers = {"Content-Security-Policy": POLICY, "Content-Language": language}
    return HTMLResponse(html, status_code=status, headers=headers)
