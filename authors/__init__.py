"""What helps authors: new articles from templates, external links looked at, a style guide (STYLE.md)."""
