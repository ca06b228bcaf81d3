"""gettext messages of a folder: `fr.po` and `en.po` in a checkout, `.mo` in the packed wheel."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path


class Catalogue:
    """The messages of one folder in one language, by key.

    Args:
        folder: holds one file a language; msgid is the key (`vote.question`), facts stand as `{name}`.
        language: the file's name, `fr` or `en`.
    """

    def __init__(self, folder: Path, language: str) -> None:
        self.language = language
        self._messages = _load(folder, language)

    def text(self, key: str, **facts: object) -> str:
        """Return the sentence of `key` with its facts in place.

        Raises:
            KeyError: no such message in this language.
        """
        message = self._messages.gettext(key)
        if message == key:
            raise KeyError(f"no message {key!r} in {self.language}")
        return message.format(**facts) if facts else message

    def count(self, key: str, number: int, /, **facts: object) -> str:
        """Return the singular or plural of `key` for `number`; facts and `{number}` are put in place.

        French says the singular for 0 and 1, English for 1 only. The caller gives `number` as text among the
        facts when it is to be grouped by thousands.
        """
        message = self._messages.ngettext(key, key, abs(number))
        if message == key:
            raise KeyError(f"no message {key!r} in {self.language}")
        return message.format(**({"number": number} | facts))

    def known(self) -> list[str]:
        """Return every key, in the order of the file."""
        return list(dict.fromkeys(_key(message) for message in self._messages._catalog if message))  # type: ignore[attr-defined]


def _key(message: str | tuple[str, int]) -> str:
    return message if isinstance(message, str) else message[0]


@cache
def _load(folder: Path, language: str) -> GNUTranslations:
    packed = folder / f"{language}.mo"
    if packed.exists():
        with packed.open("rb") as file:
            return GNUTranslations(file)
    # A checkout has no compiled file that could be stale: what is written is what is read. Imported here
    # because the page never needs it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (folder / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
