"""The language of the messages, and the look-up of sentences in it.

Sentences are written in English in the source and translated in `locale/`
(catalogues made with Babel). Japanese is spoken where the locale is Japanese.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("ja", "en")
_LOCALE_FOLDER = Path(__file__).parent / "locale"
_language: ContextVar[str | None] = ContextVar("language", default=None)


def N_(message: str) -> str:  # noqa: N802 - the name catalogue tools look for
    """Mark a sentence for translation where it is written; it is looked up when shown."""
    return message


def gettext(message: str) -> str:
    """The sentence in the language in use (the English itself where none is known)."""
    return _translations(current_language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """As `gettext`, choosing the form for `count`."""
    return _translations(current_language()).ngettext(singular, plural, count)


def use_language(language: str | None) -> None:
    """Speak `language` ("ja" or "en") from now on in this context; None follows the locale."""
    _language.set(language)


def current_language() -> str:
    """The language in use: the one chosen, else the locale's, "en" if that is neither."""
    return _language.get() or _locale_language()


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("noticemerge", _LOCALE_FOLDER, [language], fallback=True)


def _locale_language() -> str:
    # Windows sets none of the variables; its locale is called "Japanese_Japan".
    named = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    if not named:
        named = locale.getlocale()[0] or ""
    return "ja" if named.lower().startswith("ja") else "en"
