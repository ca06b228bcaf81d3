"""Puts the compiled catalogues of `calculator` into its wheel, where a checkout has the written ones."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# A catalogue without dates would be given the time of the build, and two builds would differ.
_FIXED_DATE = datetime(1980, 1, 1, tzinfo=UTC)


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add `calculator/language/fr.mo` and its siblings to the wheel, from the `.po` files."""
        root = Path(self.root)
        self._compiled = TemporaryDirectory(prefix="catalogues-")  # the wheel is made of it once this returns
        for source in sorted(root.glob("calculator/**/*.po")):
            target = Path(self._compiled.name) / f"{source.stem}.mo"
            _compile(source, target)
            build_data["force_include"][str(target)] = str(source.relative_to(root).with_suffix(".mo"))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled catalogues, which the wheel now holds."""
        self._compiled.cleanup()


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as written, target.open("wb") as compiled:
        catalogue = read_po(written, locale=source.stem, abort_invalid=True)
        catalogue.creation_date = catalogue.revision_date = _FIXED_DATE
        write_mo(compiled, catalogue)
