"""From opening a page to Python's first answer, ours beside what others would do."""
