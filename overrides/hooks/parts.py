"""Parts of pages without figures: `{{ erase-data }}`, alone on its line, becomes the element of that name."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from overrides.hooks.building import PARTS, templates


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the parts in place, in their own paragraphs' stead."""
    for directive, template in PARTS.items():
        if directive in html:
            part = templates(config).get_template(template).render()
            html = html.replace(f"<p>{directive}</p>", part).replace(directive, part)
    return html
